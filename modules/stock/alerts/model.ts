export const ruleKinds = [
  'stock_out',
  'predicted_stock_out',
  'low_stock',
  'service_rate',
  'stale_data',
] as const
export type RuleKind = (typeof ruleKinds)[number]

/** What a rule may be set to. The widest limits are those of the index `stock.balance_at_risk`. */
export const thresholds: Record<RuleKind, { least: number; most: number; usual: number }> = {
  stock_out: { least: 0, most: 0, usual: 0 },
  // Share of the reorder point.
  low_stock: { least: 0.1, most: 1.25, usual: 1 },
  // Probability of running out within seven days.
  predicted_stock_out: { least: 0.2, most: 0.95, usual: 0.5 },
  // Points of the service rate lost between 28 days and the 28 before.
  service_rate: { least: 1, most: 50, usual: 5 },
  // Hours without news.
  stale_data: { least: 1, most: 336, usual: 24 },
}

export const usualSeverity: Record<RuleKind, 1 | 2 | 3> = {
  stock_out: 3,
  predicted_stock_out: 2,
  low_stock: 2,
  service_rate: 2,
  stale_data: 2,
}
/** Reminders come after a day; twice as often for the gravest, every third day for the lightest. */
export const reminderHours = (severity: number): number => (severity >= 3 ? 12 : severity === 2 ? 24 : 72)

/** Well again only 20 % beyond the threshold, and for a quarter of an hour: a shelf around its limit is one story. */
export const clearFactor = 1.2
export const clearMinutes = 15
/** A class-A product out of stock that nobody took up by then is told to the owner. */
export const escalationHours = 4
/** Where sales are typed in rather than imported, three times the hours: shops close. */
export const screenPatience = 3

export interface ServiceCount {
  lines: number
  complete: number
}

/**
 * Whether the service rate fell for real: at least so many points, enough lines on both sides, and more than
 * chance explains (two-proportion z-test on the pooled share, z > 2).
 */
export function serviceDrop(
  now: ServiceCount,
  before: ServiceCount,
): { points: number; z: number; counts: boolean } {
  if (now.lines < 30 || before.lines < 30) return { points: 0, z: 0, counts: false }
  const [rate, former] = [now.complete / now.lines, before.complete / before.lines]
  const pooled = (now.complete + before.complete) / (now.lines + before.lines)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / now.lines + 1 / before.lines))
  const z = error > 0 ? (former - rate) / error : 0
  return { points: (former - rate) * 100, z, counts: z > 2 }
}
