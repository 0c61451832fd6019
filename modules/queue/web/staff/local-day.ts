/** "2026-11-20" where the organisation is: Swedish happens to write dates as ISO does. */
export function localDay(when: Date, time_zone: string | undefined): string {
  return new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    ...(time_zone && { timeZone: time_zone }),
  }).format(when)
}

/**
 * The instant at which clocks of the zone show this time today, or null when it is no time. During the two
 * hours a year in which clocks change it may be one hour off: nobody has an appointment then.
 */
export function instantToday(time: string, now: number, time_zone: string): string | null {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return null
  const wall = Date.parse(`${localDay(new Date(now), time_zone)}T${time}:00Z`)
  const written = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'medium',
    timeZone: time_zone,
  }).format(wall)
  return new Date(wall - (Date.parse(`${written.replace(' ', 'T')}Z`) - wall)).toISOString()
}
