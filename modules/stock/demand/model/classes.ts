export type AbcClass = 'A' | 'B' | 'C'
export type XyzClass = 'X' | 'Y' | 'Z'

/** A: the products that bring the first 80 % of sales; B: up to 95 %; C: the rest (Pareto, as Dickie 1951). */
export function abcClasses(sales: ReadonlyMap<string, number>): Map<string, AbcClass> {
  const sorted = [...sales].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const total = sorted.reduce((sum, [, amount]) => sum + Math.max(0, amount), 0)
  const classes = new Map<string, AbcClass>()
  let before = 0
  for (const [id, amount] of sorted) {
    const share = total > 0 ? before / total : 1
    classes.set(id, amount <= 0 ? 'C' : share < 0.8 ? 'A' : share < 0.95 ? 'B' : 'C')
    before += Math.max(0, amount)
  }
  return classes
}

/**
 * How steady demand is, by the coefficient of variation of whole weeks: X up to 0.5, Y up to 1, Z beyond or
 * too little known. Weeks with a missing day are scaled up to seven when at least four days were seen.
 */
export function xyzClass(demand: Float64Array, days: number): XyzClass {
  let weeks = 0
  let sum = 0
  let squares = 0
  for (let end = days; end - 7 >= 0 && weeks < 26; end -= 7) {
    let units = 0
    let seen = 0
    for (let day = end - 7; day < end; day++) {
      if (Number.isNaN(demand[day]!)) continue
      units += demand[day]!
      seen++
    }
    if (seen < 4) continue
    const week = (units / seen) * 7
    weeks++
    sum += week
    squares += week * week
  }
  if (weeks < 4 || sum === 0) return 'Z'
  const mean = sum / weeks
  const variation = Math.sqrt(Math.max(0, squares / weeks - mean * mean)) / mean
  return variation <= 0.5 ? 'X' : variation <= 1 ? 'Y' : 'Z'
}
