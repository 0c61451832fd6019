/** Holds what was promised against what happened. Times in seconds. */
export interface Scored {
  /** As estimated, before any calibration. */
  p50_s: number
  p90_s: number
  waited_s: number
}
export interface Calibration {
  p50_factor: number
  p90_factor: number
  n: number
}
export const uncalibrated: Calibration = { p50_factor: 1, p90_factor: 1, n: 0 }

/** The newest quotes of a site that calibrate its next ones: about a week of a busy one. */
export const calibrationMemory = 1_500
/** As many quotes as it takes to believe a site's own errors half: those of one rush err together, and count for few. */
const doubt = 200
/** Below this a quotient tells more about a slow press of a button than about the estimate. */
const shortest_s = 60

/**
 * Factors by which a site's ranges must be stretched so that half of its visitors waited less than the first
 * figure and nine in ten less than the second: split conformal prediction (Vovk, Gammerman and Shafer 2005; Lei
 * and others 2018) on the quotient of wait and estimate, over a sliding window, drawn towards no change while few.
 */
export function calibrationOf(scored: readonly Scored[]): Calibration {
  const told = scored.filter(({ p50_s }) => p50_s >= shortest_s)
  if (told.length === 0) return uncalibrated
  const factor = (share: number, promised: (one: Scored) => number): number => {
    const quotients = told.map((one) => one.waited_s / promised(one)).toSorted((a, b) => a - b)
    const at = Math.min(quotients.length - 1, Math.ceil(share * (quotients.length + 1)) - 1)
    const found = Math.log(Math.max(0.05, quotients[at]!))
    return Math.min(2.5, Math.max(0.4, Math.exp((found * told.length) / (told.length + doubt))))
  }
  return {
    p50_factor: factor(0.5, ({ p50_s }) => p50_s),
    p90_factor: factor(0.9, ({ p90_s }) => p90_s),
    n: told.length,
  }
}
