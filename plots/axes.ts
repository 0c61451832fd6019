import { scaleLinear, scalePoint } from 'd3-scale'
import { type Area, type FigureOptions, label, shown } from './figure.ts'
import { small, thinned, widthOf } from './measure.ts'
import { el, type Markup } from './svg.ts'
import type { Theme } from './theme.ts'

// Beyond these, differences overflow or vanish in arithmetic, and no place receives so many people.
const largest = 1e15
const smallest = 1e-9

/** A value that can be drawn; what is missing, not a number or beyond measure leaves a gap. */
export function drawable(value: number | null | undefined): number | null {
  if (typeof value !== 'number' || !(Math.abs(value) <= largest)) return null
  return Math.abs(value) < smallest ? 0 : value
}

/** Zero is always on the axis: a cut axis makes small changes look large. */
export function domainOf(values: readonly (number | null | undefined)[]): [number, number] {
  let low = 0
  let high = 0
  for (const value of values) {
    const known = drawable(value)
    if (known === null) continue
    if (known < low) low = known
    if (known > high) high = known
  }
  return low === high ? [0, 1] : [low, high]
}

export interface Grid {
  left: number
  right: number
  top: number
  bottom: number
  y: (value: number) => number
  parts: Markup[]
}

/** Horizontal lines with their values at the left, and the unit above them. */
export function grid(
  options: FigureOptions,
  area: Area,
  theme: Theme,
  values: readonly (number | null | undefined)[],
  height: number,
): Grid {
  const count = height < 140 ? 3 : 5
  const scale = scaleLinear().domain(domainOf(values)).nice(count)
  const ticks = scale.ticks(count)
  const labels = ticks.map((tick) => shown(options, tick))
  const left = area.left + Math.min(area.width / 3, Math.max(...labels.map((text) => widthOf(text))) + 8)
  const top = area.top + (options.heading ? 6 : 24)
  const bottom = top + height
  scale.range([bottom, top])
  const parts: Markup[] = []
  if (!options.heading)
    parts.push(label(options.unit, { x: area.left, y: area.top + small, fill: theme.muted }))
  ticks.forEach((tick, index) => {
    const y = scale(tick)
    parts.push(
      el('line', {
        x1: left,
        x2: area.right,
        y1: y,
        y2: y,
        stroke: tick === 0 ? theme.control : theme.line,
      }),
      label(labels[index] as string, { x: left - 6, y: y + 4, anchor: 'end', fill: theme.muted }),
    )
  })
  return { left, right: area.right, top, bottom, y: (value) => scale(value), parts }
}

export interface Row {
  /** What is written below the point. */
  label: string
  /** Its place, where points are not evenly spaced. */
  at?: number
}

/** Places of the points from left to right: evenly, unless every row says where it is. */
export function places(rows: readonly Row[], left: number, right: number): number[] {
  const inset = Math.min(24, (right - left) / 12)
  const at = rows.map((row) => drawable(row.at))
  if (at.every((value) => value !== null) && rows.length > 1) {
    const low = Math.min(...at)
    const high = Math.max(...at)
    if (low < high) {
      const scale = scaleLinear([low, high], [left + inset, right - inset])
      return at.map((value) => scale(value))
    }
  }
  const scale = scalePoint(
    rows.map((_, index) => index),
    [left + inset, right - inset],
  )
  return rows.map((_, index) => scale(index) ?? left)
}

/** Labels below, as many as there is room for. */
export function below(
  rows: readonly Row[],
  xs: readonly number[],
  area: { left: number; right: number; bottom: number },
  theme: Theme,
): Markup[] {
  return thinned(
    rows.map((row) => row.label),
    xs,
    area,
  ).flatMap(({ index, x }) => [
    el('line', {
      x1: xs[index],
      x2: xs[index],
      y1: area.bottom,
      y2: area.bottom + 4,
      stroke: theme.control,
    }),
    label((rows[index] as Row).label, { x, y: area.bottom + 18, anchor: 'middle', fill: theme.muted }),
  ])
}

/** How wide the room of each point is: up to half-way to its neighbours. */
export function reaches(xs: readonly number[], left: number, right: number): { x: number; width: number }[] {
  return xs.map((x, index) => {
    const before = index === 0 ? left : (x + (xs[index - 1] as number)) / 2
    const after = index === xs.length - 1 ? right : (x + (xs[index + 1] as number)) / 2
    return { x: before, width: Math.max(1, after - before) }
  })
}

/** Height of a drawing with axes, from its width: flat on a wide screen, never lower than can be read. */
export function heightFor(width: number): number {
  return Math.round(Math.min(340, Math.max(190, width * 0.42)))
}
