import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  DemandAhead,
  dayOf,
  RatioCollector,
  weekdayOf,
  weekdayProfile,
  Workspace,
} from '@guichet/stock/demand-model'
import type { Day, PooledRatios, Told } from '@guichet/stock/demand-model'

export interface Sold {
  id: string
  first_day: Day
  demand: Float64Array
}

/** The development half lies beside the clone, and is never part of it. */
const folder = join(import.meta.dirname, '../../shared/data')
const file = join(folder, 'onlineretail_daily_dev.csv')

/** Daily sales of every product, from its first sale to the last day of all; null where the file is not there. */
export function readSales(path = process.env.BENCH_SALES ?? file): { series: Sold[]; end: Day } | null {
  if (!existsSync(path)) return null
  const by_id = new Map<string, [Day, number][]>()
  let end = 0
  for (const line of readFileSync(path, 'utf8').split('\n').slice(1)) {
    if (!line.trim()) continue
    const [id, date, quantity] = line.trim().split(',') as [string, string, string]
    const day = dayOf(date)
    if (day >= end) end = day + 1
    const rows = by_id.get(id) ?? []
    rows.push([day, Number(quantity)])
    by_id.set(id, rows)
  }
  const series = [...by_id]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, rows]) => {
      const first_day = Math.min(...rows.map(([day]) => day))
      const demand = new Float64Array(end - first_day)
      for (const [day, quantity] of rows) demand[day - first_day]! += quantity
      return { id, first_day, demand }
    })
  return { series, end }
}

const horizon = 14
const origins = 11
const multiples = [0.5, 1, 1.5, 2.5]
const shares = [0.5, 0.8, 0.9, 0.95, 0.99]

export interface Scores {
  pairs: number
  rmsse: number
  /** TSB with one constant 0.1 and without profile, on the same pairs: tells how hard these products are. */
  plain_rmsse: number
  told: Told[]
  pinball: number
  coverage: number
}

/** The protocol of the data's README, with the product's own model. */
export function scoreForecasts(series: readonly Sold[], end: Day): Scores {
  const space = new Workspace()
  const errors = new Map<number, { sum: number; plain: number; count: number }>()
  const told: Told[] = []
  let pinball = 0
  let covered = 0
  for (let k = origins - 1; k >= 0; k--) {
    const origin = end - horizon - 7 * k
    const eligible = eligibleAt(series, origin)
    const known = knowledgeAt(series, eligible, origin)
    for (const { index, days } of eligible) {
      const { demand, first_day } = series[index]!
      const ahead = aheadOf(demand, first_day, days, known.profile, [known.ratios], space)
      const plain = plainTsb(demand, days)
      let squares = 0
      let plain_squares = 0
      let actual = 0
      for (let h = 0; h < horizon; h++) {
        const sold = demand[days + h]!
        actual += sold
        squares += (sold - ahead.fit.level * known.profile[weekdayOf(origin + h)]!) ** 2 / horizon
        plain_squares += (sold - plain) ** 2 / horizon
      }
      const scale = naiveScale(demand, days)
      const entry = errors.get(index) ?? { sum: 0, plain: 0, count: 0 }
      entry.sum += squares / scale
      entry.plain += plain_squares / scale
      entry.count++
      errors.set(index, entry)

      let recent = 0
      for (let day = days - 28; day < days; day++) recent += demand[day]! / 28
      const stock = Math.max(1, Math.round(multiples[(index + k) % 4]! * horizon * recent))
      told.push({ probability: ahead.tail(horizon, stock), happened: actual >= stock })
      let loss = 0
      for (const share of shares) {
        const quantile = ahead.quantile(horizon, share)
        loss += 2 * (actual >= quantile ? share * (actual - quantile) : (1 - share) * (quantile - actual))
        if (share === 0.95 && actual <= quantile) covered++
      }
      // Scaled by the mean of the whole past, which is never zero here.
      pinball += loss / shares.length / ((horizon * ahead.fit.units) / ahead.fit.observed)
    }
  }
  let rmsse = 0
  let plain_rmsse = 0
  for (const { sum, plain, count } of errors.values()) {
    rmsse += Math.sqrt(sum / count)
    plain_rmsse += Math.sqrt(plain / count)
  }
  return {
    pairs: told.length,
    rmsse: rmsse / errors.size,
    plain_rmsse: plain_rmsse / errors.size,
    told,
    pinball: pinball / told.length,
    coverage: covered / told.length,
  }
}

interface Eligible {
  index: number
  days: number
}

const eligibleAt = (series: readonly Sold[], origin: Day): Eligible[] =>
  series.flatMap(({ demand, first_day }, index) => {
    const days = origin - first_day
    if (days < 56) return []
    let selling = 0
    for (let day = 0; day < days; day++) if (demand[day]! > 0) selling++
    return selling >= 10 ? [{ index, days }] : []
  })

/** What all products together teach, from nothing later than the origin. */
function knowledgeAt(
  series: readonly Sold[],
  eligible: readonly Eligible[],
  origin: Day,
  length = horizon,
): { profile: Float64Array; ratios: PooledRatios } {
  const past = series
    .filter(({ first_day }) => first_day < origin)
    .map(({ demand, first_day }) => ({ demand, first_day, days: origin - first_day }))
  const from = Math.min(...past.map(({ first_day }) => first_day))
  const profile = weekdayProfile(past, from, origin)
  const collector = new RatioCollector(length)
  const space = new Workspace()
  for (const { index, days } of eligible) {
    const { demand, first_day } = series[index]!
    aheadOf(demand, first_day, days, profile, [], space).pastRatios(length, (expected, actual) =>
      collector.add(expected, actual),
    )
  }
  return { profile, ratios: collector.finish() }
}

function aheadOf(
  demand: Float64Array,
  first_day: Day,
  days: number,
  profile: Float64Array,
  ratios: readonly PooledRatios[],
  space: Workspace,
): DemandAhead {
  const exposure = new Float64Array(days + 2 * horizon)
  for (let day = 0; day < exposure.length; day++) exposure[day] = profile[weekdayOf(first_day + day)]!
  return new DemandAhead(demand, exposure, days, 2 * horizon, ratios, space)
}

function plainTsb(demand: Float64Array, days: number): number {
  let units = 0
  let selling = 0
  for (let day = 0; day < days; day++) {
    units += demand[day]!
    if (demand[day]! > 0) selling++
  }
  let size = units / selling
  let rate = selling / days
  for (let day = 0; day < days; day++) {
    if (demand[day]! > 0) {
      size += 0.1 * (demand[day]! - size)
      rate += 0.1 * (1 - rate)
    } else rate -= 0.1 * rate
  }
  return rate * size
}

function naiveScale(demand: Float64Array, days: number): number {
  let squares = 0
  for (let day = 1; day < days; day++) squares += (demand[day]! - demand[day - 1]!) ** 2
  return squares / (days - 1)
}

/** How an order's target is found from what is known at an order day. */
type Policy = (ahead: DemandAhead, demand: Float64Array, days: number) => (share: number) => number

const policies: Record<'model' | 'cover', Policy> = {
  model: (ahead) => (share) => ahead.quantile(horizon, share),
  // As many days of the last four weeks' mean: what a careful spreadsheet does.
  cover: (_, demand, days) => {
    let recent = 0
    for (let day = days - 28; day < days; day++) recent += demand[day]! / 28
    return (share) => Math.round(recent * horizon * coverOf(share))
  },
}
const coverOf = (share: number): number => 0.6 + 3.4 * share ** 6

export interface Simulated {
  /** Units served ÷ units asked, at this many days of stock on the mean, both weighted by units. */
  fill: number
  simple_fill: number
  products: number
}

/**
 * Twelve weeks with weekly review and a lead time of a week; what is asked for and not there is lost. The share
 * of demand to be covered is raised until the stock kept equals 21 days of sales; then methods compare.
 */
export function simulate(series: readonly Sold[], end: Day, at_stock_days = 21): Simulated {
  const weeks = 12
  const start = end - 7 * weeks
  const eligible = eligibleAt(series, start)
  const grid = [0.5, 0.6, 0.7, 0.78, 0.84, 0.88, 0.91, 0.94, 0.96, 0.975, 0.985, 0.993, 0.997]
  const space = new Workspace()
  // Targets by policy, week, product and share.
  const targets = { model: [] as Float64Array[], cover: [] as Float64Array[] }
  for (let week = 0; week < weeks; week++) {
    const today = start + 7 * week
    const now = eligible.map(({ index }) => ({ index, days: today - series[index]!.first_day }))
    const known = knowledgeAt(series, now, today)
    for (const name of ['model', 'cover'] as const)
      targets[name].push(new Float64Array(now.length * grid.length))
    for (const [place, { index, days }] of now.entries()) {
      const { demand, first_day } = series[index]!
      const ahead = aheadOf(demand, first_day, days, known.profile, [known.ratios], space)
      for (const name of ['model', 'cover'] as const) {
        const of = policies[name](ahead, demand, days)
        for (const [step, share] of grid.entries())
          targets[name][week]![place * grid.length + step] = of(share)
      }
    }
  }
  const outcome = (name: 'model' | 'cover') =>
    grid.map((_, step) => {
      let asked = 0
      let served = 0
      let kept = 0
      let per_day = 0
      for (const [place, { index, days }] of eligible.entries()) {
        const { demand } = series[index]!
        let shelf = targets[name][0]![place * grid.length + step]!
        let coming = 0
        for (let day = 0; day < 7 * weeks; day++) {
          if (day % 7 === 0) {
            shelf += coming
            coming = Math.max(0, targets[name][day / 7]![place * grid.length + step]! - shelf)
          }
          const wanted = demand[days + day]!
          const sold = Math.min(shelf, wanted)
          asked += wanted
          served += sold
          shelf -= sold
          kept += shelf
          per_day += wanted
        }
      }
      return { fill: served / asked, stock_days: kept / per_day }
    })
  const at = (name: 'model' | 'cover') => between(outcome(name), at_stock_days)
  return { fill: at('model'), simple_fill: at('cover'), products: eligible.length }
}

/** Fill at this stock, on the straight line between the two nearest measured points. */
function between(points: { fill: number; stock_days: number }[], wanted: number): number {
  const sorted = [...points].sort((a, b) => a.stock_days - b.stock_days)
  for (let index = 1; index < sorted.length; index++) {
    const [before, after] = [sorted[index - 1]!, sorted[index]!]
    if (before.stock_days <= wanted && wanted <= after.stock_days) {
      const share = (wanted - before.stock_days) / (after.stock_days - before.stock_days || 1)
      return before.fill + share * (after.fill - before.fill)
    }
  }
  throw new Error(`no policy kept ${wanted} days: ${JSON.stringify(sorted)}`)
}
