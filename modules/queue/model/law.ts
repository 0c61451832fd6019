/** Laws of probability that estimates stand on. Times in seconds. */

/** Standard normal distribution function: Abramowitz and Stegun 26.2.17, error below 7.5e-8. */
export function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const poly =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  const tail = (Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly
  return z >= 0 ? 1 - tail : tail
}

/**
 * Quantile of a Gamma law with this mean and variance, by Wilson and Hilferty's cube (1931): the cube root
 * is nearly normal. Good to about 2 % for shapes above 0.5, which is what one residual service has.
 */
export function gammaQuantile(mean: number, variance: number, share: number): number {
  if (mean <= 0) return 0
  const shape = Math.max(0.4, (mean * mean) / Math.max(variance, 1e-9))
  const ninth = 1 / (9 * shape)
  const cube = 1 - ninth + normalQuantile(share) * Math.sqrt(ninth)
  return mean * Math.max(0, cube) ** 3
}

/** Standard normal quantile: Abramowitz and Stegun 26.2.23, error below 4.5e-4. */
export function normalQuantile(share: number): number {
  if (share === 0.5) return 0
  const t = Math.sqrt(-2 * Math.log(Math.min(share, 1 - share)))
  const z =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
  return share < 0.5 ? -z : z
}

/** Parameters of the lognormal law with this mean and coefficient of variation. */
export function lognormalOf(mean: number, cv: number): { mu: number; sigma: number } {
  const sigma = Math.sqrt(Math.log(1 + cv * cv))
  return { mu: Math.log(Math.max(mean, 1)) - (sigma * sigma) / 2, sigma }
}

/**
 * Mean and variance of what remains of a lognormal service that has already lasted `elapsed`: the longer a
 * service has lasted, the longer it will still last, unlike the memoryless one of textbooks.
 */
export function remaining(mean: number, cv: number, elapsed: number): { mean: number; variance: number } {
  const { mu, sigma } = lognormalOf(mean, cv)
  if (elapsed <= 0) return { mean, variance: (cv * mean) ** 2 }
  const z = (Math.log(elapsed) - mu) / sigma
  const survive = 1 - normalShare(z)
  // Far in the tail the quotient loses its digits; by then what remains is about one service.
  if (survive < 1e-4) return { mean, variance: mean * mean }
  const first = (mean * (1 - normalShare(z - sigma))) / survive
  const second = (mean * mean * (1 + cv * cv) * (1 - normalShare(z - 2 * sigma))) / survive
  const excess = Math.max(1, first - elapsed)
  return { mean: excess, variance: Math.max(excess * excess * 0.05, second - first * first) }
}

/** Mulberry32: small and seeded. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Box and Muller, 1958. */
export const gaussian = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
