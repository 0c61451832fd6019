import { fileTypeFromBuffer } from 'file-type'
import { Refusal } from '../../model/job.ts'
import { looksLikeText } from '../../model/plain-text.ts'
import type { Found } from './teller.ts'

const images = new Set(['jpg', 'png', 'webp', 'tif', 'gif', 'bmp', 'avif'])
const refused: Record<string, string> = {
  heic: 'heic',
  heif: 'heic',
  doc: 'old_office',
  xls: 'old_office',
  ppt: 'old_office',
}
/** "EncryptedPackage" as the names of streams are written in compound files. */
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le')
const messageProperties = Buffer.from('__properties_version1.0', 'utf16le')

/** What a file is, by its bytes alone. */
export async function sniff(bytes: Uint8Array): Promise<Pick<Found, 'type' | 'note'>> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // Some programs write a few bytes before the mark; readers allow for a thousand.
  if (buffer.subarray(0, 1_024).includes('%PDF-')) return { type: 'pdf', note: null }
  if (buffer.subarray(0, 8).equals(Buffer.from('d0cf11e0a1b11ae1', 'hex'))) {
    if (buffer.includes(messageProperties)) return { type: 'outlook', note: null }
    throw new Refusal(buffer.includes(encryptedPackage) ? 'encrypted_office' : 'old_office')
  }
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  const ext = found?.ext ?? ''
  if (ext === 'docx' || ext === 'docm') return { type: 'docx', note: null }
  if (ext === 'xlsx' || ext === 'xlsm') return { type: 'xlsx', note: null }
  if (images.has(ext)) return { type: 'image', note: null }
  if (ext === 'msg') return { type: 'outlook', note: null }
  if (ext === 'eml') return { type: 'email', note: null }
  if (ext !== '' && ext !== 'xml' && ext !== 'html' && ext !== 'ics' && ext !== 'vcf')
    throw new Refusal(refused[ext] ?? 'unsupported')
  if (!looksLikeText(bytes)) throw new Refusal('unsupported')
  const head = buffer.subarray(0, 4_096).toString('latin1')
  if (
    /^(?:[\w-]+: .*(?:\r?\n[ \t].*)*\r?\n){2,}/.test(head) &&
    /^(?:from|received|mime-version|subject): /im.test(head)
  )
    return { type: 'email', note: null }
  return { type: 'text', note: null }
}

const extensions: Record<Found['type'], RegExp> = {
  pdf: /\.pdf$/i,
  docx: /\.doc[xm]$/i,
  xlsx: /\.xls[xm]$/i,
  image: /\.(jpe?g|jfif|png|webp|tiff?|gif|bmp|avif)$/i,
  email: /\.(eml|mht)$/i,
  outlook: /\.msg$/i,
  text: /\.(txt|csv|tsv|md|html?|xml|json|log|ics|vcf|text)$/i,
}
/** A name that promises another kind of file is worth a word: it may be a mistake, or meant to deceive. */
export const mislabelled = (name: string, type: Found['type']): string | null =>
  /\.[a-z0-9]{1,5}$/i.test(name) && !extensions[type].test(name) ? 'mislabelled' : null
