import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { apply, divide, nothing, type Valued } from './model.ts'

const units = (n: number) => BigInt(Math.round(n * 1_000))
const francs = (n: number) => BigInt(Math.round(n * 1_000_000))
const run = (state: Valued, steps: [number, number | null][]): Valued =>
  steps.reduce(
    (now, [quantity, cost]) =>
      apply(now, { quantity: units(quantity), unit_cost: cost === null ? null : francs(cost) }).state,
    state,
  )

test('100 at 1,000 and 50 at 1,300, 30 sold: 132,000 left by average, 135,000 first-in-first-out', () => {
  const steps: [number, number | null][] = [
    [100, 1_000],
    [50, 1_300],
    [-30, null],
  ]
  assert.equal(run(nothing('weighted_average', 0n), steps).value, francs(132_000))
  assert.equal(run(nothing('fifo', 0n), steps).value, francs(135_000))
})

test('goods sold before their receipt is written are put right by it', () => {
  for (const method of ['weighted_average', 'fifo'] as const) {
    const short = run(nothing(method, francs(900)), [[-4, null]])
    assert.equal(short.value, francs(-3_600))
    const settled = run(short, [[10, 1_000]])
    assert.equal(settled.quantity, units(6))
    assert.equal(settled.value, francs(6_000))
  }
})

test('halves are rounded away from zero', () => {
  assert.equal(divide(5n, 2n), 3n)
  assert.equal(divide(-5n, 2n), -3n)
  assert.equal(divide(4n, 3n), 1n)
})

test('whatever comes and goes: nothing left is worth nothing, layers add up, changes sum to the value', () => {
  const step = fc.record({
    quantity: fc.integer({ min: -40_000, max: 60_000 }).map(BigInt),
    unit_cost: fc.option(fc.integer({ min: 0, max: 5_000_000_000 }).map(BigInt), { nil: null }),
  })
  fc.assert(
    fc.property(
      fc.constantFrom('weighted_average' as const, 'fifo' as const),
      fc.array(step, { maxLength: 40 }),
      (method, steps) => {
        let state = nothing(method, 1_000_000n)
        let sum = 0n
        for (const one of steps) {
          const done = apply(state, one)
          state = done.state
          sum += done.change
          assert.equal(sum, state.value)
          if (state.quantity === 0n) assert.equal(state.value, 0n)
          if (state.quantity > 0n) assert.ok(state.value >= 0n)
          if (method === 'fifo' && state.quantity > 0n) {
            assert.equal(
              state.layers.reduce((total, layer) => total + layer.quantity, 0n),
              state.quantity,
            )
            assert.equal(
              state.layers.reduce((total, layer) => total + layer.value, 0n),
              state.value,
            )
          }
        }
        const emptied = apply(state, { quantity: -state.quantity, unit_cost: null }).state
        assert.equal(emptied.quantity, 0n)
        assert.equal(emptied.value, 0n)
      },
    ),
  )
})
