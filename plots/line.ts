import { area as areaPath, line as linePath } from 'd3-shape'
import { below, drawable, grid, heightFor, places, reaches, type Row } from './axes.ts'
import { emptied, figure, type FigureOptions, plated, point } from './figure.ts'
import { el, type Markup } from './svg.ts'
import type { Theme } from './theme.ts'

export interface LineRow extends Row {
  /** The middle, usually the median; `null` leaves a gap. */
  value: number | null
  low?: number | null
  high?: number | null
  /** What a reader of this point hears; how many it stands for belongs here. */
  spoken: string
}

export interface LineOptions extends FigureOptions {
  words: { value: string; band?: string }
  target?: { value: number; label: string }
}

/** A middle line with the band around it, and a target to hold it against. */
export function line(rows: readonly LineRow[], options: LineOptions): string {
  if (!rows.some((row) => drawable(row.value) !== null)) return emptied(options)
  const { target, words } = options
  const bounds = rows.map((row) => ({ low: drawable(row.low), high: drawable(row.high) }))
  const has_band = bounds.some(({ low, high }) => low !== null && high !== null)

  return figure(
    options,
    (theme) => [
      { label: words.value, colour: theme.series[0], shape: 'line' },
      ...(has_band && words.band
        ? [{ label: words.band, colour: theme.series[0], shape: 'area' as const, opacity: 0.22 }]
        : []),
    ],
    (area, theme) => {
      const values = [...rows.flatMap((row) => [row.value, row.low, row.high]), target?.value]
      const room = grid(options, area, theme, values, heightFor(area.width))
      const xs = places(rows, room.left, room.right)
      const parts: Markup[] = [...room.parts]
      if (has_band) {
        const band = areaPath<number>()
          .defined((index) => bounds[index]?.low !== null && bounds[index]?.high !== null)
          .x((index) => xs[index] as number)
          .y0((index) => room.y(bounds[index]?.low as number))
          .y1((index) => room.y(bounds[index]?.high as number))
        parts.push(el('path', { d: band(keysOf(rows)) ?? '', fill: theme.series[0], 'fill-opacity': 0.22 }))
      }
      const middle = linePath<number>()
        .defined((index) => drawable(rows[index]?.value) !== null)
        .x((index) => xs[index] as number)
        .y((index) => room.y(rows[index]?.value as number))
      parts.push(
        el('path', {
          d: middle(keysOf(rows)) ?? '',
          fill: 'none',
          stroke: theme.series[0],
          'stroke-width': 2.5,
          'stroke-linejoin': 'round',
        }),
      )
      if (target && drawable(target.value) !== null) {
        parts.push(...across(target, room, theme))
      }
      const reach = reaches(xs, room.left, room.right)
      // Dots mark single days; among hundreds of points they would hide the line.
      const dotted = rows.length <= 45
      rows.forEach((row, index) => {
        const value = drawable(row.value)
        const alone = value !== null && isAlone(rows, index)
        const dot =
          value !== null && (dotted || alone)
            ? [
                el('circle', {
                  cx: xs[index],
                  cy: room.y(value),
                  r: 3.5,
                  fill: theme.surface,
                  stroke: theme.series[0],
                  'stroke-width': 2,
                }),
              ]
            : []
        const { low, high } = bounds[index] as { low: number | null; high: number | null }
        // A band needs two points; a day alone shows its spread as a stroke.
        if (alone && low !== null && high !== null) {
          const stroke = { stroke: theme.series[0], 'stroke-width': 8, 'stroke-opacity': 0.22 }
          parts.push(
            el('line', { x1: xs[index], x2: xs[index], y1: room.y(low), y2: room.y(high), ...stroke }),
          )
        }
        parts.push(
          point(
            options,
            index,
            row.spoken,
            {
              ...(reach[index] as { x: number; width: number }),
              y: room.top,
              height: room.bottom - room.top,
            },
            ...dot,
          ),
        )
      })
      parts.push(...below(rows, xs, room, theme))
      return { height: room.bottom - area.top + 24, parts }
    },
  )
}

/** A level drawn across, named at one end. */
export function across(
  level: { value: number; label: string },
  room: { left: number; right: number; top: number; y: (value: number) => number },
  theme: Theme,
  side: 'left' | 'right' = 'right',
): Markup[] {
  const y = room.y(level.value)
  return [
    el('line', {
      x1: room.left,
      x2: room.right,
      y1: y,
      y2: y,
      stroke: theme.series[1],
      'stroke-width': 2,
      'stroke-dasharray': '6 4',
    }),
    plated(
      level.label,
      {
        x: side === 'right' ? room.right - 4 : room.left + 4,
        y: y - 6 < room.top + 8 ? y + 16 : y - 6,
        anchor: side === 'right' ? 'end' : 'start',
        fill: theme.ink,
      },
      theme,
    ),
  ]
}

function isAlone(rows: readonly LineRow[], index: number): boolean {
  return drawable(rows[index - 1]?.value) === null && drawable(rows[index + 1]?.value) === null
}

const keysOf = (rows: readonly unknown[]): number[] => rows.map((_, index) => index)
