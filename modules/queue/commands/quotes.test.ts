import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { tablesOf } from '@guichet/platform/db'
import { accuracyByWeek, accuracyOf } from '../queries/accuracy.ts'
import { boardOf } from '../queries/counters.ts'
import { choicesAt, placeOf } from '../queries/waiting.ts'
import { ticketRow } from '../queries/tickets.ts'
import type { QueueTables } from '../tables.ts'
import { openHall, queueHouse, type Hall } from '../testing.ts'
import { callNext } from './call.ts'
import { pauseCounter, resumeCounter } from './counter.ts'
import { issueTicket } from './issue.ts'
import { calibrate, refreshPaces } from './paces.ts'
import { scoreQuote } from './quotes.ts'
import { cancel, close, undo } from './serve.ts'

const db = tablesOf<QueueTables>()
const house = await queueHouse()
beforeEach(() => (house.clock.now = new Date('2026-03-10T09:00:00Z')))

const issue = (hall: Hall) => {
  house.clock.advance(1)
  return hall.run((ctx) =>
    issueTicket(ctx, { site_id: hall.site_id, service_id: hall.service_ids[0]!, source: 'reception' }),
  )
}
const quoteOf = (hall: Hall, ticket_id: string) =>
  hall.run((ctx) =>
    db(ctx).selectFrom('queue.quote').selectAll().where('ticket_id', '=', ticket_id).executeTakeFirst(),
  )
const score = (hall: Hall, ticket_id: string) => hall.run((ctx) => scoreQuote(ctx, ticket_id))

test('where no counter is open nothing is promised and nothing kept', async () => {
  const hall = await openHall(house)
  const { ticket, range } = await issue(hall)
  assert.equal(range, null)
  assert.equal(await quoteOf(hall, ticket.id), undefined)
})

test('the range of the ticket, of the phone, of the kiosk and of the hall display is one and the same', async () => {
  const hall = await openHall(house)
  const agent = await hall.agent(0)
  await issue(hall)
  await agent.run((ctx) => callNext(ctx, agent.counter_id))
  await issue(hall)
  const told = await hall.run((ctx) => choicesAt(ctx, hall.site_id))
  const { ticket, range } = await issue(hall)
  assert.deepEqual(range, told[0]!.range)
  const page = await hall.run(async (ctx) => placeOf(ctx, await ticketRow(ctx, ticket.id)))
  assert.deepEqual(page.range, range)
  const next = (await hall.run((ctx) => choicesAt(ctx, hall.site_id)))[0]!.range
  const board = await hall.run((ctx) => boardOf(ctx, hall.site_id))
  assert.deepEqual(board.waits[0]!.range, next)
})

test('a pause and its announced end change what is told at once', async () => {
  const hall = await openHall(house, { counters: 2 })
  const [one, two] = [await hall.agent(0), await hall.agent(1)]
  for (let count = 0; count < 6; count++) await issue(hall)
  for (const agent of [one, two]) await agent.run((ctx) => callNext(ctx, agent.counter_id))
  const told = async () => (await hall.run((ctx) => choicesAt(ctx, hall.site_id)))[0]!.range!.to_minutes
  const both = await told()
  const held = await two.run((ctx) =>
    ctx.transaction.db
      .selectFrom('queue.ticket')
      .select('id')
      .where('agent_id', '=', two.id)
      .where('status', '=', 'called')
      .executeTakeFirstOrThrow(),
  )
  await two.run((ctx) => close(ctx, held.id as string, 'served'))
  await two.run((ctx) => pauseCounter(ctx, two.counter_id, 'repas', 120))
  const long = await told()
  assert.ok(long > both, `${long} after ${both}`)
  await two.run((ctx) => resumeCounter(ctx, two.counter_id))
  await two.run((ctx) => pauseCounter(ctx, two.counter_id, 'café', 5))
  const short = await told()
  assert.ok(short < long, `${short} after ${long}`)
})

test('a quote is scored by the call, taken back by an undo, and whoever leaves is told apart', async () => {
  const hall = await openHall(house)
  const agent = await hall.agent(0)
  const first = await issue(hall)
  house.clock.advance(400)
  await agent.run((ctx) => callNext(ctx, agent.counter_id))
  await score(hall, first.ticket.id)
  assert.equal((await quoteOf(hall, first.ticket.id))!.waited_s, 400)
  house.clock.advance(5)
  await agent.run((ctx) => undo(ctx, first.ticket.id))
  await score(hall, first.ticket.id)
  assert.deepEqual((({ status, waited_s }) => [status, waited_s])((await quoteOf(hall, first.ticket.id))!), [
    'open',
    null,
  ])
  await agent.run((ctx) => callNext(ctx, agent.counter_id))
  await score(hall, first.ticket.id)
  await score(hall, first.ticket.id)
  const second = await issue(hall)
  house.clock.advance(600)
  await agent.run((ctx) => cancel(ctx, second.ticket.id))
  await score(hall, second.ticket.id)
  const found = await hall.run((ctx) => accuracyOf(ctx, hall.site_id, { weeks: 1 }))
  assert.deepEqual([found.n, found.left, found.mape_n], [1, 1, 1])
  // By hand: the median was some seconds, the wait 405.
  const quote = (await quoteOf(hall, first.ticket.id))!
  assert.equal(found.median_error_s, Math.abs(405 - quote.p50_s))
  assert.equal(found.bias_s, quote.p50_s - 405)
  const weeks = await hall.run((ctx) => accuracyByWeek(ctx, hall.site_id, { weeks: 4, limit: 10 }))
  assert.deepEqual(
    weeks.items.map(({ week, n, left }) => [week, n, left]),
    [['2026-03-09', 1, 1]],
  )
})

test('what services take is learned from the last visits, and reading it is one row', async () => {
  const hall = await openHall(house)
  const agent = await hall.agent(0)
  for (let count = 0; count < 40; count++) {
    const { ticket } = await issue(hall)
    await agent.run((ctx) => callNext(ctx, agent.counter_id))
    house.clock.advance(240)
    await agent.run((ctx) => close(ctx, ticket.id, 'served'))
    await score(hall, ticket.id)
  }
  await hall.run((ctx) => refreshPaces(ctx))
  await hall.run((ctx) => calibrate(ctx))
  const pace = await hall.run((ctx) =>
    db(ctx).selectFrom('queue.service_pace').select(['mean_s', 'n']).executeTakeFirstOrThrow(),
  )
  assert.equal(pace.n, 40)
  // Ten minutes were expected, four were needed: forty visits say so nearly alone.
  assert.ok(pace.mean_s > 240 && pace.mean_s < 290, String(pace.mean_s))
})
