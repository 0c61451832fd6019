import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { conflict, forbidden } from '@guichet/platform/errors'
import type { CounterSession, Ticket } from '../contract.ts'
import { ticketCalled, ticketRecalled } from '../events.ts'
import { mayStep, type CallingOrder } from '../model.ts'
import { sessionOfAgent } from '../queries/counters.ts'
import { callingOrder } from '../queries/order.ts'
import { settingsOf } from '../queries/settings.ts'
import { dressOne, heldBy, ticketRow, type TicketRow } from '../queries/tickets.ts'
import type { QueueTables } from '../tables.ts'
import { patch, remember, takeStep, tell } from './write.ts'

const db = tablesOf<QueueTables>()

/** The caller's own open session at this counter, held so that a second press of the button waits for the first. */
async function openSession(ctx: Ctx, counter_id: string): Promise<CounterSession> {
  const session = await sessionOfAgent(ctx, ctx.actor.id!, true)
  if (!session || session.counter_id !== counter_id) throw conflict('queue.counter_not_open')
  if (session.status === 'paused') throw conflict('queue.counter_paused')
  return session
}

/** Calls to a counter the visitor who is next among the services given there. */
export async function callNext(ctx: Ctx, counter_id: string): Promise<Ticket> {
  const session = await openSession(ctx, counter_id)
  const { calling_order } = await settingsOf(ctx, session.site_id)
  if (await heldBy(ctx, session.agent_id)) throw conflict('queue.agent_busy')
  const before =
    (await nextInLine(ctx, session, calling_order, 'skip')) ??
    // Whoever is left may be held for an instant by another act (a postponement, an "I am coming"): wait for it.
    (await nextInLine(ctx, session, calling_order, 'wait'))
  if (!before) throw conflict('queue.nobody_waiting')
  return finishCall(ctx, session, before)
}

/**
 * Takes the row that is next and holds it. `skip locked`: two counters that call at the same instant get
 * two different visitors, and neither waits for the other. The order is an index's own, so the cost does
 * not grow with the queue, except where counters prefer services.
 */
async function nextInLine(
  ctx: Ctx,
  session: CounterSession,
  order: CallingOrder,
  held: 'skip' | 'wait',
): Promise<TicketRow | null> {
  const row = await db(ctx)
    .selectFrom('queue.ticket as t')
    .selectAll()
    .where('t.site_id', '=', session.site_id)
    .where('t.status', '=', 'waiting')
    .where(sql<boolean>`t.service_id = any(${session.service_ids}::uuid[])`)
    .orderBy(callingOrder(order, session.service_ids))
    .limit(1)
    .forUpdate()
    .$if(held === 'skip', (query) => query.skipLocked())
    .executeTakeFirst()
  return (row as unknown as TicketRow | undefined) ?? null
}

/** Calls somebody else than the next: a right of some roles, or of everybody where the site allows it. */
export async function callChosen(ctx: Ctx, counter_id: string, ticket_id: string): Promise<Ticket> {
  const session = await openSession(ctx, counter_id)
  const before = await ticketRow(ctx, ticket_id, true)
  // Whoever is set aside was already called once: taking them back is not picking.
  const allowed =
    before.status === 'parked' ||
    ctx.actor.permissions.has('queue.ticket.pick') ||
    (await settingsOf(ctx, session.site_id)).may_pick
  if (!allowed) throw forbidden('queue.pick_not_allowed')
  if (!mayStep('call', before.status) || before.site_id !== session.site_id) {
    throw conflict('queue.already_called', { number: before.number, status: before.status })
  }
  return finishCall(ctx, session, before)
}

async function finishCall(ctx: Ctx, session: CounterSession, before: TicketRow): Promise<Ticket> {
  const after = await patch(ctx, before.id, {
    status: 'called',
    counter_id: session.counter_id,
    counter_name: session.counter_name,
    agent_id: session.agent_id,
    called_at: ctx.now().toISOString(),
    calls: before.calls + 1,
    started_at: null,
    paused_at: null,
    paused_s: 0,
  })
  await remember(ctx, before, 'call')
  await tell(ctx, ticketCalled, after)
  return dressOne(ctx, after)
}

/** Calls the same visitor once more. */
export async function recall(ctx: Ctx, ticket_id: string): Promise<Ticket> {
  const after = await takeStep(ctx, ticket_id, 'recall', {
    event: ticketRecalled,
    check: (row) => ownVisitor(ctx, row),
    change: (row) => ({ calls: row.calls + 1 }),
  })
  return dressOne(ctx, after)
}

/** A visitor at a counter is that agent's; a manager may step in. */
export function ownVisitor(ctx: Ctx, row: TicketRow): void {
  if (row.agent_id === ctx.actor.id || ctx.actor.permissions.has('queue.ticket.pick')) return
  throw forbidden('queue.not_your_visitor', { number: row.number, counter: row.counter_name })
}
