import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  callSequence,
  firstTurn,
  ruleOf,
  turnAfter,
  type Standing,
  type TicketClass,
  type Turn,
  type TurnRules,
} from './turns.ts'

interface Waiting {
  id: string
  class: TicketClass
  arrived: number
  priority: number
}

const standing = (tickets: readonly Waiting[], now: number, longest: number | null): Standing[] => {
  const arrival = tickets.toSorted((a, b) => a.arrived - b.arrived)
  const byClass = tickets.toSorted((a, b) => b.priority - a.priority || a.arrived - b.arrived)
  return tickets.map((ticket) => ({
    id: ticket.id,
    class: ticket.class,
    is_late: longest !== null && now - ticket.arrived >= longest,
    by_arrival: arrival.indexOf(ticket),
    by_class: byClass.indexOf(ticket),
    by_appointment: arrival.indexOf(ticket),
  }))
}

const rulesArbitrary = fc.record({
  calling_order: fc.constant<'priority_fifo'>('priority_fifo'),
  ratio_priority: fc.option(fc.integer({ min: 1, max: 9 }), { nil: null }),
  ratio_ordinary: fc.integer({ min: 1, max: 4 }),
  most_in_a_row: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
  longest_wait_min: fc.option(fc.integer({ min: 10, max: 60 }), { nil: null }),
})
const classes: TicketClass[] = ['ordinary', 'ordinary', 'preferred', 'appointment']
/** What happens each minute: who comes, and how many are called. */
const historyArbitrary = fc.array(
  fc.record({
    comes: fc.array(fc.record({ class: fc.constantFrom(...classes), priority: fc.constantFrom(5, 9) }), {
      maxLength: 3,
    }),
    calls: fc.nat(2),
  }),
  { minLength: 50, maxLength: 250 },
)

interface Call {
  ticket: Waiting
  before: Turn
  waiting: Waiting[]
  minute: number
  called_before: number
}

function live(
  rules: TurnRules,
  history: readonly {
    comes: readonly { class: TicketClass; priority: number }[]
    calls: number
  }[],
): Call[] {
  let waiting: Waiting[] = []
  let turn = firstTurn
  const calls: Call[] = []
  let made = 0
  for (const [minute, { comes, calls: count }] of history.entries()) {
    for (const one of comes) {
      waiting.push({
        id: `t${made}`,
        class: one.class,
        arrived: minute + made++ / 1e6,
        priority: one.class === 'preferred' ? one.priority : 0,
      })
    }
    for (let call = 0; call < count && waiting.length > 0; call++) {
      const [head] = callSequence(rules, turn, standing(waiting, minute, rules.longest_wait_min))
      const ticket = waiting.find(({ id }) => id === head!.id)!
      calls.push({ ticket, before: turn, waiting, minute, called_before: calls.length })
      turn = turnAfter(rules, turn, ticket.class)
      waiting = waiting.filter((other) => other !== ticket)
    }
  }
  return calls
}

test('first in, first out inside a class, whatever the rules and the history', () => {
  fc.assert(
    fc.property(rulesArbitrary, historyArbitrary, (rules, history) => {
      for (const { ticket, waiting, minute } of live(rules, history)) {
        const late = (one: Waiting) =>
          rules.longest_wait_min !== null && minute - one.arrived >= rules.longest_wait_min
        for (const other of waiting) {
          const same = other.class === ticket.class && other.priority === ticket.priority
          if (same && other.arrived < ticket.arrived) assert.fail(`${other.id} came before ${ticket.id}`)
          // Nobody late is passed by somebody of the same line who came later.
          if (late(other) && late(ticket) && other.class === ticket.class)
            assert.ok(other.arrived >= ticket.arrived || other.priority < ticket.priority || other === ticket)
        }
      }
    }),
    { numRuns: 150 },
  )
})

test('the ceiling is never exceeded while somebody ordinary waits', () => {
  fc.assert(
    fc.property(rulesArbitrary, historyArbitrary, (rules, history) => {
      if (rules.most_in_a_row === null) return
      let in_a_row = 0
      for (const { ticket, waiting } of live(rules, history)) {
        if (ticket.class === 'ordinary') in_a_row = 0
        else {
          in_a_row++
          if (waiting.some((one) => one.class === 'ordinary')) assert.ok(in_a_row <= rules.most_in_a_row)
        }
      }
    }),
    { numRuns: 300 },
  )
})

test('a ratio holds exactly while both classes wait, under priority arrivals without end', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }), (priority, ordinary) => {
      const rules: TurnRules = {
        calling_order: 'priority_fifo',
        ratio_priority: priority,
        ratio_ordinary: ordinary,
        most_in_a_row: null,
        longest_wait_min: null,
      }
      const rounds = 12
      const history = Array.from({ length: (priority + ordinary) * rounds }, () => ({
        comes: [
          { class: 'preferred' as const, priority: 5 },
          { class: 'ordinary' as const, priority: 0 },
        ],
        calls: 1,
      }))
      const called = live(rules, history).map(({ ticket }) => ticket.class)
      for (let round = 0; round < rounds; round++) {
        const part = called.slice(round * (priority + ordinary), (round + 1) * (priority + ordinary))
        assert.equal(part.filter((one) => one === 'preferred').length, priority)
        assert.equal(part.filter((one) => one === 'ordinary').length, ordinary)
      }
    }),
  )
})

test('nobody starves: whoever is beyond the longest wait is called after a bounded number of calls', () => {
  fc.assert(
    fc.property(rulesArbitrary, historyArbitrary, (rules, history) => {
      const longest = rules.longest_wait_min
      if (longest === null) return
      const calls = live(rules, history)
      for (const [index, call] of calls.entries()) {
        // Calls made since this ticket was beyond the wait, and those that stood before it then.
        const since = calls.findIndex(({ minute }) => minute - call.ticket.arrived >= longest)
        if (since < 0 || since > index) continue
        const ahead = calls[since]!.waiting.filter((one) => one.arrived < call.ticket.arrived).length
        const bound = 2 * (ahead + 1) * (1 + rules.ratio_ordinary) + rules.ratio_ordinary + 2
        assert.ok(index - since <= bound, `${call.ticket.id}: ${index - since} calls, at most ${bound}`)
      }
    }),
    { numRuns: 300 },
  )
})

test('each rule is named by what made the choice', () => {
  const rules: TurnRules = {
    calling_order: 'priority_fifo',
    ratio_priority: 2,
    ratio_ordinary: 1,
    most_in_a_row: 3,
    longest_wait_min: 60,
  }
  const ordinary = { class: 'ordinary' as const, is_late: false }
  assert.equal(ruleOf(rules, firstTurn, ordinary, false), 'arrival')
  assert.equal(ruleOf(rules, { ...firstTurn, preferred_taken: 2 }, ordinary, false), 'ratio')
  assert.equal(ruleOf(rules, { ...firstTurn, in_a_row: 3 }, ordinary, false), 'ceiling')
  assert.equal(ruleOf(rules, firstTurn, { ...ordinary, is_late: true }, false), 'late')
  assert.equal(ruleOf(rules, firstTurn, { class: 'preferred', is_late: false }, false), 'priority')
  assert.equal(ruleOf(rules, firstTurn, { class: 'appointment', is_late: true }, false), 'appointment')
  assert.equal(ruleOf({ ...rules, calling_order: 'priority' }, firstTurn, ordinary, true), 'preference')
})
