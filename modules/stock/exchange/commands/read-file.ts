import { Worker } from 'node:worker_threads'
import { Failure, invalid } from '@guichet/platform/errors'
import type { Outcome, Sheet } from './read-worker.ts'

const patience_ms = 30_000

/** Reads a sheet in a thread of its own: a large or hostile file keeps nobody else waiting. */
export async function readInThread(bytes: Buffer, name: string): Promise<Sheet> {
  const worker = new Worker(new URL('./read-worker.ts', import.meta.url), {
    workerData: { bytes: new Uint8Array(bytes), name },
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  })
  try {
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      const timer = setTimeout(() => reject(invalid('stock.file_not_what_it_says')), patience_ms)
      worker.once('message', (message: Outcome) => {
        clearTimeout(timer)
        resolve(message)
      })
      // Out of memory, or a file the parser cannot survive: the file's fault, not the server's.
      worker.once('error', () => {
        clearTimeout(timer)
        reject(invalid('stock.file_not_what_it_says'))
      })
    })
    if ('refused' in outcome) throw new Failure('invalid', outcome.refused, { facts: outcome.facts ?? {} })
    return outcome.sheet
  } finally {
    void worker.terminate()
  }
}
