/** What people read, for one language and one time zone. Times are ISO strings, dates or epoch milliseconds. */
export interface Formats {
  /** `minor` units: cents for EUR, whole francs for XOF. */
  money(minor: number, currency: string): string
  number(value: number, digits?: number): string
  /** `0.42` gives "42 %". */
  percent(ratio: number, digits?: number): string
  /** "20/11/2026". */
  date(when: Instant): string
  /** "ven. 20 nov." */
  day(when: Instant): string
  /** "14:05". */
  time(when: Instant): string
  /** "20/11/2026 14:05". */
  date_time(when: Instant): string
  /** Minutes: "12 min", "1 h 05". */
  duration(minutes: number): string
  /** A cautious range of minutes: "15–25 min". */
  range(from: number, to: number): string
  /** A running timer: "04:12". */
  timer(seconds: number): string
  /** "à l'instant", "il y a 3 min". */
  age(when: Instant, now?: number): string
  /** E.164 to readable groups: "+221 77 123 45 67". */
  phone(e164: string): string
  bytes(size: number): string
  list(parts: readonly string[]): string
}

export type Instant = string | number | Date

const kept = new Map<string, Formats>()

export function formatsFor(locale: 'fr' | 'en', time_zone?: string): Formats {
  const name = `${locale} ${time_zone ?? ''}`
  let formats = kept.get(name)
  if (!formats) kept.set(name, (formats = build(locale, time_zone)))
  return formats
}

function build(locale: 'fr' | 'en', time_zone?: string): Formats {
  // English as written in Europe and West Africa: day before month, 24 hours.
  const tag = locale === 'fr' ? 'fr-FR' : 'en-GB'
  const zone = time_zone ? { timeZone: time_zone } : {}
  const dates = lazily(
    () => new Intl.DateTimeFormat(tag, { day: '2-digit', month: '2-digit', year: 'numeric', ...zone }),
  )
  const days = lazily(
    () => new Intl.DateTimeFormat(tag, { weekday: 'short', day: 'numeric', month: 'short', ...zone }),
  )
  const times = lazily(
    () => new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...zone }),
  )
  const ages = lazily(() => new Intl.RelativeTimeFormat(tag, { numeric: 'auto', style: 'short' }))
  const lists = lazily(() => new Intl.ListFormat(tag, { type: 'conjunction' }))
  const currencies = new Map<string, Intl.NumberFormat>()
  const numbers = new Map<number | undefined, Intl.NumberFormat>()

  function number(value: number, digits?: number): string {
    let format = numbers.get(digits)
    if (!format) {
      format = new Intl.NumberFormat(tag, digits === undefined ? {} : fixed(digits))
      numbers.set(digits, format)
    }
    return format.format(value)
  }

  function duration(minutes: number): string {
    const whole = Math.max(0, Math.round(minutes))
    if (whole < 60) return `${whole}\u00a0min`
    return `${Math.floor(whole / 60)}\u00a0h\u00a0${String(whole % 60).padStart(2, '0')}`
  }

  return {
    number,
    duration,
    money(minor, currency) {
      let format = currencies.get(currency)
      // `fr-SN` writes "F CFA" after the amount; `en-SN` would put it first, which nobody there does.
      if (!format) {
        const options = { style: 'currency', currency } as const
        format = new Intl.NumberFormat(currency === 'XOF' && locale === 'fr' ? 'fr-SN' : tag, options)
        currencies.set(currency, format)
      }
      const amount = minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2)
      if (currency === 'XOF' && locale === 'en') return `${number(amount)}\u00a0F\u202fCFA`
      return format.format(amount)
    },
    percent: (ratio, digits = 0) =>
      new Intl.NumberFormat(tag, { style: 'percent', ...fixed(digits) }).format(ratio),
    date: (when) => dates().format(instant(when)),
    day: (when) => days().format(instant(when)),
    time: (when) => times().format(instant(when)),
    date_time: (when) => `${dates().format(instant(when))} ${times().format(instant(when))}`,
    range: (from, to) => (from === to ? duration(to) : `${number(from)}–${number(to)}\u00a0min`),
    timer(seconds) {
      const whole = Math.max(0, Math.floor(seconds))
      const hours = Math.floor(whole / 3600)
      const rest = [Math.floor(whole / 60) % 60, whole % 60]
        .map((part) => String(part).padStart(2, '0'))
        .join(':')
      return hours > 0 ? `${hours}:${rest}` : rest
    },
    age(when, now = Date.now()) {
      const seconds = (instant(when).getTime() - now) / 1000
      const [amount, unit] = largestUnit(seconds)
      return ages().format(amount, unit)
    },
    phone: groupPhone,
    bytes(size) {
      const units = locale === 'fr' ? ['o', 'ko', 'Mo', 'Go'] : ['B', 'kB', 'MB', 'GB']
      const step = size < 1000 ? 0 : Math.min(3, Math.floor(Math.log10(size) / 3))
      const amount = size / 1000 ** step
      return `${number(amount, step === 0 || amount >= 100 ? 0 : 1)}\u00a0${units[step]}`
    },
    list: (parts) => lists().format(parts),
  }
}

function fixed(digits: number) {
  return { minimumFractionDigits: digits, maximumFractionDigits: digits }
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

function instant(when: Instant): Date {
  return when instanceof Date ? when : new Date(when)
}

function largestUnit(seconds: number): [number, Intl.RelativeTimeFormatUnit] {
  const size = Math.abs(seconds)
  if (size < 45) return [0, 'second']
  if (size < 45 * 60) return [Math.round(seconds / 60), 'minute']
  if (size < 22 * 3600) return [Math.round(seconds / 3600), 'hour']
  if (size < 26 * 86400) return [Math.round(seconds / 86400), 'day']
  if (size < 320 * 86400) return [Math.round(seconds / (30.44 * 86400)), 'month']
  return [Math.round(seconds / (365.25 * 86400)), 'year']
}

const groupings: readonly [prefix: string, groups: readonly number[]][] = [
  ['+221', [2, 3, 2, 2]],
  ['+33', [1, 2, 2, 2, 2]],
  ['+223', [2, 2, 2, 2]],
  ['+225', [2, 2, 2, 2, 2]],
  ['+224', [3, 2, 2, 2]],
  ['+220', [3, 4]],
  ['+222', [2, 2, 2, 2]],
]

function groupPhone(e164: string): string {
  const known = groupings.find(([prefix]) => e164.startsWith(prefix))
  if (!known) return e164
  const [prefix, groups] = known
  const parts = [prefix]
  let at = prefix.length
  for (const length of groups) {
    parts.push(e164.slice(at, at + length))
    at += length
  }
  if (at < e164.length) parts.push(e164.slice(at))
  return parts.filter(Boolean).join('\u00a0')
}
