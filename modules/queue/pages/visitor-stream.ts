import { visitor } from '@guichet/platform/ctx'
import type { PageCall, PageRoute } from '@guichet/platform/pages'
import { isOver } from '../model.ts'
import { ticketByToken } from '../queries/waiting.ts'

type Connection = Parameters<PageCall['hub']['join']>[0]

const beat_ms = 15_000
/** A place changes with every call of the hall: one word for all of them in this time is enough. */
const calm_ms = 2_000

/**
 * The visitor's page hears `change` when something happens to its own ticket and `place` when the queue
 * around it moves. It is told nothing else: what others do has neither name nor number here.
 */
export const visitorStream: PageRoute = {
  method: 'GET',
  path: '/q/:token/events',
  async handle(call) {
    const token = call.params.token ?? ''
    const tenant = await call.tenantByToken(token)
    const { ticket } = await call.open(tenant, (ctx) => ticketByToken(ctx, token))
    if (isOver(ticket.status)) {
      // EventSource stops for good at this answer, as it should.
      await call.reply.code(204).send()
      return { streamed: true }
    }
    call.reply.hijack()
    const raw = call.reply.raw
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // Asks nginx and its kin not to hold the stream back.
      'x-accel-buffering': 'no',
    })
    raw.write('retry: 2000\n\n')
    const tell = (name: 'change' | 'place' | 'beat') => void raw.write(`event: ${name}\ndata: 1\n\n`)
    let moved: NodeJS.Timeout | null = null
    const connection: Connection = {
      kind: 'sse',
      tenant,
      actor: { ...visitor, permissions: new Set(['queue.ticket.read']) },
      site_id: ticket.site_id,
      subject_id: null,
      send(frame) {
        const { type, name, ids } = JSON.parse(frame) as { type: string; name?: string; ids?: Record<string, string> }
        if (type === 'reset' || ids?.ticket_id === ticket.id) tell('change')
        else if (type === 'event' && name?.startsWith('queue.')) {
          moved ??= setTimeout(() => {
            moved = null
            tell('place')
          }, calm_ms)
        }
      },
      close: () => raw.destroy(),
      backlog: () => raw.writableLength,
      recheck: async () => connection.actor,
    }
    // A comment would not reach the page, which must know a silent line from a quiet hall.
    const beat = setInterval(() => tell('beat'), beat_ms)
    raw.on('error', () => {})
    raw.on('close', () => {
      clearInterval(beat)
      if (moved) clearTimeout(moved)
      call.hub.leave(connection)
    })
    await call.hub.join(connection, null)
    return { streamed: true }
  },
}
