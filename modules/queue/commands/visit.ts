import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { conflict } from '@guichet/platform/errors'
import { ticketCancelled, ticketExpired, ticketPostponed, visitorArriving } from '../events.ts'
import { mayStep, mostPostponements, oldest_ms, postponedBy } from '../model.ts'
import { behind, rowByToken } from '../queries/waiting.ts'
import type { TicketRow } from '../queries/tickets.ts'
import type { QueueTables } from '../tables.ts'
import { patch, remember, tell } from './write.ts'

const db = tablesOf<QueueTables>()

/** "J'arrive": tells the agent that the visitor is on the way. */
export async function visitorArrives(ctx: Ctx, token: string): Promise<void> {
  const row = await rowByToken(ctx, token, true)
  if (!['waiting', 'called'].includes(row.status)) throw conflict('queue.visit_over', { number: row.number })
  if (row.arriving_at) return
  await db(ctx).updateTable('queue.ticket').set({ arriving_at: ctx.now() }).where('id', '=', row.id).execute()
  await tell(ctx, visitorArriving, row)
}

/** Lets the next few people of the same service go first. */
export async function visitorPostpones(ctx: Ctx, token: string): Promise<void> {
  const row = await rowByToken(ctx, token, true)
  if (!mayStep('postpone', row.status)) throw conflict('queue.visit_over', { number: row.number })
  if (row.postponed >= mostPostponements) throw conflict('queue.postponed_enough')
  const last = (await behind(ctx, row, postponedBy)).at(-1)
  if (last === undefined) throw conflict('queue.nobody_behind')
  const after = await patch(ctx, row.id, { rank: last + 1, postponed: row.postponed + 1 })
  await remember(ctx, row, 'postpone')
  await tell(ctx, ticketPostponed, after)
}

/** The visitor leaves the queue from the page. */
export async function visitorLeaves(ctx: Ctx, token: string): Promise<void> {
  const row = await rowByToken(ctx, token, true)
  if (row.status === 'cancelled') return
  if (!mayStep('cancel', row.status)) throw conflict('queue.visit_over', { number: row.number })
  const after = await patch(ctx, row.id, { status: 'cancelled', ended_at: ctx.now().toISOString() })
  await remember(ctx, row, 'cancel')
  await tell(ctx, ticketCancelled, after)
}

/**
 * Ends tickets that nobody will call any more. By age and not by date, so that a queue which crosses
 * midnight goes on. Bounded per run: what is left is for the next one.
 */
export async function expireForgotten(ctx: Ctx): Promise<number> {
  const rows = await db(ctx)
    .selectFrom('queue.ticket')
    .selectAll()
    .where('status', 'in', ['waiting', 'parked'])
    .where('queued_at', '<', new Date(ctx.now().getTime() - oldest_ms).toISOString())
    .limit(500)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const row of rows as unknown as TicketRow[]) {
    await tell(
      ctx,
      ticketExpired,
      await patch(ctx, row.id, { status: 'expired', ended_at: ctx.now().toISOString() }),
    )
  }
  return rows.length
}
