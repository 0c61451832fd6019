import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { db } from '../../catalogue/queries.ts'
import { abcClasses, xyzClass } from '../model/classes.ts'
import { dateOf } from '../model/day.ts'
import { Workspace } from '../model/demand-ahead.ts'
import { stockOut } from '../model/stock-out.ts'
import { feastsFor, modelVersion, todayOf } from '../queries/model.ts'
import { seriesOf } from '../queries/series.ts'
import { learnFrom } from './learn.ts'
import { aheadOf } from '../queries/ahead.ts'

/** Predictions older than this are no longer kept. */
const keptDays = 400

/**
 * Judges predictions whose two weeks are over: did demand reach the stock there was and the arrivals counted on?
 * Empty days hide demand: the shelf did run out then, which is what had been asked.
 */
export async function scorePredictions(ctx: Ctx): Promise<number> {
  const today = todayOf(ctx)
  const zone = ctx.tenant.time_zone
  const { rows } = await sql<{ n: number }>`
    with due as (
      select * from stock.prediction_told where scored_at is null and day <= ${dateOf(today - 14)}::date limit 20000),
    ran as (
      select d.tenant_id, d.product_id, d.location_id, d.day,
        coalesce(sum(m.asked) filter (where m.day < d.day + 7), 0) as sold_7, coalesce(sum(m.asked), 0) as sold_14,
        bool_or(m.ending <= 0) filter (where m.day < d.day + 7) as empty_7, bool_or(m.ending <= 0) as empty_14
      from due d left join lateral (
        select x.day, x.asked, b.on_hand - coalesce((select sum(later.quantity) from stock.movement later
            where later.tenant_id = d.tenant_id and later.product_id = d.product_id and later.location_id = d.location_id
              and later.at >= ((x.day + 1)::timestamp at time zone ${zone})), 0) as ending
        from (select (s.at at time zone ${zone})::date as day,
            sum(case when s.kind = 'sale' then greatest(-s.quantity, 0) + s.refused_quantity else 0 end) as asked
          from stock.movement s
          where s.tenant_id = d.tenant_id and s.product_id = d.product_id and s.location_id = d.location_id
            and s.at >= (d.day::timestamp at time zone ${zone}) and s.at < ((d.day + 14)::timestamp at time zone ${zone})
          group by 1) x
        join stock.balance b on b.tenant_id = d.tenant_id and b.product_id = d.product_id and b.location_id = d.location_id) m on true
      group by 1, 2, 3, 4),
    written as (
      update stock.prediction_told t set scored_at = ${ctx.now().toISOString()}::timestamptz, sold_14 = r.sold_14,
        out_within_7 = coalesce(r.empty_7, false) or r.sold_7 >= t.stock,
        out_within_14 = coalesce(r.empty_14, false) or r.sold_14 >= t.stock + t.arriving
      from ran r where t.tenant_id = r.tenant_id and t.product_id = r.product_id and t.location_id = r.location_id and t.day = r.day
      returning 1)
    select count(*)::int as n from written`.execute(db(ctx))
  await sql`delete from stock.prediction_told where day < ${dateOf(today - keptDays)}::date`.execute(db(ctx))
  return rows[0]!.n
}

/** Weeks looked back upon on the first day. */
const replayedWeeks = 11

/**
 * Works out what would have been told in past weeks, each from nothing later than its day, so that the first
 * day already shows how far predictions may be believed. Marked as replayed.
 */
export async function replay(ctx: Ctx): Promise<void> {
  const { rows: known } = await sql<{ n: number }>`
    select count(*)::int as n from stock.prediction_told where scored_at is not null and not replayed`.execute(
    db(ctx),
  )
  if (known[0]!.n > 0) return
  // Until the first real judgement, what a fuller history says replaces what a shorter one said.
  await sql`delete from stock.prediction_told where replayed`.execute(db(ctx))
  const today = todayOf(ctx)
  const zone = ctx.tenant.time_zone
  const dates = await feastsFor(ctx)
  const series = await seriesOf(ctx, today, { limit: 1_000 })
  const space = new Workspace()
  for (let week = replayedWeeks; week >= 1; week--) {
    const origin = today - 7 - 7 * week
    const learnt = learnFrom(series, dates, origin)
    const { rows: stocks } = await sql<{ product_id: string; location_id: string; stock: number }>`
      select b.product_id, b.location_id, (b.on_hand - coalesce((select sum(m.quantity) from stock.movement m
          where m.tenant_id = b.tenant_id and m.product_id = b.product_id and m.location_id = b.location_id
            and m.at >= (${dateOf(origin)}::timestamp at time zone ${zone})), 0))::float8 as stock
      from stock.balance b`.execute(db(ctx))
    const there = new Map(stocks.map((row) => [`${row.product_id}/${row.location_id}`, row.stock]))
    const sales = new Map<string, number>()
    for (const { product_id, demand, first_day } of series)
      sales.set(
        product_id,
        (sales.get(product_id) ?? 0) +
          demand
            .subarray(0, Math.max(0, origin - first_day))
            .reduce((sum, sold) => sum + (Number.isNaN(sold) ? 0 : sold), 0),
      )
    const classes = abcClasses(sales)
    const rows = series.flatMap((shelf) => {
      const days = origin - shelf.first_day
      const stock = there.get(`${shelf.product_id}/${shelf.location_id}`) ?? 0
      if (days < 28 || stock <= 0) return []
      const { model } = aheadOf(shelf, learnt, dates, space, days)
      const out = stockOut(model, stock)
      return [
        {
          product_id: shelf.product_id,
          location_id: shelf.location_id,
          abc: classes.get(shelf.product_id) ?? 'C',
          xyz: xyzClass(shelf.demand, days),
          stock,
          expected_14: model.expected(14),
          quantile_14: model.quantile(14, 0.95),
          within_7: out.within_7,
          within_14: out.within_14,
        },
      ]
    })
    await sql`
      insert into stock.prediction_told (tenant_id, product_id, location_id, day, replayed, version, abc, xyz, stock, arriving,
        expected_14, quantile_14, within_7, within_14)
      select platform.tenant_id(), r.product_id, r.location_id, ${dateOf(origin)}::date, true, ${modelVersion}, r.abc, r.xyz, r.stock, 0,
        r.expected_14, r.quantile_14, r.within_7, r.within_14
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(product_id uuid, location_id uuid, abc text, xyz text, stock numeric,
        expected_14 float8, quantile_14 float8, within_7 float8, within_14 float8)
      on conflict (tenant_id, product_id, location_id, day) do nothing`.execute(db(ctx))
  }
}
