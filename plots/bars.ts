import { scaleLinear } from 'd3-scale'
import { domainOf, drawable } from './axes.ts'
import { emptied, figure, type FigureOptions, label, point, shown } from './figure.ts'
import { fitted, small, thinned, widthOf } from './measure.ts'
import { el, type Markup } from './svg.ts'
import type { Theme } from './theme.ts'

export interface BarRow {
  label: string
  value: number
  /** Where the bar begins; zero unless told. */
  from?: number
  /** What is uncertain about its end. */
  low?: number | null
  high?: number | null
  /** Written at the right; the value unless told. */
  note?: string
  tone?: 'usual' | 'warning'
  spoken: string
}

export interface BarsOptions extends FigureOptions {
  /** A vertical line through all bars: today, a target. */
  mark?: { value: number; label: string }
  /** The whole scale, where it is known: -100 to 100. */
  domain?: readonly [number, number]
  /** `dot` for a position on a scale rather than an amount. */
  shape?: 'bar' | 'dot'
  /** How places on the axis are written, where they are not values (dates). */
  tick?: (value: number) => string
}

/** Horizontal bars, with the range in which each may end and a line to hold them against. */
export function bars(rows: readonly BarRow[], options: BarsOptions): string {
  if (rows.length === 0) return emptied(options)
  const { mark } = options
  return figure(
    options,
    () => [],
    (area, theme) => {
      const parts: Markup[] = []
      const noteOf = (row: BarRow): string => row.note ?? shown(options, row.value)
      const names = Math.max(...rows.map((row) => widthOf(row.label, 14))) + 12
      const notes = Math.max(...rows.map((row) => widthOf(noteOf(row), 13))) + 12
      const beside = names + notes <= area.width / 2
      const left = beside ? area.left + names : area.left
      const right = beside ? area.right - notes : area.right
      const step = beside ? 34 : 54
      // On a phone the mark's name would lie on the unit's.
      const top = area.top + (mark && !options.heading && !beside ? 40 : 22)
      const bottom = top + rows.length * step
      const spread = rows.flatMap((row) => [row.value, row.from, row.low, row.high])
      const scale = scaleLinear()
        .domain(options.domain ?? domainOf([...spread, mark?.value]))
        .range([left, right])
        .clamp(true)
      if (!options.domain) scale.nice(5)
      const ticks = scale.ticks(Math.max(2, Math.min(6, Math.floor((right - left) / 90))))
      const tick = options.tick ?? ((value: number) => shown(options, value))
      // Lines keep clear of the names where these stand above their bars.
      const bands = beside
        ? [{ y1: top, y2: bottom }]
        : rows.map((_, index) => ({ y1: top + index * step + 22, y2: top + (index + 1) * step }))
      for (const value of ticks)
        for (const band of bands)
          parts.push(
            el('line', {
              x1: scale(value),
              x2: scale(value),
              ...band,
              stroke: value === 0 ? theme.control : theme.line,
            }),
          )
      if (mark && drawable(mark.value) !== null) {
        const x = scale(mark.value)
        const half = widthOf(mark.label) / 2 + 2
        for (const band of bands)
          parts.push(
            el('line', {
              x1: x,
              x2: x,
              y1: band.y1 - 4,
              y2: band.y2,
              stroke: theme.series[1],
              'stroke-width': 2,
              'stroke-dasharray': '6 4',
            }),
          )
        parts.push(
          label(fitted(mark.label, area.width), {
            x: Math.min(Math.max(x, area.left + half), Math.max(area.left + half, area.right - half)),
            y: top - 8,
            anchor: 'middle',
            fill: theme.ink,
          }),
        )
      }

      rows.forEach((row, index) => {
        const y = top + index * step
        const middle = beside ? y + step / 2 : y + 36
        const place = { y: beside ? middle + 5 : y + 16 }
        parts.push(
          point(
            options,
            index,
            row.spoken,
            { x: area.left, y: y + 1, width: area.width, height: step - 2 },
            label(fitted(row.label, beside ? names : area.width - notes, 14), {
              x: area.left,
              ...place,
              size: 14,
              fill: theme.ink,
            }),
            label(noteOf(row), { x: area.right, ...place, size: 13, anchor: 'end', fill: theme.muted }),
            ...markOf(row, middle, scale, options, theme),
          ),
        )
      })
      const names_of_ticks = ticks.map(tick)
      for (const { index, x } of thinned(
        names_of_ticks,
        ticks.map((value) => scale(value)),
        { left: area.left, right: area.right },
      ))
        parts.push(
          label(names_of_ticks[index] as string, { x, y: bottom + 16, anchor: 'middle', fill: theme.muted }),
        )
      if (!options.heading)
        parts.push(
          label(fitted(options.unit, area.width / 2), {
            x: area.left,
            y: area.top + small,
            fill: theme.muted,
          }),
        )
      return { height: bottom - area.top + 24, parts }
    },
  )
}

function markOf(
  row: BarRow,
  y: number,
  scale: (value: number) => number,
  options: BarsOptions,
  theme: Theme,
): Markup[] {
  const value = drawable(row.value)
  if (value === null) return []
  const colour = row.tone === 'warning' ? theme.series[1] : theme.series[0]
  const low = drawable(row.low)
  const high = drawable(row.high)
  const marks: Markup[] = []
  const from = scale(row.from ?? Math.min(Math.max(0, options.domain?.[0] ?? 0), options.domain?.[1] ?? 0))
  const to = scale(value)
  if (options.shape !== 'dot')
    marks.push(
      el('rect', {
        x: Math.min(from, to),
        y: y - 7,
        width: Math.max(1, Math.abs(to - from)),
        height: 14,
        rx: 2,
        fill: colour,
      }),
    )
  if (low !== null && high !== null) {
    const [x1, x2] = [scale(Math.min(low, high)), scale(Math.max(low, high))]
    const stroke = options.shape === 'dot' ? colour : theme.ink
    marks.push(
      el('line', { x1, x2, y1: y, y2: y, stroke, 'stroke-width': 2 }),
      el('line', { x1, x2: x1, y1: y - 6, y2: y + 6, stroke, 'stroke-width': 2 }),
      el('line', { x1: x2, x2, y1: y - 6, y2: y + 6, stroke, 'stroke-width': 2 }),
    )
  }
  if (options.shape === 'dot')
    marks.push(
      el('circle', { cx: to, cy: y, r: 6, fill: colour, stroke: theme.surface, 'stroke-width': 1.5 }),
    )
  return marks
}
