/** The latest instant at or before `now` at which clocks of the zone showed this time of day. */
export function latestLocalTime(now: Date, time_zone: string, time: string): Date {
  const today = localDate(now, time_zone)
  const candidate = instantOf(today, time, time_zone)
  if (candidate.getTime() <= now.getTime()) return candidate
  const yesterday = new Date(Date.parse(`${today}T12:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  return instantOf(yesterday, time, time_zone)
}

// Making a formatter costs fifty times what using it does, and every schedule of every organisation asks each second.
const kept = new Map<string, Intl.DateTimeFormat>()
function formatter(
  kind: string,
  time_zone: string,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${kind} ${time_zone}`
  const known = kept.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: time_zone })
  kept.set(key, made)
  return made
}

/** The local calendar date of an instant, `2026-03-29`. */
export function localDate(instant: Date, time_zone: string): string {
  return formatter('date', time_zone, 'en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    instant,
  )
}

/** The hour that clocks of the zone show at an instant, 0 to 23. */
export function localHour(instant: Date, time_zone: string): number {
  const hour = formatter('hour', time_zone, 'en-US', { hour: 'numeric', hourCycle: 'h23' })
  return Number(hour.format(instant))
}

/** Minutes by which the zone is ahead of UTC at this instant. */
function offsetMinutes(instant: Date, time_zone: string): number {
  const parts = Object.fromEntries(
    formatter('moment', time_zone, 'en-US', {
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  ) as Record<string, number>
  const shown = Date.UTC(parts.year!, parts.month! - 1, parts.day!, parts.hour!, parts.minute!, parts.second!)
  return Math.round((shown - Math.floor(instant.getTime() / 1000) * 1000) / 60_000)
}

/**
 * The instant at which a zone's clocks show this date and time. A time that a spring change skips
 * becomes the same distance after the change; one that autumn repeats is its first occurrence.
 */
export function instantOf(date: string, time: string, time_zone: string): Date {
  const wall = Date.parse(`${date}T${time.length === 5 ? `${time}:00` : time}Z`)
  const before = offsetMinutes(new Date(wall - 86_400_000), time_zone)
  const after = offsetMinutes(new Date(wall + 86_400_000), time_zone)
  for (const offset of [Math.max(before, after), Math.min(before, after)]) {
    const instant = new Date(wall - offset * 60_000)
    if (offsetMinutes(instant, time_zone) === offset) return instant
  }
  return new Date(wall - before * 60_000)
}
