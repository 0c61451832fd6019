import { readService } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { conflict, notFound } from '@guichet/platform/errors'
import type { Ticket } from '../contract.ts'
import {
  serviceStarted,
  stepUndone,
  ticketAbsent,
  ticketCancelled,
  ticketClosed,
  ticketParked,
  ticketPaused,
  ticketReactivated,
  ticketResumed,
  ticketTransferred,
} from '../events.ts'
import { isHeld, type Outcome } from '../model.ts'
import type { Turn } from '../model/turns.ts'
import { settingsOf } from '../queries/settings.ts'
import { dressOne, ticketRow, type TicketRow } from '../queries/tickets.ts'
import type { QueueTables } from '../tables.ts'
import { giveTurnBack, ownVisitor } from './call.ts'
import { patch, takeStep, tell, type TicketPatch } from './write.ts'

const db = tablesOf<QueueTables>()

/** Leaves the counter without having finished: the agent is free, and the visitor waits on as before the call. */
const away: TicketPatch = {
  counter_id: null,
  counter_name: null,
  agent_id: null,
  called_at: null,
  calls: 0,
  started_at: null,
  paused_at: null,
  paused_s: 0,
  call_reason: null,
}

/** Seconds of pause so far, the present one included. */
const pausedSoFar = (row: TicketRow, now: Date): number =>
  row.paused_s +
  (row.paused_at ? Math.max(0, Math.round((now.getTime() - Date.parse(row.paused_at)) / 1_000)) : 0)

const own = (ctx: Ctx) => (row: TicketRow) => {
  if (isHeld(row.status)) ownVisitor(ctx, row)
}

/** The visitor has come: service begins. */
export async function startService(ctx: Ctx, id: string): Promise<Ticket> {
  const change = () => ({ status: 'serving' as const, started_at: ctx.now().toISOString() })
  return dressOne(ctx, await takeStep(ctx, id, 'start', { event: serviceStarted, check: own(ctx), change }))
}

/** Service is over; the agent is free for the next visitor. */
export async function close(ctx: Ctx, id: string, outcome: Outcome, note?: string): Promise<Ticket> {
  const change = (row: TicketRow): TicketPatch => ({
    status: 'completed',
    outcome,
    ended_at: ctx.now().toISOString(),
    started_at: row.started_at ?? row.called_at,
    paused_s: pausedSoFar(row, ctx.now()),
    paused_at: null,
    ...(note ? { note } : {}),
  })
  return dressOne(ctx, await takeStep(ctx, id, 'close', { event: ticketClosed, check: own(ctx), change }))
}

/** Sends the visitor to another service of the site, with the time already waited and the number kept. */
export async function transfer(ctx: Ctx, id: string, service_id: string, note?: string): Promise<Ticket> {
  const service = await readService(ctx, service_id)
  const after = await takeStep(ctx, id, 'transfer', {
    event: ticketTransferred,
    check(row) {
      own(ctx)(row)
      if (service.site_id !== row.site_id || service.status !== 'active')
        throw notFound('organisation.service_unknown')
      if (service.id === row.service_id) throw conflict('queue.same_service', { service: service.name })
    },
    change: (row) => ({
      ...away,
      status: 'waiting',
      service_id: service.id,
      note: note ?? row.note,
    }),
  })
  return dressOne(ctx, after)
}

/** Interrupts the service while the visitor stays at the counter. */
export async function pause(ctx: Ctx, id: string): Promise<Ticket> {
  const change = () => ({ status: 'paused' as const, paused_at: ctx.now().toISOString() })
  return dressOne(ctx, await takeStep(ctx, id, 'pause', { event: ticketPaused, check: own(ctx), change }))
}

/** Goes on with an interrupted service. */
export async function resume(ctx: Ctx, id: string): Promise<Ticket> {
  const change = (row: TicketRow) => ({
    status: 'serving' as const,
    paused_s: pausedSoFar(row, ctx.now()),
    paused_at: null,
  })
  return dressOne(ctx, await takeStep(ctx, id, 'resume', { event: ticketResumed, check: own(ctx), change }))
}

/** Sets the visitor aside: the agent is free, the place in the queue is kept. */
export async function park(ctx: Ctx, id: string): Promise<Ticket> {
  const change = (): TicketPatch => ({ ...away, status: 'parked' })
  return dressOne(ctx, await takeStep(ctx, id, 'park', { event: ticketParked, check: own(ctx), change }))
}

/** The visitor did not come when called. */
export async function markAbsent(ctx: Ctx, id: string): Promise<Ticket> {
  const change = () => ({ status: 'no_show' as const, ended_at: ctx.now().toISOString() })
  return dressOne(ctx, await takeStep(ctx, id, 'no_show', { event: ticketAbsent, check: own(ctx), change }))
}

/** Puts somebody who was absent, gave up or was set aside back in line, at the former place. */
export async function reactivate(ctx: Ctx, id: string): Promise<Ticket> {
  const change = (): TicketPatch => ({ ...away, status: 'waiting', ended_at: null })
  return dressOne(ctx, await takeStep(ctx, id, 'reactivate', { event: ticketReactivated, change }))
}

/** The visitor gave up and told somebody. */
export async function cancel(ctx: Ctx, id: string): Promise<Ticket> {
  const change = (): TicketPatch => ({ status: 'cancelled', ended_at: ctx.now().toISOString() })
  return dressOne(ctx, await takeStep(ctx, id, 'cancel', { event: ticketCancelled, check: own(ctx), change }))
}

/**
 * Takes back the last step of a ticket, if it was this person's and recent enough: everything returns
 * as it was, the rank included. Where an undone call would give the agent two visitors, the database refuses.
 */
export async function undo(ctx: Ctx, id: string): Promise<Ticket> {
  const row = await ticketRow(ctx, id, true)
  const last = await db(ctx)
    .selectFrom('queue.ticket_change')
    .selectAll()
    .where('ticket_id', '=', row.id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { undo_s } = await settingsOf(ctx, row.site_id)
  const late = !last || ctx.now().getTime() - Date.parse(last.at) > undo_s * 1_000
  if (!last || last.undone_at || late) throw conflict('queue.too_late_to_undo', { number: row.number })
  if (last.agent_id !== ctx.actor.id) throw conflict('queue.not_your_step', { number: row.number })
  const after = await patch(ctx, row.id, last.before as TicketPatch)
  await db(ctx)
    .updateTable('queue.ticket_change')
    .set({ undone_at: ctx.now() })
    .where('id', '=', last.id)
    .execute()
  const turn = last.turn as { before: Turn; after: Turn } | null
  if (turn) await giveTurnBack(ctx, row.site_id, turn)
  await tell(ctx, stepUndone, after)
  return dressOne(ctx, after)
}
