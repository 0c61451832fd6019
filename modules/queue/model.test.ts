import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  isHeld,
  isOver,
  mayStep,
  rangeOf,
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

test('a range is never empty, keeps both ends, and never shrinks when the wait grows', () => {
  fc.assert(
    fc.property(fc.nat(20_000), fc.nat(20_000), (p50, more) => {
      const range = rangeOf(p50, p50 + more)
      assert.ok(range.from_minutes >= 0 && range.to_minutes > range.from_minutes)
      assert.ok(range.from_minutes * 60 <= p50 && range.to_minutes * 60 >= p50 + more)
      assert.ok(rangeOf(p50, p50 + more + 60).to_minutes >= range.to_minutes)
    }),
  )
  assert.deepEqual(rangeOf(14 * 60 + 50, 24 * 60), { from_minutes: 10, to_minutes: 25 })
  assert.deepEqual(rangeOf(0, 100), { from_minutes: 0, to_minutes: 2 })
})
