import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { tablesOf } from '@guichet/platform/db'
import type { QueueTables } from '../tables.ts'
import { openHall, queueHouse, type Hall } from '../testing.ts'
import { callNext } from './call.ts'
import { issueTicket } from './issue.ts'
import {
  afterCall,
  calledNotice,
  nearNotice,
  placeInLine,
  takeBack,
  tellGiven,
  tellManagers,
  tellNear,
  tellTurn,
} from './notices.ts'
import { close, undo } from './serve.ts'
import { visitorPostpones } from './visit.ts'
import { changeWaitLimits, watchWaits } from './wait-limits.ts'

const db = tablesOf<QueueTables>()
const house = await queueHouse()
beforeEach(() => (house.clock.now = new Date('2026-03-10T09:00:00Z')))

const issue = (hall: Hall, phone?: string) => {
  house.clock.advance(1)
  return hall.run((ctx) =>
    issueTicket(ctx, {
      site_id: hall.site_id,
      service_id: hall.service_ids[0]!,
      source: 'kiosk',
      visitor_phone: phone,
      channels: phone ? ['whatsapp', 'sms'] : undefined,
    }),
  )
}
interface Message {
  notice: string
  key: string
  status: string
  phone: string | null
  facts: Record<string, string>
  consented: string[]
}
const messages = (hall: Hall, notice?: string) =>
  hall.run(async (ctx) => {
    const rows = (await ctx.transaction.db
      .selectFrom('platform.message')
      .select(['notice', 'key', 'status', 'phone', 'facts', 'consented'])
      .orderBy('id')
      .execute()) as Message[]
    return notice ? rows.filter((row) => row.notice === notice) : rows
  })
const work = (hall: Hall) => ({ open: hall.run }) as never

test('a place is said as people say it', () => {
  assert.deepEqual(
    [1, 2, 3, 11].map((n) => placeInLine(n, 'fr')),
    ['1er', '2e', '3e', '11e'],
  )
  assert.deepEqual(
    [1, 2, 3, 11, 22].map((n) => placeInLine(n, 'en')),
    ['1st', '2nd', '3rd', '11th', '22nd'],
  )
})

test('whoever leaves a number gets the ticket; nobody else is written to', async () => {
  const hall = await openHall(house)
  const silent = await issue(hall)
  const told = await issue(hall, '+221771234567')
  for (const { ticket } of [silent, told]) await hall.run((ctx) => tellGiven(ctx, ticket.id))
  const [message, ...rest] = await messages(hall)
  assert.equal(rest.length, 0)
  assert.deepEqual(
    [message!.notice, message!.phone, message!.facts.number, message!.consented],
    ['queue.ticket_given', '+221771234567', 'A002', ['whatsapp', 'sms']],
  )
  assert.equal(message!.facts.link, undefined, 'the key to the page is not kept')
})

test('"you are 2nd" is said once whatever the order does, and never after the call', async () => {
  const hall = await openHall(house)
  const agent = await hall.agent(0)
  for (let count = 0; count < 3; count++) await issue(hall)
  const mine = await issue(hall, '+221771234567')
  for (let count = 0; count < 5; count++) await issue(hall)
  house.clock.advance(120)
  const near = () => messages(hall, nearNotice.name)
  const next = async () => {
    const ticket = await agent.run((ctx) => callNext(ctx, agent.counter_id))
    await agent.run((ctx) => close(ctx, ticket.id, 'served'))
    await hall.run((ctx) => tellNear(ctx, hall.site_id))
    return ticket
  }
  await hall.run((ctx) => tellNear(ctx, hall.site_id))
  await next()
  assert.equal((await near()).length, 0)
  await next()
  assert.deepEqual(
    (await near()).map(({ facts }) => facts.position),
    ['2e'],
  )
  // Three reorderings: let others pass, come near again, twice told by two workers.
  for (let turn = 0; turn < 3; turn++) {
    if (turn < 1) await hall.run((ctx) => visitorPostpones(ctx, mine.token))
    await Promise.all([1, 2].map(() => hall.run((ctx) => tellNear(ctx, hall.site_id))))
  }
  assert.equal((await near()).length, 1)
  while ((await next()).id !== mine.ticket.id);
  await hall.run((ctx) => afterCall(ctx, mine.ticket.id))
  assert.deepEqual(
    (await near()).map(({ status }) => status),
    ['cancelled'],
  )
})

test('"your turn" waits while the call can be taken back: undone, nothing is said', async () => {
  const hall = await openHall(house)
  const agent = await hall.agent(0)
  const { ticket } = await issue(hall, '+221771234567')
  const called = await agent.run((ctx) => callNext(ctx, agent.counter_id))
  await hall.run((ctx) => afterCall(ctx, ticket.id))
  assert.equal((await messages(hall, calledNotice.name)).length, 0)
  await agent.run((ctx) => undo(ctx, ticket.id))
  await hall.run((ctx) => takeBack(ctx, ticket.id))
  await tellTurn.run(work(hall), { ticket_id: ticket.id, called_at: called.called_at! })
  assert.equal((await messages(hall, calledNotice.name)).length, 0)
  house.clock.advance(30)
  const again = await agent.run((ctx) => callNext(ctx, agent.counter_id))
  await tellTurn.run(work(hall), { ticket_id: ticket.id, called_at: again.called_at! })
  await tellTurn.run(work(hall), { ticket_id: ticket.id, called_at: again.called_at! })
  const told = await messages(hall, calledNotice.name)
  assert.deepEqual(
    told.map(({ facts }) => facts.counter),
    ['Guichet 1'],
  )
})

test('managers are told once per episode, which ends only when waits are clearly shorter', async () => {
  const hall = await openHall(house)
  await house.person(hall.tenant, 'manager')
  await house.person(hall.tenant, 'agent')
  await hall.run((ctx) =>
    changeWaitLimits(ctx, hall.site_id, [{ service_id: hall.service_ids[0]!, minutes: 30 }]),
  )
  const episodes = () =>
    hall.run((ctx) => db(ctx).selectFrom('queue.wait_episode').selectAll().orderBy('id').execute())
  const watch = () => hall.run((ctx) => watchWaits(ctx))
  const agent = await hall.agent(0)
  const first = await issue(hall)
  await watch()
  assert.equal((await episodes()).length, 0)
  house.clock.advance(7 * 60)
  await issue(hall)
  house.clock.advance(24 * 60)
  for (let count = 0; count < 3; count++) await watch()
  const [episode, ...others] = await episodes()
  assert.equal(others.length, 0)
  for (let count = 0; count < 2; count++) await hall.run((ctx) => tellManagers(ctx, episode!.id))
  // The owner who made the hall and the manager; not the agent.
  assert.equal((await messages(hall, 'queue.wait_exceeded')).length, 2)
  // The next waits 24 minutes: below the limit, above four fifths of it... not yet calm.
  assert.equal((await agent.run((ctx) => callNext(ctx, agent.counter_id))).id, first.ticket.id)
  await agent.run((ctx) => close(ctx, first.ticket.id, 'served'))
  house.clock.advance(60)
  await watch()
  assert.equal((await episodes())[0]!.ended_at, null)
  const second = await agent.run((ctx) => callNext(ctx, agent.counter_id))
  await agent.run((ctx) => close(ctx, second.id, 'served'))
  await watch()
  assert.notEqual((await episodes())[0]!.ended_at, null)
  await issue(hall)
  house.clock.advance(31 * 60)
  await watch()
  assert.equal((await episodes()).length, 2)
})
