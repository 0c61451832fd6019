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
  raw.writeHead(200, {
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
      const { cursor, name } = JSON.parse(frame) as { cursor?: string; name?: string }
      raw.write(`${cursor ? `id: ${cursor}\n` : ''}event: change\ndata: ${JSON.stringify({ name: name ?? 'reset' })}\n\n`)
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
  await hub.join(connection, typeof last === 'string' && last !== '' ? last : null)
}
