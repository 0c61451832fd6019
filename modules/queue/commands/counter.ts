import { agentOf, readCounter, servicesGiven } from '@guichet/organisation'
import { maySee, type Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { conflict } from '@guichet/platform/errors'
import { newId } from '@guichet/platform/ids'
import type { CounterSession } from '../contract.ts'
import { counterClosed, counterOpened, counterPaused, counterResumed } from '../events.ts'
import { sessionAt, sessionOfAgent } from '../queries/counters.ts'
import { heldBy } from '../queries/tickets.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

const facts = (session: CounterSession) => ({
  counter_id: session.counter_id,
  counter_name: session.counter_name,
  agent_id: session.agent_id,
})

/** Takes a counter and opens it. Two agents who press at the same instant: the unique index lets one in. */
export async function openCounter(ctx: Ctx, counter_id: string): Promise<CounterSession> {
  const counter = await readCounter(ctx, counter_id)
  const present = await sessionOfAgent(ctx, ctx.actor.id!, true)
  if (present?.counter_id === counter.id) return present
  if (present) throw conflict('queue.agent_elsewhere', { counter: present.counter_name })
  const service_ids = counter.status === 'active' ? await servicesAt(ctx, counter.id, ctx.actor.id!) : []
  if (service_ids.length === 0) throw conflict('queue.no_service_here', { counter: counter.name })
  const agent = await agentOf(ctx, ctx.actor.id!)
  const row = await db(ctx)
    .insertInto('queue.counter_session')
    .values({
      tenant_id: ctx.tenant.id,
      id: newId(),
      site_id: counter.site_id,
      counter_id: counter.id,
      counter_name: counter.name,
      agent_id: ctx.actor.id!,
      agent_name: agent?.display_name ?? ctx.actor.name ?? '',
      service_ids,
      status: 'open',
      opened_at: ctx.now(),
    })
    .onConflict((on) => on.doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) throw conflict('queue.counter_taken', { counter: counter.name })
  const session = row as CounterSession
  await emit(ctx, counterOpened, facts(session), session.site_id)
  return session
}

async function ownSession(ctx: Ctx, counter_id: string): Promise<CounterSession> {
  const session = await sessionOfAgent(ctx, ctx.actor.id!, true)
  if (!session || session.counter_id !== counter_id) throw conflict('queue.counter_not_open')
  return session
}

async function refuseWithVisitor(ctx: Ctx, session: CounterSession): Promise<void> {
  const held = await heldBy(ctx, session.agent_id)
  if (held) throw conflict('queue.visitor_present', { number: held.number })
}

async function change(
  ctx: Ctx,
  session: CounterSession,
  values: Partial<Record<'status' | 'pause_reason', string | null>> & {
    paused_at?: Date | null
    returns_at?: Date | null
    closed_at?: Date
  },
) {
  const row = await db(ctx)
    .updateTable('queue.counter_session')
    .set(values as never)
    .where('id', '=', session.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return row as CounterSession
}

/** Keeps the counter but calls nobody for a while. */
export async function pauseCounter(
  ctx: Ctx,
  counter_id: string,
  reason?: string,
  returns_in_minutes?: number,
): Promise<CounterSession> {
  const session = await ownSession(ctx, counter_id)
  if (session.status === 'paused') return session
  await refuseWithVisitor(ctx, session)
  const paused = await change(ctx, session, {
    status: 'paused',
    paused_at: ctx.now(),
    pause_reason: reason ?? null,
    returns_at: returns_in_minutes ? new Date(ctx.now().getTime() + returns_in_minutes * 60_000) : null,
  })
  await emit(ctx, counterPaused, facts(paused), paused.site_id)
  return paused
}

/** Reopens a paused counter. */
export async function resumeCounter(ctx: Ctx, counter_id: string): Promise<CounterSession> {
  const session = await ownSession(ctx, counter_id)
  if (session.status === 'open') return session
  const open = await change(ctx, session, {
    status: 'open',
    paused_at: null,
    pause_reason: null,
    returns_at: null,
  })
  await emit(ctx, counterResumed, facts(open), open.site_id)
  return open
}

/** Closes the counter and leaves it to a colleague; whoever may pick may also close one that was left open. */
export async function closeCounter(ctx: Ctx, counter_id: string): Promise<void> {
  const session = await sessionAt(ctx, counter_id)
  const allowed =
    session && (session.agent_id === ctx.actor.id || ctx.actor.permissions.has('queue.ticket.pick'))
  if (!allowed || !maySee(ctx.actor, session.site_id)) throw conflict('queue.counter_not_open')
  await refuseWithVisitor(ctx, session)
  await end(ctx, session)
}

async function end(ctx: Ctx, session: CounterSession): Promise<void> {
  await change(ctx, session, { status: 'closed', closed_at: ctx.now() })
  await emit(ctx, counterClosed, facts(session), session.site_id)
}

/** A shift this long was forgotten: nobody is at the counter any more. */
const longestShift_ms = 16 * 3_600_000

/** Closes counters that were left open, so that waits are not promised on absent colleagues. */
export async function closeForgotten(ctx: Ctx): Promise<void> {
  const rows = await db(ctx)
    .selectFrom('queue.counter_session')
    .selectAll()
    .where('status', '!=', 'closed')
    .where('opened_at', '<', new Date(ctx.now().getTime() - longestShift_ms).toISOString())
    .limit(200)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const session of rows as CounterSession[]) {
    if (!(await heldBy(ctx, session.agent_id))) await end(ctx, session)
  }
}

/** Gives open counters the services they have now: one added or taken away counts from the next call on. */
export async function refreshServices(ctx: Ctx): Promise<void> {
  const rows = await db(ctx)
    .selectFrom('queue.counter_session')
    .selectAll()
    .where('status', '!=', 'closed')
    .forUpdate()
    .execute()
  for (const session of rows as CounterSession[]) {
    const service_ids = await servicesAt(ctx, session.counter_id, session.agent_id)
    if (service_ids.join() === session.service_ids.join()) continue
    await db(ctx)
      .updateTable('queue.counter_session')
      .set({ service_ids })
      .where('id', '=', session.id)
      .execute()
  }
}

/** Services given by this person at this counter, the preferred first. */
const servicesAt = async (ctx: Ctx, counter_id: string, agent_id: string): Promise<string[]> =>
  (await servicesGiven(ctx, counter_id, agent_id))
    .toSorted((a, b) => a.preference - b.preference)
    .map((service) => service.service_id)
