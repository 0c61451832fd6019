import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BoardCall } from './board-calls.ts'
import { emptyTakeover, nextStep, stepped, type Takeover, withCall, withoutTicket } from './takeover.ts'

const call = (number: string): BoardCall => ({
  ticket_id: number,
  number,
  counter_name: 'Guichet 1',
  awaited: true,
})
const numbers = ({ shown }: Takeover) => shown.map((one) => one.call.number)

test('a call fills the display for eight seconds', () => {
  const takeover = withCall(emptyTakeover, call('A001'), 1_000)
  assert.deepEqual(numbers(takeover), ['A001'])
  assert.equal(nextStep(takeover, 1_000), 8_000)
  assert.deepEqual(numbers(stepped(takeover, 8_900)), ['A001'])
  assert.deepEqual(stepped(takeover, 9_000), emptyTakeover)
  assert.equal(nextStep(emptyTakeover, 0), null)
})

test('two calls share the display, each for its own eight seconds', () => {
  let takeover = withCall(emptyTakeover, call('A001'), 0)
  takeover = withCall(takeover, call('A002'), 3_000)
  assert.deepEqual(numbers(takeover), ['A001', 'A002'])
  takeover = stepped(takeover, 8_000)
  assert.deepEqual(numbers(takeover), ['A002'])
  assert.equal(nextStep(takeover, 8_000), 3_000)
})

test('when more are called, nobody is shown for less than four seconds and nobody is left out', () => {
  let takeover = emptyTakeover
  const seen = new Map<string, number>()
  const all = Array.from({ length: 10 }, (_, index) => `B${index}`)
  for (let now = 0; now < 60_000; now += 100) {
    if (now % 1_000 === 0 && now < 10_000) takeover = withCall(takeover, call(all[now / 1_000]!), now)
    takeover = stepped(takeover, now)
    for (const number of numbers(takeover)) seen.set(number, (seen.get(number) ?? 0) + 100)
  }
  assert.deepEqual([...seen.keys()], all)
  for (const [number, shown_ms] of seen) assert.ok(shown_ms >= 4_000, `${number}: ${shown_ms}`)
  assert.deepEqual(takeover, emptyTakeover)
})

test('a recall begins anew, without a second place', () => {
  let takeover = withCall(emptyTakeover, call('A001'), 0)
  takeover = withCall(takeover, { ...call('A001'), counter_name: 'Guichet 2' }, 5_000)
  assert.equal(takeover.shown.length, 1)
  assert.equal(takeover.shown[0]!.call.counter_name, 'Guichet 2')
  assert.deepEqual(numbers(stepped(takeover, 12_000)), ['A001'])
})

test('a call taken back goes at once, and who waits comes in', () => {
  let takeover = ['A001', 'A002', 'A003'].reduce(
    (held, number) => withCall(held, call(number), 0),
    emptyTakeover,
  )
  takeover = withoutTicket(takeover, 'A001', 500)
  assert.deepEqual(numbers(takeover), ['A002', 'A003'])
  assert.deepEqual(withoutTicket(takeover, 'Z999', 600), takeover)
})

test('it never grows, whatever is called', () => {
  let takeover = emptyTakeover
  for (let index = 0; index < 1_000; index++) takeover = withCall(takeover, call(`C${index}`), 0)
  assert.ok(takeover.shown.length + takeover.waiting.length <= 14)
})
