import type { Interval } from '../../contract.ts'

export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
export type Weekday = (typeof weekdays)[number]
export interface Span {
  opens_at: string
  closes_at: string
}
export type Week = Readonly<Record<Weekday, readonly Span[]>>

export function weekOf(intervals: readonly Interval[]): Week {
  const spansOn = (day: Weekday) =>
    intervals
      .filter(({ weekday }) => weekday === day)
      .map(({ opens_at, closes_at }) => ({ opens_at, closes_at }))
      .toSorted((a, b) => a.opens_at.localeCompare(b.opens_at))
  return Object.fromEntries(weekdays.map((day) => [day, spansOn(day)])) as unknown as Week
}

export function intervalsOf(week: Week): Interval[] {
  return weekdays.flatMap((weekday) => week[weekday].map((span) => ({ weekday, ...span })))
}

/** What a first or a further opening of a day most often is. */
export function nextSpan(spans: readonly Span[]): Span {
  const last = spans.at(-1)
  if (!last) return { opens_at: '08:00', closes_at: '12:00' }
  const opens = Math.min(22, Number(last.closes_at.slice(0, 2)) + 2)
  return { opens_at: `${two(opens)}:00`, closes_at: `${two(Math.min(23, opens + 3))}:00` }
}

const two = (hour: number) => String(hour).padStart(2, '0')

/** What is wrong with a day: an end before its beginning, or two openings at once. */
export function faultOf(spans: readonly Span[]): 'order' | 'overlap' | 'missing' | null {
  if (spans.some(({ opens_at, closes_at }) => !opens_at || !closes_at)) return 'missing'
  if (spans.some(({ opens_at, closes_at }) => closes_at <= opens_at)) return 'order'
  const sorted = spans.toSorted((a, b) => a.opens_at.localeCompare(b.opens_at))
  return sorted.some((span, at) => at > 0 && span.opens_at < sorted[at - 1]!.closes_at) ? 'overlap' : null
}
