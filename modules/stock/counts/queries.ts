import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { notFound } from '@guichet/platform/errors'
import { cutPage, readCursor } from '@guichet/platform/paging'
import { db } from '../catalogue/queries.ts'
import type { Count, CountLine, CountRow } from './contract.ts'

const rowColumns = sql`c.id, c.name, c.location_id, o.name as location_name, c.status, c.created_at, c.ended_at, t.lines, t.counted, t.differences`
const from = sql`stock.count_session c
  join stock.location o on o.tenant_id = c.tenant_id and o.id = c.location_id
  cross join lateral (select count(*)::int as lines, count(i.counted)::int as counted,
      count(*) filter (where i.difference <> 0)::int as differences
    from stock.count_line i where i.tenant_id = c.tenant_id and i.session_id = c.id) t`

export async function listCounts(
  ctx: Ctx,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ items: CountRow[]; next_cursor: string | null }> {
  const after = readCursor(page.cursor)
  const { rows } = await sql<CountRow>`
    select ${rowColumns} from ${from}
    ${after ? sql`where (c.created_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by c.created_at desc, c.id desc limit ${page.limit + 1}`.execute(db(ctx))
  return cutPage(rows, page.limit, (row) => [row.created_at, row.id])
}

/**
 * What the ledger says was on the shelf at the moment of counting: what is there now, less what moved since.
 * A sale between counting and applying is thereby no difference.
 */
export const expectedWhenCounted = sql`(coalesce(b.on_hand, 0) - coalesce((
  select sum(m.quantity) from stock.movement m
  where m.tenant_id = i.tenant_id and m.product_id = i.product_id and m.location_id = c.location_id and m.at > i.counted_at), 0))`

export async function readCount(ctx: Ctx, id: string): Promise<Count> {
  const { rows } = await sql<CountRow>`select ${rowColumns} from ${from} where c.id = ${id}::uuid`.execute(
    db(ctx),
  )
  if (!rows[0]) throw notFound('stock.count_unknown')
  const { rows: items } = await sql<CountLine>`
    select i.id, i.product_id, p.sku, p.name as product_name, p.unit, p.decimals::int as decimals,
      coalesce((select array_agg(a.code order by a.code) from stock.barcode a where a.tenant_id = i.tenant_id and a.product_id = i.product_id
        and a.packaging_id is null), '{}') as barcodes,
      i.counted::float8 as counted, i.counted_at, i.counted_by, i.revision,
      e.expected::float8 as expected, e.difference::float8 as difference,
      round(e.difference * coalesce(v.value_minor / nullif(v.quantity, 0), v.unit_cost_minor, p.cost_minor))::float8 as difference_minor
    from stock.count_line i
    join stock.count_session c on c.tenant_id = i.tenant_id and c.id = i.session_id
    join stock.product p on p.tenant_id = i.tenant_id and p.id = i.product_id
    left join stock.balance b on b.tenant_id = i.tenant_id and b.product_id = i.product_id and b.location_id = c.location_id
    left join stock.valuation v on v.tenant_id = i.tenant_id and v.product_id = i.product_id
    cross join lateral (select
      case when i.counted is null then null when c.status = 'open' then ${expectedWhenCounted} else i.counted - i.difference end as expected,
      case when i.counted is null then null when c.status = 'open' then i.counted - ${expectedWhenCounted} else i.difference end as difference) e
    where i.session_id = ${id}::uuid order by i.position`.execute(db(ctx))
  return { ...rows[0], items }
}
