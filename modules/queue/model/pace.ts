/** How long a service keeps an agent, from its last visits and what the organisation expects. */

export interface Pace {
  mean_s: number
  /** Standard deviation over mean. */
  cv: number
  /** Visits it was learned from. */
  n: number
}

/**
 * As many past visits as matter: more would follow slowly when work changes, fewer would jump (in replays, the
 * last 30 cost two points of MAPE against the last 100, and 150 gain a quarter of a point).
 */
export const mostVisits = 150
/** What services look like before anything was measured. */
const usual_cv = 0.75
/** How far expected minutes are usually from the truth, as a share, before any service told. */
const usual_spread = 0.4
/** As many visits as one must have seen to believe their spread as much as the usual one. */
const spread_visits = 25

export interface Prior {
  /** By how much the organisation's expected minutes are usually too short (above 1) or too long. */
  factor: number
  /** Spread of the truth around them, on a logarithmic scale. */
  spread: number
}
export const firstPrior: Prior = { factor: 1, spread: usual_spread }

export const paceFromExpected = (expected_s: number, prior: Prior = firstPrior): Pace => ({
  mean_s: expected_s * prior.factor,
  cv: usual_cv,
  n: 0,
})

function median(sorted: readonly number[]): number {
  const middle = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/**
 * Mean and spread of these visits; one that was forgotten open overnight counts as a very long one, not as
 * a night. The limit lies three robust deviations (median absolute deviation, on a logarithmic scale) above the
 * median: beyond it, one lognormal visit in 700.
 */
export function measured(visits_s: readonly number[]): { mean_s: number; cv: number; n: number } | null {
  const logs = visits_s.filter((visit) => visit > 0).map(Math.log)
  if (logs.length === 0) return null
  const middle = median(logs.toSorted((a, b) => a - b))
  const deviation = 1.4826 * median(logs.map((log) => Math.abs(log - middle)).toSorted((a, b) => a - b))
  const limit = middle + 3 * Math.max(deviation, 0.35)
  const kept = logs.map((log) => Math.exp(Math.min(log, limit)))
  const mean_s = kept.reduce((sum, visit) => sum + visit, 0) / kept.length
  const variance =
    kept.length < 2 ? 0 : kept.reduce((sum, visit) => sum + (visit - mean_s) ** 2, 0) / (kept.length - 1)
  return { mean_s, cv: Math.sqrt(variance) / mean_s, n: kept.length }
}

/**
 * What a service's visits say, drawn towards what the organisation expects as long as they are few:
 * empirical Bayes (Efron and Morris 1975), in which the weight of the expectation follows from how wrong
 * this organisation's expectations turned out to be.
 */
export function shrunkPace(visits_s: readonly number[], expected_s: number, prior: Prior = firstPrior): Pace {
  const found = measured(visits_s)
  if (!found) return paceFromExpected(expected_s, prior)
  const cv_squared = (spread_visits * usual_cv ** 2 + found.n * found.cv ** 2) / (spread_visits + found.n)
  const weight = cv_squared / prior.spread ** 2
  return {
    mean_s: (weight * expected_s * prior.factor + found.n * found.mean_s) / (weight + found.n),
    cv: Math.min(2, Math.max(0.2, Math.sqrt(cv_squared))),
    n: found.n,
  }
}

/** How far an organisation's expectations are from its measurements, from the services that have enough. */
export function priorOf(
  services: readonly { mean_s: number; cv: number; n: number; expected_s: number }[],
): Prior {
  const told = services.filter(({ n }) => n >= 20)
  if (told.length === 0) return firstPrior
  const ratios = told.map(({ mean_s, expected_s }) => Math.log(mean_s / expected_s))
  // Two imaginary services that are just as expected keep one real one from speaking for all.
  const centre = ratios.reduce((sum, ratio) => sum + ratio, 0) / (ratios.length + 2)
  const noise = told.reduce((sum, { cv, n }) => sum + (cv * cv) / n, 0) / told.length
  const around = ratios.reduce((sum, ratio) => sum + (ratio - centre) ** 2, 0)
  const spread_squared = (2 * usual_spread ** 2 + around) / (told.length + 2) - noise
  return { factor: Math.exp(centre), spread: Math.sqrt(Math.max(0.1 ** 2, spread_squared)) }
}
