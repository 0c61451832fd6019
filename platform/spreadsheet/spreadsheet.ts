import { Readable } from 'node:stream'
import { ZipFile } from 'yazl'
import type { Cell, Column, Rows, WritingOptions } from './cells.ts'
import { csvLine } from './csv.ts'
import { declaration, escapeXml, most_rows, rowXml, sheetEnd, sheetHead, stylesXml } from './sheet-xml.ts'

export type { Cell, Column, Rows, WritingOptions } from './cells.ts'

export interface Sheet {
  name: string
  columns: readonly Column[]
  rows: Rows
}

export const xlsx_type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
export const csv_type = 'text/csv; charset=utf-8'

/** Signs gathered before they are handed on: large enough for speed, small enough for memory. */
const batch = 32_768

/**
 * A workbook that is written while it is read: rows are fetched only as fast as the reader takes them, so a million
 * of them need no more memory than ten. What exceeds a sheet goes on in another of the same name.
 */
export function writeXlsx(sheets: readonly Sheet[], options: WritingOptions): Readable {
  const zip = new ZipFile()
  const output = zip.outputStream as Readable
  const names: string[] = []
  let writing: Readable | undefined
  zip.on('error', (error: Error) => output.destroy(error))
  // Who stops reading must not leave a cursor open behind.
  output.on('close', () => writing?.destroy())

  zip.addBuffer(Buffer.from(content_types), '[Content_Types].xml')
  zip.addBuffer(Buffer.from(package_parts), '_rels/.rels')
  zip.addBuffer(Buffer.from(stylesXml(sheets.flatMap(({ columns }) => columns))), 'xl/styles.xml')

  const addSheet = (
    index: number,
    source: AsyncIterator<readonly Cell[]>,
    first: readonly Cell[] | undefined,
  ): void => {
    const sheet = sheets[index] as Sheet
    names.push(sheetName(sheet.name, names))
    const first_style = sheets.slice(0, index).reduce((sum, { columns }) => sum + columns.length, 0)
    const then = (rest: readonly Cell[] | undefined): void => {
      const next = sheets[index + 1]
      if (rest) addSheet(index, source, rest)
      else if (next) addSheet(index + 1, iteratorOf(next.rows), undefined)
      else {
        zip.addBuffer(Buffer.from(workbookXml(names)), 'xl/workbook.xml')
        zip.addBuffer(Buffer.from(workbookParts(names.length)), 'xl/_rels/workbook.xml.rels')
        zip.end()
      }
    }
    zip.addReadStreamLazy(`xl/worksheets/sheet${names.length}.xml`, (given) => {
      writing = Readable.from(sheetXml(sheet, source, first, first_style, options, then), {
        objectMode: false,
      })
      writing.on('error', (error) => output.destroy(error))
      given(null, writing)
    })
  }
  const [begun] = sheets
  if (!begun) throw new TypeError('a workbook has at least one sheet')
  addSheet(0, iteratorOf(begun.rows), undefined)
  return output
}

/** Lines of text with a head, written while they are read; cells that look like formulas are made harmless. */
export function writeCsv(columns: readonly Column[], rows: Rows, options: WritingOptions): Readable {
  return Readable.from(csvText(columns, rows, options), { objectMode: false })
}

async function* csvText(
  columns: readonly Column[],
  rows: Rows,
  options: WritingOptions,
): AsyncGenerator<string> {
  // The mark without which Excel takes UTF-8 for something else.
  const heads: Column[] = columns.map(({ header }) => ({ header }))
  let text = `\u{FEFF}${csvLine(
    columns.map(({ header }) => header),
    heads,
    options,
  )}`
  for await (const cells of rows) {
    text += csvLine(cells, columns, options)
    if (text.length > batch) {
      yield text
      text = ''
    }
  }
  yield text
}

async function* sheetXml(
  { columns }: Sheet,
  source: AsyncIterator<readonly Cell[]>,
  first: readonly Cell[] | undefined,
  first_style: number,
  options: WritingOptions,
  then: (rest: readonly Cell[] | undefined) => void,
): AsyncGenerator<string> {
  let rest: readonly Cell[] | undefined
  let complete = false
  try {
    let text = sheetHead(columns)
    const most = options.rows_per_sheet ?? most_rows
    let number = 1
    let cells = first
    for (;;) {
      if (!cells) {
        const next = await source.next()
        if (next.done) break
        cells = next.value
      }
      if (number === most) {
        rest = cells
        break
      }
      number++
      text += rowXml(cells, columns, number, first_style, options)
      cells = undefined
      if (text.length > batch) {
        yield text
        text = ''
      }
    }
    yield text + sheetEnd(columns, number)
    complete = true
  } finally {
    if (!complete) await source.return?.()
  }
  then(rest)
}

async function* iteratorOf(rows: Rows): AsyncGenerator<readonly Cell[]> {
  yield* rows
}

/** Excel takes 31 signs, some of them not, and no name twice. */
function sheetName(asked: string, taken: readonly string[]): string {
  const base =
    asked
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/^'+|'+$/g, '')
      .trim()
      .slice(0, 31) || 'Sheet'
  let name = base
  for (let count = 2; taken.some((other) => other.toLowerCase() === name.toLowerCase()); count++) {
    const ending = ` (${count})`
    name = base.slice(0, 31 - ending.length) + ending
  }
  return name
}

const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const package_relationships = 'http://schemas.openxmlformats.org/package/2006/relationships'
const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

// Every other part is a sheet: how many there will be is not known when this is written.
const content_types =
  `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
  `<Default Extension="xml" ContentType="${type}.worksheet+xml"/>` +
  `<Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/></Types>`

const package_parts =
  `${declaration}<Relationships xmlns="${package_relationships}">` +
  `<Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`

function workbookXml(names: readonly string[]): string {
  const sheets = names.map(
    (name, index) => `<sheet name="${escapeXml(name)}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`,
  )
  return (
    `${declaration}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${office}">` +
    `<sheets>${sheets.join('')}</sheets></workbook>`
  )
}

function workbookParts(count: number): string {
  const parts = Array.from(
    { length: count },
    (_, index) =>
      `<Relationship Id="rId${index + 1}" Type="${office}/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`,
  )
  parts.push(`<Relationship Id="rId${count + 1}" Type="${office}/styles" Target="styles.xml"/>`)
  return `${declaration}<Relationships xmlns="${package_relationships}">${parts.join('')}</Relationships>`
}
