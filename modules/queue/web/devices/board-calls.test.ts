import assert from 'node:assert/strict'
import { test } from 'node:test'
import { heardIn, most_listed, withListed } from './board-calls.ts'

const event = (name: string, more: object = {}) => ({
  name,
  ids: { ticket_id: 't1', counter_id: 'c1' },
  facts: { number: 'A042', counter_name: 'Guichet 3' },
  ...more,
})

test('a call carries what the display shows, before anything is fetched', () => {
  const call = { ticket_id: 't1', number: 'A042', counter_name: 'Guichet 3', awaited: true }
  assert.deepEqual(heardIn(event('queue.ticket_called')), { kind: 'called', call })
  assert.deepEqual(heardIn(event('queue.ticket_recalled')), { kind: 'called', call })
})

test('an undone step and an absent visitor take a call back', () => {
  assert.deepEqual(heardIn(event('queue.step_undone')), { kind: 'retracted', ticket_id: 't1' })
  assert.deepEqual(heardIn(event('queue.ticket_absent')), { kind: 'retracted', ticket_id: 't1' })
})

test('a call without a counter is only a reason to look again; others are none', () => {
  assert.deepEqual(heardIn(event('queue.ticket_called', { facts: { number: 'A042', counter_name: null } })), {
    kind: 'other',
  })
  assert.deepEqual(heardIn(event('queue.ticket_issued')), { kind: 'other' })
  assert.equal(heardIn(event('organisation.site_changed')), null)
})

test('the list keeps the newest first, each once, and never grows', () => {
  let list = withListed([], { ticket_id: '0', number: 'A000', counter_name: 'Guichet 1', awaited: true })
  for (let index = 1; index < 50; index++) {
    list = withListed(list, {
      ticket_id: String(index % 9),
      number: `A00${index % 9}`,
      counter_name: 'Guichet 1',
      awaited: true,
    })
  }
  assert.equal(list.length, most_listed)
  assert.equal(list[0]!.ticket_id, String(49 % 9))
  assert.equal(new Set(list.map((one) => one.ticket_id)).size, most_listed)
})
