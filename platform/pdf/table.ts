import { hairline, ink, muted } from './colours.ts'
import { bold, regular, writable } from './fonts.ts'

export interface PdfColumn {
  header: string
  align?: 'left' | 'right' | 'center'
  /** Share of the width; without it, as wide as its contents ask. */
  width?: number
}

export interface PdfTable {
  /** Said before the table to who hears the page. */
  caption: string
  columns: readonly PdfColumn[]
  rows: Iterable<readonly string[]>
}

interface Frame {
  left: number
  width: number
  bottom: () => number
  accent: string
}

const size = 9
const pad = { x: 5, y: 4 }
/** Rows looked at to find the widths of columns. */
const sample = 200

/** A table that goes on over pages under the same heads; a row higher than a page is split, never cut off. */
export function drawTable(
  document: PDFKit.PDFDocument,
  root: PDFKit.PDFStructureElement,
  frame: Frame,
  { caption, columns, rows }: PdfTable,
): void {
  const clean = Array.from(rows, (row) => columns.map((_, index) => writable(row[index] ?? '')))
  const heads = columns.map(({ header }) => writable(header))
  const widths = widthsOf(document, columns, heads, clean.slice(0, sample), frame.width)
  const heightOf = (cells: readonly string[], font: string): number => {
    document.font(font).fontSize(size)
    const heights = cells.map((cell, index) =>
      document.heightOfString(cell || ' ', { width: (widths[index] as number) - 2 * pad.x }),
    )
    return Math.max(...heights) + 2 * pad.y
  }
  const drawCell = (words: string, index: number, y: number, font: string, colour: string): void => {
    const x = frame.left + widths.slice(0, index).reduce((sum, width) => sum + width, 0)
    document.font(font).fontSize(size).fillColor(colour)
    document.text(words || ' ', x + pad.x, y + pad.y, {
      width: (widths[index] as number) - 2 * pad.x,
      align: columns[index]?.align ?? 'left',
    })
  }
  const rule = (y: number, colour: string, thickness: number): void => {
    document.moveTo(frame.left, y).lineTo(frame.left + frame.width, y)
    document.lineWidth(thickness).strokeColor(colour).stroke()
  }
  const artifact = (draw: () => void): void => {
    document.markContent('Artifact', { type: 'Layout' })
    draw()
    document.endMarkedContent()
  }

  const head_height = heightOf(heads, bold)
  const top = document.page.margins.top
  const tallest = frame.bottom() - top - head_height - 2
  const table = document.struct('Table', { title: writable(caption) })
  root.add(table)

  const drawHeads = (repeated: boolean): void => {
    const y = document.y
    if (repeated) {
      // The same heads again are for the eye alone.
      artifact(() => heads.forEach((words, index) => drawCell(words, index, y, bold, muted)))
    } else {
      const row = document.struct('TR')
      table.add(row)
      heads.forEach((words, index) => {
        row.add(document.struct('TH', {}, () => drawCell(words, index, y, bold, muted)))
      })
      row.end()
    }
    artifact(() => rule(y + head_height, frame.accent, 1))
    document.y = y + head_height + 1
  }

  const first = clean[0]
  // Heads alone at the foot of a page belong with their first row.
  const beginning = head_height + (first ? Math.min(heightOf(first, regular), tallest) : 0)
  if (document.y + beginning > frame.bottom() && document.y > top) {
    document.addPage()
    document.y = top
  }
  drawHeads(false)
  for (const cells of clean) {
    for (const part of partsOf(document, cells, widths, tallest)) {
      const height = heightOf(part, regular)
      if (document.y + height > frame.bottom()) {
        document.addPage()
        document.y = top
        drawHeads(true)
      }
      const y = document.y
      const row = document.struct('TR')
      table.add(row)
      part.forEach((words, index) => {
        row.add(document.struct('TD', {}, () => drawCell(words, index, y, regular, ink)))
      })
      row.end()
      artifact(() => rule(y + height, hairline, 0.5))
      document.y = y + height
    }
  }
  table.end()
  document.y += 10
}

/** Widths that fill the page: asked shares first, then by content, the widest giving way. */
function widthsOf(
  document: PDFKit.PDFDocument,
  columns: readonly PdfColumn[],
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  available: number,
): number[] {
  const natural = columns.map((column, index) => {
    if (column.width !== undefined) return column.width * available
    document.font(bold).fontSize(size)
    const head = document.widthOfString(heads[index] as string)
    document.font(regular)
    const cells = rows.map((row) => document.widthOfString((row[index] as string).slice(0, 300)))
    return Math.max(head, ...cells) + 2 * pad.x + 2
  })
  const total = natural.reduce((sum, width) => sum + width, 0)
  if (total <= available) {
    // What is left goes to columns of words: numbers stay close to their heads.
    const words = columns.flatMap(({ align }, index) => (align === 'right' ? [] : [index]))
    const takers = words.length > 0 ? words : columns.map((_, index) => index)
    return natural.map((width, index) =>
      takers.includes(index) ? width + (available - total) / takers.length : width,
    )
  }
  // Lower the widest until all fit; none below what a short word needs while others are wider.
  let limit = available
  for (let round = 0; round < 40; round++) {
    const sum = natural.reduce((so_far, width) => so_far + Math.min(width, limit), 0)
    if (sum <= available) break
    limit *= 0.92
  }
  const limited = natural.map((width) => Math.min(width, limit))
  const factor = available / limited.reduce((sum, width) => sum + width, 0)
  return limited.map((width) => width * factor)
}

/** A row as one or more rows, none higher than a page. */
function partsOf(
  document: PDFKit.PDFDocument,
  cells: readonly string[],
  widths: readonly number[],
  tallest: number,
): string[][] {
  document.font(regular).fontSize(size)
  const parts: string[][] = []
  let rest = [...cells]
  do {
    const heads = rest.map((cell, index) =>
      headOf(document, cell, (widths[index] as number) - 2 * pad.x, tallest - 2 * pad.y),
    )
    parts.push(heads)
    rest = rest.map((cell, index) => cell.slice((heads[index] as string).length))
  } while (rest.some((cell) => cell !== ''))
  return parts
}

/** As much of a text as fits a height, ending between words where it can. */
function headOf(document: PDFKit.PDFDocument, words: string, width: number, height: number): string {
  if (document.heightOfString(words, { width }) <= height) return words
  let low = 1
  let high = words.length
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (document.heightOfString(words.slice(0, middle), { width }) <= height) low = middle
    else high = middle - 1
  }
  const space = words.lastIndexOf(' ', low)
  return words.slice(0, space > low / 2 ? space + 1 : low)
}
