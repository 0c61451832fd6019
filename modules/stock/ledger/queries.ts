import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { instantOf, localDate } from '@guichet/platform/local-time'
import { cutPage, readCursor } from '@guichet/platform/paging'
import { db } from '../catalogue/queries.ts'
import type { Movement } from './contract.ts'
import type { Kind } from './model.ts'

export interface MovementFilter {
  limit: number
  cursor?: string | undefined
  product_id?: string | undefined
  location_id?: string | undefined
  document_id?: string | undefined
  kind?: Kind | undefined
  from?: string | undefined
  to?: string | undefined
}

/** The ledger, newest first. */
export async function listMovements(
  ctx: Ctx,
  filter: MovementFilter,
): Promise<{ items: Movement[]; next_cursor: string | null }> {
  const after = readCursor(filter.cursor)
  const zone = ctx.tenant.time_zone
  const dayAfter = (day: string) =>
    new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  const { rows } = await sql<Movement>`
    select m.id, m.product_id, p.sku, p.name as product_name, p.unit, m.location_id, l.name as location_name, m.kind,
      m.quantity::float8 as quantity, m.refused_quantity::float8 as refused_quantity, m.at, m.recorded_at,
      m.amount_minor::float8 as amount_minor, v.value_minor::float8 as value_minor, v.quantity_after::float8 as quantity_after,
      v.value_after_minor::float8 as value_after_minor, t.code as lot_code, m.document_id, m.reference, m.reason, m.source,
      null as actor_name, m.reverses_id,
      exists (select from stock.movement r where r.tenant_id = m.tenant_id and r.reverses_id = m.id) as reversed, m.actor_id
    from stock.movement m
    join stock.product p on p.tenant_id = m.tenant_id and p.id = m.product_id
    join stock.location l on l.tenant_id = m.tenant_id and l.id = m.location_id
    left join stock.movement_value v on v.tenant_id = m.tenant_id and v.movement_id = m.id
    left join stock.lot t on t.tenant_id = m.tenant_id and t.id = m.lot_id
    where true
      ${filter.product_id ? sql`and m.product_id = ${filter.product_id}::uuid` : sql``}
      ${filter.location_id ? sql`and m.location_id = ${filter.location_id}::uuid` : sql``}
      ${filter.document_id ? sql`and m.document_id = ${filter.document_id}::uuid` : sql``}
      ${filter.kind ? sql`and m.kind = ${filter.kind}` : sql``}
      ${filter.from ? sql`and m.at >= ${instantOf(filter.from, '00:00', zone).toISOString()}::timestamptz` : sql``}
      ${filter.to ? sql`and m.at < ${instantOf(dayAfter(filter.to), '00:00', zone).toISOString()}::timestamptz` : sql``}
      ${after ? sql`and (m.at, m.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by m.at desc, m.id desc limit ${filter.limit + 1}`.execute(db(ctx))
  return cutPage(rows, filter.limit, (row) => [row.at, row.id])
}

export async function salesOfDay(ctx: Ctx, location_id: string | undefined) {
  const day = localDate(ctx.now(), ctx.tenant.time_zone)
  const from = instantOf(day, '00:00', ctx.tenant.time_zone).toISOString()
  const at_location = location_id ? sql`and m.location_id = ${location_id}::uuid` : sql``
  const reversal = sql`exists (select from stock.movement r where r.tenant_id = m.tenant_id and r.reverses_id = m.id)`
  const { rows } = await sql<{ sales: number; amount_minor: number; refused_lines: number }>`
    select count(distinct m.document_id) filter (where m.reverses_id is null and not ${reversal})::int as sales,
      coalesce(sum(m.amount_minor), 0)::float8 as amount_minor,
      count(*) filter (where m.refused_quantity > 0)::int as refused_lines
    from stock.movement m where m.kind = 'sale' and m.at >= ${from}::timestamptz ${at_location}`.execute(
    db(ctx),
  )
  const { rows: recent } = await sql<{
    document_id: string
    movement_id: string
    at: string
    reference: string | null
    lines: number
    amount_minor: number
    names: string[]
    refused: boolean
    reversed: boolean
  }>`
    select m.document_id, min(m.id::text)::uuid as movement_id, max(m.at) as at, max(m.reference) as reference, count(*)::int as lines,
      coalesce(sum(m.amount_minor), 0)::float8 as amount_minor, (array_agg(p.name order by m.id))[1:3] as names,
      bool_or(m.refused_quantity > 0) as refused, bool_or(${reversal}) as reversed
    from (select * from stock.movement m where m.kind = 'sale' and m.document_id is not null and m.reverses_id is null
            and m.at >= ${from}::timestamptz ${at_location} order by m.at desc limit 200) m
    join stock.product p on p.tenant_id = m.tenant_id and p.id = m.product_id
    group by m.document_id order by max(m.at) desc limit 20`.execute(db(ctx))
  return { day, ...rows[0]!, recent }
}
