import { OPS, Util, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

type Matrix = [number, number, number, number, number, number]
type Box = [left: number, bottom: number, right: number, top: number]

/** What a page draws, as far as it tells scans from texts and shown words from hidden ones. */
export interface Drawing {
  /** How much of the page pictures cover, 0 to 1. */
  pictures: number
  /** How many lines and curves are drawn. */
  paths: number
  /** Where words begin that nobody can see. */
  hidden: { x: number; y: number }[]
  /** Where words begin that are shown. */
  shown: { x: number; y: number }[]
}

interface State {
  matrix: Matrix
  fill: string
  mode: number
}

const pictureOps = new Set<number>([
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintImageMaskXObject,
  OPS.paintSolidColorImageMask,
])
const fillOps = new Set<number>([
  OPS.fill,
  OPS.eoFill,
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
])
const showOps = new Set<number>([
  OPS.showText,
  OPS.showSpacedText,
  OPS.nextLineShowText,
  OPS.nextLineSetSpacingShowText,
])
const multiply = (one: Matrix, other: Matrix): Matrix => Util.transform(one, other) as Matrix

function boxOf(matrix: Matrix, [left, bottom, right, top]: Box): Box {
  const [a, b, c, d, e, f] = matrix
  const xs = [left, right].flatMap((x) => [bottom, top].map((y) => a * x + c * y + e))
  const ys = [left, right].flatMap((x) => [bottom, top].map((y) => b * x + d * y + f))
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}

/** Follows what the page does, without drawing it. */
export async function drawingOf(page: PDFPageProxy): Promise<Drawing> {
  const { fnArray, argsArray } = await page.getOperatorList()
  const [left, bottom, right, top] = page.view as Box
  const area = Math.max(1, (right - left) * (top - bottom))
  const drawing: Drawing = { pictures: 0, paths: 0, hidden: [], shown: [] }
  const behind: Box[] = []
  const stack: State[] = []
  let state: State = { matrix: [1, 0, 0, 1, 0, 0], fill: '#000000', mode: 0 }
  let line: Matrix = [1, 0, 0, 1, 0, 0]
  let leading = 0
  const move = (x: number, y: number) => (line = multiply(line, [1, 0, 0, 1, x, y]))

  for (const [index, op] of fnArray.entries()) {
    const args = (argsArray[index] ?? []) as unknown[]
    if (op === OPS.save) stack.push({ ...state })
    else if (op === OPS.restore) state = stack.pop() ?? state
    else if (op === OPS.transform) state.matrix = multiply(state.matrix, numbers(args))
    else if (op === OPS.paintFormXObjectBegin) {
      stack.push({ ...state })
      if (args[0]) state.matrix = multiply(state.matrix, numbers(args[0] as ArrayLike<unknown>))
    } else if (op === OPS.paintFormXObjectEnd) state = stack.pop() ?? state
    else if (op === OPS.setFillRGBColor) state.fill = String(args[0])
    else if (op === OPS.setTextRenderingMode) state.mode = Number(args[0])
    else if (op === OPS.beginText) line = [1, 0, 0, 1, 0, 0]
    else if (op === OPS.setTextMatrix) line = numbers(args)
    else if (op === OPS.setLeading) leading = Number(args[0])
    else if (op === OPS.moveText) move(Number(args[0]), Number(args[1]))
    else if (op === OPS.setLeadingMoveText) {
      leading = Number(args[1])
      move(Number(args[0]), Number(args[1]))
    } else if (op === OPS.nextLine) move(0, leading)
    else if (pictureOps.has(op)) {
      const [l, b, r, t] = boxOf(state.matrix, [0, 0, 1, 1])
      const width = Math.min(r, right) - Math.max(l, left)
      const height = Math.min(t, top) - Math.max(b, bottom)
      if (width > 0 && height > 0) drawing.pictures = Math.min(1, drawing.pictures + (width * height) / area)
      behind.push([l, b, r, t])
    } else if (op === OPS.constructPath) {
      drawing.paths++
      const extent = args[2] as ArrayLike<number> | null
      if (extent && fillOps.has(Number(args[0])) && state.fill.toLowerCase() !== '#ffffff')
        behind.push(boxOf(state.matrix, Array.from(extent) as Box))
    } else if (showOps.has(op)) {
      const [, , , , x, y] = multiply(state.matrix, line)
      const invisible = state.mode === 3 || state.mode === 7
      const white = state.fill.toLowerCase() === '#ffffff' && (state.mode === 0 || state.mode === 4)
      const onColour = behind.some(([l, b, r, t]) => x >= l - 1 && x <= r + 1 && y >= b - 1 && y <= t + 1)
      if (invisible || (white && !onColour)) drawing.hidden.push({ x, y })
      else drawing.shown.push({ x, y })
    }
  }
  return drawing
}

/** Matrices come as six arguments or as one list of six. */
function numbers(args: ArrayLike<unknown>): Matrix {
  const list = (args.length === 1 ? args[0] : args) as ArrayLike<number>
  return Array.from(list, Number).slice(0, 6) as Matrix
}
