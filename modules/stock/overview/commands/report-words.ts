import type { Locale } from '@guichet/platform/ctx'
import { sayer } from '@guichet/platform/texts'
import en from '../../locales/en.json' with { type: 'json' }
import fr from '../../locales/fr.json' with { type: 'json' }

const texts = new Map([['stock', { fr, en }]])

/** Words and numbers of a report, as its pages on screen have them. */
export function reportWords(locale: Locale, currency: 'XOF' | 'EUR') {
  const say = sayer(texts, locale)
  const tag = locale === 'fr' ? 'fr-FR' : 'en-GB'
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 })
  const euros = new Intl.NumberFormat(tag, { style: 'currency', currency: 'EUR' })
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 })
  const date = new Intl.DateTimeFormat(tag, {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return {
    say: (key: string, values?: Record<string, string | number>) => say('stock', key, values),
    money: (minor: number) =>
      currency === 'XOF' ? `${whole.format(minor)}\u{A0}F\u{A0}CFA` : euros.format(minor / 100),
    number: (value: number) => number.format(value),
    percent: (ratio: number | null) => (ratio === null ? '–' : percent.format(ratio)),
    date: (day: string | null) => (day === null ? '–' : date.format(Date.parse(`${day}T00:00:00Z`))),
  }
}
export type ReportWords = ReturnType<typeof reportWords>
