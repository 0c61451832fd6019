import type { FastifyReply, FastifyRequest } from 'fastify'
import { visitor, type Tenant } from '../ctx.ts'
import type { Connection, Hub } from './hub.ts'

const heartbeat_ms = 15_000

/** The feed of one subject for a public page: server-sent events, resumed by `Last-Event-ID`. */
export async function streamSubject(
  hub: Hub,
  request: FastifyRequest,
  reply: FastifyReply,
  options: { tenant: Tenant; subject_id: string },
): Promise<void> {
  reply.hijack()
  const raw = reply.raw
  // Gone while the page looked for its subject: the close event is past and would never clear the timer.
  if (raw.destroyed) return
  raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // Asks nginx and its kin not to hold the stream back.
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 2000\n\n')
  const connection: Connection = {
    kind: 'sse',
    tenant: options.tenant,
    actor: visitor,
    site_id: null,
    subject_id: options.subject_id,
    send(frame) {
      const { type, cursor, name } = JSON.parse(frame) as { type: string; cursor: string; name?: string }
      // An id alone is remembered by the browser and tells the page nothing.
      if (type === 'hello') raw.write(`id: ${cursor}\n\n`)
      else raw.write(`id: ${cursor}\nevent: change\ndata: ${JSON.stringify({ name: name ?? 'reset' })}\n\n`)
    },
    close: () => raw.destroy(),
    backlog: () => raw.writableLength,
    recheck: async () => visitor,
  }
  const beat = setInterval(() => raw.write(': \n\n'), heartbeat_ms)
  raw.on('error', () => {})
  raw.on('close', () => {
    clearInterval(beat)
    hub.leave(connection)
  })
  const last = request.headers['last-event-id']
  try {
    await hub.join(connection, typeof last === 'string' && last !== '' ? last : null)
  } catch {
    // The answer has begun: cutting it makes the browser come back with the same id.
    raw.destroy()
  }
}
