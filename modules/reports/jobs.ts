import { sql } from 'kysely'
import { z } from 'zod'
import { tablesOf } from '@guichet/platform/db'
import { languageModel } from '@guichet/platform/language-model'
import type { Schedule } from '@guichet/platform/module'
import { dailyAt } from '@guichet/platform/schedules'
import { defineTask, later } from '@guichet/platform/task'
import { carryOn } from './commands/chain.ts'
import type { ReportsTables } from './tables.ts'

const db = tablesOf<ReportsTables>()

/** Carries one report on, and asks for the next job while there is more to do. */
export const carryReportOn = defineTask({
  name: 'reports.carry_on',
  payload: z.object({ report_id: z.uuid() }),
  async run(work, { report_id }) {
    const outcome = await carryOn(work, report_id, languageModel(work.platform.config))
    if ('done' in outcome) return
    await work.open((ctx) =>
      later(
        ctx,
        carryReportOn,
        { report_id },
        { key: report_id, ...(outcome.again_at ? { run_at: outcome.again_at } : {}) },
      ),
    )
  },
})
export const tasks = [carryReportOn]

export const schedules: Schedule[] = [
  {
    name: 'reports.forget_model_answers',
    queue: 'maintenance',
    due: dailyAt('03:30'),
    async run(ctx) {
      await db(ctx)
        .deleteFrom('reports.model_answer')
        .where('at', '<', sql<string>`${ctx.now().toISOString()}::timestamptz - interval '90 days'`)
        .execute()
    },
  },
]
