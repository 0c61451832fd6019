import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import type { Ticket } from '../contract.ts'
import { openHall, queueHouse, type Agent, type Hall } from '../testing.ts'
import { callChosen, callNext, recall } from './call.ts'
import { closeCounter, openCounter, pauseCounter } from './counter.ts'
import { issueTicket } from './issue.ts'
import {
  cancel,
  close,
  markAbsent,
  park,
  pause,
  reactivate,
  resume,
  startService,
  transfer,
  undo,
} from './serve.ts'
import { defaultSettings } from '../queries/settings.ts'
import { changeSettings } from './settings.ts'

const house = await queueHouse({ DATABASE_POOL: '20' })
beforeEach(() => (house.clock.now = new Date('2026-03-10T09:00:00Z')))

async function issue(hall: Hall, service = 0, priority = 0) {
  house.clock.advance(1)
  const { ticket } = await hall.run((ctx) =>
    issueTicket(ctx, {
      site_id: hall.site_id,
      service_id: hall.service_ids[service]!,
      priority,
      source: 'reception',
    }),
  )
  return ticket
}

test('50 agents who call at once over 40 tickets get 40 different visitors and 10 refusals', async () => {
  const hall = await openHall(house, { counters: 50 })
  const agents: Agent[] = []
  for (let index = 0; index < 50; index++) agents.push(await hall.agent(index))
  for (let round = 0; round < 3; round++) {
    for (let count = 0; count < 40; count++) await issue(hall)
    const outcomes: PromiseSettledResult<Ticket>[] = await Promise.allSettled(
      agents.map((agent) => agent.run((ctx) => callNext(ctx, agent.counter_id))),
    )
    const called = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    assert.equal(new Set(called.map((ticket) => ticket.id)).size, 40)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') assert.equal(outcome.reason.code, 'queue.nobody_waiting')
    }
    for (const ticket of called) {
      const agent = agents.find((candidate) => candidate.id === ticket.agent_id)!
      await agent.run((ctx) => close(ctx, ticket.id, 'served'))
    }
  }
})

test('an agent never holds two visitors, however often the button is pressed', async () => {
  const hall = await openHall(house)
  for (let count = 0; count < 5; count++) await issue(hall)
  const agent = await hall.agent(0)
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () => agent.run((ctx) => callNext(ctx, agent.counter_id))),
  )
  assert.equal(outcomes.filter((outcome) => outcome.status === 'fulfilled').length, 1)
  for (const outcome of outcomes)
    if (outcome.status === 'rejected') assert.equal(outcome.reason.code, 'queue.agent_busy')
})

test('first in, first out over 300 tickets; priority only where the order says so', async () => {
  for (const [calling_order, expected] of [
    ['fifo', (index: number) => index],
    ['priority_fifo', null],
  ] as const) {
    const hall = await openHall(house)
    await hall.run((ctx) => changeSettings(ctx, hall.site_id, { ...defaultSettings, calling_order }))
    const issued = []
    for (let index = 0; index < 150; index++) issued.push(await issue(hall, 0, index % 7 === 3 ? 2 : 0))
    const agent = await hall.agent(0)
    const order = []
    for (let index = 0; index < 150; index++) {
      const ticket = await agent.run((ctx) => callNext(ctx, agent.counter_id))
      order.push(ticket.id)
      await agent.run((ctx) => close(ctx, ticket.id, 'served'))
    }
    const wanted = expected
      ? issued
      : issued.toSorted((a, b) => b.priority - a.priority || a.issued_at.localeCompare(b.issued_at))
    assert.deepEqual(
      order,
      wanted.map((ticket) => ticket.id),
    )
  }
})

test('a change of order ranks anew those who already wait', async () => {
  const hall = await openHall(house)
  const first = await issue(hall)
  const urgent = await issue(hall, 0, 5)
  await hall.run((ctx) => changeSettings(ctx, hall.site_id, { ...defaultSettings, calling_order: 'fifo' }))
  const agent = await hall.agent(0)
  assert.equal((await agent.run((ctx) => callNext(ctx, agent.counter_id))).id, first.id)
  await agent.run((ctx) => undo(ctx, first.id))
  await hall.run((ctx) => changeSettings(ctx, hall.site_id, defaultSettings))
  assert.equal((await agent.run((ctx) => callNext(ctx, agent.counter_id))).id, urgent.id)
})

test('the priority order prefers the services of the counter', async () => {
  const hall = await openHall(house, { services: 2 })
  await hall.run((ctx) =>
    changeSettings(ctx, hall.site_id, { ...defaultSettings, calling_order: 'priority', may_pick: false }),
  )
  await issue(hall, 1)
  const preferred = await issue(hall, 0)
  const agent = await hall.agent(0)
  assert.equal((await agent.run((ctx) => callNext(ctx, agent.counter_id))).id, preferred.id)
})

test('undo restores the state and the rank, once, in time, for whoever took the step', async () => {
  const hall = await openHall(house, { counters: 2 })
  const [first, second] = [await issue(hall), await issue(hall)]
  const [agent, colleague] = [await hall.agent(0), await hall.agent(1)]
  await agent.run((ctx) => callNext(ctx, agent.counter_id))
  await assert.rejects(
    colleague.run((ctx) => undo(ctx, first.id)),
    { code: 'queue.not_your_step' },
  )
  house.clock.advance(9)
  const back = await agent.run((ctx) => undo(ctx, first.id))
  assert.deepEqual(
    [back.status, back.called_at, back.agent_id, back.counter_id],
    ['waiting', null, null, null],
  )
  await assert.rejects(
    agent.run((ctx) => undo(ctx, first.id)),
    { code: 'queue.too_late_to_undo' },
  )
  // Back at the old place: the colleague gets the same visitor, not the second.
  assert.equal((await colleague.run((ctx) => callNext(ctx, colleague.counter_id))).id, first.id)
  assert.equal((await agent.run((ctx) => callNext(ctx, agent.counter_id))).id, second.id)
  house.clock.advance(11)
  await assert.rejects(
    agent.run((ctx) => undo(ctx, second.id)),
    { code: 'queue.too_late_to_undo' },
  )
})

test('undoing an end cannot give an agent two visitors', async () => {
  const hall = await openHall(house)
  const first = await issue(hall)
  await issue(hall)
  const agent = await hall.agent(0)
  await agent.run((ctx) => callNext(ctx, agent.counter_id))
  await agent.run((ctx) => close(ctx, first.id, 'served'))
  await agent.run((ctx) => callNext(ctx, agent.counter_id))
  await assert.rejects(
    agent.run((ctx) => undo(ctx, first.id)),
    { code: 'queue.agent_busy' },
  )
})

test('a transfer keeps the number and the time waited', async () => {
  const hall = await openHall(house, { services: 2, counters: 1 })
  const early = await issue(hall, 0)
  const late = await issue(hall, 1)
  const agent = await hall.agent(0)
  await agent.run((ctx) => callNext(ctx, agent.counter_id))
  const moved = await agent.run((ctx) => transfer(ctx, early.id, hall.service_ids[1]!, 'photocopie'))
  assert.deepEqual(
    [moved.number, moved.status, moved.queued_at, moved.note],
    [early.number, 'waiting', early.queued_at, 'photocopie'],
  )
  assert.equal((await agent.run((ctx) => callNext(ctx, agent.counter_id))).id, early.id)
  await agent.run((ctx) => close(ctx, early.id, 'served'))
  assert.equal((await agent.run((ctx) => callNext(ctx, agent.counter_id))).id, late.id)
})

test('pauses are left out of the service, parking frees the agent, absence and return', async () => {
  const hall = await openHall(house)
  const [one, two] = [await issue(hall), await issue(hall)]
  const agent = await hall.agent(0)
  await agent.run((ctx) => callNext(ctx, agent.counter_id))
  assert.equal((await agent.run((ctx) => recall(ctx, one.id))).calls, 2)
  await agent.run((ctx) => startService(ctx, one.id))
  house.clock.advance(60)
  await agent.run((ctx) => pause(ctx, one.id))
  house.clock.advance(30)
  const going = await agent.run((ctx) => resume(ctx, one.id))
  assert.deepEqual([going.status, going.paused_s], ['serving', 30])
  await agent.run((ctx) => park(ctx, one.id))
  assert.equal((await agent.run((ctx) => callNext(ctx, agent.counter_id))).id, two.id)
  await agent.run((ctx) => markAbsent(ctx, two.id))
  // Taking back a parked visitor needs no right to pick.
  assert.equal((await agent.run((ctx) => callChosen(ctx, agent.counter_id, one.id))).status, 'called')
  await agent.run((ctx) => close(ctx, one.id, 'incomplete'))
  assert.equal((await agent.run((ctx) => reactivate(ctx, two.id))).status, 'waiting')
  assert.equal((await agent.run((ctx) => cancel(ctx, two.id))).status, 'cancelled')
  await assert.rejects(
    agent.run((ctx) => close(ctx, two.id, 'served')),
    { code: 'queue.step_refused' },
  )
})

test('choosing whom to call is a right', async () => {
  const hall = await openHall(house)
  await issue(hall)
  const wanted = await issue(hall)
  const agent = await hall.agent(0)
  await assert.rejects(
    agent.run((ctx) => callChosen(ctx, agent.counter_id, wanted.id)),
    { code: 'queue.pick_not_allowed' },
  )
  await hall.run((ctx) =>
    changeSettings(ctx, hall.site_id, { ...defaultSettings, calling_order: 'fifo', may_pick: true }),
  )
  assert.equal((await agent.run((ctx) => callChosen(ctx, agent.counter_id, wanted.id))).id, wanted.id)
})

test('two agents cannot take one counter, nor one agent two', async () => {
  const hall = await openHall(house, { counters: 2 })
  const agent = await hall.agent(0)
  await assert.rejects(hall.agent(0), { code: 'queue.counter_taken' })
  await assert.rejects(
    agent.run((ctx) => openCounter(ctx, hall.counter_ids[1]!)),
    { code: 'queue.agent_elsewhere' },
  )
  await issue(hall)
  await agent.run((ctx) => pauseCounter(ctx, agent.counter_id, 'café'))
  await assert.rejects(
    agent.run((ctx) => callNext(ctx, agent.counter_id)),
    { code: 'queue.counter_paused' },
  )
  await agent.run((ctx) => closeCounter(ctx, agent.counter_id))
  await hall.agent(0)
})

test('a lost answer asked for again gives the same ticket, not another', async () => {
  const hall = await openHall(house, { counters: 1 })
  for (let count = 0; count < 3; count++) await issue(hall)
  const { headers } = await house.person(hall.tenant, 'agent')
  await hall.send('POST', `/queue/counters/${hall.counter_ids[0]}/session`, {}, headers)
  const call = () =>
    hall.send(
      'POST',
      `/queue/counters/${hall.counter_ids[0]}/calls`,
      {},
      { ...headers, 'idempotency-key': 'press-0001' },
    )
  const answers = await Promise.all([call(), call(), call()])
  assert.deepEqual(
    new Set(answers.map((answer) => (answer.body as { number: string }).number)),
    new Set(['A001']),
  )
  assert.equal(answers.filter((answer) => answer.headers['idempotency-replayed'] === 'true').length, 2)
})
