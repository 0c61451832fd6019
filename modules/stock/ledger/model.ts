import type { Valuation } from '../catalogue/model.ts'

export const kinds = [
  'receipt',
  'sale',
  'transfer_out',
  'transfer_in',
  'adjustment',
  'count',
  'return',
  'loss',
] as const
export type Kind = (typeof kinds)[number]

/**
 * Value of stock (SYSCOHADA, inventaire permanent: CMP after each entry, or PEPS; last-in-first-out is not
 * offered). Quantities are thousandths of a base unit and money millionths of a minor unit, both as
 * integers: what is left after the last unit is exactly nothing, and unit costs of 1 234,50 add up.
 */
export interface Valued {
  method: Valuation
  /** Thousandths. */
  quantity: bigint
  /** Millionths of a minor unit. */
  value: bigint
  /** First-in-first-out: what is left of each entry, oldest first. */
  layers: { quantity: bigint; value: bigint }[]
  /** Of one unit, in millionths: for entries without a cost of their own and goods that leave unreceived. */
  unit_cost: bigint
}

export interface Step {
  /** Thousandths, signed. */
  quantity: bigint
  /** Of one unit, in millionths; null: the present cost. */
  unit_cost: bigint | null
}

export const nothing = (method: Valuation, unit_cost: bigint): Valued => ({
  method,
  quantity: 0n,
  value: 0n,
  layers: [],
  unit_cost,
})

/** Division rounded to the nearest, halves away from zero. */
export function divide(dividend: bigint, divisor: bigint): bigint {
  const negative = dividend < 0n !== divisor < 0n
  const [n, d] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor]
  const result = (2n * n + d) / (2n * d)
  return negative ? -result : result
}

const worth = (quantity: bigint, unit_cost: bigint): bigint => divide(quantity * unit_cost, 1_000n)
const unitCost = (quantity: bigint, value: bigint): bigint => divide(value * 1_000n, quantity)

/**
 * One movement. Returns the new state and what the movement added to the value (negative: cost of goods
 * that left). While stock is negative, what is missing is carried at the last known cost and put right by
 * the entry that ends the shortage.
 */
export function apply(state: Valued, step: Step): { state: Valued; change: bigint } {
  const next = step.quantity >= 0n ? enter(state, step) : leave(state, -step.quantity)
  return { state: next, change: next.value - state.value }
}

function enter(state: Valued, { quantity, unit_cost }: Step): Valued {
  if (quantity === 0n) return state
  const cost = unit_cost ?? state.unit_cost
  const total = state.quantity + quantity
  if (state.quantity < 0n) {
    // The shortage is settled at this entry's cost; what remains of the entry is what is there.
    const value = worth(total, cost)
    return {
      ...state,
      quantity: total,
      value,
      layers: total > 0n ? [{ quantity: total, value }] : [],
      unit_cost: cost,
    }
  }
  const added = worth(quantity, cost)
  const value = state.value + added
  return {
    ...state,
    quantity: total,
    value,
    layers: state.method === 'fifo' ? [...state.layers, { quantity, value: added }] : [],
    unit_cost: state.method === 'fifo' ? cost : unitCost(total, value),
  }
}

function leave(state: Valued, quantity: bigint): Valued {
  const total = state.quantity - quantity
  if (total <= 0n) {
    return { ...state, quantity: total, value: worth(total, state.unit_cost), layers: [] }
  }
  if (state.method === 'weighted_average') {
    return { ...state, quantity: total, value: state.value - divide(state.value * quantity, state.quantity) }
  }
  let missing = quantity
  const layers: Valued['layers'] = []
  for (const layer of state.layers) {
    if (missing === 0n) layers.push(layer)
    else if (layer.quantity <= missing) missing -= layer.quantity
    else {
      const left = layer.quantity - missing
      layers.push({ quantity: left, value: layer.value - divide(layer.value * missing, layer.quantity) })
      missing = 0n
    }
  }
  return { ...state, quantity: total, value: layers.reduce((sum, layer) => sum + layer.value, 0n), layers }
}
