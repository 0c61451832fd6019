import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { db } from '../../catalogue/queries.ts'

export interface Supply {
  product_id: string
  location_id: string
  on_hand: number
  reserved: number
  /** In depots that do not sell it. */
  elsewhere: number
  supplier_id: string | null
  promised_lead_days: number
  review_days: number
  /** Mean and deviation of the supplier's last deliveries, in days; null below three. */
  lead_days: number | null
  lead_deviation: number | null
  pack_id: string | null
  pack: number | null
  price_minor: number
  arrivals: { date: string | null; quantity: number }[]
}

/** Deliveries looked back upon to know how long a supplier really takes. */
const deliveriesLooked = 20

/** What stands, what comes and how long it takes, for every shelf of these products. */
export async function supplyOf(ctx: Ctx, product_ids: readonly string[]): Promise<Supply[]> {
  const { rows } = await sql<Supply>`
    with delivery as (
      select s.id as supplier_id, avg(x.days)::float8 as lead_days, stddev_samp(x.days)::float8 as lead_deviation, count(*) as n
      from stock.supplier s cross join lateral (
        select extract(epoch from o.first_received_at - o.sent_at) / 86400 as days from stock.purchase_order o
        where o.tenant_id = s.tenant_id and o.supplier_id = s.id and o.sent_at is not null and o.first_received_at is not null
        order by o.sent_at desc limit ${deliveriesLooked}) x
      group by s.id)
    select b.product_id, b.location_id, b.on_hand::float8, b.reserved::float8, p.supplier_id,
      coalesce((select sum(d.on_hand - d.reserved) from stock.balance d
        join stock.location l on l.tenant_id = d.tenant_id and l.id = d.location_id and l.kind = 'depot'
        where d.tenant_id = b.tenant_id and d.product_id = b.product_id and d.location_id <> b.location_id), 0)::float8 as elsewhere,
      coalesce(s.promised_lead_days, 7) as promised_lead_days, coalesce(s.review_days, 7) as review_days,
      case when v.n >= 3 then v.lead_days end as lead_days, case when v.n >= 3 then v.lead_deviation end as lead_deviation,
      g.id as pack_id, g.quantity::float8 as pack, p.price_minor::float8 as price_minor,
      coalesce((select json_agg(json_build_object('date', coalesce(i.expected_on, o.expected_on), 'quantity', i.outstanding::float8))
        from stock.purchase_order_line i join stock.purchase_order o on o.tenant_id = i.tenant_id and o.id = i.order_id
        where i.tenant_id = b.tenant_id and i.product_id = b.product_id and i.due and i.outstanding > 0), '[]') as arrivals
    from stock.balance b
    join stock.product p on p.tenant_id = b.tenant_id and p.id = b.product_id
    left join stock.supplier s on s.tenant_id = p.tenant_id and s.id = p.supplier_id
    left join delivery v on v.supplier_id = p.supplier_id
    left join stock.packaging g on g.tenant_id = p.tenant_id and g.product_id = p.id and g.for_orders
    where b.product_id = any(${product_ids}::uuid[])
    order by b.product_id, b.location_id`.execute(db(ctx))
  return rows
}
