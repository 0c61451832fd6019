/** Windows of the past looked back upon, a week apart. */
export const pastWindows = 8
/** Horizons in days for which ratios are kept; another horizon uses the nearest. */
export const horizons = [7, 14, 28, 56] as const
/** Upper bounds of the expected demand in units; below 1 the totals themselves are kept instead of ratios. */
export const binEdges = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, Infinity] as const
const rawBins = 3
/** Bins with fewer windows borrow from their neighbours. */
const leastWindows = 40
/** How many evenly spaced quantiles stand for a bin. */
const kept = 200

export interface PooledRatios {
  horizon: number
  /** By bin, sorted upwards: actual ÷ expected, or the actual totals in bins below one unit. */
  bins: Float64Array[]
}

export function binOf(expected: number): number {
  let bin = 0
  while (expected >= binEdges[bin]!) bin++
  return bin
}

/**
 * What really happened when so much was expected, over past windows of all products: “split conformal” in the
 * sense of Vovk, Gammerman, Shafer 2005, on the ratio actual ÷ expected, binned by what was expected (a Mondrian
 * taxonomy). It knows by itself how wrong the level tends to be, how sales cluster and how fat the tail is.
 */
export class RatioCollector {
  readonly #bins = binEdges.map((): number[] => [])
  readonly horizon: number
  constructor(horizon: number) {
    this.horizon = horizon
  }

  add(expected: number, actual: number): void {
    if (!(expected > 0)) return
    const bin = binOf(expected)
    this.#bins[bin]!.push(bin < rawBins ? actual : actual / expected)
  }

  finish(): PooledRatios {
    const own = this.#bins
    const bins = own.map((values, bin) => {
      const enough = [...values]
      // Ratios borrow from ratios, totals from totals: they are not the same thing.
      for (let reach = 1; enough.length < leastWindows && reach < own.length; reach++) {
        for (const other of [bin - reach, bin + reach]) {
          if (other >= 0 && other < own.length && bin < rawBins === other < rawBins)
            enough.push(...own[other]!)
        }
      }
      return enough.length < leastWindows ? new Float64Array(0) : evenly(Float64Array.from(enough).sort())
    })
    return { horizon: this.horizon, bins }
  }
}

function evenly(sorted: Float64Array): Float64Array {
  if (sorted.length <= kept) return sorted
  return Float64Array.from(
    { length: kept },
    (_, i) => sorted[Math.floor(((i + 0.5) / kept) * sorted.length)]!,
  )
}

/** P(D ≥ x) when `expected` units are expected; NaN when the past says nothing about such amounts. */
export function pooledTail(ratios: PooledRatios, expected: number, x: number): number {
  if (x <= 0) return 1
  if (!(expected > 0)) return 0
  const bin = binOf(expected)
  const values = ratios.bins[bin]!
  if (values.length === 0) return Number.NaN
  const wanted = (bin < rawBins ? x : x / expected) - 1e-9
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return (values.length - low) / values.length
}

/** The ratios kept for the horizon nearest to this one, by their quotient. */
export function nearestRatios(all: readonly PooledRatios[], days: number): PooledRatios | undefined {
  let best: PooledRatios | undefined
  let least = Infinity
  for (const ratios of all) {
    const far = Math.abs(Math.log(ratios.horizon / days))
    if (far < least) {
      least = far
      best = ratios
    }
  }
  return best
}
