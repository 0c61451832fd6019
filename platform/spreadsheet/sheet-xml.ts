import {
  type Cell,
  type Column,
  decimalsOf,
  localTimeOf,
  looksLikeFormula,
  type WritingOptions,
} from './cells.ts'

/** Excel's own limits. */
export const most_rows = 1_048_576
const most_signs = 32_767

export const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\n\r\u{20}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Places in the list of formats below. */
const style = { plain: 0, head: 1, quoted: 2, wrapped: 3, first_of_columns: 4 } as const

/** One format for each column of each sheet, after the four that all share. */
export function stylesXml(columns: readonly Column[]): string {
  const codes = columns.map(formatCode)
  const formats = codes.map(
    (code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${escapeXml(code)}"/>`,
  )
  const own = codes.map(
    (_, index) =>
      `<xf numFmtId="${164 + index}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>`,
  )
  return (
    `${declaration}<styleSheet xmlns="${main}">` +
    `<numFmts count="${formats.length}">${formats.join('')}</numFmts>` +
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>' +
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>' +
    '<fill><patternFill patternType="solid"><fgColor rgb="FFEEF1F4"/></patternFill></fill></fills>' +
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>' +
    `<cellXfs count="${own.length + 4}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1"/>' +
    // Says "this is text" also when somebody edits the cell: without it Excel would then run the formula.
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/>' +
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>' +
    `${own.join('')}</cellXfs></styleSheet>`
  )
}

function formatCode(column: Column): string {
  switch (column.kind ?? 'text') {
    case 'integer':
      return '#,##0'
    case 'number':
      return '#,##0.##'
    case 'percent':
      return '0.0%'
    case 'date':
      return 'dd/mm/yyyy'
    case 'date_time':
      return 'dd/mm/yyyy hh:mm'
    case 'duration':
      return '[h]:mm:ss'
    case 'money': {
      const currency = column.currency ?? 'EUR'
      const decimals = decimalsOf(currency)
      const sign = currency === 'XOF' ? 'F CFA' : currency === 'EUR' ? '€' : currency
      return `#,##0${decimals > 0 ? `.${'0'.repeat(decimals)}` : ''} "${sign}"`
    }
    case 'text':
      return '@'
  }
}

export function sheetHead(columns: readonly Column[]): string {
  const widths = columns
    .map(
      (column, index) =>
        `<col min="${index + 1}" max="${index + 1}" width="${widthOf(column)}" customWidth="1"/>`,
    )
    .join('')
  const heads = columns
    .map((column, index) => textCell(column.header, `${letters(index)}1`, style.head))
    .join('')
  return (
    `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${widths}</cols><sheetData><row r="1">${heads}</row>`
  )
}

export function sheetEnd(columns: readonly Column[], rows: number): string {
  const range = `A1:${letters(Math.max(0, columns.length - 1))}${rows}`
  return `</sheetData><autoFilter ref="${range}"/></worksheet>`
}

export function rowXml(
  cells: readonly Cell[],
  columns: readonly Column[],
  number: number,
  first_style: number,
  options: WritingOptions,
): string {
  let row = `<row r="${number}">`
  columns.forEach((column, index) => {
    row += cellXml(
      cells[index],
      column,
      `${letters(index)}${number}`,
      style.first_of_columns + first_style + index,
      options,
    )
  })
  return `${row}</row>`
}

function cellXml(cell: Cell, column: Column, at: string, own_style: number, options: WritingOptions): string {
  if (cell === null || cell === undefined || cell === '') return ''
  if (typeof cell === 'boolean') return `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`
  if (typeof cell === 'number') {
    if (!Number.isFinite(cell)) return ''
    const value =
      column.kind === 'money'
        ? cell / 10 ** decimalsOf(column.currency ?? 'EUR')
        : column.kind === 'duration'
          ? cell / 86_400
          : cell
    return `<c r="${at}" s="${own_style}"><v>${value}</v></c>`
  }
  if (cell instanceof Date || column.kind === 'date' || column.kind === 'date_time') {
    const serial = serialOf(cell, column, options)
    if (serial !== null) return `<c r="${at}" s="${own_style}"><v>${serial}</v></c>`
  }
  const text = String(cell)
  return textCell(
    text,
    at,
    looksLikeFormula(text) ? style.quoted : text.includes('\n') ? style.wrapped : style.plain,
  )
}

function textCell(text: string, at: string, cell_style: number): string {
  const kept = text.length > most_signs ? `${text.slice(0, most_signs - 1)}…` : text
  return `<c r="${at}" t="inlineStr" s="${cell_style}"><is><t xml:space="preserve">${escapeXml(kept)}</t></is></c>`
}

/** Days since 30 December 1899, by the clock of the zone; spreadsheets know no zones. */
function serialOf(cell: Date | string, column: Column, options: WritingOptions): number | null {
  const time = localTimeOf(cell, options.time_zone)
  // Excel counts a 29 February 1900 that never was: days before March 1900 stay text.
  if (!time || time.year < 1901) return null
  const day = Date.UTC(time.year, time.month - 1, time.day) / 86_400_000 + 25_569
  if (column.kind === 'date') return day
  // Upwards by less than a tenth of a millisecond: readers that cut off would show the second before.
  return Math.ceil((day + (time.hour * 3600 + time.minute * 60 + time.second) / 86_400) * 1e9) / 1e9
}

function widthOf(column: Column): number {
  if (column.width) return column.width
  const usual = { date: 12, date_time: 18, money: 16, text: 24 }
  const kind = column.kind ?? 'text'
  return Math.max(column.header.length + 4, kind in usual ? usual[kind as keyof typeof usual] : 12)
}

const lettered: string[] = []

/** 0 is A, 25 is Z, 26 is AA. */
export function letters(index: number): string {
  return (lettered[index] ??=
    (index >= 26 ? letters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26)))
}
