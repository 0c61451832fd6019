/** Ratings and what may be said of them. No input or output here. */

/** Below this, a mean says more about who answered than about the service. */
export const least_shown = 30

export interface Counts {
  /** Votes of 1 to 5, worst first. */
  csat: readonly [number, number, number, number, number]
  promoters: number
  passives: number
  detractors: number
}

export type NpsClass = 'promoter' | 'passive' | 'detractor'

/** 9 and 10 recommend, 0 to 6 warn others: Reichheld, "The One Number You Need to Grow", Harvard Business Review, 2003. */
export function npsClassOf(nps: number): NpsClass {
  if (nps >= 9) return 'promoter'
  return nps >= 7 ? 'passive' : 'detractor'
}

export interface Csat {
  n: number
  mean: number
  /** Shares of 4 and 5. */
  satisfied: number
}

export function csatOf({ csat }: Counts): Csat | null {
  const n = csat.reduce((sum, count) => sum + count, 0)
  if (n === 0) return null
  const points = csat.reduce((sum, count, index) => sum + count * (index + 1), 0)
  return { n, mean: points / n, satisfied: (csat[3] + csat[4]) / n }
}

export interface Nps {
  n: number
  /** -100 to 100. */
  score: number
  /** Its 95 % interval. */
  low: number
  high: number
}

const z95 = 1.959964

/**
 * Promoters less detractors in percent, with the adjusted Wald interval: three answers are added, three quarters
 * to either side, and the variance of a difference of two shares of one sample is taken,
 * `(p + d - (p - d)²) / n`. It keeps its 95 % also with few answers and at the ends of the scale, where the plain
 * interval is too short. B. Rocks, "Interval Estimation for the 'Net Promoter Score'", The American Statistician
 * 70 (4), 2016, pages 365 to 372.
 */
export function npsOf({ promoters, passives, detractors }: Counts): Nps | null {
  const n = promoters + passives + detractors
  if (n === 0) return null
  const total = n + 3
  const p = (promoters + 0.75) / total
  const d = (detractors + 0.75) / total
  const reach = z95 * Math.sqrt((p + d - (p - d) ** 2) / total)
  const score = (100 * (promoters - detractors)) / n
  return {
    n,
    score,
    // The centre is drawn towards zero: the interval never leaves out the score itself.
    low: Math.max(-100, Math.min(score, 100 * (p - d - reach))),
    high: Math.min(100, Math.max(score, 100 * (p - d + reach))),
  }
}

export interface StreakRule {
  alert_bad: number
  alert_latest: number
}

export type StreakStep = 'open' | 'close' | 'stay'

/**
 * What the latest votes mean for an alert. It opens with `alert_bad` bad ones among the latest and closes only
 * with half as many, so that one vote more or less does not ring twice.
 */
export function streakStep(latest: readonly number[], is_open: boolean, rule: StreakRule): StreakStep {
  const bad = latest.slice(0, rule.alert_latest).filter((csat) => csat <= 2).length
  if (!is_open) return bad >= rule.alert_bad ? 'open' : 'stay'
  return bad <= Math.floor(rule.alert_bad / 2) ? 'close' : 'stay'
}

/** How long after a visit it may still be rated, in milliseconds. */
export const rating_life_ms = 7 * 86_400_000
/** How long the counter's screen asks who has just been served. */
export const asking_s = 90

export const ratings = [1, 2, 3, 4, 5] as const
export const channels = ['page', 'counter', 'kiosk', 'message'] as const
export type VoteChannel = (typeof channels)[number]
