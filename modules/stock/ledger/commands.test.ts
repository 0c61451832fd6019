import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { Failure } from '@guichet/platform/errors'
import { db } from '../catalogue/queries.ts'
import { openShop, stockHouse } from '../testing.ts'
import { record, type Entry } from './commands/record.ts'

const house = await stockHouse()
const shop = await openShop(house)
const sell = (product_id: string, quantity: number, fields: object = {}, status?: number) =>
  shop.send<{ document_id: string; code: string; facts: Record<string, unknown> }>(
    'POST',
    '/sales',
    { location_id: shop.shop_id, lines: [{ product_id, quantity, ...fields }] },
    status,
  )

test('10 cartons of 24, 3 pieces sold: 237; half a piece is refused, 1.250 kg is not', async () => {
  const biscuits = await shop.product({ packagings: [{ name: 'Carton', quantity: 24 }] })
  const { packagings } = await shop.send<{ packagings: { id: string }[] }>('GET', `/products/${biscuits}`)
  await shop.receive(biscuits, 10, 2_400, { packaging_id: packagings[0]!.id })
  await sell(biscuits, 3)
  assert.deepEqual(await shop.stand(biscuits), { on_hand: 237, ledger: 237, value_minor: 23_700 })
  const refused = await sell(biscuits, 0.5, {}, 400)
  assert.equal(refused.code, 'stock.fraction_refused')
  const nails = await shop.product({ unit: 'kg', decimals: 3 })
  await shop.receive(nails, 5, 800)
  await sell(nails, 1.25)
  assert.deepEqual(await shop.stand(nails), { on_hand: 3.75, ledger: 3.75, value_minor: 3_000 })
})

test('100 at 1,000 and 50 at 1,300, 30 sold: 132,000 left by average; first-in-first-out 135,000', async () => {
  const product = await shop.product()
  await shop.receive(product, 100, 1_000)
  await shop.receive(product, 50, 1_300)
  await sell(product, 30)
  assert.equal((await shop.stand(product)).value_minor, 132_000)
  await shop.send('PUT', '/settings', { valuation: 'fifo', negative_allowed: false })
  const other = await shop.product()
  await shop.receive(other, 100, 1_000)
  await shop.receive(other, 50, 1_300)
  await sell(other, 30)
  assert.equal((await shop.stand(other)).value_minor, 135_000)
  await shop.send('PUT', '/settings', { valuation: 'weighted_average', negative_allowed: false })
})

test('a receipt entered late changes what later sales cost, and the audit shows before and after', async () => {
  const product = await shop.product()
  const day = (n: number) => new Date(house.clock.now.getTime() - n * 86_400_000).toISOString()
  await shop.receive(product, 10, 1_000, { at: day(10) })
  await shop.send('POST', '/sales', {
    location_id: shop.shop_id,
    at: day(4),
    lines: [{ product_id: product, quantity: 10 }],
  })
  const costOfSale = async () => {
    const { items } = await shop.send<{ items: { kind: string; value_minor: number }[] }>(
      'GET',
      `/movements?product_id=${product}`,
    )
    return items.find((one) => one.kind === 'sale')!.value_minor
  }
  assert.equal(await costOfSale(), -10_000)
  await shop.receive(product, 10, 2_000, { at: day(7) })
  assert.equal(await costOfSale(), -15_000)
  assert.equal((await shop.stand(product)).value_minor, 15_000)
  const events = await house.server.app.inject({
    url: `/api/v1/tenants/${shop.tenant.slug}/events?name=stock.valuation_recomputed`,
    headers: shop.owner,
  })
  const [told] = events.json().items
  assert.equal(told.payload.product_id, product)
  assert.equal(told.payload.value_before_minor, 0)
  assert.equal(told.payload.value_after_minor, 15_000)
  assert.equal(told.payload.movements_changed, 1)
})

test('more than is there does not leave, unless the organisation allows it', async () => {
  const product = await shop.product()
  await shop.receive(product, 2, 500)
  const refused = await sell(product, 3, {}, 409)
  assert.equal(refused.code, 'stock.not_enough')
  assert.equal((await shop.stand(product)).on_hand, 2)
  await shop.send('PUT', '/settings', { valuation: 'weighted_average', negative_allowed: true })
  await sell(product, 3)
  assert.deepEqual(await shop.stand(product), { on_hand: -1, ledger: -1, value_minor: -500 })
  await shop.receive(product, 5, 600)
  assert.deepEqual(await shop.stand(product), { on_hand: 4, ledger: 4, value_minor: 2_400 })
  await shop.send('PUT', '/settings', { valuation: 'weighted_average', negative_allowed: false })
})

test('a sale that was refused to the customer leaves a trace and no movement of goods', async () => {
  const product = await shop.product()
  await sell(product, 0, { refused_quantity: 4 })
  const { items } = await shop.send<{ items: { quantity: number; refused_quantity: number }[] }>(
    'GET',
    `/movements?product_id=${product}`,
  )
  assert.deepEqual([items[0]!.quantity, items[0]!.refused_quantity], [0, 4])
  assert.equal((await sell(product, 0, {}, 400)).code, 'stock.nothing_sold')
})

test('a transfer changes places, never the value; what is not there does not travel', async () => {
  const product = await shop.product()
  await shop.receive(product, 8, 1_000)
  const move = (quantity: number, status?: number) =>
    shop.send<{ code: string }>(
      'POST',
      '/transfers',
      {
        from_location_id: shop.shop_id,
        to_location_id: shop.depot_id,
        lines: [{ product_id: product, quantity }],
      },
      status,
    )
  await move(5)
  const { balances } = await shop.send<{ balances: { location_id: string; on_hand: number }[] }>(
    'GET',
    `/products/${product}`,
  )
  assert.equal(balances.find((one) => one.location_id === shop.depot_id)!.on_hand, 5)
  assert.deepEqual(await shop.stand(product), { on_hand: 8, ledger: 8, value_minor: 8_000 })
  assert.equal((await move(4, 409)).code, 'stock.not_enough')
  assert.equal((await shop.stand(product)).on_hand, 8)
})

test('lots leave first expired first, and what has expired is not sold', async () => {
  const product = await shop.product({ tracks_lots: true })
  const lot = (code: string, expires_on: string | null, quantity: number) =>
    shop.receive(product, quantity, 100, { lot_code: code, expires_on })
  await lot('late', '2026-09-01', 10)
  await lot('soon', '2026-04-01', 4)
  await lot('gone', '2026-03-01', 3)
  await lot('none', null, 2)
  await sell(product, 6)
  const { lots } = await shop.send<{ lots: { code: string; on_hand: number }[] }>(
    'GET',
    `/products/${product}`,
  )
  assert.deepEqual(
    lots.map(({ code, on_hand }) => [code, on_hand]),
    [
      ['gone', 3],
      ['late', 8],
      ['none', 2],
    ],
  )
  assert.equal((await sell(product, 12, {}, 409)).code, 'stock.only_expired')
  await shop.send('POST', '/movements', {
    kind: 'loss',
    location_id: shop.shop_id,
    reason: 'périmé',
    lines: [{ product_id: product, quantity: 3 }],
  })
  const after = await shop.send<{ lots: { code: string }[] }>('GET', `/products/${product}`)
  assert.deepEqual(
    after.lots.map(({ code }) => code),
    ['late', 'none'],
  )
  const missing = await shop.send<{ code: string }>(
    'POST',
    '/movements',
    { kind: 'receipt', location_id: shop.shop_id, lines: [{ product_id: product, quantity: 1 }] },
    400,
  )
  assert.equal(missing.code, 'stock.lot_missing')
})

test('what is set aside for somebody is sold to nobody else', async () => {
  const product = await shop.product()
  await shop.receive(product, 5, 100)
  const reservation = await shop.send<{ id: string }>('POST', '/reservations', {
    product_id: product,
    location_id: shop.shop_id,
    quantity: 4,
    for_whom: 'Awa',
  })
  assert.equal((await sell(product, 2, {}, 409)).code, 'stock.not_enough')
  await sell(product, 4, { reservation_id: reservation.id })
  await sell(product, 1)
  assert.equal((await shop.stand(product)).on_hand, 0)
  assert.equal(
    (await shop.send<{ code: string }>('DELETE', `/reservations/${reservation.id}`, undefined, 409)).code,
    'stock.reservation_ended',
  )
})

test('a mistake is taken back once, at what it cost', async () => {
  const product = await shop.product()
  await shop.receive(product, 10, 1_000)
  await sell(product, 4)
  const { items } = await shop.send<{ items: { id: string; kind: string }[] }>(
    'GET',
    `/movements?product_id=${product}`,
  )
  const sale = items.find((one) => one.kind === 'sale')!.id
  await shop.send('POST', `/movements/${sale}/reversal`, {})
  assert.deepEqual(await shop.stand(product), { on_hand: 10, ledger: 10, value_minor: 10_000 })
  assert.equal(
    (await shop.send<{ code: string }>('POST', `/movements/${sale}/reversal`, {}, 409)).code,
    'stock.already_reversed',
  )
})

test('the ledger cannot be rewritten, even by the application itself', async () => {
  for (const statement of [sql`update stock.movement set quantity = 1`, sql`delete from stock.movement`])
    await assert.rejects(
      shop.run((ctx) => statement.execute(db(ctx))),
      { code: '42501' },
    )
})

test('nothing is entered for tomorrow', async () => {
  const product = await shop.product()
  const at = new Date(house.clock.now.getTime() + 86_400_000).toISOString()
  const answer = await shop.send<{ code: string }>(
    'POST',
    '/movements',
    { kind: 'receipt', location_id: shop.shop_id, at, lines: [{ product_id: product, quantity: 1 }] },
    400,
  )
  assert.equal(answer.code, 'stock.date_in_future')
})

test('whatever happens at the same time, the ledger adds up to what is on hand and to what it is worth', async () => {
  const seed = Number(process.env.STOCK_SEED ?? randomInt(2 ** 31))
  let state = seed
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state % below
  }
  const products = await Promise.all(Array.from({ length: 12 }, () => shop.product()))
  const places = [shop.shop_id, shop.depot_id]
  const documents = Array.from({ length: 150 }, (_, n) =>
    Array.from({ length: 1 + random(5) }, (): Entry => {
      const kind = (['receipt', 'sale', 'loss', 'adjustment'] as const)[random(4)]!
      const quantity = (1 + random(9)) * (kind === 'receipt' || (kind === 'adjustment' && n % 2) ? 1 : -1)
      return {
        product_id: products[random(products.length)]!,
        location_id: places[random(2)]!,
        kind,
        quantity,
        unit_cost_minor: kind === 'receipt' ? 100 + random(400) : null,
        at: new Date(house.clock.now.getTime() - random(20) * 3_600_000),
      }
    }),
  )
  const outcomes = await Promise.allSettled(
    documents.map((entries, n) =>
      shop.run((ctx) =>
        record(ctx, {
          id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
          kind: 'adjustment',
          at: ctx.now(),
          source: 'api',
          entries,
        }),
      ),
    ),
  )
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      assert.ok(outcome.reason instanceof Failure, `seed ${seed}: ${outcome.reason}`)
  assert.ok(
    outcomes.some((outcome) => outcome.status === 'rejected') &&
      outcomes.some((outcome) => outcome.status === 'fulfilled'),
  )
  const { rows } = await shop.run((ctx) =>
    sql`
      select b.product_id from stock.balance b where b.on_hand <> (select coalesce(sum(m.quantity), 0) from stock.movement m
        where m.product_id = b.product_id and m.location_id = b.location_id) or b.on_hand < 0
      union all
      select v.product_id from stock.valuation v where v.quantity <> (select coalesce(sum(m.quantity), 0) from stock.movement m where m.product_id = v.product_id)
        or v.value_minor <> (select coalesce(sum(x.value_minor), 0) from stock.movement_value x where x.product_id = v.product_id)`.execute(
      db(ctx),
    ),
  )
  assert.deepEqual(rows, [], `seed ${seed}`)
})
