import type { Opening } from '@guichet/organisation'
import type { Locale } from '@guichet/platform/ctx'
import { localDate } from '@guichet/platform/local-time'
import type { Words } from './words.ts'

const tag = (locale: Locale) => (locale === 'fr' ? 'fr-FR' : 'en-GB')
const day_ms = 86_400_000

/** `14:05` on the clocks of the place. */
export const timeText = (at: Date, locale: Locale, time_zone: string): string =>
  new Intl.DateTimeFormat(tag(locale), {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: time_zone,
  }).format(at)

/** Whether people are received now, until when, or when next, as one would say it at the door. */
export function openingText(
  words: Words,
  opening: Opening,
  now: Date,
  locale: Locale,
  time_zone: string,
): string {
  if (opening.open) {
    return opening.closes_at
      ? words('join.open_until', { time: timeText(opening.closes_at, locale, time_zone) })
      : words('join.open')
  }
  const next = opening.next_opens_at
  if (!next) return words('join.closed')
  const time = timeText(next, locale, time_zone)
  const today = localDate(now, time_zone)
  const day = localDate(next, time_zone)
  const distance = Math.round((Date.parse(day) - Date.parse(today)) / day_ms)
  if (distance === 0) return words('join.opens_today', { time })
  if (distance === 1) return words('join.opens_tomorrow', { time })
  const options = distance < 7 ? ({ weekday: 'long' } as const) : ({ day: 'numeric', month: 'long' } as const)
  const written = new Intl.DateTimeFormat(tag(locale), { ...options, timeZone: time_zone }).format(next)
  return words(distance < 7 ? 'join.opens_weekday' : 'join.opens_on', { day: written, time })
}

const postcode = /^\d{4,6}\s+/
const countries = new Set(['france', 'sénégal', 'senegal'])

/** The town an address ends with: `5 rue des Lilas, 75011 Paris` is in Paris. */
export function townOf(address: string | null): string | null {
  const parts = (address ?? '')
    .split(/[,\n]/)
    .map((part) => part.trim().replace(postcode, ''))
    .filter((part) => part !== '' && !countries.has(part.toLowerCase()))
  // A single part is a street as often as a town.
  return parts.length > 1 ? parts.at(-1)! : null
}
