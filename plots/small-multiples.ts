import { area as areaPath, line as linePath } from 'd3-shape'
import { scaleLinear } from 'd3-scale'
import { domainOf, drawable, places, type Row } from './axes.ts'
import { emptied, figure, type FigureOptions, label, point, shown } from './figure.ts'
import { fitted, small, thinned, widthOf } from './measure.ts'
import { el, type Markup } from './svg.ts'

export interface Panel {
  name: string
  /** A few figures below the name: "8,2 dossiers par heure". */
  note: string
  rows: readonly (Row & { value: number | null })[]
  spoken: string
}

export interface SmallMultiplesOptions extends FigureOptions {
  /** A level drawn in every panel, such as the team's own. */
  level?: { value: number; label: string }
}

/** The same small figure for each of several, on one scale: comparison without a ranking. */
export function smallMultiples(panels: readonly Panel[], options: SmallMultiplesOptions): string {
  const values = panels.flatMap((panel) => panel.rows.map((row) => row.value))
  if (!values.some((value) => drawable(value) !== null)) return emptied(options)
  const { level } = options
  return figure(
    options,
    (theme) => (level ? [{ label: level.label, colour: theme.series[1], shape: 'dashed' }] : []),
    (area, theme) => {
      const gap = 20
      const columns = Math.max(1, Math.min(panels.length, Math.floor((area.width + gap) / (170 + gap))))
      const width = (area.width - gap * (columns - 1)) / columns
      const domain = domainOf([...values, level?.value])
      const scale = scaleLinear().domain(domain).nice(3)
      const ticks = scale.ticks(3)
      const axis = Math.max(...ticks.map((tick) => widthOf(shown(options, tick)))) + 6
      const parts: Markup[] = []
      const head = 42
      const body = 72
      const block = head + body + 34
      let top = area.top
      if (!options.heading) {
        parts.push(label(options.unit, { x: area.left, y: top + small, fill: theme.muted }))
        top += 22
      }
      panels.forEach((panel, index) => {
        const x = area.left + (index % columns) * (width + gap)
        const y = top + Math.floor(index / columns) * block
        scale.range([y + head + body, y + head])
        const left = x + axis
        const right = x + width
        const xs = places(panel.rows, left, right)
        const keys = panel.rows.map((_, key) => key)
        const known = (key: number): boolean => drawable(panel.rows[key]?.value) !== null
        const middle = linePath<number>()
          .defined(known)
          .x((key) => xs[key] as number)
          .y((key) => scale(panel.rows[key]?.value as number))
        const under = areaPath<number>()
          .defined(known)
          .x((key) => xs[key] as number)
          .y0(scale(Math.max(domain[0], 0)))
          .y1((key) => scale(panel.rows[key]?.value as number))
        const last = panel.rows.findLastIndex((row) => drawable(row.value) !== null)
        const inner: Markup[] = [
          label(fitted(panel.name, width, 14), { x, y: y + 14, size: 14, weight: 'bold', fill: theme.ink }),
          label(fitted(panel.note, width), { x, y: y + 31, fill: theme.muted }),
        ]
        for (const tick of ticks) {
          inner.push(
            el('line', {
              x1: left,
              x2: right,
              y1: scale(tick),
              y2: scale(tick),
              stroke: tick === 0 ? theme.control : theme.line,
            }),
            label(shown(options, tick), {
              x: left - 4,
              y: scale(tick) + 4,
              anchor: 'end',
              fill: theme.muted,
            }),
          )
        }
        inner.push(
          el('path', { d: under(keys) ?? '', fill: theme.series[0], 'fill-opacity': 0.14 }),
          el('path', { d: middle(keys) ?? '', fill: 'none', stroke: theme.series[0], 'stroke-width': 2 }),
        )
        if (level && drawable(level.value) !== null) {
          const at = scale(level.value)
          inner.push(
            el('line', {
              x1: left,
              x2: right,
              y1: at,
              y2: at,
              stroke: theme.series[1],
              'stroke-width': 1.5,
              'stroke-dasharray': '5 4',
            }),
          )
        }
        if (last >= 0)
          inner.push(
            el('circle', {
              cx: xs[last],
              cy: scale(panel.rows[last]?.value as number),
              r: 3.5,
              fill: theme.series[0],
            }),
          )
        const ends = panel.rows.length > 1 ? [0, panel.rows.length - 1] : keys
        const names = ends.map((key) => panel.rows[key]?.label ?? '')
        for (const { index: end, x: at } of thinned(
          names,
          ends.map((key) => xs[key] as number),
          { left: x, right },
        ))
          inner.push(
            label(names[end] as string, {
              x: at,
              y: y + head + body + 17,
              anchor: 'middle',
              fill: theme.muted,
            }),
          )
        parts.push(
          point(
            options,
            index,
            panel.spoken,
            { x: x - 4, y, width: width + 8, height: block - 10 },
            ...inner,
          ),
        )
      })
      return { height: top - area.top + Math.ceil(panels.length / columns) * block - 8, parts }
    },
  )
}
