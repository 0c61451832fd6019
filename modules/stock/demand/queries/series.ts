import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { db } from '../../catalogue/queries.ts'
import { dateOf, dayOf, type Day } from '../model/day.ts'

/** A year and a half: every moveable feast once, most of them twice. */
export const pastDays = 548

export interface ShelfSeries {
  product_id: string
  location_id: string
  first_day: Day
  /** Units asked a day up to yesterday; NaN on days that began and ended empty without a sale. */
  demand: Float64Array
}

interface DayRow {
  product_id: string
  location_id: string
  first_day: string
  /** By day with movements: date, asked, stock at its end. */
  days: [string, number, number][]
}

/**
 * What each shelf was asked for, day by day. A day that begins and ends without stock and sells nothing is
 * missing: nobody could buy. What was refused and written down was asked for all the same.
 * Stock at the end of past days follows from today's by taking the movements back.
 *
 * @param until first day that is not told any more, in general today
 */
export async function seriesOf(
  ctx: Ctx,
  until: Day,
  filter: { product_ids?: readonly string[]; after?: string | null; limit?: number } = {},
): Promise<ShelfSeries[]> {
  const zone = ctx.tenant.time_zone
  const { rows } = await sql<DayRow>`
    with chosen as (
      select p.tenant_id, p.id from stock.product p
      where p.active ${filter.product_ids ? sql`and p.id = any(${filter.product_ids}::uuid[])` : sql``}
        ${filter.after ? sql`and p.id > ${filter.after}::uuid` : sql``}
      order by p.id ${filter.limit ? sql`limit ${filter.limit}` : sql``}),
    day as (
      select m.tenant_id, m.product_id, m.location_id, (m.at at time zone ${zone})::date as day,
        sum(case when m.kind = 'sale' then greatest(-m.quantity, 0) + m.refused_quantity else 0 end) as asked,
        sum(m.quantity) as net,
        bool_or(m.kind = 'sale') as sold
      from chosen c join stock.movement m on m.tenant_id = c.tenant_id and m.product_id = c.id
      where m.at >= ${dateOf(until - pastDays)}::date
      group by 1, 2, 3, 4),
    ended as (
      select d.*, b.on_hand - coalesce(sum(d.net) over (partition by d.tenant_id, d.product_id, d.location_id
          order by d.day desc rows between unbounded preceding and 1 preceding), 0) as ending
      from day d join stock.balance b using (tenant_id, product_id, location_id))
    select product_id, location_id, min(day) filter (where sold)::text as first_day,
      json_agg(json_build_array(day, asked::float8, ending::float8) order by day) as days
    from ended group by 1, 2 having bool_or(sold)
    order by 1, 2`.execute(db(ctx))
  return rows.map((row) => shelfOf(row, until)).filter(({ demand }) => demand.length > 0)
}

function shelfOf({ product_id, location_id, first_day, days }: DayRow, until: Day): ShelfSeries {
  const from = dayOf(first_day)
  const demand = new Float64Array(Math.max(0, until - from))
  // The stock with which the next day begins, as far as known.
  let stock = 1
  let next = from
  const fill = (to: Day) => {
    if (stock <= 0) demand.fill(Number.NaN, Math.max(0, next - from), Math.max(0, Math.min(to, until) - from))
  }
  for (const [date, asked, ending] of days) {
    const day = dayOf(date)
    if (day >= until) break
    if (day >= from) {
      fill(day)
      demand[day - from] = asked > 0 || ending > 0 || stock > 0 ? asked : Number.NaN
    }
    stock = ending
    next = Math.max(from, day + 1)
  }
  fill(until)
  return { product_id, location_id, first_day: from, demand }
}
