import { drawable } from './axes.ts'
import { emptied, figure, type FigureOptions, label, point, shown } from './figure.ts'
import { fitted, widthOf } from './measure.ts'
import { el, type Markup } from './svg.ts'
import type { Theme } from './theme.ts'

export interface StackedRow {
  label: string
  /** One count for each part, in order. */
  counts: readonly number[]
  /** At the end of the line: "4,2 · 118 avis". */
  note?: string
  /** Stands instead of the bar, where there are too few to show. */
  hidden?: string
  spoken: string
}

export interface StackedOptions extends FigureOptions {
  /** Names of the parts, in order: worst to best where `tone` is `ratings`. */
  parts: readonly string[]
  /** What is written inside a part that has room for it; usually its share. */
  share: (ratio: number) => string
  tone?: 'ratings' | 'series'
}

/** Bars of equal length, split in shares; each part carries its own number. */
export function stackedBars(rows: readonly StackedRow[], options: StackedOptions): string {
  if (rows.length === 0) return emptied(options)
  const colours = (theme: Theme): readonly string[] =>
    options.tone === 'series' ? theme.series : theme.ratings
  return figure(
    options,
    (theme) =>
      options.parts.map((name, index) => ({
        label: name,
        colour: colours(theme)[index] ?? theme.line,
        shape: 'square',
      })),
    (area, theme) => {
      const parts: Markup[] = []
      const names = Math.max(...rows.map((row) => widthOf(row.label, 14))) + 12
      const notes = Math.max(0, ...rows.map((row) => widthOf(row.note ?? '', 13)))
      // Beside the bar where half of the width is left for it, above it on a phone.
      const beside = names + notes + 12 <= area.width / 2
      const left = beside ? area.left + names : area.left
      const right = beside && notes > 0 ? area.right - notes - 12 : area.right
      const step = beside ? 38 : 58
      let y = area.top
      rows.forEach((row, index) => {
        const bar = beside ? y + 4 : y + 22
        const middle = bar + 19
        const inner: Markup[] = [
          label(fitted(row.label, beside ? names : area.width - notes - 12, 14), {
            x: area.left,
            y: beside ? middle : y + 15,
            size: 14,
            fill: theme.ink,
          }),
        ]
        if (row.note)
          inner.push(
            label(row.note, {
              x: area.right,
              y: beside ? middle : y + 15,
              size: 13,
              anchor: 'end',
              fill: theme.muted,
            }),
          )
        inner.push(...barOf(row, { left, right, bar }, options, theme, colours(theme)))
        parts.push(
          point(
            options,
            index,
            row.spoken,
            { x: area.left, y, width: area.width, height: step - 2 },
            ...inner,
          ),
        )
        y += step
      })
      return { height: y - area.top, parts }
    },
  )
}

function barOf(
  row: StackedRow,
  at: { left: number; right: number; bar: number },
  options: StackedOptions,
  theme: Theme,
  colours: readonly string[],
): Markup[] {
  const width = at.right - at.left
  const outline = (dash?: string): Markup =>
    el('rect', {
      x: at.left + 0.5,
      y: at.bar + 0.5,
      width: width - 1,
      height: 27,
      fill: 'none',
      stroke: theme.control,
      'stroke-dasharray': dash,
    })
  const counts = row.counts.map((count) => Math.max(0, drawable(count) ?? 0))
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (row.hidden !== undefined || total === 0) {
    const words = row.hidden ?? shown(options, 0)
    return [
      outline('4 4'),
      label(fitted(words, width - 16, 13), { x: at.left + 8, y: at.bar + 18.5, size: 13, fill: theme.muted }),
    ]
  }
  const drawn: Markup[] = []
  let x = at.left
  counts.forEach((count, part) => {
    if (count === 0) return
    const long = (count / total) * width
    drawn.push(
      el('rect', {
        x,
        y: at.bar,
        width: long,
        height: 28,
        fill: colours[part] ?? theme.line,
        stroke: theme.surface,
        'stroke-width': 1.5,
      }),
    )
    const words = options.share(count / total)
    if (options.tone !== 'series' && widthOf(words) + 6 <= long)
      drawn.push(label(words, { x: x + long / 2, y: at.bar + 18.3, anchor: 'middle', fill: theme.ink }))
    x += long
  })
  return [...drawn, outline()]
}
