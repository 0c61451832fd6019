import { closedBelow, fitLevel, type Level } from './level.ts'
import { countTail } from './negative-binomial.ts'
import { nearestRatios, pastWindows, pooledTail, type PooledRatios } from './pooled-ratios.ts'

/** Own past windows count when at least this share of their exposure was observed. */
const leastObserved = 0.5
/** A past level counts as at least this share of the plain mean. */
const leastScale = 0.2
/** As far back as own windows are looked at. */
const ownPast = 365

/** Scratch that is used again for every product: a hundred thousand of them make no garbage. */
export class Workspace {
  path = new Float64Array(0)
  units = new Float64Array(0)
  exposure = new Float64Array(0)
  ahead = new Float64Array(0)

  reserve(days: number, ahead: number): void {
    if (this.path.length < days + 1) {
      this.path = new Float64Array(days + 1)
      this.units = new Float64Array(days + 1)
      this.exposure = new Float64Array(days + 1)
    }
    if (this.ahead.length < ahead + 1) this.ahead = new Float64Array(ahead + 1)
  }
}

/**
 * What is known of one product's demand after its last day: the level, and how likely each amount is over the
 * next days. The distribution is the plain mean of three, none of which was best everywhere:
 * the negative binomial around the level, pooled ratios of all products, and the product's own past windows
 * scaled to today's level.
 */
export class DemandAhead {
  readonly fit: Level
  readonly #space: Workspace
  readonly #days: number
  readonly #ratios: readonly PooledRatios[]
  /** Variance of one ordinary day around what was expected of it. */
  #daily_variance = 0

  /**
   * @param exposure of the past days, then of `ahead` days to come
   */
  constructor(
    demand: Float64Array,
    exposure: Float64Array,
    days: number,
    ahead: number,
    ratios: readonly PooledRatios[],
    space: Workspace,
  ) {
    space.reserve(days, ahead)
    this.#space = space
    this.#days = days
    this.#ratios = ratios
    this.fit = fitLevel(demand, exposure, days, space.path)
    let error = 0
    space.units[0] = 0
    space.exposure[0] = 0
    for (let day = 0; day < days; day++) {
      const sold = demand[day]!
      const expected = exposure[day]!
      const counts = !Number.isNaN(sold) && expected >= closedBelow
      space.units[day + 1] = space.units[day]! + (counts ? sold : 0)
      space.exposure[day + 1] = space.exposure[day]! + (counts ? expected : 0)
      if (counts) error += (sold - space.path[day]! * expected) ** 2
    }
    this.#daily_variance = this.fit.exposure > 0 ? error / this.fit.exposure : 0
    space.ahead[0] = 0
    for (let day = 0; day < ahead; day++) space.ahead[day + 1] = space.ahead[day]! + exposure[days + day]!
  }

  /** Units expected over the next `days`. */
  expected(days: number): number {
    return this.fit.level * this.#space.ahead[days]!
  }

  variance(days: number): number {
    return this.#daily_variance * this.#space.ahead[days]!
  }

  /** P(demand over the next `days` ≥ x). */
  tail(days: number, x: number): number {
    if (x <= 0) return 1
    const expected = this.expected(days)
    if (expected <= 0) return 0
    const three = [
      countTail(x, expected, this.variance(days), this.fit.whole_units),
      this.pooled(days, x),
      this.own(days, x),
    ]
    let sum = 0
    let count = 0
    for (const part of three) {
      if (Number.isNaN(part)) continue
      sum += part
      count++
    }
    return sum / count
  }

  pooled(days: number, x: number): number {
    const ratios = nearestRatios(this.#ratios, days)
    return ratios ? pooledTail(ratios, this.expected(days), x) : Number.NaN
  }

  /** The share of the product's own past windows of this length which, at today's level, would have sold x. */
  own(days: number, x: number): number {
    const { units, exposure, path, ahead } = this.#space
    const expected_exposure = ahead[days]!
    const level = this.fit.level
    // A product that had almost faded and came back must not turn one sale into thousands.
    const least = (leastScale * this.fit.units) / this.fit.exposure
    let windows = 0
    let reached = 0
    for (let from = Math.max(0, this.#days - ownPast); from + days <= this.#days; from++) {
      const seen = exposure[from + days]! - exposure[from]!
      if (seen < leastObserved * expected_exposure) continue
      const then = Math.max(path[from]!, least)
      windows++
      const sold = units[from + days]! - units[from]!
      if (((sold * level) / then) * (expected_exposure / seen) >= x - 1e-9) reached++
    }
    return windows >= 2 ? reached / windows : Number.NaN
  }

  /** The smallest whole amount that demand over these days stays at or below with this probability. */
  quantile(days: number, share: number): number {
    const out = 1 - share
    let high = Math.max(1, Math.ceil(this.expected(days)))
    while (this.tail(days, high + 1) > out + 1e-9 && high < 1e9) high *= 2
    let low = -1
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      if (this.tail(days, middle + 1) > out + 1e-9) low = middle
      else high = middle
    }
    return high
  }

  /** Feeds past windows of this product, a week apart, with what had been expected of them. */
  pastRatios(horizon: number, add: (expected: number, actual: number) => void): void {
    const { units, exposure, path } = this.#space
    for (let window = 0; window < pastWindows; window++) {
      const from = this.#days - horizon - 7 * window
      if (from < 28) return
      const seen = exposure[from + horizon]! - exposure[from]!
      if (seen <= 0) continue
      add(path[from]! * seen, units[from + horizon]! - units[from]!)
    }
  }
}
