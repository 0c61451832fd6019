import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { sayer } from '@guichet/platform/texts'
import type { SectionPlan } from '../contract.ts'
import en from '../locales/en.json' with { type: 'json' }
import fr from '../locales/fr.json' with { type: 'json' }
import type { ReportsTables } from '../tables.ts'
import { defaultPlan } from '../writing/model/plan.ts'
import type { Language } from '../writing/model/sentences.ts'

const db = tablesOf<ReportsTables>()
const texts = new Map([['reports', { fr, en }]])

/** The sections of the organisation's reports, or the product's own until it says otherwise. */
export async function planOf(ctx: Ctx, language: Language): Promise<SectionPlan> {
  const row = await db(ctx)
    .selectFrom('reports.section_plan')
    .select('sections')
    .where('language', '=', language)
    .executeTakeFirst()
  if (row) return { language, sections: row.sections as SectionPlan['sections'], usual: false }
  const say = sayer(texts, language)
  return { language, sections: defaultPlan((key) => say('reports', key)), usual: true }
}
