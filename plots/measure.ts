/** No figure writes smaller than this, in pixels of the page or points of the paper. */
export const small = 12

// Advance widths of Helvetica in thousandths of the size; what is not listed counts as a wide sign. System faces
// differ by some per cent, hence the margin.
const narrow = new Set("iIjl.,:;'|!()[]ftr \u00a0\u202f/-")
const wide = new Set('mwMW%@—')
const margin = 1.12

/** The width a text will take, on the safe side, without a document to measure it in. */
export function widthOf(words: string, size: number = small): number {
  let thousandths = 0
  for (const sign of words) {
    if (narrow.has(sign)) thousandths += 300
    else if (wide.has(sign)) thousandths += 880
    else if (/[A-ZÀ-Þ]/u.test(sign)) thousandths += 700
    else if (sign <= '\u024f' || sign === '–' || sign === '’' || sign === '€') thousandths += 556
    else thousandths += 1000
  }
  return (thousandths / 1000) * size * margin
}

/** Cuts a text to a width, with an ellipsis that says so. */
export function fitted(words: string, width: number, size: number = small): string {
  if (widthOf(words, size) <= width) return words
  // What readers see as one sign stays whole; nobody reads a label of a thousand.
  const signs = Array.from(new Intl.Segmenter().segment(words.slice(0, 1000)), ({ segment }) => segment)
  while (signs.length > 1 && widthOf(`${signs.join('').trimEnd()}…`, size) > width) signs.pop()
  return `${signs.join('').trimEnd()}…`
}

/** Breaks a text into lines of at most a width; a word longer than a line is cut. */
export function wrapped(words: string, width: number, size: number, most = 4): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of words.split(/[ \t\n]+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word
    if (!line || widthOf(longer, size) <= width) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  if (line) lines.push(line)
  const kept = lines.slice(0, most)
  if (lines.length > most) kept[most - 1] = `${kept[most - 1]} ${lines[most] ?? ''}`
  return kept.map((text) => fitted(text, width, size))
}

export interface Placed {
  index: number
  /** The middle of the text. */
  x: number
}

/**
 * Which labels of an axis are written: every k-th, with the smallest k at which no two touch. Those at the ends are
 * moved inwards so that nothing leaves the figure.
 */
export function thinned(
  labels: readonly string[],
  positions: readonly number[],
  bounds: { left: number; right: number },
  size: number = small,
): Placed[] {
  const widths = labels.map((label) => widthOf(label, size))
  const gap = size
  for (let step = 1; step <= Math.max(1, labels.length); step++) {
    const placed: Placed[] = []
    let end = Number.NEGATIVE_INFINITY
    let fits = true
    for (let index = 0; index < labels.length; index += step) {
      const half = (widths[index] as number) / 2
      const lowest = bounds.left + half
      const highest = Math.max(lowest, bounds.right - half)
      const x = Math.min(Math.max(positions[index] as number, lowest), highest)
      if (x - half < end + (placed.length > 0 ? gap : 0)) {
        fits = false
        break
      }
      end = x + half
      placed.push({ index, x })
    }
    if (fits) return placed
  }
  return []
}
