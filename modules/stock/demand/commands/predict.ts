import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { emit } from '@guichet/platform/emit'
import { db } from '../../catalogue/queries.ts'
import { predictionsMade } from '../../events.ts'
import { abcClasses, xyzClass, type AbcClass } from '../model/classes.ts'
import { dateOf, type Day } from '../model/day.ts'
import { Workspace } from '../model/demand-ahead.ts'
import type { FeastDate } from '../model/feasts.ts'
import { orderingOf, orderQuantity } from '../model/reorder.ts'
import { stockOut } from '../model/stock-out.ts'
import { aheadOf, arrivalsOf } from '../queries/ahead.ts'
import {
  demandSettingsOf,
  feastsFor,
  learntOf,
  modelVersion,
  todayOf,
  type Learnt,
} from '../queries/model.ts'
import { seriesOf, type ShelfSeries } from '../queries/series.ts'
import { supplyOf, type Supply } from '../queries/supply.ts'
import { learn } from './learn.ts'

/** Predicts these products anew; all with recent changes when none are named. */
export async function predict(ctx: Ctx, product_ids: readonly string[]): Promise<number> {
  if (product_ids.length === 0) return 0
  // Two predictions of one organisation at once would only redo each other's work.
  await sql`select pg_advisory_xact_lock(hashtextextended('stock.predict/' || platform.tenant_id(), 0))`.execute(
    db(ctx),
  )
  let learnt = await learntOf(ctx)
  if (!learnt || learnt.version !== modelVersion) {
    await learn(ctx)
    learnt = (await learntOf(ctx))!
  }
  const today = todayOf(ctx)
  const [series, supply, dates, settings, classes] = [
    await seriesOf(ctx, today, { product_ids }),
    await supplyOf(ctx, product_ids),
    await feastsFor(ctx),
    await demandSettingsOf(ctx),
    await classesOf(ctx),
  ]
  const by_shelf = new Map(supply.map((row) => [`${row.product_id}/${row.location_id}`, row]))
  const space = new Workspace()
  const rows = series.flatMap((shelf) => {
    const stands = by_shelf.get(`${shelf.product_id}/${shelf.location_id}`)
    return stands
      ? [
          predictShelf(shelf, stands, {
            learnt,
            dates,
            today,
            space,
            service: settings.service_level,
            abc: classes.get(shelf.product_id) ?? 'C',
          }),
        ]
      : []
  })
  await keep(ctx, product_ids, rows)
  await emit(ctx, predictionsMade, { products: product_ids.length })
  return rows.length
}

interface Known {
  learnt: Learnt
  dates: readonly FeastDate[]
  today: Day
  space: Workspace
  service: number
  abc: AbcClass
}

function predictShelf(shelf: ShelfSeries, supply: Supply, known: Known) {
  const { today, service, abc } = known
  const { demand } = shelf
  const { model, exposure, effects } = aheadOf(shelf, known.learnt, known.dates, known.space)
  const arrivals = arrivalsOf(supply, today)
  const available = Math.max(0, supply.on_hand - supply.reserved)
  const out = stockOut(model, available, arrivals)
  const lead_days = Math.min(180, Math.max(1, Math.round(supply.lead_days ?? supply.promised_lead_days)))
  const lead_deviation = Math.min(60, supply.lead_days === null ? 0 : (supply.lead_deviation ?? 0))
  const review_days = Math.min(90, supply.review_days)
  const ordering = orderingOf(model, { lead_days, lead_deviation, review_days, service })
  const arriving = arrivals
    .filter(({ in_days }) => in_days <= lead_days + review_days)
    .reduce((sum, { quantity }) => sum + quantity, 0)
  const suggestion = orderQuantity({
    available: available + Math.max(0, supply.elsewhere),
    incoming: arriving,
    reorder_point: ordering.reorder_point,
    order_up_to: ordering.order_up_to,
    pack: supply.pack,
  })
  const last = recent(demand, exposure, model.fit.level)
  const date = (days: number | null) => (days === null ? null : dateOf(today + days))
  return {
    product_id: shelf.product_id,
    location_id: shelf.location_id,
    version: modelVersion,
    day: dateOf(today),
    stock: available,
    elsewhere: Math.max(0, supply.elsewhere),
    arriving,
    level: model.fit.level,
    smoothing: model.fit.smoothing,
    per_day: model.expected(14) / 14,
    feast_effects: [...effects],
    observed_days: model.fit.observed,
    selling_days: model.fit.selling_days,
    missing_days: demand.reduce((count, sold) => count + Number(Number.isNaN(sold)), 0),
    within_7: out.within_7,
    within_14: out.within_14,
    out_pessimistic: date(out.pessimistic_days),
    out_median: date(out.median_days),
    out_optimistic: date(out.optimistic_days),
    lead_days,
    lead_deviation,
    lead_observed: supply.lead_days !== null,
    review_days,
    service_level: service,
    ...ordering,
    order_quantity: suggestion.quantity,
    order_packs: suggestion.packs,
    pack_id: supply.pack_id,
    abc,
    xyz: xyzClass(demand, demand.length),
    ...last,
    expected_14: model.expected(14),
    quantile_14: model.quantile(14, 0.95),
    arriving_14: arrivals
      .filter(({ in_days }) => in_days < 14)
      .reduce((sum, { quantity }) => sum + quantity, 0),
  }
}
type Row = ReturnType<typeof predictShelf>

/** The last weeks in short: empty days, and what they would have sold on the present level. */
function recent(demand: Float64Array, exposure: Float64Array, level: number) {
  const result = { empty_days_28: 0, tracked_days_28: 0, lost_28: 0, sold_28: 0, sold_90: 0 }
  for (let day = Math.max(0, demand.length - 90); day < demand.length; day++) {
    const sold = demand[day]!
    const near = day >= demand.length - 28
    if (near) result.tracked_days_28++
    if (Number.isNaN(sold)) {
      if (near) {
        result.empty_days_28++
        result.lost_28 += level * exposure[day]!
      }
      continue
    }
    result.sold_90 += sold
    if (near) result.sold_28 += sold
  }
  return result
}

/** ABC over what each product brought in a year, for all at once: a class only means something among the others. */
async function classesOf(ctx: Ctx): Promise<Map<string, AbcClass>> {
  const { rows } = await sql<{ product_id: string; amount: number }>`
    select product_id, sum(coalesce(amount_minor, 0))::float8 as amount from stock.movement
    where kind = 'sale' and at >= ${ctx.now().toISOString()}::timestamptz - interval '365 days'
    group by product_id`.execute(db(ctx))
  return abcClasses(new Map(rows.map(({ product_id, amount }) => [product_id, amount])))
}

async function keep(ctx: Ctx, product_ids: readonly string[], rows: readonly Row[]): Promise<void> {
  const now = ctx.now().toISOString()
  const json = JSON.stringify(rows)
  await sql`delete from stock.prediction where product_id = any(${product_ids}::uuid[])`.execute(db(ctx))
  await sql`
    insert into stock.prediction
    select platform.tenant_id() as tenant_id, r.product_id, r.location_id, r.version, ${now}::timestamptz, r.day, r.stock, r.elsewhere, r.arriving,
      r.level, r.smoothing, r.per_day, r.feast_effects, r.observed_days, r.selling_days, r.missing_days, r.within_7, r.within_14,
      r.out_pessimistic, r.out_median, r.out_optimistic, r.lead_days, r.lead_deviation, r.lead_observed, r.review_days, r.service_level,
      r.safety_stock, r.reorder_point, r.order_up_to, r.order_quantity, r.order_packs, r.pack_id, r.abc, r.xyz, r.empty_days_28,
      r.tracked_days_28, r.lost_28, r.sold_28, r.sold_90
    from json_populate_recordset(null::stock.prediction, ${json}::json) r`.execute(db(ctx))
  // What the day's first prediction said stands, to be judged later; corrections after sales are no merit.
  await sql`
    insert into stock.prediction_told (tenant_id, product_id, location_id, day, replayed, version, abc, xyz, stock, arriving,
      expected_14, quantile_14, within_7, within_14)
    select platform.tenant_id(), r.product_id, r.location_id, r.day, false, r.version, r.abc, r.xyz, r.stock, r.arriving_14,
      r.expected_14, r.quantile_14, r.within_7, r.within_14
    from json_to_recordset(${json}::json) as r(product_id uuid, location_id uuid, day date, version text, abc text, xyz text, stock numeric,
      arriving_14 numeric, expected_14 float8, quantile_14 float8, within_7 float8, within_14 float8)
    where r.stock > 0
    on conflict (tenant_id, product_id, location_id, day) do nothing`.execute(db(ctx))
  // In the ledger's own order, so that a sale under way waits instead of dying.
  await sql`select 1 from stock.balance where product_id = any(${product_ids}::uuid[])
    order by tenant_id, product_id, location_id for update`.execute(db(ctx))
  await sql`
    update stock.balance b set reorder_point = p.reorder_point, within_7 = p.within_7, within_14 = p.within_14, abc = p.abc, predicted_at = ${now}::timestamptz
    from stock.prediction p
    where p.product_id = any(${product_ids}::uuid[]) and b.tenant_id = p.tenant_id and b.product_id = p.product_id and b.location_id = p.location_id`.execute(
    db(ctx),
  )
  // A shelf nobody ever bought from has nothing to run out of.
  await sql`
    update stock.balance b set reorder_point = 0, within_7 = 0, within_14 = 0, abc = 'C', predicted_at = ${now}::timestamptz
    where b.product_id = any(${product_ids}::uuid[]) and not exists (select from stock.prediction p
      where p.tenant_id = b.tenant_id and p.product_id = b.product_id and p.location_id = b.location_id)`.execute(
    db(ctx),
  )
}
