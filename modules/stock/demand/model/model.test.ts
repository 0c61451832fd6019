import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dateOf, dayOf } from './day.ts'
import { abcClasses, xyzClass } from './classes.ts'
import { DemandAhead, Workspace } from './demand-ahead.ts'
import {
  exposureOf,
  feastDates,
  FeastEvidence,
  feastEvidence,
  ownEffects,
  pooledEffects,
  slotsOf,
} from './feasts.ts'
import { fitLevel } from './level.ts'
import { countTail, gammaTail, normalQuantile, normalTail } from './negative-binomial.ts'
import { pooledTail, RatioCollector } from './pooled-ratios.ts'
import { weekdayProfile } from './profile.ts'
import { orderQuantity, reorderPoint, safetyStock } from './reorder.ts'
import { areaUnderCurve, brier, reliability } from './score.ts'
import { steadyOutDay, stockOut } from './stock-out.ts'

/** Numbers that look random and are always the same (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
function poisson(mean: number, random: () => number): number {
  const least = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > least; product *= random()) count++
  return count
}
const ones = (days: number) => new Float64Array(days).fill(1)
const close = (actual: number, expected: number, within: number, what?: string) =>
  assert.ok(Math.abs(actual - expected) <= within, `${what ?? ''} ${actual} is not ${expected} ± ${within}`)

test('days out of stock are missing, not zero: ten a day for twenty days, then empty for ten, is ten a day', () => {
  const demand = new Float64Array(30).fill(10, 0, 20).fill(Number.NaN, 20)
  const { level } = fitLevel(demand, ones(30), 30)
  close(level, 10, 1e-9)
  const as_zero = fitLevel(
    demand.map((sold) => (Number.isNaN(sold) ? 0 : sold)),
    ones(30),
    30,
  )
  assert.ok(as_zero.level < 7)
})

test('what is no longer bought fades', () => {
  const demand = new Float64Array(120).fill(4, 0, 60)
  assert.ok(fitLevel(demand, ones(120), 120).level < 0.5)
})

test('nothing ever sold is level zero, and never runs out by selling', () => {
  const ahead = new DemandAhead(new Float64Array(60), ones(200), 60, 100, [], new Workspace())
  assert.equal(ahead.fit.level, 0)
  assert.deepEqual(stockOut(ahead, 3), {
    within_7: 0,
    within_14: 0,
    pessimistic_days: null,
    median_days: null,
    optimistic_days: null,
  })
})

test('safety stock and reorder point of the textbook', () => {
  const steady = { per_day: 5, deviation: 3, lead_days: 14, service: 0.95 }
  assert.deepEqual([safetyStock(steady), reorderPoint(steady)], [19, 89])
  const late = { ...steady, lead_deviation: 2 }
  assert.deepEqual([safetyStock(late), reorderPoint(late)], [25, 95])
})

test('36 in stock at four a day last nine days; with 40 arriving on day six, nineteen', () => {
  assert.equal(steadyOutDay(36, 4), 9)
  assert.equal(steadyOutDay(36, 4, [{ in_days: 6, quantity: 40 }]), 19)
  assert.equal(steadyOutDay(36, 4, [{ in_days: 12, quantity: 40 }]), 9, 'too late to help')
  const ahead = new DemandAhead(new Float64Array(90).fill(4), ones(190), 90, 100, [], new Workspace())
  assert.equal(stockOut(ahead, 36).median_days, 9)
  assert.equal(stockOut(ahead, 36, [{ in_days: 6, quantity: 40 }]).median_days, 19)
  const { pessimistic_days, optimistic_days } = stockOut(ahead, 36)
  assert.ok(pessimistic_days! <= 9 && optimistic_days! >= 9)
})

test('what is empty is out today', () => {
  const ahead = new DemandAhead(new Float64Array(30).fill(1), ones(130), 30, 100, [], new Workspace())
  assert.deepEqual([stockOut(ahead, 0).within_7, stockOut(ahead, 0).median_days], [1, 0])
})

test('orders come in whole packages, and count what is under way', () => {
  const order = { available: 10, incoming: 0, reorder_point: 20, order_up_to: 60, pack: 24 }
  assert.deepEqual(orderQuantity(order), { quantity: 72, packs: 3 })
  assert.deepEqual(orderQuantity({ ...order, pack: null }), { quantity: 50, packs: null })
  assert.deepEqual(orderQuantity({ ...order, incoming: 40 }), { quantity: 0, packs: 0 })
})

test('the negative binomial sums to one, and becomes Poisson when it varies no more', () => {
  for (const [mean, variance] of [
    [2, 2],
    [2, 9],
    [50, 300],
  ] as const) {
    let expected = 0
    for (let x = 1; x < 1_500; x++) expected += countTail(x, mean, variance)
    close(expected, mean, mean * 0.01, `mean ${mean}`)
  }
  close(countTail(3, 2, 2), 0.32332, 1e-4)
  close(normalTail(1.644854), 0.05, 1e-6)
  close(normalQuantile(0.95), 1.644854, 1e-5)
  close(gammaTail(10, 10, 10), 0.46, 0.02)
})

test('pooled ratios say what really happened when so much was expected', () => {
  const collector = new RatioCollector(14)
  for (let n = 0; n < 100; n++) collector.add(10, n < 20 ? 20 : 8)
  const ratios = collector.finish()
  close(pooledTail(ratios, 10, 15), 0.2, 1e-9)
  close(pooledTail(ratios, 12, 9), 1, 1e-9)
  assert.ok(Number.isNaN(pooledTail(new RatioCollector(14).finish(), 10, 15)))
})

test('one weekday profile for all, with the closed day at zero', () => {
  const random = seeded(5)
  const first_day = dayOf('2026-01-05')
  const series = Array.from({ length: 40 }, () => {
    const demand = new Float64Array(140)
    for (let day = 0; day < 140; day++) {
      const weekday = (first_day + day + 4) % 7
      demand[day] = weekday === 0 ? 0 : poisson(weekday === 6 ? 0.9 : 0.3, random)
    }
    return { first_day, demand, days: 140 }
  })
  const profile = weekdayProfile(series, first_day, first_day + 140)
  assert.equal(profile[0], 0)
  assert.ok(profile[6]! > 1.7 * profile[3]!, [...profile].join(' '))
  close(
    profile.reduce((a, b) => a + b, 0),
    7,
    1e-9,
  )
})

test('feasts move with the moon', () => {
  const of = (year: number) =>
    Object.fromEntries(feastDates(year, year).map(({ feast, day }) => [feast, dateOf(day)]))
  assert.deepEqual(of(2026), {
    ramadan: '2026-02-18',
    korite: '2026-03-20',
    tabaski: '2026-05-27',
    magal: '2026-08-01',
    gamou: '2026-08-25',
  })
  assert.equal(of(2027).ramadan, '2027-02-08')
  assert.equal(of(2027).magal, '2027-07-22')
})

test('Ramadan at 1.8 learnt in 2026 peaks from 8 February 2027, and not in between', () => {
  const random = seeded(2026)
  const first_day = dayOf('2025-09-01')
  const days = dayOf('2027-01-25') - first_day
  const dates = feastDates(2025, 2027)
  const [from, to] = [dayOf('2026-02-18') - first_day, dayOf('2026-03-19') - first_day]
  const demand = new Float64Array(days).map((_, day) =>
    poisson(10 * (day >= from && day <= to ? 1.8 : 1), random),
  )
  const all = days + 60
  const slot_of = slotsOf(dates, first_day, all)
  const profile = new Float64Array(7).fill(1)
  const evidence = feastEvidence(demand, days, first_day, profile, slot_of, dates)
  const total = new FeastEvidence()
  total.add(evidence)
  const effect = ownEffects(evidence, pooledEffects(total))
  const exposure = exposureOf(first_day, all, profile, slot_of, effect)
  const fit = fitLevel(demand, exposure, days)
  const expected = (date: string) => fit.level * exposure[dayOf(date) - first_day]!
  for (const date of ['2027-02-08', '2027-02-15', '2027-02-28']) close(expected(date) / 18, 1, 0.15, date)
  close(expected('2027-01-26') / 10, 1, 0.15, 'before')
  // One year's effect must not stay in the level: a summer day of the past counts as ordinary.
  close(exposure[dayOf('2026-07-01') - first_day]!, 1, 1e-9)
})

test('classes by money and by steadiness', () => {
  const classes = abcClasses(
    new Map([
      ['rice', 800],
      ['oil', 150],
      ['nails', 40],
      ['dust', 0],
    ]),
  )
  assert.deepEqual([...classes.values()], ['A', 'B', 'C', 'C'])
  assert.equal(xyzClass(new Float64Array(70).fill(3), 70), 'X')
  assert.equal(
    xyzClass(
      new Float64Array(70).map((_, day) => (day % 35 === 0 ? 50 : 0)),
      70,
    ),
    'Z',
  )
})

test('scores', () => {
  const told = [
    { probability: 0.9, happened: true },
    { probability: 0.2, happened: false },
    { probability: 0.4, happened: true },
    { probability: 0.4, happened: false },
  ]
  close(brier(told), (0.01 + 0.04 + 0.36 + 0.16) / 4, 1e-12)
  close(areaUnderCurve(told), 3.5 / 4, 1e-12)
  assert.equal(reliability(told)[4]!.happened, 0.5)
})

test('what is told between 70 and 90 % happens in 70 to 90 % of cases, for products of every speed', () => {
  const random = seeded(90)
  const [days, horizon] = [200, 14]
  const space = new Workspace()
  const products = Array.from({ length: 600 }, (_, n) => {
    const mean = 0.15 * 1.35 ** (n % 14)
    return Float64Array.from({ length: days + horizon }, () =>
      random() < 0.6 ? poisson(mean / 0.6, random) : 0,
    )
  })
  const collector = new RatioCollector(horizon)
  for (const demand of products) {
    new DemandAhead(demand, ones(days + horizon), days, horizon, [], space).pastRatios(
      horizon,
      (expected, actual) => collector.add(expected, actual),
    )
  }
  const ratios = [collector.finish()]
  const told = products.map((demand, n) => {
    const ahead = new DemandAhead(demand, ones(days + horizon), days, horizon, ratios, space)
    const stock = Math.max(1, Math.round(ahead.expected(horizon) * [0.7, 0.9, 1, 1.2][n % 4]!))
    const sold = demand.subarray(days).reduce((a, b) => a + b, 0)
    return { probability: stockOut(ahead, stock).within_14, happened: sold >= stock }
  })
  const likely = told.filter(({ probability }) => probability >= 0.7 && probability < 0.9)
  const share = likely.filter(({ happened }) => happened).length / likely.length
  assert.ok(likely.length > 60 && share >= 0.7 && share <= 0.9, `${likely.length}: ${share}`)
})
