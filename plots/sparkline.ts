import { scaleLinear, scalePoint } from 'd3-scale'
import { line as linePath } from 'd3-shape'
import { domainOf, drawable } from './axes.ts'
import { el, written } from './svg.ts'
import { themeOf, type ThemeName } from './theme.ts'

export interface SparklineOptions {
  /** What it says, in words: "de 4 à 11 minutes en deux semaines". */
  title: string
  width?: number
  height?: number
  theme?: ThemeName
  /** Several sparklines are comparable only on one scale. */
  domain?: readonly [number, number]
}

/** A line the size of a word, without axes: for tables, beside the number it belongs to. */
export function sparkline(values: readonly (number | null)[], options: SparklineOptions): string {
  const theme = themeOf(options.theme)
  const width = Math.max(24, options.width ?? 96)
  const height = Math.max(14, options.height ?? 24)
  const x = scalePoint(
    values.map((_, index) => index),
    [4, width - 4],
  )
  const y = scaleLinear(options.domain ?? domainOf(values), [height - 4, 4]).clamp(true)
  const place = (index: number): number => x(index) ?? width / 2
  const path = linePath<number>()
    .defined((index) => drawable(values[index]) !== null)
    .x(place)
    .y((index) => y(values[index] as number))
  const last = values.findLastIndex((value) => drawable(value) !== null)
  return el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': options.title,
      class: 'plot',
    },
    el('title', {}, written(options.title)),
    el('path', {
      d: path(values.map((_, index) => index)) ?? '',
      fill: 'none',
      stroke: theme.series[0],
      'stroke-width': 1.75,
    }),
    last >= 0
      ? el('circle', { cx: place(last), cy: y(values[last] as number), r: 2.75, fill: theme.series[0] })
      : '',
  )
}
