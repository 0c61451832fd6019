import { scaleLinear } from 'd3-scale'
import { line as linePath } from 'd3-shape'
import { drawable } from './axes.ts'
import { emptied, figure, type FigureOptions, label, point } from './figure.ts'
import { small, widthOf } from './measure.ts'
import { el, type Markup } from './svg.ts'

export interface CalibrationRow {
  /** What was promised: 0 to 1. */
  nominal: number
  /** What was kept: 0 to 1. */
  observed: number
  /** The interval of what was kept, from the number of cases. */
  low?: number
  high?: number
  spoken: string
}

export interface CalibrationOptions extends FigureOptions {
  percent: (ratio: number) => string
  words: { nominal: string; observed: string; perfect: string }
}

/** Promised against kept: on the diagonal, an interval said to hold nine times in ten does. */
export function calibration(rows: readonly CalibrationRow[], options: CalibrationOptions): string {
  const known = rows.filter((row) => drawable(row.nominal) !== null && drawable(row.observed) !== null)
  if (known.length === 0) return emptied(options)
  const { words, percent } = options
  return figure(
    options,
    (theme) => [
      { label: words.observed, colour: theme.series[0], shape: 'dot' },
      { label: words.perfect, colour: theme.control, shape: 'dashed' },
    ],
    (area, theme) => {
      const ticks = [0, 0.25, 0.5, 0.75, 1]
      const axis = Math.max(...ticks.map((tick) => widthOf(percent(tick)))) + 8
      const side = Math.min(area.width - axis - 20, 360)
      const left = area.left + axis
      const top = area.top + 24
      const x = scaleLinear([0, 1], [left, left + side]).clamp(true)
      const y = scaleLinear([0, 1], [top + side, top]).clamp(true)
      const parts: Markup[] = [
        label(words.observed, { x: area.left, y: area.top + small, fill: theme.muted }),
      ]
      for (const tick of ticks)
        parts.push(
          el('line', { x1: left, x2: left + side, y1: y(tick), y2: y(tick), stroke: theme.line }),
          el('line', { x1: x(tick), x2: x(tick), y1: top, y2: top + side, stroke: theme.line }),
          label(percent(tick), { x: left - 6, y: y(tick) + 4, anchor: 'end', fill: theme.muted }),
          label(percent(tick), { x: x(tick), y: top + side + 17, anchor: 'middle', fill: theme.muted }),
        )
      parts.push(
        label(words.nominal, { x: left + side / 2, y: top + side + 36, anchor: 'middle', fill: theme.muted }),
        el('line', {
          x1: x(0),
          y1: y(0),
          x2: x(1),
          y2: y(1),
          stroke: theme.control,
          'stroke-width': 1.5,
          'stroke-dasharray': '6 4',
        }),
      )
      const inOrder = known.toSorted((a, b) => a.nominal - b.nominal)
      const path = linePath<CalibrationRow>(
        (row) => x(row.nominal),
        (row) => y(row.observed),
      )
      parts.push(
        el('path', { d: path(inOrder) ?? '', fill: 'none', stroke: theme.series[0], 'stroke-width': 2 }),
      )
      inOrder.forEach((row, index) => {
        const [cx, cy] = [x(row.nominal), y(row.observed)]
        const low = drawable(row.low)
        const high = drawable(row.high)
        const whisker =
          low !== null && high !== null
            ? [
                el('line', {
                  x1: cx,
                  x2: cx,
                  y1: y(low),
                  y2: y(high),
                  stroke: theme.series[0],
                  'stroke-width': 2,
                }),
              ]
            : []
        parts.push(
          point(
            options,
            index,
            row.spoken,
            { x: cx - 12, y: cy - 12, width: 24, height: 24 },
            ...whisker,
            el('circle', { cx, cy, r: 5, fill: theme.series[0], stroke: theme.surface, 'stroke-width': 1.5 }),
          ),
        )
      })
      return { height: side + 24 + 42, parts }
    },
  )
}
