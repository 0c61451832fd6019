/** A short service worker: the shell opens without network, and nothing of the API is ever kept. */
import { drawnByBrowser } from '@guichet/platform/addresses'

interface Build {
  version: string
  /** What staff pages and device pages need to start. */
  files: string[]
}
declare const __BUILD__: Build

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface WorkerFetch extends WorkerEvent {
  request: Request
  respondWith(answer: Promise<Response>): void
}
const worker = globalThis as unknown as {
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: WorkerFetch) => void): void
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
  location: Location
}

const prefix = 'guichet-shell-'
const name = prefix + __BUILD__.version
const patience_ms = 3000

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(name)
      .then((cache) => cache.addAll([...__BUILD__.files, '/login', '/device']))
      .then(() => worker.skipWaiting()),
  )
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      // The version before stays: pages still open may ask for its files.
      .then((keys) => keys.filter((key) => key.startsWith(prefix)).slice(0, -2))
      .then((old) => Promise.all(old.map((key) => caches.delete(key))))
      .then(() => worker.clients.claim()),
  )
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return
  if (request.headers.has('range')) return // a piece of a sound cannot be kept
  if (url.pathname.startsWith('/assets/')) event.respondWith(keptOrFetched(request))
  else if (request.mode === 'navigate') {
    const shell = shellFor(url.pathname)
    if (shell) event.respondWith(freshOrKept(request, shell))
  }
})

function shellFor(path: string): string | null {
  if (drawnByBrowser.device.test(path)) return '/device'
  return drawnByBrowser.index.test(path) ? '/login' : null
}

/** Hashed names never change their content. */
async function keptOrFetched(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.status === 200) await (await caches.open(name)).put(request, answer.clone())
  return answer
}

/** The server's page when it comes in time, so that a new version is seen at once. */
async function freshOrKept(request: Request, shell: string): Promise<Response> {
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(patience_ms) })
    if (answer.status < 500) return answer
  } catch {
    // no network, or too slow: the kept shell below
  }
  return (await caches.match(shell)) ?? fetch(request)
}
