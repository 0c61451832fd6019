import assert from 'node:assert/strict'
import { test } from 'node:test'
import { products } from './assortment.ts'
import { isClosed } from './demand.ts'
import { simulateShop } from './simulation.ts'

test('the invented shop never sells what is not there, closes for feasts, and runs out of some things', async () => {
  const past = await simulateShop('2026-11-27', 200, 7)
  const stock = new Map<string, number>()
  let refused = 0
  for (const one of past.movements) {
    const place = `${one.product} ${one.place}`
    const left = Math.round(((stock.get(place) ?? 0) + one.quantity) * 1_000) / 1_000
    assert.ok(left >= 0, `${products[one.product]!.name} on ${one.at}`)
    stock.set(place, left)
    refused += one.refused
    if (one.kind === 'sale') assert.ok(!isClosed(one.at.slice(0, 10)))
  }
  assert.ok(refused > 0 && products.length >= 120)
  assert.ok(isClosed('2026-05-27'), 'Tabaski')
  assert.ok(
    past.orders.some((order) => order.received_on !== null && order.received_on > order.expected_on),
    'late',
  )
})

test('the same seed is the same shop', async () => {
  const [a, b] = [await simulateShop('2026-11-27', 40, 7), await simulateShop('2026-11-27', 40, 7)]
  assert.deepEqual(
    a.movements.map(({ at, quantity }) => [at, quantity]),
    b.movements.map(({ at, quantity }) => [at, quantity]),
  )
})
