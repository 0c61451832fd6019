import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { db } from '../catalogue/queries.ts'
import { openShop, stockHouse } from '../testing.ts'
import { learn } from './commands/learn.ts'
import { predict } from './commands/predict.ts'
import { replay, scorePredictions } from './commands/score.ts'
import type { Prediction } from './contract.ts'
import { dateOf, dayOf } from './model/day.ts'
import { seriesOf } from './queries/series.ts'

const house = await stockHouse()
const today = '2026-06-15'
house.clock.now = new Date(`${today}T12:00:00Z`)

/** A product that sold so many each day, up to yesterday, and has so many left. */
async function soldDaily(
  shop: Awaited<ReturnType<typeof openShop>>,
  per_day: number[],
  left: number,
): Promise<string> {
  const product_id = await shop.product({ price_minor: 1_000, supplier_id: shop.supplier_id })
  const first = dayOf(today) - per_day.length
  const total = per_day.reduce((sum, sold) => sum + sold, 0)
  await shop.receive(product_id, total + left, 600, { at: `${dateOf(first - 1)}T08:00:00Z` })
  await shop.run((ctx) =>
    sql`insert into stock.movement (tenant_id, id, product_id, location_id, kind, quantity, at, recorded_at, amount_minor)
      select platform.tenant_id(), uuidv7(), ${product_id}::uuid, ${shop.shop_id}::uuid, 'sale', -sold, ${dateOf(first)}::date + n * interval '1 day' + interval '10 hours', now(), sold * 1000
      from unnest(${per_day}::numeric[]) with ordinality x(sold, m), lateral (select (m - 1)::int as n) y where sold > 0`.execute(
      db(ctx),
    ),
  )
  return product_id
}

test('what a shelf was asked for, with empty days missing and refused sales counted', async () => {
  const shop = await openShop(house)
  const product_id = await soldDaily(shop, Array(20).fill(10), 0)
  // Ten days of an empty shelf follow.
  house.clock.now = new Date('2026-06-25T12:00:00Z')
  const series = await shop.run((ctx) => seriesOf(ctx, dayOf('2026-06-25'), { product_ids: [product_id] }))
  house.clock.now = new Date(`${today}T12:00:00Z`)
  const { demand } = series[0]!
  assert.deepEqual([...demand.subarray(0, 20)], Array(20).fill(10))
  assert.ok([...demand.subarray(20)].every(Number.isNaN) && demand.length === 30)
})

test('predictions give dates, orders in packages and the reason, and count what is under way', async () => {
  const shop = await openShop(house)
  const product_id = await soldDaily(shop, Array(120).fill(4), 36)
  await shop.run((ctx) => predict(ctx, [product_id]))
  const read = async () => (await shop.send<{ items: Prediction[] }>('GET', '/predictions')).items[0]!
  const first = await read()
  assert.equal(first.out_median, dateOf(dayOf(today) + 9))
  assert.deepEqual([first.lead_days, first.lead_observed, first.review_days], [5, false, 7])
  assert.equal(first.order_quantity, 0, 'thirty-six are more than lead time and safety need')
  assert.ok(first.reorder_point >= 20 && first.reorder_point <= 30)

  await shop.send('POST', '/sales', { location_id: shop.shop_id, lines: [{ product_id, quantity: 20 }] })
  await shop.run((ctx) => predict(ctx, [product_id]))
  const second = await read()
  assert.ok(second.order_quantity > 0 && second.within_7 > 0.9)

  const drafted = await shop.send<{ items: { id: string; lines: number }[] }>('POST', '/suggested-orders', {
    product_ids: [product_id],
  })
  assert.equal(drafted.items.length, 1)
  await shop.send('POST', '/suggested-orders', { product_ids: [product_id] }, 409)
  await shop.send('POST', `/orders/${drafted.items[0]!.id}/sending`, {
    expected_on: dateOf(dayOf(today) + 3),
  })
  await shop.run((ctx) => predict(ctx, [product_id]))
  const third = await read()
  assert.equal(third.order_quantity, 0)
  assert.ok(third.out_median! > second.out_median!)
  const outlook = await shop.send<{
    items: { history: object[]; ahead: { median: number }[]; arrivals: object[] }[]
  }>('GET', `/products/${product_id}/outlook`)
  assert.deepEqual(
    [outlook.items[0]!.history.length, outlook.items[0]!.ahead.length, outlook.items[0]!.arrivals.length],
    [91, 60, 1],
  )
})

test('past weeks are replayed, judged, and shown as reliability', async () => {
  const shop = await openShop(house)
  for (let n = 0; n < 8; n++)
    await soldDaily(
      shop,
      Array.from({ length: 160 }, (_, day) => ((day * 7 + n * 3) % (2 + n) === 0 ? 1 + n : 0)),
      5 + 6 * n,
    )
  await shop.run(learn)
  await shop.run(replay)
  assert.ok((await shop.run(scorePredictions)) > 40)
  const backtest = await shop.send<{
    judged: number
    replayed: number
    brier: number
    bins: { count: number }[]
    classes: object[]
  }>('GET', '/backtest')
  assert.ok(backtest.judged > 40 && backtest.replayed === backtest.judged && backtest.brier < 0.25)
  assert.equal(
    backtest.bins.reduce((sum, { count }) => sum + count, 0),
    backtest.judged,
  )
  const told = await shop.send<{ items: object[]; next_cursor: string | null }>(
    'GET',
    '/told-predictions?limit=20',
  )
  assert.equal(told.items.length, 20)
  const next = await shop.send<{ items: object[] }>(
    'GET',
    `/told-predictions?limit=20&cursor=${told.next_cursor}`,
  )
  assert.notDeepEqual(next.items[0], told.items[0])
})

test('feasts begin on the day the organisation says, within what the moon allows', async () => {
  const shop = await openShop(house)
  interface Settings {
    service_level: number
    uses_feasts: boolean
    feasts: { feast: string; calculated_day: string; first_day: string; own: boolean }[]
  }
  const settings = await shop.send<Settings>('GET', '/demand-settings')
  const magal = settings.feasts.find(
    ({ feast, calculated_day }) => feast === 'magal' && calculated_day.startsWith('2026'),
  )!
  assert.equal(magal.calculated_day, '2026-08-01')
  const change = (first_day: string, status?: number) =>
    shop.send<Settings>(
      'PUT',
      '/demand-settings',
      {
        service_level: 0.9,
        uses_feasts: true,
        feasts: [{ feast: 'magal', calculated_day: '2026-08-01', first_day }],
      },
      status,
    )
  await change('2026-09-01', 400)
  const changed = await change('2026-08-02')
  assert.deepEqual(
    changed.feasts.find(({ feast, calculated_day }) => feast === 'magal' && calculated_day === '2026-08-01'),
    { ...magal, first_day: '2026-08-02', own: true },
  )
})
