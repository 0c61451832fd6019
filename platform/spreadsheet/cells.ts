/** What a cell holds. Moments may be `Date`, ISO text or, for days, "2026-11-20". */
export type Cell = string | number | boolean | Date | null | undefined

export interface Column {
  header: string
  /**
   * How its values are written; `text` unless told. `money` is in minor units of `currency`, `percent` a ratio,
   * `duration` seconds.
   */
  kind?: 'text' | 'number' | 'integer' | 'percent' | 'money' | 'date' | 'date_time' | 'duration'
  currency?: string
  /** Signs wide; from header and kind unless told. */
  width?: number
}

export interface WritingOptions {
  locale: 'fr' | 'en'
  /** Moments are written as the clocks of this zone showed them. */
  time_zone: string
  /** Excel's limit, head included, unless told. */
  rows_per_sheet?: number
}

export type Rows = AsyncIterable<readonly Cell[]> | Iterable<readonly Cell[]>

const fraction_digits = new Map<string, number>()

export function decimalsOf(currency: string): number {
  let digits = fraction_digits.get(currency)
  if (digits === undefined) {
    digits =
      new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2
    fraction_digits.set(currency, digits)
  }
  return digits
}

/** A cell that a spreadsheet might run when it is edited or read from CSV. */
export const looksLikeFormula = (text: string): boolean => /^[\s\uFEFF]*[=+\-@＝＋－＠]|^[\t\r]/.test(text)

export interface LocalTime {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  second: number
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** What the clock of a zone showed; a plain day is the same everywhere. */
export function localTimeOf(value: Date | string, time_zone: string): LocalTime | null {
  if (typeof value === 'string') {
    const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
    if (day)
      return {
        year: Number(day[1]),
        month: Number(day[2]),
        day: Number(day[3]),
        hour: 0,
        minute: 0,
        second: 0,
      }
  }
  const moment = value instanceof Date ? value : new Date(value)
  if (Number.isNaN(moment.getTime())) return null
  let clock = clocks.get(time_zone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en-GB', {
      timeZone: time_zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    clocks.set(time_zone, clock)
  }
  const parts = Object.fromEntries(
    clock.formatToParts(moment).map(({ type, value: part }) => [type, Number(part)]),
  )
  return {
    year: parts.year as number,
    month: parts.month as number,
    day: parts.day as number,
    hour: parts.hour as number,
    minute: parts.minute as number,
    second: parts.second as number,
  }
}
