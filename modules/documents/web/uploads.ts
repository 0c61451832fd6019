import { NetworkError, ProblemError, request } from '@guichet/kit/api'
import { useEffect, useSyncExternalStore } from 'react'
import { createDocument, listDocuments, readDocument, sendContent } from '../contract.ts'

export interface Upload {
  key: string
  name: string
  bytes: number
  sent: number
  customer_id: string | null
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'stopped'
  /** Why it failed; null is a lost network. */
  problem: ProblemError | null
  document_id: string | null
}

/** Two at a time: more would only share the same line. */
const atOnce = 2
/** How often a lost network is waited for, before somebody has to ask. */
const patience = 5

let uploads: readonly Upload[] = []
const files = new Map<string, File>()
const stops = new Map<string, AbortController>()
const listeners = new Set<() => void>()
/** What wants to know when the server has something new: the pages being looked at. */
const curious = new Set<() => void>()
let count = 0
const changed = (): void => {
  for (const tell of curious) tell()
}

function set(key: string, change: Partial<Upload>): void {
  uploads = uploads.map((upload) => (upload.key === key ? { ...upload, ...change } : upload))
  for (const tell of listeners) tell()
}
const find = (key: string): Upload | undefined => uploads.find((upload) => upload.key === key)

/** What this browser is sending, on whichever page one looks. */
export function useUploads(onChange: () => void): readonly Upload[] {
  useEffect(() => {
    curious.add(onChange)
    return () => void curious.delete(onChange)
  }, [onChange])
  return useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => uploads,
  )
}

/** Sends files, each for itself: one that fails does not stop the others. */
export function sendFiles(chosen: readonly File[], customer_id: string | null): void {
  for (const file of chosen) {
    const key = `upload-${++count}`
    files.set(key, file)
    uploads = [
      ...uploads.filter(({ state }) => state !== 'sent'),
      {
        key,
        name: file.name,
        bytes: file.size,
        sent: 0,
        customer_id,
        state: 'waiting',
        problem: null,
        document_id: null,
      },
    ]
  }
  for (const tell of listeners) tell()
  next()
}

export function retryUpload(key: string): void {
  set(key, { state: 'waiting', problem: null })
  next()
}

/** Stops sending. @returns the document's id, if the server knows it already */
export function stopUpload(key: string): string | null {
  const upload = find(key)
  stops.get(key)?.abort()
  uploads = uploads.filter((one) => one.key !== key)
  files.delete(key)
  for (const tell of listeners) tell()
  next()
  return upload?.document_id ?? null
}

function next(): void {
  const sending = uploads.filter(({ state }) => state === 'sending').length
  for (const { key } of uploads.filter(({ state }) => state === 'waiting').slice(0, atOnce - sending)) {
    set(key, { state: 'sending' })
    void send(key)
  }
}

async function send(key: string): Promise<void> {
  const stop = new AbortController()
  stops.set(key, stop)
  try {
    for (let lost = 0; ;) {
      try {
        await sendRest(key, stop.signal)
        break
      } catch (error) {
        if (stop.signal.aborted || !(error instanceof NetworkError) || ++lost > patience) throw error
        await new Promise((done) => setTimeout(done, 1_000 * 2 ** lost))
      }
    }
    set(key, { state: 'sent' })
    files.delete(key)
  } catch (error) {
    if (!stop.signal.aborted)
      set(key, { state: 'failed', problem: error instanceof ProblemError ? error : null })
  } finally {
    stops.delete(key)
    changed()
    next()
  }
}

/** From where the server stands: after a cut, or a reload and the same file chosen again. */
async function sendRest(key: string, signal: AbortSignal): Promise<void> {
  const upload = find(key)
  const file = files.get(key)
  if (!upload || !file) return
  const start = await begun(upload)
  const { document_id, chunk } = start
  let { at } = start
  set(key, { document_id, sent: at })
  changed()
  while (at < file.size) {
    if (signal.aborted) throw signal.reason
    const part = file.slice(at, at + chunk)
    try {
      const input = { params: { document_id }, query: { from: at }, body: part }
      at = (await request(sendContent, input as never)).received
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'documents.wrong_offset') throw error
      at = Number(error.problem.facts?.received ?? 0)
    }
    set(key, { sent: at })
  }
}

async function begun(upload: Upload): Promise<{ document_id: string; at: number; chunk: number }> {
  const chunk = 2 * 1024 * 1024
  if (upload.document_id) {
    const known = await request(readDocument, { params: { document_id: upload.document_id } })
    return { document_id: known.id, at: known.received, chunk }
  }
  const { items } = await request(listDocuments, {
    query: { status: 'uploading', search: upload.name.slice(0, 200), limit: 50 },
  })
  const half = items.find(
    ({ name, bytes, customer_id, id }) =>
      name === upload.name &&
      bytes === upload.bytes &&
      customer_id === upload.customer_id &&
      !uploads.some((other) => other.key !== upload.key && other.document_id === id),
  )
  if (half) return { document_id: half.id, at: half.received, chunk }
  const { document_id, chunk_bytes } = await request(createDocument, {
    body: { name: upload.name, bytes: upload.bytes, customer_id: upload.customer_id },
  })
  return { document_id, at: 0, chunk: chunk_bytes }
}
