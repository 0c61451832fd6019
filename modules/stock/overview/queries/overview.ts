import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { db } from '../../catalogue/queries.ts'
import { alertStateOf } from '../../alerts/queries/episodes.ts'
import { dateOf, dayOf } from '../../demand/model/day.ts'
import { listPredictions } from '../../demand/queries/predictions.ts'
import type { Overview } from '../contract.ts'
import { serviceRates, type ServiceSums, type Span } from '../model.ts'

/** A shelf counts as at risk from this probability of running out within a week. */
export const atRisk = 0.3
/** Goods unsold for this long are dead stock. */
const deadDays = 90
const shown = 8

/**
 * Everything the dashboard shows; reports print the same rows, so the two cannot differ. Sales and service are
 * of the span, value, risks and orders are of this moment.
 */
export async function overviewOf(ctx: Ctx, { from_day, to_day }: Span): Promise<Overview> {
  const zone = ctx.tenant.time_zone
  const start = (day: string) => sql`(${day}::timestamp at time zone ${zone})`
  const days = dayOf(to_day) - dayOf(from_day) + 1
  const after = dateOf(dayOf(to_day) + 1)
  const former = dateOf(dayOf(from_day) - days)
  const within = sql`m.kind = 'sale' and m.at >= ${start(from_day)} and m.at < ${start(after)}`
  const { rows: heads } = await sql<Heads>`
    select coalesce((select round(sum(v.value_minor)) from stock.valuation v), 0)::float8 as stock_value_minor,
      (select count(*) from stock.product p where p.active)::int as products,
      (select count(*) from stock.balance b join stock.product p on p.tenant_id = b.tenant_id and p.id = b.product_id and p.active
        where b.on_hand <= 0 and (b.reorder_point is null or b.reorder_point > 0))::int as products_out,
      (select count(*) from stock.prediction d where d.within_7 >= ${atRisk})::int as at_risk_count,
      (select sum(d.per_day * coalesce(v.value_minor / nullif(v.quantity, 0), p.cost_minor))::float8
        from stock.prediction d join stock.product p on p.tenant_id = d.tenant_id and p.id = d.product_id
        left join stock.valuation v on v.tenant_id = d.tenant_id and v.product_id = d.product_id) as cost_a_day,
      coalesce((select sum(m.amount_minor) from stock.movement m where m.kind = 'sale' and m.at >= ${start(former)} and m.at < ${start(from_day)}), 0)::float8 as former_sales_minor`.execute(
    db(ctx),
  )
  const { rows: served } = await sql<ServiceSums & { sales_minor: number }>`
    select coalesce(sum(greatest(-m.quantity, 0) + m.refused_quantity), 0)::float8 as units_asked,
      coalesce(sum(greatest(-m.quantity, 0)), 0)::float8 as units_served, count(*)::int as lines,
      (count(*) filter (where m.refused_quantity = 0))::int as lines_complete, coalesce(sum(m.amount_minor), 0)::float8 as sales_minor,
      (select coalesce(sum(d.tracked_days_28), 0) from stock.prediction d)::int as shelf_days,
      (select coalesce(sum(d.tracked_days_28 - d.empty_days_28), 0) from stock.prediction d)::int as shelf_days_stocked,
      (select coalesce(sum(d.lost_28), 0) from stock.prediction d)::float8 * ${days}::float8 / 28 as units_lost
    from stock.movement m where ${within} and m.reverses_id is null`.execute(db(ctx))
  const { rows: sales_by_day } = await sql<Overview['sales_by_day'][number]>`
    select x::date::text as day, coalesce(s.amount, 0)::float8 as amount_minor
    from generate_series(${from_day}::date, ${to_day}::date, interval '1 day') x
    left join (select (m.at at time zone ${zone})::date as day, round(sum(m.amount_minor)) as amount from stock.movement m where ${within} group by 1) s
      on s.day = x::date order by 1`.execute(db(ctx))
  const { rows: best } = await sql<Overview['best'][number]>`
    select p.id as product_id, p.name, p.unit, sum(-m.quantity)::float8 as quantity, round(sum(m.amount_minor))::float8 as amount_minor
    from stock.movement m join stock.product p on p.tenant_id = m.tenant_id and p.id = m.product_id
    where ${within} group by p.id, p.name, p.unit having sum(m.amount_minor) > 0 order by 5 desc, p.name limit ${shown}`.execute(
    db(ctx),
  )
  const { rows: dead } = await sql<Overview['dead'][number] & { all_minor: number }>`
    with idle as (
      select v.product_id, v.value_minor, (select max(m.at) from stock.movement m where m.tenant_id = v.tenant_id and m.product_id = v.product_id and m.kind = 'sale') as last_at
      from stock.valuation v where v.quantity > 0 and v.value_minor > 0)
    select p.id as product_id, p.name, round(i.value_minor)::float8 as value_minor, (i.last_at at time zone ${zone})::date::text as last_sold_on,
      round(sum(i.value_minor) over ())::float8 as all_minor
    from idle i join stock.product p on p.id = i.product_id and p.active
    where coalesce(i.last_at, p.created_at) < ${ctx.now().toISOString()}::timestamptz - make_interval(days => ${deadDays})
    order by i.value_minor desc, p.name limit ${shown}`.execute(db(ctx))
  const { rows: to_order } = await sql<Overview['to_order'][number]>`
    select s.id as supplier_id, s.name as supplier_name, count(*)::int as lines, (array_agg(p.name order by d.within_7 desc, p.name))[1:3] as names,
      round(sum(d.order_quantity * p.cost_minor))::float8 as cost_minor, coalesce(s.minimum_order_minor, 0)::float8 as minimum_order_minor,
      max(d.lead_days) as lead_days
    from stock.prediction d join stock.product p on p.tenant_id = d.tenant_id and p.id = d.product_id and p.active
    left join stock.supplier s on s.tenant_id = p.tenant_id and s.id = p.supplier_id
    where d.order_quantity > 0 group by s.id, s.name, s.minimum_order_minor order by max(d.within_7) desc, s.name limit 20`.execute(
    db(ctx),
  )
  const { items: at_risk } = await listPredictions(ctx, { limit: shown, least: atRisk })
  const alerts = await alertStateOf(ctx)
  const head = heads[0]!
  const { sales_minor, units_lost, ...sums } = served[0]!
  return {
    from_day,
    to_day,
    currency: ctx.tenant.currency,
    stock_value_minor: head.stock_value_minor,
    products: head.products,
    products_out: head.products_out,
    cover_days: head.cost_a_day ? head.stock_value_minor / head.cost_a_day : null,
    alerts_open: alerts.open,
    stale_since: alerts.stale_since,
    at_risk_count: head.at_risk_count,
    at_risk,
    to_order,
    service: { ...sums, ...serviceRates({ ...sums, units_lost }) },
    sales_minor: Math.round(sales_minor),
    former_sales_minor: Math.round(head.former_sales_minor),
    sales_by_day,
    best,
    dead: dead.map(({ all_minor: _, ...row }) => row),
    dead_value_minor: dead[0]?.all_minor ?? 0,
  }
}

interface Heads {
  stock_value_minor: number
  products: number
  products_out: number
  at_risk_count: number
  cost_a_day: number | null
  former_sales_minor: number
}
