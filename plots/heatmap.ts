import { emptied, figure, type FigureOptions, label, point, shown } from './figure.ts'
import { drawable } from './axes.ts'
import { fitted, small, widthOf } from './measure.ts'
import { el, type Markup } from './svg.ts'
import { heat_limit } from './theme.ts'

export interface HeatmapRow {
  /** 1 Monday to 7 Sunday. */
  weekday: number
  /** 0 to 23. */
  hour: number
  value: number | null
  spoken: string
}

export interface HeatmapOptions extends FigureOptions {
  /** Monday first, short: "lun.". */
  weekdays: readonly string[]
  hour: (hour: number) => string
}

/** Hours against weekdays, with the value in each cell: colour alone carries nothing. */
export function heatmap(rows: readonly HeatmapRow[], options: HeatmapOptions): string {
  const cells = rows.filter(
    ({ weekday, hour, value }) =>
      drawable(value) !== null && weekday >= 1 && weekday <= 7 && hour >= 0 && hour <= 23,
  )
  if (cells.length === 0) return emptied(options)
  const first = Math.min(...cells.map((cell) => cell.hour))
  const last = Math.max(...cells.map((cell) => cell.hour))
  const hours = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  // A weekend without anybody is no news where the place is closed.
  const days = [1, 2, 3, 4, 5, 6, 7].filter(
    (day) => day <= 5 || cells.some((cell) => cell.weekday === day && cell.value !== 0),
  )
  const most = Math.max(...cells.map((cell) => Math.abs(cell.value as number)), 0)

  return figure(
    options,
    () => [],
    (area, theme) => {
      const texts = cells.map((cell) => shown(options, cell.value as number))
      const needed = Math.max(
        30,
        ...texts.map((text) => widthOf(text) + 4),
        ...hours.map((hour) => widthOf(options.hour(hour)) + 4),
      )
      const day_width = Math.max(...days.map((day) => widthOf(options.weekdays[day - 1] ?? ''))) + 8
      const hour_width = Math.max(...hours.map((hour) => widthOf(options.hour(hour)))) + 8
      // On a phone hours run downwards, else sixteen columns would not hold their values.
      const upright = needed * hours.length > area.width - day_width
      const side = upright ? hour_width : day_width
      const columns = upright ? days.length : hours.length
      const lines = upright ? hours.length : days.length
      const cell_width = Math.min(72, (area.width - side) / columns)
      const cell_height = upright ? 26 : 32
      const parts: Markup[] = []
      const top = area.top + (options.heading ? 18 : 40)
      if (!options.heading)
        parts.push(label(options.unit, { x: area.left, y: area.top + small, fill: theme.muted }))

      const columnName = (index: number): string =>
        upright ? (options.weekdays[(days[index] as number) - 1] ?? '') : options.hour(hours[index] as number)
      const lineName = (index: number): string =>
        upright ? options.hour(hours[index] as number) : (options.weekdays[(days[index] as number) - 1] ?? '')
      for (let column = 0; column < columns; column++) {
        parts.push(
          label(fitted(columnName(column), cell_width), {
            x: area.left + side + (column + 0.5) * cell_width,
            y: top - 6,
            anchor: 'middle',
            fill: theme.muted,
          }),
        )
      }
      for (let row = 0; row < lines; row++) {
        parts.push(
          label(lineName(row), {
            x: area.left + side - 8,
            y: top + (row + 0.5) * cell_height + 4,
            anchor: 'end',
            fill: theme.muted,
          }),
        )
      }
      const inOrder = cells.toSorted((a, b) =>
        upright ? a.hour - b.hour || a.weekday - b.weekday : a.weekday - b.weekday || a.hour - b.hour,
      )
      let index = 0
      for (const cell of inOrder) {
        const across = upright ? days.indexOf(cell.weekday) : cell.hour - first
        const down = upright ? cell.hour - first : days.indexOf(cell.weekday)
        if (across < 0 || down < 0) continue
        const x = area.left + side + across * cell_width
        const y = top + down * cell_height
        const value = cell.value as number
        const share = most === 0 ? 0 : Math.abs(value) / most
        parts.push(
          point(
            options,
            index++,
            cell.spoken,
            { x, y, width: cell_width, height: cell_height },
            el('rect', {
              x: x + 0.75,
              y: y + 0.75,
              width: cell_width - 1.5,
              height: cell_height - 1.5,
              rx: 3,
              fill: theme.heat,
              'fill-opacity': value === 0 ? 0 : 0.08 + share * (heat_limit - 0.08),
              stroke: theme.line,
              'stroke-width': value === 0 ? 1 : 0,
            }),
            label(shown(options, value), {
              x: x + cell_width / 2,
              y: y + cell_height / 2 + 4.3,
              anchor: 'middle',
              fill: theme.ink,
            }),
          ),
        )
      }
      return { height: top - area.top + lines * cell_height + 4, parts }
    },
  )
}
