import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { db } from '../../catalogue/queries.ts'
import { screenPatience } from '../model.ts'

export interface Freshness {
  fed_by: 'nothing' | 'screen' | 'import'
  fed_at: string | null
  stale: boolean
  stale_since: string | null
  hours: number
}

/**
 * How old the figures are. Who imported sales in the last month lives by imports, and the last one counts; who
 * types them in is given longer, since a closed shop has no sales. Who never sold anything cannot be late.
 */
export async function freshnessOf(ctx: Ctx, limit_hours: number): Promise<Freshness> {
  const now = ctx.now()
  const { rows } = await sql<{ imported_at: string | null; sold_at: string | null }>`
    select (select max(applied_at) from stock.import_batch where status = 'applied' and kind = 'sales'
        and applied_at > ${now.toISOString()}::timestamptz - interval '30 days') as imported_at,
      (select max(recorded_at) from stock.movement where kind = 'sale'
        and at > ${now.toISOString()}::timestamptz - interval '60 days') as sold_at`.execute(db(ctx))
  const { imported_at, sold_at } = rows[0]!
  const fed_at = imported_at ?? sold_at
  if (!fed_at) return { fed_by: 'nothing', fed_at: null, stale: false, stale_since: null, hours: 0 }
  const limit = limit_hours * (imported_at ? 1 : screenPatience)
  const hours = (now.getTime() - Date.parse(fed_at)) / 3_600_000
  const stale = hours > limit
  return {
    fed_by: imported_at ? 'import' : 'screen',
    fed_at,
    stale,
    stale_since: stale ? new Date(Date.parse(fed_at) + limit * 3_600_000).toISOString() : null,
    hours,
  }
}
