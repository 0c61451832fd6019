import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { invalid } from '@guichet/platform/errors'
import { planChanged } from '../events.ts'
import type { ReportsTables } from '../tables.ts'
import type { Language } from '../writing/model/sentences.ts'
import type { PlannedSection } from '../writing/model/shapes.ts'

const db = tablesOf<ReportsTables>()

/** Sets what the organisation's reports are about, in one language. */
export async function setPlan(ctx: Ctx, language: Language, sections: PlannedSection[]): Promise<void> {
  if (new Set(sections.map(({ key }) => key)).size !== sections.length)
    throw invalid('reports.section_twice', [{ path: 'body.sections', code: 'twice' }])
  const values = { sections: JSON.stringify(sections), updated_at: ctx.now() }
  await db(ctx)
    .insertInto('reports.section_plan')
    .values({ tenant_id: ctx.tenant.id, language, ...values })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'language']).doUpdateSet(values))
    .execute()
  await emit(ctx, planChanged, { language })
}

/** Goes back to the product's own plan. */
export async function resetPlan(ctx: Ctx, language: Language): Promise<void> {
  await db(ctx).deleteFrom('reports.section_plan').where('language', '=', language).execute()
  await emit(ctx, planChanged, { language })
}
