/** As far ahead as a date is given; beyond, one can only say “not within”. */
export const farthest = 90

export interface Arrival {
  /** Days from today. */
  in_days: number
  quantity: number
}

export interface StockOut {
  within_7: number
  within_14: number
  /** Days until it is out with probability 10, 50 and 90 %; null beyond `farthest`. */
  pessimistic_days: number | null
  median_days: number | null
  optimistic_days: number | null
}

interface Tails {
  tail: (days: number, x: number) => number
}

/**
 * When the shelf is empty. Out by day h means that some day d ≤ h had sold all there was before the next arrival:
 * the largest of P(D(d) ≥ stock + arrivals before d) bounds it from below, and is exact without arrivals.
 * It only needs looking at on h itself and on the day of each arrival, since demand only adds up.
 */
export function stockOut(demand: Tails, stock: number, arrivals: readonly Arrival[] = []): StockOut {
  const dated = arrivals.filter(({ in_days }) => in_days < farthest).sort((a, b) => a.in_days - b.in_days)
  const out = (days: number): number => {
    if (stock <= 0) return 1
    let there = stock
    let worst = 0
    for (const { in_days, quantity } of dated) {
      if (in_days >= days) break
      if (in_days > 0) worst = Math.max(worst, demand.tail(in_days, there))
      there += quantity
    }
    return Math.max(worst, demand.tail(days, there))
  }
  const first = (share: number): number | null => {
    if (stock <= 0) return 0
    if (out(farthest) < share) return null
    let low = 0
    let high: number = farthest
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (out(middle) >= share) high = middle
      else low = middle
    }
    return high
  }
  return {
    within_7: out(7),
    within_14: out(14),
    pessimistic_days: first(0.1),
    median_days: first(0.5),
    optimistic_days: first(0.9),
  }
}

/** The day on which steady sales empty the shelf, dated arrivals counted. */
export function steadyOutDay(
  stock: number,
  per_day: number,
  arrivals: readonly Arrival[] = [],
): number | null {
  if (per_day <= 0) return null
  const tail = (days: number, x: number) => (per_day * days >= x - 1e-9 ? 1 : 0)
  return stockOut({ tail }, stock, arrivals).median_days
}
