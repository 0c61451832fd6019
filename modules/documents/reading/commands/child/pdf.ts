import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { inflateSync } from 'node:zlib'
import * as pdfjs from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { clean } from '../../model/plain-text.ts'
import { Refusal, type Job, type PageRead } from '../../model/job.ts'
import { isLegible } from '../../model/legible.ts'
import { textOf, type Piece } from '../../model/lines.ts'
import { drawingOf, type Drawing } from './drawing.ts'
import { wantedPages } from './picture.ts'
import { recognisedPage } from './recognised-page.ts'
import type { Reader } from './teller.ts'

/** Less than this beside a picture is the head of a scanned page, not its text. */
const littleText = 250
const recognitionDpi = 200
const enoughPixels = 8_000_000

let pictureLeftOut = false
Object.assign(console, {
  warn(...words: unknown[]) {
    if (String(words[0]).includes('maximum allowed size')) pictureLeftOut = true
  },
})

export const readPdf: Reader = async (bytes, job, { tell, say }, found) => {
  const open = await openPdf(bytes, job)
  const page_count = open.numPages
  if (page_count > job.limits.max_pages) throw new Refusal('too_many_pages')
  await say({
    say: 'opened',
    type: found.type,
    page_count,
    note: open.isPureXfa ? 'xfa_form' : found.note,
  })
  const looksHidden = mayHide(bytes)
  for (const number of wantedPages(job, page_count)) {
    await say({ say: 'turning', page: number })
    pictureLeftOut = false
    let page: PDFPageProxy | null = null
    try {
      page = await open.getPage(number)
      if (job.task === 'draw') await tell({ say: 'drawn', page: number, ...(await drawnPage(page)) })
      else await tell(await readOne(open, page, job, looksHidden))
    } catch (error) {
      if (error instanceof Refusal) throw error
      if (job.task === 'read') await tell(unreadable(number, 'damaged'))
    }
    page?.cleanup()
  }
  return page_count
}

async function openPdf(bytes: Uint8Array, job: Job): Promise<PDFDocumentProxy> {
  const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
  const task = pdfjs.getDocument({
    // A copy in memory of its own: the engine takes the buffer over, and the scan for hidden text needs it.
    data: new Uint8Array(bytes),
    password: job.password ?? undefined,
    enableXfa: true,
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    maxImageSize: job.limits.max_pixels,
    canvasMaxAreaInBytes: 4 * enoughPixels * 4,
    standardFontDataUrl: `${join(root, 'standard_fonts')}/`,
    cMapUrl: `${join(root, 'cmaps')}/`,
    wasmUrl: `${join(root, 'wasm')}/`,
    iccUrl: `${join(root, 'iccs')}/`,
    verbosity: 1,
  } as Parameters<typeof pdfjs.getDocument>[0])
  try {
    return await task.promise
  } catch (error) {
    const { name, code } = error as { name: string; code?: number }
    if (name !== 'PasswordException') throw new Refusal('damaged')
    throw new Refusal(code === 2 ? 'wrong_password' : 'password')
  }
}

const unreadable = (page: number, reason: string): PageRead => ({
  say: 'page',
  page,
  method: 'unreadable',
  reason,
  confidence: null,
  text: '',
  hidden: null,
})

async function readOne(
  open: PDFDocumentProxy,
  page: PDFPageProxy,
  job: Job,
  looksHidden: boolean,
): Promise<PageRead> {
  const number = page.pageNumber
  if (job.method === 'ocr' && !open.isPureXfa) return recognisePage(page, job, null, null)
  const { items } = await page.getTextContent()
  if (open.isPureXfa) {
    const text = clean(items.map((item) => ('str' in item ? item.str : '')).join('\n')).trim()
    return text === '' ? unreadable(number, 'xfa_form') : asText(number, text, null)
  }
  const pieces = piecesOf(items, page)
  const drawing = looksHidden || lengthOf(pieces) < littleText ? await drawingOf(page) : null
  const { shown, hidden } = apart(pieces, drawing, page)
  const fields = await fieldsOf(page)
  const text = clean([textOf(shown), fields].filter(Boolean).join('\n\n'))
  const secret = hidden.length > 0 ? clean(textOf(hidden)) : null
  const scanned = (drawing?.pictures ?? 0) > 0.35

  if (job.method === 'text') {
    if (text !== '') return asText(number, text, secret)
    return secret ? asText(number, secret, secret) : unreadable(number, scanned ? 'no_text' : 'blank')
  }
  if (!isLegible(text)) {
    const read = await recognisePage(page, job, 'strange_font', secret)
    return read.method === 'ocr' ? read : unreadable(number, 'strange_font')
  }
  if (text === '' && secret !== null && scanned) {
    // A scanner laid its own recognition under the picture: kept, and marked as not shown.
    return isLegible(secret) ? asText(number, secret, secret) : recognisePage(page, job, 'scanned', secret)
  }
  if (text.length < littleText && drawing && (scanned || (text === '' && drawing.paths > 20))) {
    const read = await recognisePage(page, job, scanned ? 'scanned' : 'drawn', secret)
    const better = read.method === 'ocr' && read.text.length > text.length
    if (better || text === '') return read
  }
  if (text !== '') return asText(number, text, secret)
  if (drawing && (drawing.pictures > 0.02 || drawing.paths > 0 || pictureLeftOut))
    return recognisePage(page, job, 'scanned', secret)
  return { ...unreadable(number, 'blank'), hidden: secret }
}

const asText = (page: number, text: string, hidden: string | null): PageRead => ({
  say: 'page',
  page,
  method: 'text',
  reason: null,
  confidence: null,
  text,
  hidden: hidden || null,
})

const lengthOf = (pieces: readonly { text: string }[]): number =>
  pieces.reduce((sum, { text }) => sum + text.trim().length, 0)

interface PlacedPiece extends Piece {
  /** Where it begins in the page's own space, as the drawing knows it. */
  own: { x: number; y: number }
}

type Items = Awaited<ReturnType<PDFPageProxy['getTextContent']>>['items']

/** Text runs with their places as seen by a reader who holds the page the way most of it is written. */
function piecesOf(items: Items, page: PDFPageProxy): PlacedPiece[] {
  const view = page.getViewport({ scale: 1 })
  const runs = items.flatMap((item) => {
    if (!('str' in item) || item.str === '') return []
    const own = item.transform as number[]
    const placed = pdfjs.Util.transform(view.transform, own) as number[]
    const quarter = (Math.round(Math.atan2(placed[1]!, placed[0]!) / (Math.PI / 2)) + 4) % 4
    return [{ item, own, placed, quarter }]
  })
  const counts = [0, 0, 0, 0]
  for (const { quarter, item } of runs) counts[quarter]! += item.str.length
  const upright = counts.indexOf(Math.max(...counts))
  const { width, height } = view
  return runs.map(({ item, own, placed }) => {
    const [x, y] = [placed[4]!, placed[5]!]
    const turned = [
      [x, y],
      [y, width - x],
      [width - x, height - y],
      [height - y, x],
    ][upright]!
    return {
      text: item.str,
      x: turned[0]!,
      y: turned[1]!,
      width: item.width,
      size: item.height || Math.hypot(own[2]!, own[3]!) || 10,
      rtl: item.dir === 'rtl',
      own: { x: own[4]!, y: own[5]! },
    }
  })
}

/** Off the page, in invisible ink or white on white: not what a reader sees. */
function apart(pieces: PlacedPiece[], drawing: Drawing | null, page: PDFPageProxy) {
  const [left, bottom, right, top] = page.view as [number, number, number, number]
  const isHidden = ({ own, width, size }: PlacedPiece): boolean => {
    if (own.x < left - size || own.x > right || own.y < bottom - size || own.y > top) return true
    if (!drawing || drawing.hidden.length === 0) return false
    const here = (spot: { x: number; y: number }): boolean =>
      Math.abs(spot.y - own.y) < 1 && spot.x > own.x - 1 && spot.x < own.x + Math.max(width, 1)
    return drawing.hidden.some(here) && !drawing.shown.some(here)
  }
  const hidden = pieces.filter((piece) => piece.text.trim() !== '' && isHidden(piece))
  return { hidden, shown: hidden.length === 0 ? pieces : pieces.filter((piece) => !hidden.includes(piece)) }
}

/** Values of form fields stand beside the page's text, not in it. */
async function fieldsOf(page: PDFPageProxy): Promise<string> {
  const notes = (await page.getAnnotations()) as {
    subtype: string
    fieldName?: string
    alternativeText?: string
    fieldValue?: string | string[] | null
    fieldType?: string
    checkBox?: boolean
    radioButton?: boolean
    password?: boolean
  }[]
  return notes
    .flatMap((note) => {
      if (note.subtype !== 'Widget' || note.password || !note.fieldValue) return []
      const value = [note.fieldValue].flat().join(', ').trim()
      if (value === '' || (note.fieldType === 'Btn' && value === 'Off')) return []
      return [`${note.alternativeText || note.fieldName || ''} : ${value}`.replace(/^ : /, '')]
    })
    .filter((line, index, all) => all.indexOf(line) === index)
    .join('\n')
}

async function recognisePage(
  page: PDFPageProxy,
  job: Job,
  reason: string | null,
  hidden: string | null,
): Promise<PageRead> {
  const [{ recognise }, { default: sharp }] = await Promise.all([import('./recognise.ts'), import('sharp')])
  const canvas = await painted(page, recognitionDpi / 72)
  const grey = await sharp(canvas.data(), {
    raw: { width: canvas.width, height: canvas.height, channels: 4 },
  })
    .flatten({ background: '#fff' })
    .greyscale()
    .png({ compressionLevel: 1 })
    .toBuffer()
  const read = recognisedPage(page.pageNumber, await recognise(grey, job), reason)
  if (read.method === 'unreadable' && pictureLeftOut) return { ...read, reason: 'too_many_pixels', hidden }
  return { ...read, hidden }
}

/** The page as a picture, never larger than recognition needs, whatever size it claims. */
async function painted(page: PDFPageProxy, wanted: number) {
  const { createCanvas } = await import('@napi-rs/canvas')
  const { width, height } = page.getViewport({ scale: 1 })
  const scale = Math.min(wanted, Math.sqrt(enoughPixels / Math.max(1, width * height)))
  const viewport = page.getViewport({ scale })
  const canvas = createCanvas(Math.max(1, Math.ceil(viewport.width)), Math.max(1, Math.ceil(viewport.height)))
  await page.render({ canvas: canvas as never, viewport, background: '#ffffff' }).promise
  return canvas
}

async function drawnPage(page: PDFPageProxy): Promise<{ image: Uint8Array; thumbnail: Uint8Array }> {
  const [{ drawn }, { default: sharp }] = await Promise.all([import('./picture.ts'), import('sharp')])
  const { width } = page.getViewport({ scale: 1 })
  const canvas = await painted(page, Math.min(4, 1_100 / Math.max(1, width)))
  return drawn(sharp(canvas.data(), { raw: { width: canvas.width, height: canvas.height, channels: 4 } }))
}

/** How much is unpacked to look for signs of hidden text; beyond, a file is taken to have some. */
const scanLimit = 64 * 1024 * 1024

/**
 * Whether the file could hide text: following what every page draws doubles the time, so it is only done
 * when some stream sets invisible ink or white, or cannot be looked into.
 */
export function mayHide(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (file.includes('/Encrypt')) return true
  let budget = scanLimit
  for (let at = file.indexOf('stream'); at !== -1; at = file.indexOf('stream', at + 6)) {
    if (file.subarray(at - 3, at).toString('latin1') === 'end') continue
    const head = file.subarray(Math.max(0, at - 400), at).toString('latin1')
    const dictionary = head.slice(head.lastIndexOf('<<', head.lastIndexOf('<<') - 1))
    if (/\/(Image|FontFile|XRef|ObjStm|Metadata|Length1)\b/.test(dictionary)) continue
    const from = at + 6 + (file[at + 6] === 0x0d ? 2 : 1)
    const to = file.indexOf('endstream', from)
    if (to === -1) return true
    let content = file.subarray(from, to)
    if (/\/FlateDecode|\/Fl\b/.test(dictionary)) {
      try {
        content = inflateSync(content, { maxOutputLength: Math.max(1, budget) })
      } catch {
        continue
      }
    } else if (/\/Filter/.test(dictionary)) return true
    budget -= content.length
    if (budget <= 0) return true
    const text = content.toString('latin1')
    if (
      /\b[37]\s+Tr\b|\b1(?:\.0*)?\s+g\b|\b1(?:\.0*)?\s+1(?:\.0*)?\s+1(?:\.0*)?\s+(?:rg|sc|scn)\b|\b0\s+0\s+0\s+0\s+k\b|\b1(?:\.0*)?\s+scn?\b/.test(
        text,
      )
    )
      return true
  }
  return false
}
