import { fromBuffer, type Entry, type ZipFile } from 'yauzl'

/** What is wrong with a file before anything in it is looked at. */
export class ArchiveFault extends Error {
  readonly code: 'not_docx' | 'too_many_parts' | 'too_large_inside'
  constructor(code: 'not_docx' | 'too_many_parts' | 'too_large_inside') {
    super(code)
    this.code = code
  }
}

export interface Budget {
  entries: number
  /** Of everything together, unpacked. */
  bytes: number
}
export const templateBudget: Budget = { entries: 1_000, bytes: 60 * 1024 * 1024 }

const open = (bytes: Buffer): Promise<ZipFile> =>
  new Promise((resolve, reject) =>
    fromBuffer(bytes, { lazyEntries: true, validateEntrySizes: true, strictFileNames: true }, (error, zip) =>
      error ? reject(new ArchiveFault('not_docx')) : resolve(zip),
    ),
  )

/**
 * The parts of a Word file, within a budget that counts what really comes out: declared sizes lie. Only the
 * parts wanted are kept; the others are unpacked, counted and let go.
 */
export async function readArchive(
  bytes: Buffer,
  wanted: (name: string) => boolean,
  budget: Budget = templateBudget,
): Promise<{ names: string[]; parts: Map<string, string> }> {
  const zip = await open(bytes)
  if (zip.entryCount > budget.entries) throw new ArchiveFault('too_many_parts')
  const names: string[] = []
  const parts = new Map<string, string>()
  let left = budget.bytes
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => {
      zip.close()
      reject(error instanceof ArchiveFault ? error : new ArchiveFault('not_docx'))
    }
    zip.on('error', fail)
    zip.on('end', () => resolve({ names, parts }))
    zip.on('entry', (entry: Entry) => {
      names.push(entry.fileName)
      if (entry.uncompressedSize > left) return fail(new ArchiveFault('too_large_inside'))
      zip.openReadStream(entry, (error, stream) => {
        if (error) return fail(error)
        const kept: Buffer[] = []
        stream.on('error', fail)
        stream.on('data', (chunk: Buffer) => {
          left -= chunk.length
          if (left < 0) {
            stream.destroy()
            return fail(new ArchiveFault('too_large_inside'))
          }
          if (wanted(entry.fileName)) kept.push(chunk)
        })
        stream.on('end', () => {
          if (wanted(entry.fileName)) parts.set(entry.fileName, Buffer.concat(kept).toString('utf8'))
          zip.readEntry()
        })
      })
    })
    zip.readEntry()
  })
}
