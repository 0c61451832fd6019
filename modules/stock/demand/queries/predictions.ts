import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '@guichet/platform/ctx'
import { cutPage, readCursor } from '@guichet/platform/paging'
import { db, readProduct } from '../../catalogue/queries.ts'
import { ahead, aheadOf, arrivalsOf } from './ahead.ts'
import type { Backtest, Prediction, ProductOutlook, ToldPrediction } from '../contract.ts'
import { dateOf, dayOf } from '../model/day.ts'
import { Workspace } from '../model/demand-ahead.ts'
import { slots, slotsOf } from '../model/feasts.ts'
import { areaUnderCurve, brier, reliability, type Told } from '../model/score.ts'
import { feastsFor, learntOf, modelVersion, todayOf } from './model.ts'
import { seriesOf } from './series.ts'
import { supplyOf } from './supply.ts'

const columns = sql`d.product_id || '/' || d.location_id as id, d.product_id, p.sku, p.name as product_name, p.unit, d.location_id, l.name as location_name,
  p.supplier_id, s.name as supplier_name, d.predicted_at, d.version, d.stock::float8, d.elsewhere::float8, d.arriving::float8, d.per_day,
  case when d.per_day > 0 then d.stock::float8 / d.per_day end as cover_days, d.observed_days, d.missing_days, d.within_7, d.within_14,
  d.out_pessimistic::text, d.out_median::text, d.out_optimistic::text, d.lead_days, d.lead_deviation, d.lead_observed, d.review_days,
  d.service_level, d.safety_stock::float8, d.reorder_point::float8, d.order_up_to::float8, d.order_quantity::float8, d.order_packs::float8,
  g.name as pack_name, d.abc, d.xyz`
const from = sql`stock.prediction d
  join stock.product p on p.tenant_id = d.tenant_id and p.id = d.product_id and p.active
  join stock.location l on l.tenant_id = d.tenant_id and l.id = d.location_id
  left join stock.supplier s on s.tenant_id = p.tenant_id and s.id = p.supplier_id
  left join stock.packaging g on g.tenant_id = d.tenant_id and g.id = d.pack_id`

/** Shelves by probability of running out within a week, then by how soon. */
export async function listPredictions(
  ctx: Ctx,
  filter: {
    limit: number
    cursor?: string | undefined
    least?: number
    abc?: string | undefined
    to_order?: boolean
  },
): Promise<{ items: Prediction[]; next_cursor: string | null }> {
  const after = readPlace(filter.cursor)
  const { rows } = await sql<Prediction>`
    select ${columns} from ${from}
    where d.within_7 >= ${filter.least ?? 0} ${filter.abc ? sql`and d.abc = ${filter.abc}` : sql``}
      ${filter.to_order ? sql`and d.order_quantity > 0` : sql``}
      ${after ? sql`and (d.within_7 < ${after.within} or (d.within_7 = ${after.within} and (d.product_id, d.location_id) > (${after.product_id}::uuid, ${after.location_id}::uuid)))` : sql``}
    order by d.within_7 desc, d.product_id, d.location_id limit ${filter.limit + 1}`.execute(db(ctx))
  const more = rows.length > filter.limit
  const items = rows.slice(0, filter.limit)
  const last = items.at(-1)
  return {
    items,
    next_cursor:
      more && last
        ? Buffer.from(JSON.stringify([last.within_7, last.product_id, last.location_id])).toString(
            'base64url',
          )
        : null,
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
function readPlace(cursor: string | undefined) {
  if (cursor === undefined) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(key) && typeof key[0] === 'number' && uuid.test(key[1]) && uuid.test(key[2]))
      return { within: key[0], product_id: key[1] as string, location_id: key[2] as string }
  } catch {
    // refused like any cursor that is not ours
  }
  readCursor(cursor)
  return null
}

/** Days of the past and of the future that the figure of one product shows. */
const shownPast = 90
const shownAhead = 60

/** The past of one product and the fan of what may come, worked out from what is known at this moment. */
export async function outlookOf(
  ctx: Ctx,
  product_id: string,
): Promise<{ items: z.infer<typeof ProductOutlook>[] }> {
  await readProduct(ctx, product_id)
  const { rows: predictions } =
    await sql<Prediction>`select ${columns} from ${from} where d.product_id = ${product_id}::uuid
    order by l.name`.execute(db(ctx))
  const learnt = await learntOf(ctx)
  if (predictions.length === 0 || !learnt) return { items: [] }
  const today = todayOf(ctx)
  const series = await seriesOf(ctx, today, { product_ids: [product_id] })
  const supply = await supplyOf(ctx, [product_id])
  const dates = await feastsFor(ctx)
  const space = new Workspace()
  const items = []
  for (const prediction of predictions) {
    const of = <T extends { location_id: string }>(rows: T[]) =>
      rows.find((row) => row.location_id === prediction.location_id)
    const [shelf, stands] = [of(series), of(supply)]
    if (!shelf || !stands) continue
    const { model, effects } = aheadOf(shelf, learnt, dates, space)
    const arrivals = arrivalsOf(stands, today)
    const slot_of = slotsOf(dates, shelf.first_day, shelf.demand.length + ahead)
    items.push({
      prediction,
      history: await historyOf(ctx, product_id, prediction.location_id, today - shownPast, today),
      ahead: Array.from({ length: shownAhead }, (_, index) => {
        const days = index + 1
        const there = arrivals.reduce(
          (sum, { in_days, quantity }) => sum + (in_days <= days ? quantity : 0),
          prediction.stock,
        )
        const left = (share: number) => Math.max(0, there - model.quantile(days, share))
        return {
          date: dateOf(today + index),
          median: left(0.5),
          half: [left(0.75), left(0.25)] as [number, number],
          most: [left(0.9), left(0.1)] as [number, number],
          nearly: [left(0.975), left(0.025)] as [number, number],
        }
      }),
      arrivals: arrivals.map(({ in_days, quantity }) => ({ date: dateOf(today + in_days), quantity })),
      feasts: dates
        .filter(({ day }) => day >= today && day <= today + shownAhead)
        .map(({ feast, day }) => {
          const slot = slot_of[day - shelf.first_day]!
          return {
            feast,
            first_day: dateOf(day),
            effect: slot >= 0 && slots[slot]!.feast === feast ? effects[slot]! : 1,
          }
        }),
    })
  }
  return { items }
}

async function historyOf(ctx: Ctx, product_id: string, location_id: string, from_day: number, to: number) {
  const zone = ctx.tenant.time_zone
  const { rows } = await sql<{ date: string; stock: number; asked: number | null }>`
    with day as (
      select (m.at at time zone ${zone})::date as day, sum(m.quantity) as net,
        sum(case when m.kind = 'sale' then greatest(-m.quantity, 0) + m.refused_quantity else 0 end) as asked
      from stock.movement m where m.product_id = ${product_id}::uuid and m.location_id = ${location_id}::uuid
        and m.at >= (${dateOf(from_day)}::timestamp at time zone ${zone}) group by 1)
    select x::date::text as date, (b.on_hand - coalesce((select sum(l.net) from day l where l.day > x::date), 0))::float8 as stock,
      (select d.asked from day d where d.day = x::date)::float8 as asked
    from stock.balance b cross join generate_series(${dateOf(from_day)}::date, ${dateOf(to)}::date, interval '1 day') x
    where b.product_id = ${product_id}::uuid and b.location_id = ${location_id}::uuid order by 1`.execute(
    db(ctx),
  )
  return rows
}

interface Judged extends Told {
  abc: string
  xyz: string
  covered: boolean
}

/** The predictions whose two weeks are over, against what happened. */
export async function backtestOf(ctx: Ctx): Promise<z.infer<typeof Backtest>> {
  const { rows } = await sql<Judged & { day: string; replayed: boolean }>`
    select within_14 as probability, out_within_14 as happened, abc, xyz, sold_14 <= quantile_14 as covered, day::text as day, replayed
    from stock.prediction_told where scored_at is not null order by day desc limit 50000`.execute(db(ctx))
  const { rows: open } = await sql<{ n: number }>`
    select count(*)::int as n from stock.prediction_told where scored_at is null`.execute(db(ctx))
  const learnt = await learntOf(ctx)
  const share = (of: readonly Judged[], is: (row: Judged) => boolean) => of.filter(is).length / of.length
  const base = rows.length > 0 ? share(rows, ({ happened }) => happened) : 0
  const area = areaUnderCurve(rows)
  const groups = [
    ...['A', 'B', 'C'].map((name) => ({ name, of: rows.filter(({ abc }) => abc === name) })),
    ...['X', 'Y', 'Z'].map((name) => ({ name, of: rows.filter(({ xyz }) => xyz === name) })),
  ]
  return {
    days: new Set(rows.map(({ day }) => day)).size,
    judged: rows.length,
    replayed: rows.filter(({ replayed }) => replayed).length,
    waiting: open[0]!.n,
    version: learnt?.version ?? modelVersion,
    learnt_on: learnt?.learnt_on ?? null,
    brier: rows.length > 0 ? brier(rows) : null,
    blind_brier: rows.length > 0 ? base * (1 - base) : null,
    area: Number.isFinite(area) ? area : null,
    coverage: rows.length > 0 ? share(rows, ({ covered }) => covered) : null,
    bins: reliability(rows),
    classes: groups
      .filter(({ of }) => of.length > 0)
      .map(({ name, of }) => ({
        name,
        count: of.length,
        told: of.reduce((sum, { probability }) => sum + probability, 0) / of.length,
        happened: share(of, ({ happened }) => happened),
        brier: brier(of),
        coverage: share(of, ({ covered }) => covered),
      })),
  }
}

/** Single judged predictions, newest first. */
export async function listTold(
  ctx: Ctx,
  filter: { limit: number; cursor?: string | undefined },
): Promise<{ items: z.infer<typeof ToldPrediction>[]; next_cursor: string | null }> {
  const after = readCursor(filter.cursor)
  const { rows } = await sql<z.infer<typeof ToldPrediction> & { at: string; row_id: string }>`
    select t.day || '/' || t.product_id || '/' || t.location_id as id, t.product_id, p.name as product_name, l.name as location_name, t.day::text as day,
      t.replayed, t.stock::float8 as stock, t.within_14, t.out_within_14, t.expected_14, t.sold_14, t.scored_at as at,
      md5(t.day::text || t.product_id || t.location_id)::uuid::text as row_id
    from stock.prediction_told t join stock.product p on p.tenant_id = t.tenant_id and p.id = t.product_id
    join stock.location l on l.tenant_id = t.tenant_id and l.id = t.location_id
    where t.scored_at is not null
      ${after ? sql`and (t.day::timestamptz, md5(t.day::text || t.product_id || t.location_id)::uuid) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by t.day::timestamptz desc, md5(t.day::text || t.product_id || t.location_id)::uuid desc limit ${filter.limit + 1}`.execute(
    db(ctx),
  )
  const page = cutPage(rows, filter.limit, (row) => [
    new Date(dayOf(row.day) * 86_400_000).toISOString(),
    row.row_id,
  ])
  return { items: page.items.map(({ at: _at, row_id: _id, ...item }) => item), next_cursor: page.next_cursor }
}
