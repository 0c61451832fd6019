import { area as areaPath, line as linePath } from 'd3-shape'
import { below, drawable, grid, heightFor, places, reaches, type Row } from './axes.ts'
import { emptied, figure, type FigureOptions, plated, point } from './figure.ts'
import { across } from './line.ts'
import { fitted, widthOf } from './measure.ts'
import { el, type Markup } from './svg.ts'

export interface HistoryRow extends Row {
  value: number | null
  spoken: string
}

export interface ForecastRow extends Row {
  median: number
  /** From the inner band (50 %) to the outer (95 %). */
  bands: readonly { low: number; high: number }[]
  spoken: string
}

export interface FanOptions extends FigureOptions {
  words: { history: string; median: string; bands: readonly string[] }
  /** Written at the line between what was and what may be: "aujourd'hui". */
  today: string
  level?: { value: number; label: string }
  /** Forecast days (from 0) between which it happens, such as running out of stock. */
  range?: { from: number; to: number; label: string }
}

const opacities = [0.42, 0.26, 0.14]

/** What was, solid; what may come, a dashed median in a fan of bands that widens with doubt. */
export function fan(
  history: readonly HistoryRow[],
  forecast: readonly ForecastRow[],
  options: FanOptions,
): string {
  const rows: Row[] = [...history, ...forecast]
  if (!history.some((row) => drawable(row.value) !== null) && forecast.length === 0) return emptied(options)
  const { words, level, range } = options
  return figure(
    options,
    (theme) => [
      { label: words.history, colour: theme.ink, shape: 'line' },
      { label: words.median, colour: theme.series[0], shape: 'dashed' },
      ...words.bands.map((name, index) => ({
        label: name,
        colour: theme.series[0],
        shape: 'area' as const,
        opacity: opacities[index] ?? 0.1,
      })),
    ],
    (area, theme) => {
      const values = [
        ...history.map((row) => row.value),
        ...forecast.flatMap((row) => [row.median, ...row.bands.flatMap(({ low, high }) => [low, high])]),
        level?.value,
      ]
      const room = grid(options, area, theme, values, heightFor(area.width))
      const xs = places(rows, room.left, room.right)
      const later = xs.slice(history.length)
      const parts: Markup[] = [...room.parts]
      const last = history.findLastIndex((row) => drawable(row.value) !== null)

      if (range && forecast.length > 0) {
        const within = (day: number): number => Math.min(forecast.length - 1, Math.max(0, Math.round(day)))
        const x1 = (later[within(Math.min(range.from, range.to))] as number) - 3
        const x2 = (later[within(Math.max(range.from, range.to))] as number) + 3
        parts.push(
          el('rect', {
            x: x1,
            y: room.top,
            width: x2 - x1,
            height: room.bottom - room.top,
            fill: theme.series[1],
            'fill-opacity': 0.16,
          }),
          el('line', { x1, x2, y1: room.top, y2: room.top, stroke: theme.series[1], 'stroke-width': 3 }),
        )
      }
      const depth = Math.max(0, ...forecast.map((row) => row.bands.length))
      for (let index = depth - 1; index >= 0; index--) {
        const band = areaPath<number>()
          .defined(
            (key) =>
              drawable(forecast[key]?.bands[index]?.low) !== null &&
              drawable(forecast[key]?.bands[index]?.high) !== null,
          )
          .x((key) => later[key] as number)
          .y0((key) => room.y(forecast[key]?.bands[index]?.low as number))
          .y1((key) => room.y(forecast[key]?.bands[index]?.high as number))
        parts.push(
          el('path', {
            d: band(keysOf(forecast)) ?? '',
            fill: theme.series[0],
            'fill-opacity': opacities[index] ?? 0.1,
          }),
        )
      }
      const was = linePath<number>()
        .defined((key) => drawable(history[key]?.value) !== null)
        .x((key) => xs[key] as number)
        .y((key) => room.y(history[key]?.value as number))
      parts.push(
        el('path', { d: was(keysOf(history)) ?? '', fill: 'none', stroke: theme.ink, 'stroke-width': 2 }),
      )
      const ahead = forecast.flatMap((row, key): [number, number][] =>
        drawable(row.median) === null ? [] : [[later[key] as number, room.y(row.median)]],
      )
      if (last >= 0 && ahead.length > 0)
        ahead.unshift([xs[last] as number, room.y(history[last]?.value as number)])
      parts.push(
        el('path', {
          d: linePath()(ahead) ?? '',
          fill: 'none',
          stroke: theme.series[0],
          'stroke-width': 2.5,
          'stroke-dasharray': '6 4',
        }),
      )
      if (level && drawable(level.value) !== null) parts.push(...across(level, room, theme, 'left'))
      if (history.length > 0 && forecast.length > 0) {
        const x = ((xs[history.length - 1] as number) + (later[0] as number)) / 2
        parts.push(
          el('line', {
            x1: x,
            x2: x,
            y1: room.top - 4,
            y2: room.bottom,
            stroke: theme.control,
            'stroke-width': 1.5,
          }),
          plated(options.today, { x: x - 4, y: room.top + 12, anchor: 'end', fill: theme.ink }, theme),
        )
      }
      if (range && forecast.length > 0) {
        const words = fitted(range.label, room.right - room.left)
        const half = widthOf(words) / 2 + 2
        const ends = [range.from, range.to].map(
          (day) => later[Math.min(forecast.length - 1, Math.max(0, Math.round(day)))] as number,
        )
        const middle = ((ends[0] as number) + (ends[1] as number)) / 2
        const x = Math.min(Math.max(middle, room.left + half), room.right - half)
        // Below the word for today where it would lie on it.
        const clear = x - half > (later[0] as number)
        parts.push(
          plated(words, { x, y: room.top + (clear ? 16 : 32), anchor: 'middle', fill: theme.ink }, theme),
        )
      }
      const reach = reaches(xs, room.left, room.right)
      const spoken = [...history, ...forecast].map((row) => row.spoken)
      spoken.forEach((said, index) =>
        parts.push(
          point(options, index, said, {
            ...(reach[index] as { x: number; width: number }),
            y: room.top,
            height: room.bottom - room.top,
          }),
        ),
      )
      parts.push(...below(rows, xs, room, theme))
      return { height: room.bottom - area.top + 24, parts }
    },
  )
}

const keysOf = (rows: readonly unknown[]): number[] => rows.map((_, index) => index)
