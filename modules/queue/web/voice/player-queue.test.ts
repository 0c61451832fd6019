import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { nextStep, paceFor, UNDO_DELAY_MS, withCall, withoutStale, withoutTicket } from './player-queue.ts'
import type { Call, CallQueue } from './player-queue.ts'

function call(ticket_id: string, counter_label = 'Guichet 1'): Call {
  return { ticket_id, number: 'A001', counter_label }
}

describe('the queue of calls', () => {
  it('waits for a possible undo before it speaks', () => {
    const queue = withCall([], call('a'), 1_000)
    assert.deepEqual(nextStep(queue, 1_000), { kind: 'wait', until: 1_000 + UNDO_DELAY_MS })
    assert.equal(nextStep(queue, 1_000 + UNDO_DELAY_MS).kind, 'speak')
    assert.deepEqual(nextStep(withoutTicket(queue, 'a'), 5_000), { kind: 'idle' })
  })

  it('keeps the latest counter of a ticket called twice, at its place', () => {
    let queue = withCall([], call('a', 'Guichet 1'), 0)
    queue = withCall(queue, call('b'), 10)
    queue = withCall(queue, call('a', 'Guichet 2'), 20)
    const step = nextStep(queue, 2_000)
    assert.ok(step.kind === 'speak')
    assert.deepEqual(step.call, call('a', 'Guichet 2'))
    assert.deepEqual(
      step.queue.map((waiting) => waiting.call.ticket_id),
      ['b'],
    )
  })

  it('says less the more people wait', () => {
    const paces = [0, 1, 2, 3, 50].map(paceFor)
    assert.deepEqual(
      paces.map(({ passes, form }) => `${passes} ${form}`),
      ['2 full', '1 full', '1 full', '1 brief', '1 brief'],
    )
    for (const [at, pace] of paces.entries()) assert.ok(pace.gap_ms <= (paces[at - 1]?.gap_ms ?? Infinity))
  })

  it('forgets what nobody waits for any more', () => {
    const queue = withCall(withCall([], call('old'), 0), call('new'), 50_000)
    assert.deepEqual(
      withoutStale(queue, 70_000).map((waiting) => waiting.call.ticket_id),
      ['new'],
    )
  })

  it('gives back every call once, in order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(999)), fc.array(fc.nat(5_000)), (tickets, delays) => {
        let queue: CallQueue = []
        let now = 0
        for (const [at, ticket] of tickets.entries()) {
          now += delays[at] ?? 0
          queue = withCall(queue, call(String(ticket)), now)
        }
        const said: string[] = []
        for (;;) {
          const step = nextStep(queue, now)
          if (step.kind === 'idle') break
          if (step.kind === 'wait') {
            assert.ok(step.until > now)
            now = step.until
            continue
          }
          said.push(step.call.ticket_id)
          queue = step.queue
        }
        assert.deepEqual(said, tickets.map(String))
      }),
    )
  })
})
