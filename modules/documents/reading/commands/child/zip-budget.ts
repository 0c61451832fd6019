import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { Refusal } from '../../model/job.ts'

const mostEntries = 10_000
/** One part of a Word or Excel file that is itself markup; parsers hold several times as much. */
const largestPart = 64 * 1024 * 1024

/**
 * Unpacks a ZIP into nothing, counting, before any parser sees it: what a file says of its own size is not
 * believed.
 */
export async function checkZip(bytes: Uint8Array, max_inflated_bytes: number): Promise<void> {
  let zip: ZipFile
  try {
    zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      lazyEntries: true,
      validateEntrySizes: false,
    })
  } catch {
    throw new Refusal('damaged')
  }
  if (zip.entryCount > mostEntries) throw new Refusal('inflated')
  let total = 0
  for await (const entry of zip.eachEntry()) {
    // What is declared costs nothing to refuse.
    if (total + entry.uncompressedSize > max_inflated_bytes) throw new Refusal('inflated')
    total += await sizeOf(zip, entry, max_inflated_bytes - total)
  }
}

async function sizeOf(zip: ZipFile, entry: Entry, left: number): Promise<number> {
  if (entry.fileName.endsWith('/')) return 0
  if (entry.isEncrypted()) throw new Refusal('encrypted_office')
  const most = /\.(xml|rels)$/i.test(entry.fileName) ? Math.min(left, largestPart) : left
  let size = 0
  const stream = await zip.openReadStreamPromise(entry).catch(() => {
    throw new Refusal('damaged')
  })
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length
    if (size > most) throw new Refusal('inflated')
  }
  return size
}
