import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { db } from '../../catalogue/queries.ts'
import type { ServiceCount } from '../model.ts'

/** Lines asked for and served whole, in the last 28 days and in the 28 before. */
export async function serviceCounts(ctx: Ctx): Promise<[now: ServiceCount, before: ServiceCount]> {
  const now = sql`${ctx.now().toISOString()}::timestamptz`
  const { rows } = await sql<{ recent: boolean; lines: number; complete: number }>`
    select at > ${now} - interval '28 days' as recent, count(*)::int as lines, (count(*) filter (where refused_quantity = 0))::int as complete
    from stock.movement where kind = 'sale' and at > ${now} - interval '56 days' and at <= ${now} group by 1`.execute(
    db(ctx),
  )
  const of = (recent: boolean) => {
    const row = rows.find((r) => r.recent === recent)
    return { lines: row?.lines ?? 0, complete: row?.complete ?? 0 }
  }
  return [of(true), of(false)]
}
