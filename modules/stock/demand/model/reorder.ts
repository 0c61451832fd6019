import { normalQuantile } from './negative-binomial.ts'

/**
 * Safety stock for demand and lead time that both vary, independently and about normally:
 * z · √(L·σ² + d²·σ_L²) (Silver, Pyke, Thomas, “Inventory and Production Management”, 4th ed., ch. 6).
 */
export function safetyStock(input: {
  per_day: number
  deviation: number
  lead_days: number
  lead_deviation?: number
  service: number
}): number {
  const { per_day, deviation, lead_days, lead_deviation = 0, service } = input
  const spread = Math.sqrt(lead_days * deviation ** 2 + (per_day * lead_deviation) ** 2)
  return Math.ceil(normalQuantile(service) * spread - 1e-9)
}

/** What is sold during the lead time, and the safety stock. */
export const reorderPoint = (input: Parameters<typeof safetyStock>[0]): number =>
  Math.ceil(input.per_day * input.lead_days - 1e-9) + safetyStock(input)

interface Quantiles {
  expected: (days: number) => number
  quantile: (days: number, share: number) => number
}

export interface Ordering {
  safety_stock: number
  reorder_point: number
  /** What stock and what is under way should come up to when ordering. */
  order_up_to: number
}

/**
 * The same three figures from the product's own distribution instead of the normal one: the quantile of demand
 * over lead time, widened by what the supplier's delays add. Until the order after this one has come, lead time
 * plus one review must last.
 */
export function orderingOf(
  demand: Quantiles,
  input: { lead_days: number; lead_deviation: number; review_days: number; service: number },
): Ordering {
  const { lead_days, lead_deviation, review_days, service } = input
  const late = normalQuantile(service) * lead_deviation
  const cover = (days: number) => {
    const expected = demand.expected(days)
    const above = Math.max(0, demand.quantile(days, service) - expected)
    const per_day = days > 0 ? expected / days : 0
    return { expected, safety: Math.ceil(Math.hypot(above, per_day * late) - 1e-9) }
  }
  const during = cover(Math.max(1, lead_days))
  const until_next = cover(Math.max(1, lead_days) + review_days)
  return {
    safety_stock: during.safety,
    reorder_point: Math.ceil(during.expected - 1e-9) + during.safety,
    order_up_to: Math.ceil(until_next.expected - 1e-9) + until_next.safety,
  }
}

export interface Suggestion {
  quantity: number
  packs: number | null
}

/** How much to order now, in whole packages; 0 while stock and what is under way stay above the reorder point. */
export function orderQuantity(input: {
  available: number
  incoming: number
  reorder_point: number
  order_up_to: number
  pack: number | null
}): Suggestion {
  const { available, incoming, reorder_point, order_up_to, pack } = input
  const position = available + incoming
  if (position > reorder_point || order_up_to <= 0) return { quantity: 0, packs: pack ? 0 : null }
  const missing = Math.max(0, order_up_to - position)
  if (!pack) return { quantity: Math.ceil(missing - 1e-9), packs: null }
  const packs = Math.ceil(missing / pack - 1e-9)
  return { quantity: packs * pack, packs }
}
