/** Periods are whole local days of the sites, both ends counted. */
const day_ms = 86_400_000
const at = (day: string): number => Date.parse(`${day}T12:00:00Z`)

export const addDays = (day: string, by: number): string =>
  new Date(at(day) + by * day_ms).toISOString().slice(0, 10)
export const daysIn = (from: string, to: string): number => Math.round((at(to) - at(from)) / day_ms) + 1
/** 1 is Monday. */
export const weekdayOf = (day: string): number => new Date(at(day)).getUTCDay() || 7
/** How many Mondays, Tuesdays… a period has; index 0 is Monday. */
export function weekdayCounts(from: string, to: string): number[] {
  const days = daysIn(from, to)
  const counts = Array.from({ length: 7 }, () => Math.floor(days / 7))
  for (let n = 0; n < days % 7; n++) counts[weekdayOf(addDays(from, n)) - 1]!++
  return counts
}

export type Step = 'day' | 'week' | 'month'
/** Lines stay readable: some ninety points at most. */
export const stepFor = (from: string, to: string): Step => {
  const days = daysIn(from, to)
  return days <= 92 ? 'day' : days <= 640 ? 'week' : 'month'
}
export const defaultDays = 28
/** Three years and a day. */
export const mostDays = 1_097
