import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { conflict } from '@guichet/platform/errors'
import { emit } from '@guichet/platform/emit'
import type { EventDefinition } from '@guichet/platform/events'
import { newId } from '@guichet/platform/ids'
import { mayStep, type Action } from '../model.ts'
import type { Turn } from '../model/turns.ts'
import { ticketRow, type TicketRow } from '../queries/tickets.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

/** What an undo restores: everything a step may change, the rank included. */
const restored = [
  'status',
  'service_id',
  'rank',
  'queued_at',
  'called_at',
  'calls',
  'started_at',
  'paused_at',
  'paused_s',
  'ended_at',
  'counter_id',
  'counter_name',
  'agent_id',
  'outcome',
  'note',
  'postponed',
  'call_reason',
] as const

export type TicketPatch = Partial<Pick<TicketRow, (typeof restored)[number]>>

export const snapshot = (row: TicketRow): TicketPatch =>
  Object.fromEntries(restored.map((field) => [field, row[field]])) as TicketPatch

/** Keeps what the step changed, so that it can be taken back. */
export async function remember(
  ctx: Ctx,
  before: TicketRow,
  action: string,
  turn?: { before: Turn; after: Turn },
): Promise<void> {
  await db(ctx)
    .insertInto('queue.ticket_change')
    .values({
      tenant_id: ctx.tenant.id,
      id: newId(),
      ticket_id: before.id,
      action,
      before: JSON.stringify(snapshot(before)),
      at: ctx.now(),
      agent_id: ctx.actor.id,
      turn: turn ? JSON.stringify(turn) : null,
    })
    .execute()
}

export async function tell(ctx: Ctx, event: EventDefinition, row: TicketRow): Promise<void> {
  await emit(
    ctx,
    event,
    {
      ticket_id: row.id,
      number: row.number,
      service_id: row.service_id,
      counter_id: row.counter_id,
      counter_name: row.counter_name,
    },
    row.site_id,
  )
}

const constraintCodes: Record<string, string> = {
  ticket_held_by_agent: 'queue.agent_busy',
  ticket_held_at_counter: 'queue.counter_busy',
}

/** A second visitor for one agent or counter is refused by the database; this gives the refusal its name. */
async function nameConflicts<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string }
    const known = code === '23505' && constraint ? constraintCodes[constraint] : undefined
    if (known) throw conflict(known)
    throw error
  }
}

export async function patch(ctx: Ctx, id: string, change: TicketPatch): Promise<TicketRow> {
  const row = await nameConflicts(
    db(ctx)
      .updateTable('queue.ticket')
      .set({
        ...change,
        ...(change.call_reason ? { call_reason: JSON.stringify(change.call_reason) } : {}),
      } as never)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
  return row as unknown as TicketRow
}

export interface StepOptions {
  event: EventDefinition
  change: (row: TicketRow) => TicketPatch | Promise<TicketPatch>
  /** Checks beyond the state: whose visitor it is, and so on. */
  check?: (row: TicketRow) => void
}

/**
 * One step of one ticket: the row is held, the state checked, the change written, remembered and told,
 * all in the caller's transaction. Two people acting on the same ticket at once take turns; the second
 * finds the new state and is refused.
 */
export async function takeStep(
  ctx: Ctx,
  ticket_id: string,
  action: Action,
  options: StepOptions,
): Promise<TicketRow> {
  const before = await ticketRow(ctx, ticket_id, true)
  if (!mayStep(action, before.status)) {
    throw conflict('queue.step_refused', { number: before.number, status: before.status, action })
  }
  options.check?.(before)
  const after = await patch(ctx, before.id, await options.change(before))
  await remember(ctx, before, action)
  await tell(ctx, options.event, after)
  return after
}
