import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { db } from '../catalogue/queries.ts'
import { openShop, stockHouse, type Shop } from '../testing.ts'
import { evaluateAlerts } from './commands/evaluate.ts'
import { acknowledgeMessage } from './commands/handle.ts'
import type { Episode } from './contract.ts'
import { serviceDrop } from './model.ts'

const house = await stockHouse()

/** A shop whose products have 30 pieces and are reordered at 10; nothing else is risky. */
async function shopWith(products: number): Promise<{ shop: Shop; ids: string[] }> {
  house.clock.now = new Date('2026-11-02T09:00:00Z')
  const shop = await openShop(house)
  const ids: string[] = []
  for (let n = 0; n < products; n++) {
    const id = await shop.product({ name: `Article ${String(n + 1).padStart(2, '0')}` })
    await shop.receive(id, 30, 500)
    ids.push(id)
  }
  await predicted(shop, { reorder_point: 10, within_7: 0, abc: 'B' })
  return { shop, ids }
}
const predicted = (
  shop: Shop,
  values: { reorder_point: number; within_7: number; abc: string },
  product_id?: string,
) =>
  shop.run((ctx) =>
    sql`update stock.balance set reorder_point = ${values.reorder_point}, within_7 = ${values.within_7}, abc = ${values.abc},
      predicted_at = ${ctx.now().toISOString()}::timestamptz ${product_id ? sql`where product_id = ${product_id}::uuid` : sql``}`.execute(
      db(ctx),
    ),
  )
const sell = (shop: Shop, product_id: string, quantity: number) =>
  shop.send('POST', '/sales', { location_id: shop.shop_id, lines: [{ product_id, quantity }] })
const round = async (shop: Shop, how: 'changed' | 'full' = 'changed') => {
  const result = await shop.run((ctx) => evaluateAlerts(ctx, how))
  house.clock.advance(300)
  return result
}
interface Message {
  occasion: string
  kind: string
  named: number
  open_count: number
  facts: { names: string; count: string; open: string; link: string }
  key: string
}
const messages = (shop: Shop): Promise<Message[]> =>
  shop.run(async (ctx) => {
    const { rows } = await sql<Message>`
      select m.occasion, r.kind, cardinality(m.episode_ids) as named, m.open_count, o.facts, o.key
      from stock.alert_message m join stock.alert_rule r on r.id = m.rule_id
      left join platform.message o on o.id = m.message_ids[1] order by m.at, m.id`.execute(db(ctx))
    return rows
  })
const open = async (shop: Shop, query = ''): Promise<Episode[]> =>
  (await shop.send<{ items: Episode[] }>('GET', `/alerts?limit=100${query}`)).items

test('twelve products fall low: one message; the thirteenth: one more that names only it', async () => {
  const { shop, ids } = await shopWith(13)
  await round(shop, 'full')
  for (const id of ids.slice(0, 12)) await sell(shop, id, 22)
  for (let n = 0; n < 12; n++) await round(shop)
  const first = await messages(shop)
  assert.equal(first.length, 1)
  assert.deepEqual([first[0]!.kind, first[0]!.named], ['low_stock', 12])
  assert.equal(first[0]!.facts.names, 'Article 01, Article 02, Article 03', 'three names at most')
  assert.match(first[0]!.facts.link, /^\/t\/.+\/stock\/alerts/)
  await sell(shop, ids[12]!, 25)
  await round(shop)
  await round(shop)
  const then = await messages(shop)
  assert.equal(then.length, 2)
  assert.deepEqual(
    [then[1]!.facts.names, then[1]!.facts.count, then[1]!.facts.open],
    ['Article 13', '1', '13'],
  )
})

test('a shelf that swings around its threshold is one episode, and its flaps are counted', async () => {
  const { shop, ids } = await shopWith(1)
  await sell(shop, ids[0]!, 21)
  await round(shop)
  for (let hour = 0; hour < 8; hour++) {
    await shop.receive(ids[0]!, 2, 500)
    await round(shop)
    await sell(shop, ids[0]!, 2)
    await round(shop)
    await round(shop)
  }
  // Well beyond, but not for a quarter of an hour.
  await shop.receive(ids[0]!, 20, 500)
  await round(shop)
  await round(shop)
  await sell(shop, ids[0]!, 20)
  await round(shop)
  assert.equal((await open(shop)).length, 1)
  assert.equal((await open(shop))[0]!.flaps, 1)
  assert.equal((await messages(shop)).length, 1)
  await shop.receive(ids[0]!, 20, 500)
  for (let n = 0; n < 5; n++) await round(shop)
  assert.equal((await open(shop)).length, 0)
  await sell(shop, ids[0]!, 20)
  await round(shop)
  const again = await open(shop)
  assert.equal(again.length, 1)
  assert.ok(again[0]!.previous_id, 'linked to the one before')
  assert.equal((await messages(shop)).length, 2)
})

test('acknowledging one product silences that one; the others are reminded after a day', async () => {
  const { shop, ids } = await shopWith(3)
  for (const id of ids.slice(0, 2)) await sell(shop, id, 25)
  await round(shop)
  const [first] = (await open(shop)).filter(({ product_id }) => product_id === ids[0])
  await shop.send('POST', '/alert-acknowledgements', { episode_ids: [first!.id] })
  house.clock.advance(23 * 3_600)
  await round(shop)
  assert.equal((await messages(shop)).length, 1, 'not before a day')
  house.clock.advance(3_600)
  await round(shop)
  const told = await messages(shop)
  assert.deepEqual(
    told.map(({ occasion, facts }) => [occasion, facts.names]),
    [
      ['opened', 'Article 01, Article 02'],
      ['reminder', 'Article 02'],
    ],
  )
  await sell(shop, ids[2]!, 25)
  await round(shop)
  assert.equal((await messages(shop)).at(-1)!.facts.names, 'Article 03', 'others still alert')
})

test('an alert put off comes back when its time is over', async () => {
  const { shop, ids } = await shopWith(1)
  await sell(shop, ids[0]!, 25)
  await round(shop)
  const [episode] = await open(shop)
  const until = new Date(house.clock.now.getTime() + 3 * 3_600_000).toISOString()
  await shop.send('POST', '/alert-snoozes', { episode_ids: [episode!.id], until })
  await round(shop)
  assert.equal((await open(shop))[0]!.status, 'snoozed')
  assert.equal((await messages(shop)).length, 1)
  house.clock.advance(3 * 3_600)
  await round(shop)
  assert.equal((await messages(shop)).length, 2)
  await shop.send(
    'POST',
    '/alert-snoozes',
    { episode_ids: [episode!.id], until: '2020-01-01T00:00:00Z' },
    400,
  )
})

test('out of stock hides what the same shelf was low on', async () => {
  const { shop, ids } = await shopWith(2)
  await sell(shop, ids[0]!, 30)
  await sell(shop, ids[1]!, 25)
  await round(shop)
  const told = await messages(shop)
  assert.deepEqual(
    told.map(({ kind, facts }) => [kind, facts.names]).toSorted(([a], [b]) => (a! < b! ? -1 : 1)),
    [
      ['low_stock', 'Article 02'],
      ['stock_out', 'Article 01'],
    ],
  )
  assert.deepEqual((await open(shop)).map(({ kind }) => kind).toSorted(), ['low_stock', 'stock_out'])
  assert.equal((await open(shop, '&with_hidden=true')).length, 3)
})

test('on figures 26 hours old nothing resolves, and it is said', async () => {
  const { shop, ids } = await shopWith(1)
  await sell(shop, ids[0]!, 25)
  await round(shop)
  await shop.run((ctx) =>
    sql`insert into stock.import_batch (tenant_id, id, kind, file_name, sha256, bytes, status, encoding, header_row, headers, mapping, row_count, created_at, applied_at)
      values (platform.tenant_id(), uuidv7(), 'sales', 'ventes.csv', 'x', 1, 'applied', 'utf-8', 1, '[]', '{}', 1, ${ctx.now().toISOString()}, ${ctx.now().toISOString()})`.execute(
      db(ctx),
    ),
  )
  house.clock.advance(26 * 3_600)
  await shop.receive(ids[0]!, 100, 500)
  for (let n = 0; n < 6; n++) await round(shop)
  const kinds = (await open(shop)).map(({ kind }) => kind).toSorted()
  assert.deepEqual(kinds, ['low_stock', 'stale_data'])
  const state = await shop.send<{ stale_since: string | null; fed_by: string }>('GET', '/alert-state')
  assert.ok(state.stale_since)
  assert.equal(state.fed_by, 'import')
  await shop.run((ctx) =>
    sql`update stock.import_batch set applied_at = ${ctx.now().toISOString()}`.execute(db(ctx)),
  )
  for (let n = 0; n < 6; n++) await round(shop)
  assert.deepEqual(await open(shop), [])
})

test('workers that evaluate together open and tell everything once', async () => {
  const { shop, ids } = await shopWith(6)
  for (const id of ids) await sell(shop, id, 25)
  await Promise.all(Array.from({ length: 4 }, () => shop.run((ctx) => evaluateAlerts(ctx, 'full'))))
  assert.equal((await open(shop)).length, 6)
  const told = await messages(shop)
  assert.equal(
    told.reduce((sum, { named }) => sum + named, 0),
    6,
  )
})

test('a class-A product out of stock that nobody takes up is told to the owner after four hours, once', async () => {
  const { shop, ids } = await shopWith(1)
  await predicted(shop, { reorder_point: 10, within_7: 1, abc: 'A' })
  await sell(shop, ids[0]!, 30)
  await round(shop)
  house.clock.advance(4 * 3_600)
  await round(shop)
  await round(shop)
  assert.deepEqual(
    (await messages(shop)).filter(({ kind }) => kind === 'stock_out').map(({ occasion }) => occasion),
    ['opened', 'escalation'],
  )
})

test('“Vu” under a message takes care of what it named', async () => {
  const { shop, ids } = await shopWith(2)
  for (const id of ids) await sell(shop, id, 25)
  await round(shop)
  const [message] = await messages(shop)
  await shop.run((ctx) => acknowledgeMessage(ctx, message!.key, 'WhatsApp'))
  assert.ok(
    (await open(shop)).every(
      ({ status, acknowledged_by }) => status === 'acknowledged' && acknowledged_by === 'WhatsApp',
    ),
  )
})

test('a predicted stock-out alerts by its probability, and rules are changed by their limits', async () => {
  const { shop, ids } = await shopWith(2)
  await predicted(shop, { reorder_point: 10, within_7: 0.6, abc: 'A' }, ids[0])
  await round(shop)
  assert.deepEqual(
    (await open(shop)).map(({ kind, product_id }) => [kind, product_id]),
    [['predicted_stock_out', ids[0]]],
  )
  const { items } = await shop.send<{ items: { id: string; kind: string }[] }>('GET', '/alert-rules')
  const rule = items.find(({ kind }) => kind === 'predicted_stock_out')!
  const body = { ...rule, threshold: 0.7, recipients: [{ role: 'owner' }], id: undefined, kind: undefined }
  await shop.send('PUT', `/alert-rules/${rule.id}`, { ...body, threshold: 0.05 }, 400)
  await shop.send('PUT', `/alert-rules/${rule.id}`, { ...body, threshold: 0.9 })
  for (let n = 0; n < 5; n++) await round(shop, 'full')
  assert.deepEqual(await open(shop), [])
})

test('the service rate falls for real, or not', () => {
  assert.deepEqual(serviceDrop({ lines: 20, complete: 2 }, { lines: 500, complete: 500 }).counts, false)
  const fell = serviceDrop({ lines: 200, complete: 170 }, { lines: 200, complete: 190 })
  assert.ok(fell.counts && Math.abs(fell.points - 10) < 1e-9)
  assert.equal(serviceDrop({ lines: 40, complete: 37 }, { lines: 40, complete: 39 }).counts, false, 'chance')
})
