import { plain } from './fold.ts'
import type { Page } from './shapes.ts'

/** How many lines at each end of a page may be a running head or foot. */
const margin = 3

/** `Page 3 sur 12` and `Page 4 sur 12` are the same foot. */
const shapeOf = (line: string): string => plain(line).replace(/\d+/g, '#')

const linesOf = (text: string): string[] => text.split(/\r?\n/).map((line) => line.trimEnd())

/**
 * Lines of each page without running heads and feet: what comes back, numbers apart, at the same end of most
 * pages of a document. Documents of one or two pages have none that could be told from their text.
 */
export function cleanLines(pages: readonly Page[]): string[][] {
  const by_document = new Map<string, Page[]>()
  for (const page of pages)
    by_document.set(page.document_id, [...(by_document.get(page.document_id) ?? []), page])
  const running = new Map<string, ReadonlySet<string>>()
  for (const [document_id, own] of by_document) running.set(document_id, runningLines(own))
  return pages.map((page) => {
    const lines = linesOf(page.text)
    const known = running.get(page.document_id)!
    if (known.size === 0) return lines
    const filled = lines.flatMap((line, index) => (line.trim() === '' ? [] : [index]))
    const ends = new Set([...filled.slice(0, margin), ...filled.slice(-margin)])
    return lines.filter((line, index) => !(ends.has(index) && known.has(shapeOf(line))))
  })
}

function runningLines(pages: readonly Page[]): ReadonlySet<string> {
  if (pages.length < 3) return new Set()
  const seen = new Map<string, { pages: number; texts: Set<string> }>()
  for (const page of pages) {
    const filled = linesOf(page.text).filter((line) => line.trim() !== '')
    const ends = [...filled.slice(0, margin), ...filled.slice(-margin)]
    for (const line of ends) {
      const shape = shapeOf(line)
      const entry = seen.get(shape) ?? { pages: 0, texts: new Set() }
      entry.pages += 1
      entry.texts.add(plain(line))
      seen.set(shape, entry)
    }
  }
  const enough = Math.max(3, pages.length * 0.6)
  const running = [...seen].filter(([shape, { pages: count, texts }]) => {
    if (count < enough || shape.length > 120) return false
    // The same words each time, or a page number: otherwise it is a line of the text that merely looks alike.
    return (
      texts.size === 1 ||
      /(?:^|[\s–|-])(?:page|p\.?)? ?#(?: ?(?:sur|of|\/) ?#)$|(?:^|– ?|\| ?| - )(?:page|p\.?)? ?#$/.test(shape)
    )
  })
  return new Set(running.map(([shape]) => shape))
}
