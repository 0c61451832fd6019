import mammoth from 'mammoth'
import readXlsxFile from 'read-excel-file/node'
import { Refusal } from '../../model/job.ts'
import { clean, inPages, textOfMarkup } from '../../model/plain-text.ts'
import { tellPages, type Reader } from './teller.ts'
import { checkZip } from './zip-budget.ts'

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** A Word file knows no pages: its text is cut at paragraphs into pieces of about a page. */
export const readWord: Reader = async (bytes, job, teller, found) => {
  await checkZip(bytes, job.limits.max_inflated_bytes)
  const { value } = await mammoth
    .convertToHtml(
      { buffer: asBuffer(bytes) },
      // Pictures are left where they are, whether inside the file or named by an address.
      { convertImage: mammoth.images.imgElement(async () => ({ src: '' })), externalFileAccess: false },
    )
    .catch(() => {
      throw new Refusal('damaged')
    })
  return tellPages(inPages(textOfMarkup(value)), job, teller, found)
}

/** Rows of a sheet that make one page. */
const rowsPerPage = 60

/** Each sheet by pages of rows, cells apart by tabs, under the sheet's name. */
export const readSheets: Reader = async (bytes, job, teller, found) => {
  await checkZip(bytes, job.limits.max_inflated_bytes)
  const sheets = await readXlsxFile(asBuffer(bytes)).catch(() => {
    throw new Refusal('damaged')
  })
  const pages = sheets.flatMap(({ sheet, data }) => {
    const rows = data.map((row) => row.map(cellText).join('\t').trimEnd()).filter((row) => row !== '')
    const parts: string[] = []
    for (let at = 0; at < rows.length; at += rowsPerPage)
      parts.push(clean([sheet, ...rows.slice(at, at + rowsPerPage)].join('\n')))
    return parts
  })
  return tellPages(pages, job, teller, found)
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) {
    const text = value.toISOString()
    return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ')
  }
  return String(value as string | number | boolean).replace(/\s+/g, ' ')
}
