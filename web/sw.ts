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
interface WorkerPush extends WorkerEvent {
  data: { json(): { title: string; body: string; link: string | null; tag: string; lang: string } } | null
}
interface WorkerClick extends WorkerEvent {
  notification: Notification
}
interface Window {
  url: string
  focus(): Promise<unknown>
}
const worker = globalThis as unknown as {
  addEventListener(type: 'install' | 'activate', listener: (event: WorkerEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: WorkerFetch) => void): void
  addEventListener(type: 'push', listener: (event: WorkerPush) => void): void
  addEventListener(type: 'notificationclick', listener: (event: WorkerClick) => void): void
  registration: ServiceWorkerRegistration
  skipWaiting(): Promise<void>
  clients: {
    claim(): Promise<void>
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<Window[]>
    openWindow(url: string): Promise<unknown>
  }
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

/** The same tag takes the place of what is shown: a message that arrives twice is one. */
worker.addEventListener('push', (event) => {
  if (!event.data) return
  const { title, body, link, tag, lang } = event.data.json()
  event.waitUntil(
    worker.registration.showNotification(title, { body, tag, lang, icon: '/icon-192.png', data: { link } }),
  )
})

worker.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { link } = (event.notification.data ?? {}) as { link?: string | null }
  // Only our own pages: what a message names elsewhere is read, not opened.
  if (!link || new URL(link, worker.location.origin).origin !== worker.location.origin) return
  event.waitUntil(showPage(new URL(link, worker.location.origin).href))
})

/** The page that is open already, rather than another one. */
async function showPage(url: string): Promise<unknown> {
  const open = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  return open.find((page) => page.url === url)?.focus() ?? worker.clients.openWindow(url)
}

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
