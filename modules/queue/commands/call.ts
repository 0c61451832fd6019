import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { conflict, forbidden } from '@guichet/platform/errors'
import type { CallReason, CounterSession, Ticket } from '../contract.ts'
import { ticketCalled, ticketRecalled } from '../events.ts'
import { mayStep } from '../model.ts'
import {
  countsTurns,
  ruleOf,
  sameTurn,
  turnAfter,
  type CallRule,
  type TicketClass,
  type Turn,
  type TurnRules,
} from '../model/turns.ts'
import { sessionOfAgent } from '../queries/counters.ts'
import { nextInLine } from '../queries/order.ts'
import { sequenceAt, waitingAt } from '../queries/sequence.ts'
import { holdTurn, settingsOf, turnOf } from '../queries/settings.ts'
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
  const rules = await settingsOf(ctx, session.site_id)
  if (await heldBy(ctx, session.agent_id)) throw conflict('queue.agent_busy')
  const turn = await turnFor(ctx, session.site_id, rules)
  const lines = { rules, now: ctx.now(), service_ids: session.service_ids }
  const next = (held: 'skip' | 'wait') =>
    nextInLine<TicketRow>(lines, turn, waitingAt(session.site_id, session.service_ids), held).execute(db(ctx))
  // `skip locked`: two counters that call at the same instant get two different visitors, and neither waits.
  let [found] = (await next('skip')).rows
  // Whoever is left may be held for an instant by another act (a postponement, an "I am coming"): wait for it.
  found ??= (await next('wait')).rows[0]
  if (!found) throw conflict('queue.nobody_waiting')
  const { class: its_class, is_late, ...before } = found
  const rule = ruleOf(rules, turn, { class: its_class, is_late }, session.service_ids.length > 1)
  return finishCall(ctx, session, before as TicketRow, { rules, turn, class: its_class, rule })
}

/** Held only where calls are counted: elsewhere nobody waits for another's commit. */
const turnFor = (ctx: Ctx, site_id: string, rules: TurnRules): Promise<Turn> =>
  countsTurns(rules) ? holdTurn(ctx, site_id) : turnOf(ctx, site_id)

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
  const rules = await settingsOf(ctx, session.site_id)
  const turn = await turnFor(ctx, session.site_id, rules)
  const sequence = await sequenceAt(ctx, session.site_id, { rules, turn, service_ids: session.service_ids })
  const at = sequence.findIndex(({ id }) => id === before.id)
  return finishCall(ctx, session, before, {
    rules,
    turn,
    class: sequence[at]?.class ?? (before.priority > 0 ? 'preferred' : 'ordinary'),
    rule: before.status === 'parked' ? 'returned' : 'picked',
    passed_over: at < 0 ? null : at,
  })
}

interface Choice {
  rules: TurnRules
  turn: Turn
  class: TicketClass
  rule: CallRule
  passed_over?: number | null
}

const reasonOf = (ctx: Ctx, before: TicketRow, choice: Choice): CallReason => ({
  rule: choice.rule,
  class: choice.class,
  waited_s: Math.max(0, Math.round((ctx.now().getTime() - Date.parse(before.queued_at)) / 1_000)),
  turn: countsTurns(choice.rules)
    ? {
        ratio_priority: choice.rules.ratio_priority,
        ratio_ordinary: choice.rules.ratio_ordinary,
        preferred_taken: choice.turn.preferred_taken,
        ordinary_taken: choice.turn.ordinary_taken,
        most_in_a_row: choice.rules.most_in_a_row,
        in_a_row: choice.turn.in_a_row,
      }
    : null,
  longest_wait_min: choice.rules.longest_wait_min,
  passed_over: choice.passed_over ?? null,
})

async function finishCall(
  ctx: Ctx,
  session: CounterSession,
  before: TicketRow,
  choice: Choice,
): Promise<Ticket> {
  const turn_after = turnAfter(choice.rules, choice.turn, choice.class)
  const counted = !sameTurn(choice.turn, turn_after)
  if (counted) await writeTurn(ctx, session.site_id, turn_after)
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
    call_reason: reasonOf(ctx, before, choice),
  })
  await remember(ctx, before, 'call', counted ? { before: choice.turn, after: turn_after } : undefined)
  await tell(ctx, ticketCalled, after)
  return dressOne(ctx, after)
}

async function writeTurn(ctx: Ctx, site_id: string, turn: Turn): Promise<void> {
  await db(ctx)
    .insertInto('queue.call_turn')
    .values({ tenant_id: ctx.tenant.id, site_id, ...turn })
    .onConflict((on) => on.columns(['tenant_id', 'site_id']).doUpdateSet(turn))
    .execute()
}

/** Gives an undone call's turn back, unless somebody was called since. */
export async function giveTurnBack(
  ctx: Ctx,
  site_id: string,
  turn: { before: Turn; after: Turn },
): Promise<void> {
  await db(ctx)
    .updateTable('queue.call_turn')
    .set(turn.before)
    .where('site_id', '=', site_id)
    .where((e) => e.and(turn.after))
    .execute()
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
