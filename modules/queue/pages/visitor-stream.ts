import type { PageRoute } from '@guichet/platform/pages'
import { openStream } from '@guichet/platform/stream'
import { isOver } from '../model.ts'
import { ticketByToken } from '../queries/waiting.ts'

/** A place changes with every call of the hall: one word for all of them in this time is enough. */
const calm_ms = 2_000

/**
 * The visitor's page hears `change` when something happens to its own ticket and `place` when the queue
 * around it moves. It is told nothing else: what others do has neither name nor number here.
 */
export const visitorStream: PageRoute = {
  method: 'GET',
  path: '/q/:token/events',
  // A whole hall of phones may share one address.
  rate_limit: 6_000,
  async handle(call) {
    const token = call.params.token ?? ''
    const tenant = await call.tenantByToken(token)
    const { ticket } = await call.open(tenant, (ctx) => ticketByToken(ctx, token))
    if (isOver(ticket.status)) {
      // EventSource stops for good at this answer, as it should.
      await call.reply.code(204).send()
      return { streamed: true }
    }
    let moved: NodeJS.Timeout | null = null
    await openStream(call.hub, call.reply, {
      key: ticket.id,
      tenant,
      site_id: ticket.site_id,
      permissions: new Set(['queue.ticket.read']),
      hear(frame, tell) {
        if (frame.type === 'reset' || frame.ids?.ticket_id === ticket.id) tell('change')
        else if (frame.type === 'event' && frame.name?.startsWith('queue.')) {
          moved ??= setTimeout(() => {
            moved = null
            tell('place')
          }, calm_ms)
        }
      },
      closed() {
        if (moved) clearTimeout(moved)
      },
    })
    return { streamed: true }
  },
}
