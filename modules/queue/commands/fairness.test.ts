import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import fc from 'fast-check'
import type { QueueSettings, Ticket } from '../contract.ts'
import { deskOf } from '../queries/counters.ts'
import { defaultSettings } from '../queries/settings.ts'
import { placeOf } from '../queries/waiting.ts'
import { ticketRow } from '../queries/tickets.ts'
import { gaussian, lognormalOf, seeded } from '../model/law.ts'
import { openHall, queueHouse, type Hall } from '../testing.ts'
import { callChosen, callNext } from './call.ts'
import { issueTicket } from './issue.ts'
import { close, undo } from './serve.ts'
import { changeSettings } from './settings.ts'

const house = await queueHouse({ DATABASE_POOL: '12' })
beforeEach(() => (house.clock.now = new Date('2026-03-10T09:00:00Z')))

const minutes = (count: number) => house.clock.advance(count * 60)
const inMinutes = (count: number) => new Date(house.clock.now.getTime() + count * 60_000).toISOString()

async function issue(
  hall: Hall,
  input: { priority?: number; appointment_at?: string; service?: number } = {},
) {
  house.clock.advance(1)
  const { service = 0, ...rest } = input
  const { ticket } = await hall.run((ctx) =>
    issueTicket(ctx, {
      site_id: hall.site_id,
      service_id: hall.service_ids[service]!,
      source: 'reception',
      ...rest,
    }),
  )
  return ticket
}
const rule = (hall: Hall, settings: Partial<QueueSettings>) =>
  hall.run((ctx) => changeSettings(ctx, hall.site_id, { ...defaultSettings, ...settings }))

test('two priority calls, then an ordinary one, under priority arrivals without end; the desk says why', async () => {
  const hall = await openHall(house)
  await rule(hall, { ratio_priority: 2 })
  const agent = await hall.agent(0)
  for (let count = 0; count < 6; count++) await issue(hall)
  const called: Ticket[] = []
  for (let count = 0; count < 12; count++) {
    while (
      (await agent.run((ctx) => deskOf(ctx, hall.site_id))).waiting.filter((t) => t.priority > 0).length < 2
    )
      await issue(hall, { priority: 5 })
    const ticket = await agent.run((ctx) => callNext(ctx, agent.counter_id))
    called.push(ticket)
    await agent.run((ctx) => close(ctx, ticket.id, 'served'))
  }
  assert.equal(called.map((t) => (t.priority > 0 ? 'P' : 'o')).join(''), 'PPoPPoPPoPPo')
  assert.deepEqual(
    called.slice(0, 3).map((t) => t.call_reason?.rule),
    ['priority', 'priority', 'ratio'],
  )
  assert.deepEqual(called[2]!.call_reason?.turn, {
    ratio_priority: 2,
    ratio_ordinary: 1,
    preferred_taken: 2,
    ordinary_taken: 0,
    most_in_a_row: null,
    in_a_row: 2,
  })
})

test('agents calling at the same instant count one after the other, and nobody is called twice', async () => {
  const hall = await openHall(house, { counters: 9 })
  await rule(hall, { ratio_priority: 2 })
  for (let count = 0; count < 9; count++) await issue(hall, { priority: 5 })
  for (let count = 0; count < 9; count++) await issue(hall)
  const agents = await Promise.all(Array.from({ length: 9 }, (_, index) => hall.agent(index)))
  const called = await Promise.all(agents.map((agent) => agent.run((ctx) => callNext(ctx, agent.counter_id))))
  assert.equal(new Set(called.map(({ id }) => id)).size, 9)
  assert.equal(called.filter(({ priority }) => priority > 0).length, 6)
})

test('an undone call gives its turn back', async () => {
  const hall = await openHall(house)
  await rule(hall, { ratio_priority: 1 })
  await issue(hall)
  const [first] = [await issue(hall, { priority: 5 }), await issue(hall, { priority: 5 })]
  const agent = await hall.agent(0)
  assert.equal((await agent.run((ctx) => callNext(ctx, agent.counter_id))).id, first.id)
  const back = await agent.run((ctx) => undo(ctx, first.id))
  assert.equal(back.call_reason, null)
  assert.equal((await agent.run((ctx) => callNext(ctx, agent.counter_id))).id, first.id)
})

test('beyond the longest wait an ordinary ticket goes before fresh priorities', async () => {
  const hall = await openHall(house)
  await rule(hall, { longest_wait_min: 30 })
  const forgotten = await issue(hall)
  minutes(31)
  await issue(hall, { priority: 9 })
  const agent = await hall.agent(0)
  const called = await agent.run((ctx) => callNext(ctx, agent.counter_id))
  assert.deepEqual([called.id, called.call_reason?.rule], [forgotten.id, 'late'])
})

test('a pick by hand is told, with those it passed over', async () => {
  const hall = await openHall(house)
  await rule(hall, { may_pick: true })
  await issue(hall)
  await issue(hall)
  const wanted = await issue(hall)
  const agent = await hall.agent(0)
  const called = await agent.run((ctx) => callChosen(ctx, agent.counter_id, wanted.id))
  assert.deepEqual([called.call_reason?.rule, called.call_reason?.passed_over], ['picked', 2])
})

test('an appointment on time goes first at its time; early it waits, late it waits like everybody', async () => {
  const hall = await openHall(house)
  const walk_in = await issue(hall)
  const early = await issue(hall, { appointment_at: inMinutes(30) })
  const missed = await issue(hall, { appointment_at: inMinutes(-20) })
  const agent = await hall.agent(0)
  const next = async () => {
    const ticket = await agent.run((ctx) => callNext(ctx, agent.counter_id))
    await agent.run((ctx) => close(ctx, ticket.id, 'served'))
    return ticket
  }
  assert.equal((await next()).id, walk_in.id)
  assert.equal((await next()).id, missed.id)
  await issue(hall)
  minutes(26)
  const due = await next()
  assert.deepEqual([due.id, due.call_reason?.rule], [early.id, 'appointment'])
})

test('on a long random history the call always takes the first of the desk, and people ahead count down', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        ratio_priority: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
        most_in_a_row: fc.option(fc.integer({ min: 1, max: 3 }), { nil: null }),
        longest_wait_min: fc.option(fc.integer({ min: 10, max: 20 }), { nil: null }),
        calling_order: fc.constantFrom('fifo' as const, 'priority_fifo' as const, 'priority' as const),
      }),
      fc.array(
        fc.oneof(
          fc.record({ priority: fc.constantFrom(0, 0, 5, 9), service: fc.nat(1), slot: fc.constant(null) }),
          fc.record({
            priority: fc.constant(0),
            service: fc.nat(1),
            slot: fc.integer({ min: -15, max: 20 }),
          }),
          fc.constant('call' as const),
          fc.constant('wait' as const),
        ),
        { minLength: 20, maxLength: 45 },
      ),
      async (settings, history) => {
        const hall = await openHall(house, { services: 2 })
        await rule(hall, settings)
        const agent = await hall.agent(0)
        for (const step of history) {
          if (step === 'wait') minutes(4)
          else if (step === 'call') {
            const desk = await agent.run((ctx) => deskOf(ctx, hall.site_id))
            if (desk.waiting.length === 0) continue
            if (settings.calling_order !== 'priority') {
              const places = await hall.run(async (ctx) => {
                const found = []
                for (const { id } of desk.waiting)
                  found.push((await placeOf(ctx, await ticketRow(ctx, id))).ahead)
                return found
              })
              assert.deepEqual(
                places,
                desk.waiting.map((_, index) => index),
              )
            }
            const ticket = await agent.run((ctx) => callNext(ctx, agent.counter_id))
            assert.equal(ticket.id, desk.waiting[0]!.id)
            await agent.run((ctx) => close(ctx, ticket.id, 'served'))
          } else {
            await issue(hall, {
              priority: step.priority,
              service: step.service,
              ...(step.slot !== null && { appointment_at: inMinutes(step.slot) }),
            })
          }
        }
      },
    ),
    { numRuns: 12 },
  )
})

test('with 15 walk-ins always waiting, nine on-time appointments in ten are called within ten minutes', async () => {
  const seed = 20_260_310
  const random = seeded(seed)
  const hall = await openHall(house, { counters: 3 })
  await rule(hall, { ratio_priority: 2, most_in_a_row: 3 })
  const agents = await Promise.all([0, 1, 2].map((index) => hall.agent(index)))
  const free = agents.map(() => 0)
  const held: (string | null)[] = agents.map(() => null)
  const slots = new Map<string, number>()
  const delays: number[] = []
  let walk_ins = 0
  const start = house.clock.now.getTime()
  let next_slot = 20
  for (let minute = 0; minute < 360; minute++) {
    house.clock.now = new Date(start + minute * 60_000)
    // One visit in three is an appointment; people come between a quarter of an hour early and five minutes late.
    while (next_slot <= minute + 15) {
      const ticket = await issue(hall, { appointment_at: new Date(start + next_slot * 60_000).toISOString() })
      slots.set(ticket.id, next_slot)
      next_slot += 8
    }
    while (walk_ins < 15) {
      await issue(hall)
      walk_ins++
    }
    for (const [index, agent] of agents.entries()) {
      if (free[index]! > minute) continue
      if (held[index]) await agent.run((ctx) => close(ctx, held[index]!, 'served'))
      const ticket = await agent.run((ctx) => callNext(ctx, agent.counter_id))
      held[index] = ticket.id
      const slot = slots.get(ticket.id)
      if (slot === undefined) walk_ins--
      else delays.push(minute - slot)
      const law = lognormalOf(8, 0.8)
      free[index] = minute + Math.max(1, Math.exp(law.mu + law.sigma * gaussian(random)))
    }
  }
  const on_time = delays.filter((delay) => delay <= 10).length
  assert.ok(delays.length > 35)
  assert.ok(on_time / delays.length >= 0.9, `${on_time} of ${delays.length} on time, seed ${seed}`)
})
