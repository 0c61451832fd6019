/** "2026-11-20" where the organisation is: Swedish happens to write dates as ISO does. */
export function localDay(when: Date, time_zone: string | undefined): string {
  return new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    ...(time_zone && { timeZone: time_zone }),
  }).format(when)
}
