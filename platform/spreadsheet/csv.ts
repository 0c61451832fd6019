import {
  type Cell,
  type Column,
  decimalsOf,
  localTimeOf,
  looksLikeFormula,
  type WritingOptions,
} from './cells.ts'

/** One line, as spreadsheets of that language read it: in French `;` between fields and a decimal comma. */
export function csvLine(cells: readonly Cell[], columns: readonly Column[], options: WritingOptions): string {
  const separator = options.locale === 'fr' ? ';' : ','
  return `${columns.map((column, index) => quoted(fieldOf(cells[index], column, options), separator)).join(separator)}\r\n`
}

function fieldOf(cell: Cell, column: Column, options: WritingOptions): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'boolean') return cell ? '1' : '0'
  if (typeof cell === 'number') {
    if (!Number.isFinite(cell)) return ''
    return decimal(
      column.kind === 'money' ? cell / 10 ** decimalsOf(column.currency ?? 'EUR') : cell,
      options,
    )
  }
  if (cell instanceof Date || column.kind === 'date' || column.kind === 'date_time') {
    const time = localTimeOf(cell, options.time_zone)
    if (time) {
      const day = `${time.year}-${two(time.month)}-${two(time.day)}`
      return column.kind === 'date' ? day : `${day} ${two(time.hour)}:${two(time.minute)}:${two(time.second)}`
    }
  }
  const text = String(cell)
  return looksLikeFormula(text) ? `'${text}` : text
}

const decimal = (value: number, { locale }: WritingOptions): string =>
  locale === 'fr' ? String(value).replace('.', ',') : String(value)

const two = (value: number): string => String(value).padStart(2, '0')

const quoted = (text: string, separator: string): string =>
  text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
