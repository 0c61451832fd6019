import { parentPort, workerData } from 'node:worker_threads'
import { inflateRawSync } from 'node:zlib'
import { readSheet } from 'read-excel-file/node'
import { columnLetter } from '../model/columns.ts'
import { decodeText, findDelimiter, kindOfBytes, parseDelimited } from '../model/text-file.ts'

export interface Sheet {
  encoding: string
  delimiter: string | null
  sheet: string | null
  rows: string[][]
  formulas: string[]
}
export type Outcome = { sheet: Sheet } | { refused: string; facts?: Record<string, number> }

export const mostRows = 20_000
const mostColumns = 60
/** What a workbook may unpack to: a few kilobytes can pretend to be gigabytes. */
const mostUnpacked = 150 * 1024 * 1024

interface ZipEntry {
  name: string
  method: number
  packed: number
  unpacked: number
  offset: number
}

/** The directory at the end of a zip file. Sizes it lies about are caught when unpacking. */
function zipEntries(bytes: Buffer): ZipEntry[] {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0) return []
  const entries: ZipEntry[] = []
  let at = bytes.readUInt32LE(end + 16)
  for (let n = bytes.readUInt16LE(end + 10); n > 0 && at + 46 <= bytes.length; n--) {
    const name_length = bytes.readUInt16LE(at + 28)
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + name_length),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      unpacked: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    })
    at += 46 + name_length + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

function unpack(bytes: Buffer, entry: ZipEntry): string {
  const begin =
    entry.offset + 30 + bytes.readUInt16LE(entry.offset + 26) + bytes.readUInt16LE(entry.offset + 28)
  const packed = bytes.subarray(begin, begin + entry.packed)
  return (entry.method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: mostUnpacked })).toString(
    'utf8',
  )
}

const shown = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  // As a French sheet shows it: the reader of numbers must not take 1.25 for a group of thousands.
  if (typeof value === 'number') return String(Math.round(value * 1e9) / 1e9).replace('.', ',')
  return typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : ''
}

async function readWorkbook(bytes: Buffer): Promise<Outcome> {
  const entries = zipEntries(bytes)
  if (!entries.some((entry) => entry.name === 'xl/workbook.xml'))
    return { refused: 'stock.file_not_what_it_says' }
  if (entries.reduce((sum, entry) => sum + entry.unpacked, 0) > mostUnpacked)
    return { refused: 'stock.file_too_large_inside' }
  const first = entries
    .filter((entry) => /^xl\/worksheets\/sheet\d+\.xml$/.test(entry.name))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))[0]
  const xml = first ? unpack(bytes, first) : ''
  const count = xml.match(/<row[\s>]/g)?.length ?? 0
  if (count > mostRows + 20) return { refused: 'stock.too_many_rows', facts: { rows: count, most: mostRows } }
  // The library shows what a formula last gave; which cells hold one is written in the sheet itself.
  const formulas = [...xml.matchAll(/<c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*?>\s*<f[\s>/]/g)].map(
    (match) => match[1]!,
  )
  const rows = (await readSheet(bytes)) as unknown[][]
  return {
    sheet: {
      encoding: 'xlsx',
      delimiter: null,
      sheet: null,
      rows: rows.map((row) => row.map(shown)),
      formulas: formulas.slice(0, 5_000),
    },
  }
}

function readText(bytes: Buffer): Outcome {
  const { text, encoding } = decodeText(bytes)
  const lines = text.match(/\r\n|\n|\r/g)?.length ?? 0
  if (lines > mostRows + 20) return { refused: 'stock.too_many_rows', facts: { rows: lines, most: mostRows } }
  const delimiter = findDelimiter(text)
  return { sheet: { encoding, delimiter, sheet: null, rows: parseDelimited(text, delimiter), formulas: [] } }
}

export async function readFile(bytes: Buffer, name: string): Promise<Outcome> {
  const kind = kindOfBytes(bytes)
  const extension = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  if (kind === 'old_excel') return { refused: 'stock.file_old_excel' }
  if (kind !== 'text' && kind !== 'zip') return { refused: 'stock.file_not_what_it_says' }
  if ((kind === 'zip') !== ['xlsx', 'xlsm'].includes(extension))
    return { refused: 'stock.file_not_what_it_says' }
  const outcome = kind === 'zip' ? await readWorkbook(bytes) : readText(bytes)
  if ('refused' in outcome) return outcome
  const { rows } = outcome.sheet
  while (rows.length > 0 && rows.at(-1)!.every((cell) => cell.trim() === '')) rows.pop()
  if (rows.length < 2 || Math.max(...rows.slice(0, 50).map((row) => row.length)) < 2)
    return { refused: 'stock.file_empty' }
  const widest = rows.reduce((most, row) => Math.max(most, row.length), 0)
  if (widest > mostColumns)
    return {
      refused: 'stock.too_many_columns',
      facts: { columns: widest, most: mostColumns, last: columnLetter(widest - 1).length },
    }
  for (const row of rows)
    for (const [index, cell] of row.entries())
      row[index] = cell.replace(/\0/g, '').toWellFormed().slice(0, 500)
  return outcome
}

if (parentPort) {
  const { bytes, name } = workerData as { bytes: Uint8Array; name: string }
  const outcome = await readFile(Buffer.from(bytes), name).catch((): Outcome => ({
    refused: 'stock.file_not_what_it_says',
  }))
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  parentPort.postMessage(outcome)
}
