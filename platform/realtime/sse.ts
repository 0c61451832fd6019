import type { FastifyReply } from 'fastify'
import { visitor, type Tenant } from '../ctx.ts'
import { tooMany } from '../errors.ts'
import type { Connection, Hub } from './hub.ts'

const heartbeat_ms = 15_000

/** A message of the live feed, as far as a public page's stream needs it. */
export interface Frame {
  type: 'hello' | 'event' | 'reset' | 'stats.updated'
  name?: string
  ids?: Record<string, string | null>
}

export interface StreamOptions {
  /** Whose page it is: the streams of one are counted, so that a link cannot be used to exhaust us. */
  key: string
  tenant: Tenant
  site_id: string
  /** What the page may hear of; what reaches it are the words told below, never the messages. */
  permissions: ReadonlySet<string>
  hear: (frame: Frame, tell: (word: string) => void) => void
  closed?: () => void
}

/** A visitor and a family following along, with room to spare. */
const mostPerKey = 20
const open = new WeakMap<Hub, Map<string, number>>()

/**
 * Server-sent events for a public page: single words such as `change`, upon which it fetches itself
 * again. A page that was cut off fetches itself when it is back, so nothing needs to be replayed.
 */
export async function openStream(hub: Hub, reply: FastifyReply, options: StreamOptions): Promise<void> {
  const counts = open.get(hub) ?? new Map<string, number>()
  open.set(hub, counts)
  const already = counts.get(options.key) ?? 0
  if (already >= mostPerKey) throw tooMany(30)
  reply.hijack()
  const raw = reply.raw
  // Gone while the page looked for its subject: the close event is past and would never clear the timer.
  if (raw.destroyed) return
  counts.set(options.key, already + 1)
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // Asks nginx and its kin not to hold the stream back.
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 2000\n\n')
  const tell = (word: string) => void raw.write(`event: ${word}\ndata: 1\n\n`)
  const actor = { ...visitor, permissions: options.permissions }
  const connection: Connection = {
    kind: 'sse',
    tenant: options.tenant,
    actor,
    site_id: options.site_id,
    send: (text) => options.hear(JSON.parse(text) as Frame, tell),
    close: () => raw.destroy(),
    backlog: () => raw.writableLength,
    recheck: async () => actor,
  }
  // A comment would not reach the page, which must know a silent line from a quiet hall.
  const beat = setInterval(() => tell('beat'), heartbeat_ms)
  raw.on('error', () => {})
  raw.on('close', () => {
    clearInterval(beat)
    const left = (counts.get(options.key) ?? 1) - 1
    if (left > 0) counts.set(options.key, left)
    else counts.delete(options.key)
    options.closed?.()
    hub.leave(connection)
  })
  try {
    await hub.join(connection, null)
  } catch {
    // The answer has begun: cutting it makes the browser come back.
    raw.destroy()
  }
}
