/** Up to this many units the sum is made term by term; beyond, the gamma with the same two moments serves. */
const exactUpTo = 400

/**
 * P(D ≥ x) for a negative binomial with this mean and variance (Poisson when it varies no more than that).
 * Moments: r = μ² / (σ² − μ), p = μ / σ² (Johnson, Kemp, Kotz, “Univariate Discrete Distributions”, ch. 5).
 * Quantities sold in fractions, and large ones, follow the gamma with the same moments instead.
 */
export function countTail(x: number, mean: number, variance: number, whole_units = true): number {
  if (x <= 0) return 1
  if (mean <= 0) return 0
  if (!whole_units) return gammaTail(x, mean, variance)
  const need = Math.ceil(x - 1e-9)
  if (need > exactUpTo) return gammaTail(need - 0.5, mean, Math.max(variance, mean))
  const spread = Math.max(variance, mean * 1.000001)
  const r = (mean * mean) / (spread - mean)
  const success = mean / spread
  // term(k) = term(k−1) · (r + k − 1) / k · (1 − p); in logs at first, so that it cannot vanish.
  const start = r > 1e6 ? -mean : r * Math.log(success)
  if (start < -700) return gammaTail(need - 0.5, mean, spread)
  let term = Math.exp(start)
  let below = term
  const failure = 1 - success
  for (let k = 1; k < need; k++) {
    term *= r > 1e6 ? mean / k : ((r + k - 1) / k) * failure
    below += term
  }
  return Math.min(1, Math.max(0, 1 - below))
}

/** P(D ≥ x) for a gamma with these moments, by Wilson and Hilferty's cube root (1931). */
export function gammaTail(x: number, mean: number, variance: number): number {
  if (x <= 0) return 1
  if (mean <= 0) return 0
  const shape = (mean * mean) / Math.max(variance, 1e-12)
  if (shape < 0.3) {
    // The cube root is poor for shapes far below one; the log-normal with the same moments stays sane.
    const log_variance = Math.log1p(1 / shape)
    return normalTail((Math.log(x / mean) + log_variance / 2) / Math.sqrt(log_variance))
  }
  const spread = 1 / (9 * shape)
  return normalTail((Math.cbrt(x / mean) - 1 + spread) / Math.sqrt(spread))
}

/** P(Z ≥ z), Abramowitz and Stegun 26.2.17: wrong by less than 7.5e-8. */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z)
  const t = 1 / (1 + 0.2316419 * z)
  const polynomial =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return 0.3989422804014327 * Math.exp((-z * z) / 2) * polynomial
}

/** The z with P(Z ≤ z) = share: Acklam's rational approximation, relative error below 1.2e-9. */
export function normalQuantile(share: number): number {
  if (share <= 0) return -Infinity
  if (share >= 1) return Infinity
  if (share < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(share))
    return (
      (((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) *
        q +
        4.374664141464968) *
        q +
        2.938163982698783) /
      ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) *
        q +
        1)
    )
  }
  if (share > 0.97575) return -normalQuantile(1 - share)
  const q = share - 0.5
  const r = q * q
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
      2.506628277459239) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
      1)
  )
}
