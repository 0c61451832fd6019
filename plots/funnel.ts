import { scaleLinear } from 'd3-scale'
import { drawable } from './axes.ts'
import { emptied, figure, type FigureOptions, label, point, shown } from './figure.ts'
import { fitted, widthOf } from './measure.ts'
import { el, type Markup } from './svg.ts'

export interface FunnelRow {
  /** "Appelés". */
  label: string
  value: number
  /** Who left before this step, by name: "112 partis avant l'appel". */
  lost?: string
  spoken: string
}

export interface FunnelOptions extends FigureOptions {
  percent: (ratio: number) => string
}

/** Steps of a journey as shares of the first, with what was lost between them. */
export function funnel(rows: readonly FunnelRow[], options: FunnelOptions): string {
  const first = drawable(rows[0]?.value) ?? 0
  if (rows.length === 0 || first <= 0) return emptied(options)
  return figure(
    options,
    () => [],
    (area, theme) => {
      const scale = scaleLinear(
        [0, Math.max(first, ...rows.map((row) => drawable(row.value) ?? 0))],
        [0, area.width],
      )
      const parts: Markup[] = []
      let y = area.top
      rows.forEach((row, index) => {
        const value = Math.max(0, drawable(row.value) ?? 0)
        if (row.lost && index > 0) {
          parts.push(
            el('path', {
              d: `M${area.left + 12},${y + 3}v11m-4,-4l4,4l4,-4`,
              fill: 'none',
              stroke: theme.muted,
              'stroke-width': 1.5,
            }),
            label(fitted(row.lost, area.width - 26, 13), {
              x: area.left + 26,
              y: y + 13,
              size: 13,
              fill: theme.muted,
            }),
          )
          y += 24
        }
        const figures = `${shown(options, value)} · ${options.percent(value / first)}`
        const figures_width = widthOf(figures, 14)
        const name = fitted(row.label, area.width - figures_width - 12, 14)
        parts.push(
          point(
            options,
            index,
            row.spoken,
            { x: area.left, y, width: area.width, height: 44 },
            label(name, { x: area.left, y: y + 15, size: 14, weight: 'bold', fill: theme.ink }),
            label(figures, { x: area.right, y: y + 15, size: 14, anchor: 'end', fill: theme.ink }),
            el('rect', {
              x: area.left,
              y: y + 22,
              width: area.width,
              height: 18,
              rx: 3,
              fill: theme.line,
              'fill-opacity': 0.6,
            }),
            el('rect', {
              x: area.left,
              y: y + 22,
              width: Math.max(value > 0 ? 2 : 0, scale(value)),
              height: 18,
              rx: 3,
              fill: theme.series[0],
            }),
          ),
        )
        y += 50
      })
      return { height: y - area.top, parts }
    },
  )
}
