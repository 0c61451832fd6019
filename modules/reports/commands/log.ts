import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { ReportsTables } from '../tables.ts'

const db = tablesOf<ReportsTables>()

/** Writes a line into a report's log; the report's own counter keeps the lines in order and without gaps. */
export async function note(
  ctx: Ctx,
  report_id: string,
  code: string,
  facts: Record<string, string | number> = {},
  level: 'note' | 'warning' | 'error' = 'note',
): Promise<void> {
  const row = await db(ctx)
    .updateTable('reports.report')
    .set({ log_count: sql`log_count + 1` })
    .where('id', '=', report_id)
    .returning('log_count')
    .executeTakeFirst()
  if (!row) return // removed meanwhile
  await db(ctx)
    .insertInto('reports.log_line')
    .values({
      tenant_id: ctx.tenant.id,
      report_id,
      number: row.log_count,
      at: ctx.now(),
      level,
      code,
      facts: JSON.stringify(facts),
    })
    .execute()
}
