import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  isHeld,
  isOver,
  mayStep,
  simpleRange,
  steps,
  ticketNumber,
  ticketStatuses,
  type Action,
} from './model.ts'

test('a finished visit can only be put back in line, and only a called one can be absent', () => {
  for (const action of Object.keys(steps) as Action[]) {
    for (const status of ticketStatuses) {
      if (!mayStep(action, status)) continue
      if (isOver(status)) assert.equal(action, 'reactivate')
      if (action === 'no_show') assert.equal(status, 'called')
    }
  }
})

test('every state but the final ones can be left, and every final one reached', () => {
  for (const status of ticketStatuses) {
    const left = (Object.keys(steps) as Action[]).some(
      (action) => mayStep(action, status) && steps[action].to !== status,
    )
    const reached = status === 'waiting' || Object.values(steps).some((rule) => rule.to === status)
    assert.ok(reached, status)
    assert.equal(left || status === 'completed', true, status)
    assert.equal(isHeld(status) && isOver(status), false)
  }
})

test('numbers read as letters and at least three digits', () => {
  assert.equal(ticketNumber('A', 1), 'A001')
  assert.equal(ticketNumber('KL', 42), 'KL042')
  assert.equal(ticketNumber('A', 1234), 'A1234')
})

test('a range is never empty, never shrinks with people ahead, and is absent without an open counter', () => {
  assert.equal(simpleRange(3, 10, 0), null)
  fc.assert(
    fc.property(
      fc.nat(5_000),
      fc.integer({ min: 1, max: 480 }),
      fc.integer({ min: 1, max: 50 }),
      (work, minutes, counters) => {
        const range = simpleRange(work, minutes, counters)!
        const more = simpleRange(work + 1, minutes, counters)!
        assert.ok(range.from_minutes >= 0 && range.to_minutes > range.from_minutes)
        assert.ok(more.to_minutes >= range.to_minutes)
      },
    ),
  )
})
