import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CounterSession, Ticket } from '../../contract.ts'
import { type Desk, deskState, lastUndoable, neighbour, placeTicket } from './desk-model.ts'
import { hoursShown } from './hours.ts'
import { instantToday, localDay } from './local-day.ts'
import { joinNotes } from './notes.ts'
import { createSerial } from './serial.ts'
import { isLongWait, secondsBetween, visitSeconds, waitedSeconds } from './wait.ts'
import { eventKey, priorityClass } from './words.ts'

const start = Date.parse('2026-11-20T09:00:00Z')
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString()

function ticket(change: Partial<Ticket>): Ticket {
  return {
    id: 'a',
    site_id: 'site',
    service_id: 'service',
    service_name: 'État civil',
    number: 'A001',
    status: 'waiting',
    priority: 0,
    source: 'kiosk',
    customer_id: null,
    visitor_name: null,
    visitor_phone: null,
    note: null,
    issued_at: at(0),
    queued_at: at(0),
    called_at: null,
    calls: 0,
    started_at: null,
    paused_at: null,
    paused_s: 0,
    ended_at: null,
    counter_id: null,
    counter_name: null,
    agent_id: null,
    outcome: null,
    arriving_at: null,
    appointment_at: null,
    call_reason: null,
    undo_until: null,
    ...change,
  }
}

const session: CounterSession = {
  id: 'session',
  site_id: 'site',
  counter_id: 'counter',
  counter_name: 'Guichet 1',
  agent_id: 'agent',
  agent_name: 'Awa',
  service_ids: [],
  status: 'open',
  opened_at: at(0),
  paused_at: null,
  pause_reason: null,
  returns_at: null,
}

function desk(change: Partial<Desk>): Desk {
  return {
    session,
    current: null,
    undoable: null,
    waiting: [],
    waiting_count: 0,
    parked: [],
    counters: [],
    services: [],
    may_pick: false,
    served_today: 0,
    ...change,
  }
}

test('a wait grows, stops at the call, and never runs backwards', () => {
  assert.equal(waitedSeconds(ticket({}), start + 61_500), 61)
  assert.equal(waitedSeconds(ticket({ called_at: at(40) }), start + 90_000), 40)
  assert.equal(waitedSeconds(ticket({ ended_at: at(30) }), start + 90_000), 30)
  assert.equal(secondsBetween(at(5), start), 0)
  assert.equal(isLongWait(1199), false)
  assert.equal(isLongWait(1200), true)
})

test('the big timer counts the call, then the service without its pauses, then the pause', () => {
  const called = ticket({ status: 'called', called_at: at(0) })
  assert.equal(visitSeconds(called, start + 12_000), 12)
  const serving = { ...called, status: 'serving' as const, started_at: at(20), paused_s: 30 }
  assert.equal(visitSeconds(serving, start + 120_000), 70)
  assert.equal(visitSeconds({ ...serving, status: 'paused', paused_at: at(100) }, start + 120_000), 20)
})

test('the state of the desk says what the agent can do', () => {
  assert.equal(deskState(desk({ session: null }), 'site'), 'closed')
  assert.equal(deskState(desk({}), 'site'), 'free')
  assert.equal(deskState(desk({}), 'other'), 'elsewhere')
  assert.equal(deskState(desk({ session: { ...session, status: 'paused' } }), 'site'), 'resting')
  for (const [status, state] of [
    ['called', 'called'],
    ['serving', 'serving'],
    ['paused', 'interrupted'],
  ] as const) {
    assert.equal(deskState(desk({ current: ticket({ status }) }), 'site'), state)
  }
})

test('a ticket in its new state leaves the place where it was', () => {
  const before = desk({ waiting: [ticket({}), ticket({ id: 'b' })], waiting_count: 7 })
  const called = placeTicket(before, ticket({ status: 'called' }))
  assert.equal(called.current?.id, 'a')
  assert.deepEqual(
    called.waiting.map((one) => one.id),
    ['b'],
  )
  assert.equal(called.waiting_count, 6)

  const done = placeTicket(called, ticket({ status: 'completed' }))
  assert.equal(done.current, null)
  assert.equal(done.served_today, 1)
  // The server's own answer follows the guess: the visit counts once.
  assert.equal(placeTicket(done, ticket({ status: 'completed' })).served_today, 1)

  const parked = placeTicket(called, ticket({ status: 'parked' }))
  assert.equal(parked.current, null)
  assert.deepEqual(
    parked.parked.map((one) => one.id),
    ['a'],
  )
  assert.equal(placeTicket(parked, ticket({ status: 'waiting' })).parked.length, 0)
})

test('undo takes back the latest step that still can be', () => {
  const early = ticket({ id: 'early', undo_until: at(10) })
  const late = ticket({ id: 'late', undo_until: at(15) })
  assert.equal(lastUndoable([late, null, early], start)?.id, 'late')
  assert.equal(lastUndoable([early, late], start + 12_000)?.id, 'late')
  assert.equal(lastUndoable([early, late], start + 15_000), null)
  assert.equal(lastUndoable([ticket({})], start), null)
})

test('J and K walk the list and stop at its ends', () => {
  assert.equal(neighbour(['a', 'b'], null, 1), 'a')
  assert.equal(neighbour(['a', 'b'], null, -1), 'b')
  assert.equal(neighbour(['a', 'b'], 'a', 1), 'b')
  assert.equal(neighbour(['a', 'b'], 'b', 1), 'b')
  assert.equal(neighbour(['a', 'b'], 'gone', 1), 'a')
  assert.equal(neighbour([], null, 1), null)
})

test('steps follow one another; a repeated press counts once; a failure drops what waited behind', async () => {
  const serial = createSerial()
  const done: string[] = []
  const pending = Promise.withResolvers<void>()
  serial.run('close', 'a', async () => {
    await pending.promise
    done.push('close')
  })
  serial.run('call', null, async () => done.push('call'))
  serial.run('call', null, async () => done.push('call again'))
  pending.resolve()
  await new Promise((resolve) => setTimeout(resolve))
  assert.deepEqual(done, ['close', 'call'])

  serial.run('close', 'a', () => Promise.reject(new Error('refused')))
  serial.run('call', null, async () => done.push('call after a refusal'))
  await new Promise((resolve) => setTimeout(resolve))
  assert.deepEqual(done, ['close', 'call'])
  serial.run('call', null, async () => done.push('call'))
  await new Promise((resolve) => setTimeout(resolve))
  assert.deepEqual(done, ['close', 'call', 'call'])
})

test('the same step for another ticket is another step', async () => {
  const serial = createSerial()
  const done: string[] = []
  const pending = Promise.withResolvers<void>()
  serial.run('cancel', 'a', () => pending.promise.then(() => done.push('a')))
  serial.run('cancel', 'b', async () => done.push('b'))
  serial.run('cancel', 'b', async () => done.push('b again'))
  pending.resolve()
  await new Promise((resolve) => setTimeout(resolve))
  assert.deepEqual(done, ['a', 'b'])
})

test('hours drawn cover a working day and whatever lies outside it', () => {
  const day = Array.from({ length: 24 }, (_, hour) => ({ hour, issued: 0, completed: 0 }))
  assert.deepEqual([hoursShown(day)[0]!.hour, hoursShown(day).at(-1)!.hour], [8, 17])
  day[6]!.issued = 1
  day[21]!.completed = 1
  assert.deepEqual([hoursShown(day)[0]!.hour, hoursShown(day).at(-1)!.hour], [6, 21])
})

test('levels of priority fall into three classes, events into their texts', () => {
  assert.deepEqual([0, 1, 5, 9].map(priorityClass), ['ordinary', 'priority', 'priority', 'urgent'])
  assert.equal(eventKey('queue.ticket_called'), 'event.ticket_called')
  assert.equal(localDay(new Date('2026-11-20T23:30:00Z'), 'Europe/Paris'), '2026-11-21')
})

test('a note is added to what was known, never in its place', () => {
  assert.equal(joinNotes(null, '  '), undefined)
  assert.equal(joinNotes('Parle wolof.', ''), undefined)
  assert.equal(joinNotes(null, ' Revient demain. '), 'Revient demain.')
  assert.equal(joinNotes('Parle wolof.', 'Revient demain.'), 'Parle wolof.\nRevient demain.')
  assert.equal(joinNotes('a'.repeat(490), 'b'.repeat(20))?.length, 500)
})

test('a time of today is an instant where the organisation is', () => {
  const summer = Date.parse('2026-07-10T09:00:00Z')
  assert.equal(instantToday('14:30', summer, 'Europe/Paris'), '2026-07-10T12:30:00.000Z')
  assert.equal(instantToday('14:30', summer, 'Africa/Dakar'), '2026-07-10T14:30:00.000Z')
  assert.equal(instantToday('14h', summer, 'Africa/Dakar'), null)
})
