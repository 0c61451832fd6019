import { instantOf, localDate } from '@guichet/platform/local-time'
import type { Interval, Opening, Site } from '../contract.ts'

export interface Week {
  time_zone: string
  intervals: readonly Interval[]
  /** Local dates on which the site stays closed. */
  closed_days: ReadonlySet<string>
}

/** A site that never closes would be followed for ever; past this many days its end is out of sight. */
const longest_sight_days = 8
const longest_search_days = 366

export const nextDay = (day: string, by = 1): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)

export const weekdayOf = (day: string): number => new Date(`${day}T12:00:00Z`).getUTCDay() || 7

/**
 * The day under which tickets are numbered at this instant: it begins at `day_starts_at` on the site's
 * clocks, so each instant belongs to one day, also on nights when an hour is skipped or repeated.
 */
export function localDayOf(site: Pick<Site, 'time_zone' | 'day_starts_at'>, at: Date): string {
  const date = localDate(at, site.time_zone)
  if (site.day_starts_at === '00:00') return date
  return at < instantOf(date, site.day_starts_at, site.time_zone) ? nextDay(date, -1) : date
}

/** Intervals of one local date as instants, in order; one that a clock change swallows is left out. */
function spansOf(week: Week, day: string): { from: Date; to: Date }[] {
  if (week.closed_days.has(day)) return []
  const weekday = weekdayOf(day)
  return week.intervals
    .filter((interval) => interval.weekday === weekday)
    .map(({ opens_at, closes_at }) => ({
      from: instantOf(day, opens_at, week.time_zone),
      to:
        closes_at === '24:00'
          ? instantOf(nextDay(day), '00:00', week.time_zone)
          : instantOf(day, closes_at, week.time_zone),
    }))
    .filter(({ from, to }) => from < to)
    .toSorted((one, other) => one.from.getTime() - other.from.getTime())
}

/** Whether the site is open at an instant, until when, or when next. Without any hours it is, on every day not closed. */
export function openingOf(week: Week, at: Date): Opening {
  const today = localDate(at, week.time_zone)
  const unlimited = week.intervals.length === 0
  const usual: Week = unlimited ? { ...week, intervals: everyDay } : week

  const current = spansOf(usual, today).find(({ from, to }) => from <= at && at < to)
  if (current) {
    return {
      open: true,
      closes_at: unlimited ? null : endOf(usual, today, current.to),
      next_opens_at: null,
      demo: false,
    }
  }
  for (let day = today, days = 0; days <= longest_search_days; day = nextDay(day), days++) {
    const next = spansOf(usual, day).find(({ from }) => from > at)
    if (next) return { open: false, closes_at: null, next_opens_at: next.from, demo: false }
  }
  return { open: false, closes_at: null, next_opens_at: null, demo: false }
}

/** Follows intervals that touch: closing at midnight to open at midnight is not closing. */
function endOf(week: Week, today: string, end: Date): Date | null {
  let until = end
  for (let day = today, days = 0; days <= longest_sight_days; day = nextDay(day), days++) {
    for (const { from, to } of spansOf(week, day)) {
      if (from <= until && to > until) until = to
    }
    if (until < instantOf(nextDay(day), '00:00', week.time_zone)) return until
  }
  return null
}

const everyDay: Interval[] = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({
  weekday,
  opens_at: '00:00',
  closes_at: '24:00',
}))

/** The first interval that ends before it begins, or begins before the previous one of its day ends. */
export function firstClash(intervals: readonly Interval[]): number | null {
  const order = intervals
    .map((interval, index) => ({ ...interval, index }))
    .toSorted((one, other) => one.weekday - other.weekday || one.opens_at.localeCompare(other.opens_at))
  for (const [place, interval] of order.entries()) {
    const before = order[place - 1]
    const overlaps = before?.weekday === interval.weekday && interval.opens_at < before.closes_at
    if (interval.closes_at <= interval.opens_at || overlaps) return interval.index
  }
  return null
}

export function isTimeZone(name: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0 &&
      /^[A-Z][A-Za-z]+(\/[\w+-]+)*$/.test(name)
    )
  } catch {
    return false
  }
}
