import './quarantine.ts'
import { Worker } from 'node:worker_threads'
import { Refusal, type Job, type Said } from '../../model/job.ts'
import { decodeText, inPages, textOfMarkup } from '../../model/plain-text.ts'
import { mislabelled, sniff } from './sniff.ts'
import { tellPages, type Found, type Reader, type Teller } from './teller.ts'

/** One file, read in a process of its own that may be ended at any moment: nothing here outlives it. */
new Worker(new URL('./watch.ts', import.meta.url), {
  workerData: { memory_bytes: Number(process.env.READER_MEMORY), parent: process.ppid },
}).unref()
// Complaints of parsers concern the file, not us.
Object.assign(console, { log: () => {}, info: () => {} })

const waiting: (() => void)[] = []
let answered = 0
const job = await new Promise<Job>((started) => {
  process.on('message', (message: { job?: Job; next?: true }) => {
    if (message.job) started(message.job)
    if (!message.next) return
    answered++
    waiting.shift()?.()
  })
})
process.on('disconnect', () => process.exit(1))

const say = (said: Said): Promise<void> =>
  new Promise((sent, failed) =>
    process.send!(said, (error: Error | null) => (error ? failed(error) : sent())),
  )
let told = 0
/** One word ahead of what is stored, no more: so much is done twice after the worker is killed. */
async function tell(said: Said): Promise<void> {
  await say(said)
  told++
  if (told - answered > 1) await new Promise<void>((go) => waiting.push(go))
}
const teller: Teller = { tell, say }

/** Loaded when needed: a text file must not wait for a PDF engine. */
const readers: Record<Found['type'], Reader> = {
  pdf: async (...file) => (await import('./pdf.ts')).readPdf(...file),
  docx: async (...file) => (await import('./office.ts')).readWord(...file),
  xlsx: async (...file) => (await import('./office.ts')).readSheets(...file),
  image: async (...file) => (await import('./picture.ts')).readPicture(...file),
  email: async (...file) => (await import('./mail.ts')).readMail(...file),
  outlook: async (...file) => (await import('./mail.ts')).readOutlook(...file),
  text: async (bytes, job_, tell_, found) => {
    const text = decodeText(bytes)
    const markup = /^\s*(<!doctype html|<html)/i.test(text)
    return tellPages(inPages(markup ? textOfMarkup(text) : text), job_, tell_, found)
  },
}

async function readInput(): Promise<Uint8Array> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of process.stdin as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > job.limits.max_bytes) throw new Refusal('too_large')
    parts.push(part)
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts, bytes)
}

try {
  const bytes = await readInput()
  if (bytes.length === 0) throw new Refusal('empty')
  const kind = await sniff(bytes)
  const found = { ...kind, note: kind.note ?? mislabelled(job.name, kind.type) }
  const page_count = await readers[found.type](bytes, job, teller, found)
  await say({ say: 'done', page_count })
} catch (error) {
  await say({ say: 'refused', reason: error instanceof Refusal ? error.reason : 'damaged' })
}
process.exit(0)
