import type { Bench } from './house.ts'

/** One line of the table. Without `met` it only informs. */
export interface Line {
  what: string
  measured: string
  limit?: string
  met?: boolean
}

export interface Figure {
  name: string
  title: string
  run: (bench: Bench) => Promise<Line[]>
}

/** A count that must be zero. */
export const none = (what: string, count: number): Line => ({
  what,
  measured: String(count),
  limit: '0',
  met: count === 0,
})
export const atMost = (what: string, value: number, limit: number, unit = '', detail = ''): Line => ({
  what,
  measured: `${round(value)}${unit}${detail && ` (${detail})`}`,
  limit: `<= ${limit}${unit}`,
  met: value <= limit,
})
export const atLeast = (what: string, value: number, limit: number, unit = '', detail = ''): Line => ({
  what,
  measured: `${round(value)}${unit}${detail && ` (${detail})`}`,
  limit: `>= ${limit}${unit}`,
  met: value >= limit,
})
export const fact = (what: string, measured: string | number): Line => ({
  what,
  measured: typeof measured === 'number' ? round(measured) : measured,
})

export const round = (value: number): string =>
  Math.abs(value) >= 100 || Number.isInteger(value) ? String(Math.round(value)) : value.toPrecision(3)

/** The value below which this share of the others lies. */
export function quantile(values: readonly number[] | Float64Array, share: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? Number.NaN
}
export const median = (values: readonly number[] | Float64Array): number => quantile(values, 0.5)
