import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { notFound } from '@guichet/platform/errors'
import { localDate } from '@guichet/platform/local-time'
import { cutPage, readCursor } from '@guichet/platform/paging'
import { db } from '../catalogue/queries.ts'
import type { Order, OrderRow } from './contract.ts'
import type { OrderStatus } from './model.ts'

const rowColumns = (
  today: string,
) => sql`o.id, o.number, o.supplier_id, s.name as supplier_name, o.location_id, l.name as location_name,
  o.status, o.currency, o.notes, o.created_at, o.sent_at, o.expected_on, o.first_received_at, o.ended_at,
  t.lines, t.total_minor, (o.status in ('sent', 'partly_received') and coalesce(o.expected_on < ${today}::date, false)) as late`
const from = sql`stock.purchase_order o
  join stock.supplier s on s.tenant_id = o.tenant_id and s.id = o.supplier_id
  join stock.location l on l.tenant_id = o.tenant_id and l.id = o.location_id
  cross join lateral (select count(*)::int as lines, coalesce(round(sum(i.quantity * i.unit_cost_minor)), 0)::float8 as total_minor
    from stock.purchase_order_line i where i.tenant_id = o.tenant_id and i.order_id = o.id) t`

export async function listOrders(
  ctx: Ctx,
  filter: {
    limit: number
    cursor?: string | undefined
    status?: OrderStatus | 'open' | undefined
    supplier_id?: string | undefined
  },
): Promise<{ items: OrderRow[]; next_cursor: string | null }> {
  const after = readCursor(filter.cursor)
  const statuses = filter.status === 'open' ? ['draft', 'sent', 'partly_received'] : [filter.status]
  const { rows } = await sql<OrderRow>`
    select ${rowColumns(localDate(ctx.now(), ctx.tenant.time_zone))} from ${from}
    where true ${filter.status ? sql`and o.status = any(${statuses}::text[])` : sql``}
      ${filter.supplier_id ? sql`and o.supplier_id = ${filter.supplier_id}::uuid` : sql``}
      ${after ? sql`and (o.created_at, o.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by o.created_at desc, o.id desc limit ${filter.limit + 1}`.execute(db(ctx))
  return cutPage(rows, filter.limit, (row) => [row.created_at, row.id])
}

export async function readOrder(ctx: Ctx, id: string): Promise<Order> {
  const { rows } = await sql<Order>`
    select ${rowColumns(localDate(ctx.now(), ctx.tenant.time_zone))}, s.minimum_order_minor,
      coalesce((select json_agg(json_build_object('id', i.id, 'product_id', i.product_id, 'sku', p.sku, 'product_name', p.name, 'unit', p.unit,
          'decimals', p.decimals, 'tracks_lots', p.tracks_lots, 'packaging_id', g.id, 'packaging_name', g.name, 'packaging_quantity', g.quantity,
          'quantity', i.quantity, 'received', i.received, 'unit_cost_minor', i.unit_cost_minor, 'completed_at', i.completed_at) order by i.position)
        from stock.purchase_order_line i join stock.product p on p.tenant_id = i.tenant_id and p.id = i.product_id
        left join stock.packaging g on g.tenant_id = i.tenant_id and g.id = i.packaging_id
        where i.tenant_id = o.tenant_id and i.order_id = o.id), '[]') as items,
      coalesce((select json_agg(json_build_object('id', r.id, 'received_at', r.received_at, 'reference', r.reference) order by r.received_at)
        from stock.receipt r where r.tenant_id = o.tenant_id and r.order_id = o.id), '[]') as receipts
    from ${from} where o.id = ${id}::uuid`.execute(db(ctx))
  if (!rows[0]) throw notFound('stock.order_unknown')
  return rows[0]
}
