/** A run of text where it stands on the page, upright, y growing downwards, in points. */
export interface Piece {
  text: string
  x: number
  y: number
  width: number
  size: number
  rtl: boolean
}

interface Segment {
  pieces: Piece[]
  x: number
  right: number
  y: number
  size: number
  rtl: boolean
}

/** Columns are told from tables by what stands in them: figures and labels belong to the row they are in. */
const figures = /^[\s\d.,:%€$()/+-]*\d[\s\d.,:%€$()/+-]*(?:F ?CFA|FCFA|XOF|EUR|HT|TTC)?\s*$/i

/**
 * The text of a page in the order people read it. PDF files keep text in the order it was drawn, so lines
 * are rebuilt from positions: pieces on one height make a row, an empty strip between two bodies of prose
 * makes two columns, a wide gap inside a row makes a tab.
 */
export function textOf(pieces: readonly Piece[]): string {
  const shown = pieces.filter((piece) => piece.text.trim() !== '')
  if (shown.length === 0) return ''
  return inOrder(segmentsOf(shown), 0)
    .map((row) => row.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function segmentsOf(pieces: readonly Piece[]): Segment[] {
  const sorted = pieces.toSorted((one, other) => one.y - other.y || one.x - other.x)
  const rows: Piece[][] = []
  for (const piece of sorted) {
    const row = rows.at(-1)
    const head = row?.[0]
    // A superscript belongs to the line it hangs over.
    if (row && head && Math.abs(piece.y - head.y) < 0.45 * Math.max(Math.min(piece.size, head.size), 4))
      row.push(piece)
    else rows.push([piece])
  }
  return rows.flatMap((row) => {
    const segments: Segment[] = []
    for (const piece of row.toSorted((one, other) => one.x - other.x)) {
      const last = segments.at(-1)
      if (last && piece.x - last.right < 1.6 * Math.max(piece.size, last.size)) {
        last.pieces.push(piece)
        last.right = Math.max(last.right, piece.x + piece.width)
        last.rtl ||= piece.rtl
      } else {
        segments.push({
          pieces: [piece],
          x: piece.x,
          right: piece.x + piece.width,
          y: row[0]!.y,
          size: piece.size,
          rtl: piece.rtl,
        })
      }
    }
    return segments
  })
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Deeper than any layout people make. */
const deepest = 12

function inOrder(segments: Segment[], depth: number): string[] {
  const ys = [...new Set(segments.map(({ y }) => y))].toSorted((a, b) => a - b)
  if (depth < deepest && ys.length > 1) {
    const columns = splitColumns(segments)
    if (columns) {
      const [left, right] = columns.map((side) => inOrder(side, depth + 1)) as [string[], string[]]
      const rtl = segments.filter((segment) => segment.rtl).length > segments.length / 2
      return rtl ? [...right, '', ...left] : [...left, '', ...right]
    }
    const cut = widestGap(ys, median(segments.map(({ size }) => size)))
    if (cut !== null) {
      const above = segments.filter(({ y }) => y < cut)
      const below = segments.filter(({ y }) => y >= cut)
      return [...inOrder(above, depth + 1), '', ...inOrder(below, depth + 1)]
    }
  }
  return ys.map((y) => rowText(segments.filter((segment) => segment.y === y)))
}

/** An empty vertical strip with at least three rows of words on both sides. */
function splitColumns(segments: Segment[]): [Segment[], Segment[]] | null {
  if (segments.length < 6) return null
  const size = median(segments.map((segment) => segment.size))
  const edges = segments.toSorted((one, other) => one.x - other.x)
  let right = edges[0]!.right
  let best: { at: number; width: number } | null = null
  for (const segment of edges.slice(1)) {
    const gap = segment.x - right
    if (gap > 1.5 * size && (!best || gap > best.width)) best = { at: right + gap / 2, width: gap }
    right = Math.max(right, segment.right)
  }
  if (!best) return null
  const at = best.at
  const sides = [segments.filter(({ x }) => x < at), segments.filter(({ x }) => x >= at)] as const
  for (const side of sides) {
    const rows = new Set(side.map(({ y }) => y))
    if (rows.size < 3) return null
    // More than one cell in most rows: a table, which is read row by row.
    if (side.length > 1.4 * rows.size) return null
    const texts = side.map(plainText)
    if (texts.filter((text) => figures.test(text)).length > 0.34 * texts.length) return null
  }
  const labels = sides[0].map(plainText).filter((text) => /:\s*$/.test(text)).length
  if (labels > 0.34 * sides[0].length) return null
  const long = (side: Segment[]) => median(side.map((segment) => plainText(segment).length))
  // Two lists of short cells on the same heights are a table of words, unless a wide strip parts them.
  const heights = new Set(sides[0].map(({ y }) => y))
  const shared = sides[1].filter(({ y }) => heights.has(y)).length
  const prose = Math.min(long(sides[0]), long(sides[1])) >= 20
  if (!prose && (shared < 0.5 * sides[1].length || best.width < 4 * size)) return null
  return [sides[0], sides[1]]
}

function widestGap(ys: number[], size: number): number | null {
  let best: { at: number; gap: number } | null = null
  for (let n = 1; n < ys.length; n++) {
    const gap = ys[n]! - ys[n - 1]!
    if (gap > 1.9 * size && (!best || gap > best.gap)) best = { at: ys[n]!, gap }
  }
  return best?.at ?? null
}

function plainText(segment: Segment): string {
  const pieces = segment.rtl ? segment.pieces.toReversed() : segment.pieces
  let text = ''
  let last: Piece | null = null
  for (const piece of pieces) {
    if (last) {
      const [left, right] = segment.rtl ? [piece, last] : [last, piece]
      const gap = right.x - (left.x + left.width)
      if (gap > 0.15 * piece.size && !text.endsWith(' ') && !piece.text.startsWith(' ')) text += ' '
    }
    text += piece.text
    last = piece
  }
  return text
}

function rowText(row: Segment[]): string {
  const rtl = row.some((segment) => segment.rtl)
  const cells = (rtl ? row.toReversed() : row).map((segment) => plainText(segment).trim())
  return cells.join('\t')
}
