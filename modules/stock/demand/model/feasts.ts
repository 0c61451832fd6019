import { dayOf, weekdayOf, type Day } from './day.ts'
import type { WeekdayProfile } from './profile.ts'

/** Moveable feasts with their day in the Islamic year: month, day. */
export const feasts = {
  ramadan: [9, 1],
  korite: [10, 1],
  tabaski: [12, 10],
  magal: [2, 18],
  gamou: [3, 12],
} as const
export type Feast = keyof typeof feasts
export const feastNames = Object.keys(feasts) as Feast[]

export interface FeastDate {
  feast: Feast
  /** First day. */
  day: Day
}

const hijri = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura-nu-latn', {
  day: 'numeric',
  month: 'numeric',
  timeZone: 'UTC',
})

/**
 * The feasts of these years by the Umm al-Qura calendar. The moon is sighted, so the real day may lie one or two
 * later: organisations put their own in its place.
 */
export function feastDates(from_year: number, to_year: number): FeastDate[] {
  const found: FeastDate[] = []
  const last = dayOf(`${to_year}-12-31`)
  for (let day = dayOf(`${from_year}-01-01`); day <= last; day++) {
    const parts = hijri.formatToParts(day * 86_400_000)
    const month = Number(parts.find(({ type }) => type === 'month')!.value)
    const date = Number(parts.find(({ type }) => type === 'day')!.value)
    for (const feast of feastNames) {
      if (feasts[feast][0] === month && feasts[feast][1] === date) found.push({ feast, day })
    }
  }
  return found
}

/**
 * Spans of days before and after the first day that share one effect, by days to the event. Ramadan spreads over
 * the weeks before (traders stock up early) and its three thirds; the others are days of buying.
 */
const spans: Record<Feast, readonly (readonly [number, number])[]> = {
  ramadan: [
    [-21, -15],
    [-14, -8],
    [-7, -1],
    [0, 9],
    [10, 19],
    [20, 29],
  ],
  korite: [
    [-4, -1],
    [0, 1],
  ],
  tabaski: [
    [-14, -8],
    [-7, -4],
    [-3, -1],
    [0, 2],
  ],
  magal: [
    [-14, -8],
    [-7, -4],
    [-3, -1],
    [0, 1],
  ],
  gamou: [
    [-7, -4],
    [-3, -1],
    [0, 1],
  ],
}

export interface Slot {
  feast: Feast
  from: number
  to: number
}
export const slots: readonly Slot[] = feastNames.flatMap((feast) =>
  spans[feast].map(([from, to]) => ({ feast, from, to })),
)
/** Korité ends Ramadan: its days go before Ramadan's last. */
const precedence: Record<Feast, number> = { korite: 3, tabaski: 2, magal: 2, gamou: 2, ramadan: 1 }

/** The slot of each day from `from` on, -1 on ordinary days. */
export function slotsOf(dates: readonly FeastDate[], from: Day, days: number): Int16Array {
  const result = new Int16Array(days).fill(-1)
  for (const date of [...dates].sort((a, b) => precedence[a.feast] - precedence[b.feast])) {
    for (const [index, slot] of slots.entries()) {
      if (slot.feast !== date.feast) continue
      for (let offset = slot.from; offset <= slot.to; offset++) {
        const place = date.day + offset - from
        if (place >= 0 && place < days) result[place] = index
      }
    }
  }
  return result
}

/** Ordinary days within this distance make the base a feast is compared with. */
const baseReach = 75
const leastBaseDays = 20
/** As many independent sales as must be expected before a product's own effect counts as much as everybody's. */
const ownEvidence = 8
const pooledEvidence = 20
/** Beyond these a ratio is an accident. */
const bounds = [0.2, 6] as const

/** What was seen and what ordinary days would have brought, in independent sales, by slot. */
export class FeastEvidence {
  readonly seen = new Float64Array(slots.length)
  readonly expected = new Float64Array(slots.length)

  add(other: FeastEvidence): void {
    for (let slot = 0; slot < slots.length; slot++) {
      this.seen[slot]! += other.seen[slot]!
      this.expected[slot]! += other.expected[slot]!
    }
  }
}

/**
 * Compares each feast's days with the ordinary days around it, before and after, so that a growing or fading
 * product is not taken for a feast. Units are divided by their index of dispersion (variance ÷ mean, 1 for Poisson):
 * a hundred bags in one order are one piece of evidence, a hundred single ones are a hundred.
 */
export function feastEvidence(
  demand: Float64Array,
  days: number,
  first_day: Day,
  profile: WeekdayProfile,
  slot_of: Int16Array,
  dates: readonly FeastDate[],
): FeastEvidence {
  const evidence = new FeastEvidence()
  const lump = dispersion(demand, days)
  if (lump === 0) return evidence
  for (const date of dates) {
    const event = date.day - first_day
    let base_units = 0
    let base_exposure = 0
    let base_days = 0
    const from = Math.max(0, event - baseReach)
    const to = Math.min(days, event + baseReach)
    for (let day = from; day < to; day++) {
      if (slot_of[day] !== -1 || Number.isNaN(demand[day]!)) continue
      base_units += demand[day]!
      base_exposure += profile[weekdayOf(first_day + day)]!
      base_days++
    }
    if (base_days < leastBaseDays || base_units === 0) continue
    const level = base_units / base_exposure
    for (let day = from; day < to; day++) {
      const slot = slot_of[day]!
      if (slot === -1 || slots[slot]!.feast !== date.feast || Number.isNaN(demand[day]!)) continue
      const offset = day - event
      if (offset < slots[slot]!.from || offset > slots[slot]!.to) continue
      evidence.seen[slot]! += demand[day]! / lump
      evidence.expected[slot]! += (level * profile[weekdayOf(first_day + day)]!) / lump
    }
  }
  return evidence
}

function dispersion(demand: Float64Array, days: number): number {
  let count = 0
  let sum = 0
  let squares = 0
  for (let day = 0; day < days; day++) {
    const sold = demand[day]!
    if (Number.isNaN(sold)) continue
    count++
    sum += sold
    squares += sold * sold
  }
  if (sum === 0) return 0
  const mean = sum / count
  return Math.max((squares / count - mean * mean) / mean, mean / 100)
}

/** Effects of all products together, drawn towards 1 while little was seen. */
export const pooledEffects = (all: FeastEvidence): Float64Array =>
  effects(all, new Float64Array(slots.length).fill(1), pooledEvidence)

/** A product's own effects, drawn towards everybody's: rice sells for Ramadan, paint does not. */
export const ownEffects = (own: FeastEvidence, pooled: Float64Array): Float64Array =>
  effects(own, pooled, ownEvidence)

function effects(evidence: FeastEvidence, prior: Float64Array, weight: number): Float64Array {
  return prior.map((before, slot) => {
    const ratio = (evidence.seen[slot]! + weight * before) / (evidence.expected[slot]! + weight)
    return Math.min(bounds[1], Math.max(bounds[0], ratio))
  })
}

/** Exposure of each day: weekday × feast. */
export function exposureOf(
  first_day: Day,
  days: number,
  profile: WeekdayProfile,
  slot_of: Int16Array,
  effect: Float64Array | null,
  into: Float64Array = new Float64Array(days),
): Float64Array {
  for (let day = 0; day < days; day++) {
    const slot = slot_of[day]!
    into[day] = profile[weekdayOf(first_day + day)]! * (slot === -1 || !effect ? 1 : effect[slot]!)
  }
  return into
}
