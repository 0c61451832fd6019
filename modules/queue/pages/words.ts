import type { Locale } from '@guichet/platform/ctx'
import type { PageCall } from '@guichet/platform/pages'
import type { WaitRange } from '../model.ts'

export type Words = (key: string, values?: Record<string, string | number>) => string

/** This room's texts in the visitor's language. */
export const wordsOf =
  (call: Pick<PageCall, 'say' | 'locale'>): Words =>
  (key, values) =>
    spaced(call.locale, call.say('queue', key, values))

/** French sets a space that may not break before `: ; ! ?` and inside « »; authors type an ordinary one. */
export function spaced(locale: Locale, text: string): string {
  if (locale !== 'fr') return text
  return text
    .replace(/ ([;!?])/g, '\u202f$1')
    .replace(/ ([:»])/g, '\u00a0$1')
    .replace(/« /g, '«\u00a0')
}

/** "15 à 25 min", "moins de 10 min", "50 min à 1 h 20": the same words on phone and kiosk. */
export function rangeText(words: Words, { from_minutes, to_minutes }: WaitRange): string {
  const to = minutesText(to_minutes)
  if (from_minutes === 0) return words('visitor.range.under', { to })
  // The unit is said once where both ends have the same.
  const from = to_minutes < 60 ? String(from_minutes) : minutesText(from_minutes)
  return words('visitor.range.between', { from, to })
}

function minutesText(minutes: number): string {
  if (minutes < 60) return `${minutes}\u00a0min`
  const rest = minutes % 60
  return `${Math.floor(minutes / 60)}\u00a0h${rest === 0 ? '' : `\u00a0${String(rest).padStart(2, '0')}`}`
}
