import { fitted, small, widthOf, wrapped } from './measure.ts'
import { el, type Markup, written } from './svg.ts'
import { type Theme, themeOf, type ThemeName } from './theme.ts'

/** What every figure is given beside its rows. Words come from outside: a figure knows no language. */
export interface FigureOptions {
  /** The sentence to take home: "L'attente a dépassé 15 minutes trois jours sur dix". */
  title: string
  /** What can be seen, in words, for who does not see it; often the extremes and the last value. */
  description: string
  /** Of the values: "minutes". */
  unit: string
  /** "du 2 au 15 novembre 2026". */
  period: string
  /** What stands in place of a figure without rows. */
  empty: string
  /** Pixels of the page, points of the paper: 360 to 1200, 720 unless told. */
  width?: number
  /** `page` follows light and dark by custom properties; `paper` has fixed colours. */
  theme?: ThemeName
  /** Writes title, unit and period into the picture itself, for paper and downloads. */
  heading?: boolean
  /** Makes each point focusable, with its words. The page moves between them (kit/Figure.tsx). */
  interactive?: boolean
  /** How values are written. */
  number?: (value: number) => string
}

export interface LegendItem {
  label: string
  colour: string
  shape: 'line' | 'dashed' | 'area' | 'square' | 'dot'
  opacity?: number
}

export interface Area {
  left: number
  right: number
  top: number
  width: number
}

export interface Drawn {
  height: number
  parts: Markup[]
}

export const shown = (options: FigureOptions, value: number): string => (options.number ?? plain)(value)

const plain = (value: number): string => String(Math.round(value * 100) / 100)

export function widthIn(options: FigureOptions): number {
  return Math.min(1200, Math.max(360, Math.round(options.width ?? 720)))
}

/** The sheet every figure is drawn on: heading and legend above, the drawing below, names for screen readers. */
export function figure(
  options: FigureOptions,
  legend: (theme: Theme) => readonly LegendItem[],
  draw: (area: Area, theme: Theme) => Drawn,
): string {
  const theme = themeOf(options.theme)
  const width = widthIn(options)
  const edge = options.heading ? 12 : 2
  const parts: Markup[] = []
  let top = options.heading ? 12 : 4

  if (options.heading) {
    for (const line of wrapped(options.title, width - 2 * edge, 16)) {
      top += 18
      parts.push(label(line, { x: edge, y: top, size: 16, weight: 'bold', fill: theme.ink }))
      top += 3
    }
    const under = [options.unit, options.period].filter(Boolean).join(' · ')
    for (const line of wrapped(under, width - 2 * edge, 13, 2)) {
      top += 16
      parts.push(label(line, { x: edge, y: top, size: 13, fill: theme.muted }))
    }
    top += 10
  }
  const key = legendRows(legend(theme), { left: edge, right: width - edge, top, width }, theme)
  parts.push(...key.parts)
  top += key.height

  const drawn = draw({ left: edge, right: width - edge, top, width: width - 2 * edge }, theme)
  parts.push(...drawn.parts)
  const height = Math.ceil(top + drawn.height + edge)

  return el(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      // A picture hides what is inside it from screen readers, so a figure with points is a group.
      role: options.interactive ? 'group' : 'img',
      'aria-label': options.interactive ? options.title : `${options.title}. ${options.description}`,
      'font-family': theme.font,
      'font-size': small,
      class: 'plot',
    },
    el('title', {}, written(options.title)),
    el('desc', {}, written(options.description)),
    ...(options.heading ? [el('rect', { x: 0, y: 0, width, height, fill: theme.surface }), ...parts] : parts),
  )
}

/** A figure without rows says so at its usual place. */
export function emptied(options: FigureOptions): string {
  return figure(
    options,
    () => [],
    (area, theme) => ({
      height: 120,
      parts: [
        el('rect', {
          x: area.left + 0.5,
          y: area.top + 0.5,
          width: area.width - 1,
          height: 119,
          rx: 6,
          fill: 'none',
          stroke: theme.line,
        }),
        label(fitted(options.empty, area.width - 24, 14), {
          x: area.left + area.width / 2,
          y: area.top + 65,
          size: 14,
          anchor: 'middle',
          fill: theme.muted,
        }),
      ],
    }),
  )
}

interface LabelStyle {
  x: number
  y: number
  fill: string
  size?: number
  weight?: 'bold'
  anchor?: 'start' | 'middle' | 'end'
}

/** Text on its baseline. Screen readers hear the figure's description and points, not loose labels. */
export function label(words: string, style: LabelStyle): Markup {
  return el(
    'text',
    {
      x: style.x,
      y: style.y,
      fill: style.fill,
      'font-size': Math.max(small, style.size ?? small),
      'font-weight': style.weight,
      'text-anchor': style.anchor === 'start' ? undefined : style.anchor,
      'aria-hidden': 'true',
    },
    written(words),
  )
}

/** A label that lies on other marks, on a small plate of the ground's colour. */
export function plated(words: string, style: LabelStyle, theme: Theme): Markup {
  const size = style.size ?? small
  const width = widthOf(words, size) + 4
  const start =
    style.anchor === 'end'
      ? style.x - width + 2
      : style.anchor === 'middle'
        ? style.x - width / 2
        : style.x - 2
  return el(
    'g',
    {},
    el('rect', {
      x: start,
      y: style.y - size,
      width,
      height: size + 4,
      fill: theme.surface,
      'fill-opacity': 0.85,
    }),
    label(words, style),
  )
}

interface Reach {
  x: number
  y: number
  width: number
  height: number
}

/** One point one may rest on: its words, the room it takes, and what is drawn when it is reached. */
export function point(
  options: FigureOptions,
  index: number,
  spoken: string,
  reach: Reach,
  ...marks: Markup[]
): Markup {
  if (!options.interactive) return marks.length === 0 ? '' : el('g', {}, ...marks)
  return el(
    'g',
    {
      class: 'plot-point',
      role: 'img',
      // One stop for the tabulator, whatever the number of points; arrows lead to the others.
      tabindex: index === 0 ? '0' : '-1',
      'aria-label': spoken,
      'data-point': index,
    },
    ...marks,
    el('rect', { class: 'plot-reach', ...reach, rx: 3, fill: 'transparent', stroke: 'none' }),
  )
}

function legendRows(items: readonly LegendItem[], area: Area, theme: Theme): Drawn {
  const parts: Markup[] = []
  if (items.length === 0) return { height: 0, parts }
  let x = area.left
  let row = 0
  for (const item of items) {
    const room = 26 + widthOf(item.label, 13) + 14
    if (x > area.left && x + room > area.right) {
      x = area.left
      row++
    }
    const y = area.top + row * 22 + 11
    parts.push(swatch(item, x, y, theme))
    parts.push(
      label(fitted(item.label, area.right - x - 26, 13), {
        x: x + 26,
        y: y + 4.5,
        size: 13,
        fill: theme.ink,
      }),
    )
    x += room
  }
  return { height: (row + 1) * 22 + 8, parts }
}

function swatch(item: LegendItem, x: number, y: number, theme: Theme): Markup {
  if (item.shape === 'line' || item.shape === 'dashed')
    return el('line', {
      x1: x,
      x2: x + 20,
      y1: y,
      y2: y,
      stroke: item.colour,
      'stroke-width': 2.5,
      'stroke-dasharray': item.shape === 'dashed' ? '5 4' : undefined,
    })
  if (item.shape === 'dot') return el('circle', { cx: x + 10, cy: y, r: 5, fill: item.colour })
  const square = item.shape === 'square'
  return el('rect', {
    x: square ? x + 4 : x,
    y: y - 6,
    width: square ? 13 : 20,
    height: square ? 13 : 12,
    fill: item.colour,
    'fill-opacity': item.opacity,
    stroke: square ? theme.control : undefined,
  })
}
