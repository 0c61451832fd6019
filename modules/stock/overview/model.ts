import { dateOf, dayOf, weekdayOf, type Day } from '../demand/model/day.ts'
import type { Period, SpanName } from './contract.ts'

export interface Span {
  from_day: string
  to_day: string
}

/** The last whole day, week (Monday to Sunday) or month before this day. */
export function lastWhole(kind: Period, today: string): Span {
  const day = dayOf(today)
  if (kind === 'daily') return span(day - 1, day - 1)
  if (kind === 'weekly') {
    const monday = day - ((weekdayOf(day) + 6) % 7)
    return span(monday - 7, monday - 1)
  }
  const first = dayOf(`${today.slice(0, 7)}-01`)
  return span(dayOf(`${dateOf(first - 1).slice(0, 7)}-01`), first - 1)
}

const span = (from: Day, to: Day): Span => ({ from_day: dateOf(from), to_day: dateOf(to) })

/** The last so many days, today among them. */
const lastDays = (days: number, today: string): Span => span(dayOf(today) - days + 1, dayOf(today))

export const spanOf = (name: SpanName, today: string): Span =>
  name === 'daily' || name === 'weekly' || name === 'monthly'
    ? lastWhole(name, today)
    : lastDays(Number(name), today)

/** Whether a report of this kind is due on this day: every day, Mondays, the first of the month. */
export const dueOn = (kind: Period, today: string): boolean =>
  kind === 'daily' || (kind === 'weekly' ? weekdayOf(dayOf(today)) === 1 : today.endsWith('-01'))

export interface ServiceSums {
  units_asked: number
  units_served: number
  lines: number
  lines_complete: number
  shelf_days: number
  shelf_days_stocked: number
  /** What empty shelves would have sold. */
  units_lost: number
}

/**
 * Fill rate: units served ÷ units asked. OTIF: lines served whole and at once ÷ lines. Ready rate: days with
 * stock ÷ days (https://nventic.com/insights/supply-chain-service-levels/). Where nobody writes down what was
 * refused, what empty shelves would have sold stands for it, and the figure is called an estimate.
 */
export function serviceRates(sums: ServiceSums) {
  const estimated = sums.lines > 0 && sums.units_asked === sums.units_served
  const asked = sums.units_asked + (estimated ? sums.units_lost : 0)
  const share = (part: number, whole: number) => (whole > 0 ? part / whole : null)
  return {
    fill_rate: share(sums.units_served, asked),
    otif: share(sums.lines_complete, sums.lines),
    ready_rate: share(sums.shelf_days_stocked, sums.shelf_days),
    estimated,
  }
}
