import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openShop, stockHouse } from '../testing.ts'
import type { Order } from './contract.ts'

const house = await stockHouse()
const shop = await openShop(house)

const incoming = async (product_id: string) =>
  (await shop.send<{ incoming: number }>('GET', `/products/${product_id}`)).incoming
const draft = (lines: object[]) =>
  shop.send<Order>('POST', '/orders', { supplier_id: shop.supplier_id, location_id: shop.depot_id, lines })

test('an order is drafted, sent, received in part, then whole; what is on its way is dated', async () => {
  const [a, b] = [await shop.product(), await shop.product()]
  const order = await draft([
    { product_id: a, quantity: 48, unit_cost_minor: 500 },
    { product_id: b, quantity: 10, unit_cost_minor: 1_000 },
  ])
  assert.equal(order.number, 'BC-2026-0001')
  assert.equal(order.total_minor, 34_000)
  assert.equal(await incoming(a), 0, 'a draft is not on its way')
  const sent = await shop.send<Order>('POST', `/orders/${order.id}/sending`, {})
  assert.equal(sent.expected_on, '2026-03-15', 'the promised five days')
  assert.equal(await incoming(a), 48)

  house.clock.advance(3 * 86_400)
  const line = (product_id: string) => sent.items.find((item) => item.product_id === product_id)!.id
  const part = await shop.send<Order>('POST', `/orders/${order.id}/receipts`, {
    reference: 'BL 77',
    lines: [{ line_id: line(a), quantity: 30 }],
  })
  assert.equal(part.status, 'partly_received')
  assert.equal(await incoming(a), 18)
  assert.equal((await shop.stand(a)).value_minor, 15_000)

  house.clock.advance(4 * 86_400)
  const whole = await shop.send<Order>('POST', `/orders/${order.id}/receipts`, {
    lines: [
      { line_id: line(a), quantity: 18 },
      { line_id: line(b), quantity: 10, unit_cost_minor: 1_100 },
    ],
  })
  assert.equal(whole.status, 'received')
  assert.deepEqual([await incoming(a), await incoming(b)], [0, 0])
  assert.equal((await shop.stand(b)).value_minor, 11_000)

  const { items } = await shop.send<{ items: { id: string; observed: Record<string, number> }[] }>(
    'GET',
    '/suppliers',
  )
  const { observed } = items.find((one) => one.id === shop.supplier_id)!
  assert.equal(observed.deliveries, 1)
  assert.equal(observed.median_days, 3)
  assert.equal(observed.on_time_share, 0, 'both lines were complete two days late')
})

test('a step that the state does not allow is refused, and closing short expects nothing more', async () => {
  const product = await shop.product()
  const order = await draft([{ product_id: product, quantity: 5, unit_cost_minor: 100 }])
  const refused = await shop.send<{ code: string }>(
    'POST',
    `/orders/${order.id}/receipts`,
    { lines: [{ line_id: order.items[0]!.id, quantity: 1 }] },
    409,
  )
  assert.equal(refused.code, 'stock.order_step_refused')
  await shop.send('POST', `/orders/${order.id}/sending`, { expected_on: '2026-04-01' })
  assert.equal(await incoming(product), 5)
  await shop.send('POST', `/orders/${order.id}/receipts`, {
    lines: [{ line_id: order.items[0]!.id, quantity: 2 }],
  })
  assert.equal(
    (await shop.send<{ code: string }>('POST', `/orders/${order.id}/cancellation`, {}, 409)).code,
    'stock.order_step_refused',
  )
  const closed = await shop.send<Order>('POST', `/orders/${order.id}/closing`, {})
  assert.equal(closed.status, 'closed')
  assert.equal(await incoming(product), 0)
})

test('more than ordered may come, and counts', async () => {
  const product = await shop.product()
  const order = await draft([{ product_id: product, quantity: 5, unit_cost_minor: 100 }])
  await shop.send('POST', `/orders/${order.id}/sending`, {})
  const received = await shop.send<Order>('POST', `/orders/${order.id}/receipts`, {
    lines: [{ line_id: order.items[0]!.id, quantity: 6 }],
  })
  assert.equal(received.status, 'received')
  assert.equal((await shop.stand(product)).on_hand, 6)
  assert.equal(await incoming(product), 0)
})

test('a product stands on an order once', async () => {
  const product = await shop.product()
  const line = { product_id: product, quantity: 5, unit_cost_minor: 100 }
  const body = { supplier_id: shop.supplier_id, location_id: shop.depot_id, lines: [line, line] }
  assert.equal((await shop.send<{ code: string }>('POST', '/orders', body, 400)).code, 'stock.product_twice')
})
