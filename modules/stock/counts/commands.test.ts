import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openShop, stockHouse } from '../testing.ts'
import type { Count } from './contract.ts'

const house = await stockHouse()
const shop = await openShop(house)
const open = async (product_ids: string[]) =>
  shop.send<Count>('POST', '/counts', { name: 'Rayon', location_id: shop.shop_id, product_ids })
const enter = (count: Count, entries: object[], status?: number) =>
  shop.send<{ taken: { revision: number }[]; conflicts: { counted: number; revision: number }[] }>(
    'PUT',
    `/counts/${count.id}/entries`,
    { entries },
    status,
  )
const now = () => house.clock.now.toISOString()

test('what was counted becomes movements once; sales since the counting are no difference', async () => {
  const [a, b] = [await shop.product(), await shop.product()]
  await shop.receive(a, 20, 1_000)
  await shop.receive(b, 7, 500)
  house.clock.advance(60)
  const count = await open([a, b])
  const line = (id: string) => count.items.find((item) => item.product_id === id)!.id
  await enter(count, [
    { line_id: line(a), counted: 18, counted_at: now(), revision: 0 },
    { line_id: line(b), counted: 7, counted_at: now(), revision: 0 },
  ])
  house.clock.advance(60)
  await shop.send('POST', '/sales', { location_id: shop.shop_id, lines: [{ product_id: a, quantity: 5 }] })
  const before = await shop.send<Count>('GET', `/counts/${count.id}`)
  assert.deepEqual(
    before.items.map(({ expected, difference, difference_minor }) => [
      expected,
      difference,
      difference_minor,
    ]),
    [
      [20, -2, -2_000],
      [7, 0, 0],
    ],
  )
  const applied = await shop.send<Count>('POST', `/counts/${count.id}/application`, {})
  assert.equal(applied.status, 'applied')
  assert.equal((await shop.stand(a)).on_hand, 13)
  const again = await shop.send<{ code: string }>('POST', `/counts/${count.id}/application`, {}, 409)
  assert.equal(again.code, 'stock.count_ended')
  assert.equal((await shop.stand(a)).on_hand, 13)
})

test('two phones that disagree are a conflict, two that agree are not', async () => {
  const product = await shop.product()
  const count = await open([product])
  const line_id = count.items[0]!.id
  const first = await enter(count, [{ line_id, counted: 4, counted_at: now(), revision: 0 }])
  assert.equal(first.taken[0]!.revision, 1)
  const same = await enter(count, [{ line_id, counted: 4, counted_at: now(), revision: 0 }])
  assert.deepEqual(same.conflicts, [])
  const other = await enter(count, [{ line_id, counted: 6, counted_at: now(), revision: 0 }])
  assert.deepEqual([other.taken.length, other.conflicts[0]!.counted], [0, 4])
  const decided = await enter(count, [
    { line_id, counted: 6, counted_at: now(), revision: other.conflicts[0]!.revision },
  ])
  assert.equal(decided.taken.length, 1)
})

test('half a piece is not counted, nor a line of another count', async () => {
  const product = await shop.product()
  const [count, other] = [await open([product]), await open([product])]
  const half = { line_id: count.items[0]!.id, counted: 0.5, counted_at: now(), revision: 0 }
  assert.equal(
    ((await enter(count, [half], 400)) as unknown as { code: string }).code,
    'stock.fraction_refused',
  )
  const foreign = { ...half, counted: 1, line_id: other.items[0]!.id }
  assert.equal(
    ((await enter(count, [foreign], 404)) as unknown as { code: string }).code,
    'stock.line_unknown',
  )
})

test('a count given up leaves the ledger as it is', async () => {
  const product = await shop.product()
  await shop.receive(product, 3, 100)
  const count = await open([product])
  await enter(count, [{ line_id: count.items[0]!.id, counted: 1, counted_at: now(), revision: 0 }])
  await shop.send('POST', `/counts/${count.id}/cancellation`, {})
  assert.equal((await shop.stand(product)).on_hand, 3)
})
