import { sql } from 'kysely'
import { countersOf, openingAt, readSite, serviceNames, servicesOf } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { CounterSession, QueueSettings, Ticket } from '../contract.ts'
import type { QueueTables } from '../tables.ts'
import { sequenceAt } from './sequence.ts'
import { settingsOf } from './settings.ts'
import { dress, heldBy, type TicketRow } from './tickets.ts'
import { choicesAt, waitingCounts } from './waiting.ts'

const db = tablesOf<QueueTables>()

const sessionColumns = [
  'id',
  'site_id',
  'counter_id',
  'counter_name',
  'agent_id',
  'agent_name',
  'service_ids',
  'status',
  'opened_at',
  'paused_at',
  'pause_reason',
  'returns_at',
] as const

/** Sessions that are not over: open or paused. */
export async function sessionsOf(ctx: Ctx, site_id: string): Promise<CounterSession[]> {
  const rows = await db(ctx)
    .selectFrom('queue.counter_session')
    .select(sessionColumns)
    .where('site_id', '=', site_id)
    .where('status', '!=', 'closed')
    .orderBy('counter_name')
    .execute()
  return rows as CounterSession[]
}

/** The session of this agent, wherever it is. `hold` keeps it from changing until the transaction ends. */
export async function sessionOfAgent(
  ctx: Ctx,
  agent_id: string,
  hold = false,
): Promise<CounterSession | null> {
  const row = await db(ctx)
    .selectFrom('queue.counter_session')
    .select(sessionColumns)
    .where('agent_id', '=', agent_id)
    .where('status', '!=', 'closed')
    .$if(hold, (query) => query.forUpdate())
    .executeTakeFirst()
  return (row as CounterSession | undefined) ?? null
}

/** The next people in the order in which they will be called; for one counter, those it serves. */
async function nextPeople(
  ctx: Ctx,
  site_id: string,
  rules: QueueSettings,
  service_ids: readonly string[] | undefined,
): Promise<TicketRow[]> {
  const sequence = await sequenceAt(ctx, site_id, { rules, ...(service_ids && { service_ids }) })
  const ids = sequence.slice(0, deskRows).map(({ id }) => id)
  const { rows } = await sql<TicketRow>`
    select t.* from queue.ticket t where t.id = any(${ids}::uuid[])
    order by array_position(${ids}::uuid[], t.id)`.execute(db(ctx))
  return rows
}

const parkedAt = async (ctx: Ctx, site_id: string): Promise<TicketRow[]> => {
  const { rows } = await sql<TicketRow>`
    select t.* from queue.ticket t where t.site_id = ${site_id} and t.status = 'parked'
    order by t.rank, t.id limit ${deskRows}`.execute(db(ctx))
  return rows
}

/** Long lists are for the tickets page: a desk shows who comes next. */
const deskRows = 60

/** Who is at this counter, held so that it does not change until the transaction ends. */
export async function sessionAt(ctx: Ctx, counter_id: string): Promise<CounterSession | null> {
  const row = await db(ctx)
    .selectFrom('queue.counter_session')
    .select(sessionColumns)
    .where('counter_id', '=', counter_id)
    .where('status', '!=', 'closed')
    .forUpdate()
    .executeTakeFirst()
  return (row as CounterSession | undefined) ?? null
}

/** Everything an agent's desk shows, in one answer. */
export async function deskOf(ctx: Ctx, site_id: string) {
  const site = await readSite(ctx, site_id)
  const agent_id = ctx.actor.id!
  const sessions = await sessionsOf(ctx, site.id)
  const session = (await sessionOfAgent(ctx, agent_id)) ?? null
  const held = await heldBy(ctx, agent_id)
  const services = await servicesOf(ctx, site.id)
  const settings = await settingsOf(ctx, site.id)
  const waiting = await nextPeople(ctx, site.id, settings, session?.service_ids)
  const finished = await db(ctx)
    .selectFrom('queue.ticket')
    .selectAll()
    .where('agent_id', '=', agent_id)
    .where('status', 'in', ['completed', 'no_show', 'parked'])
    .where('site_id', '=', site.id)
    .orderBy('called_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const [current] = held ? await dress(ctx, [held]) : []
  const [last] = finished ? await dress(ctx, [finished as unknown as TicketRow]) : []
  const counts = await waitingCounts(ctx, site.id)
  const served = await db(ctx)
    .selectFrom('queue.ticket')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('site_id', '=', site.id)
    .where('agent_id', '=', agent_id)
    .where('status', '=', 'completed')
    .where('ended_at', '>', new Date(ctx.now().getTime() - 12 * 3_600_000).toISOString())
    .executeTakeFirstOrThrow()
  return {
    session,
    current: current ?? null,
    undoable: last?.undo_until ? last : null,
    waiting: await dress(ctx, waiting),
    waiting_count: (session ? session.service_ids : [...counts.keys()]).reduce(
      (sum, id) => sum + (counts.get(id) ?? 0),
      0,
    ),
    parked: await dress(ctx, await parkedAt(ctx, site.id)),
    counters: (await countersOf(ctx, site.id)).map((counter) => ({
      id: counter.id,
      name: counter.name,
      taken_by: sessions.find((other) => other.counter_id === counter.id)?.agent_name ?? null,
    })),
    services: services.map(({ id, name, prefix }) => ({ id, name, prefix })),
    may_pick: ctx.actor.permissions.has('queue.ticket.pick') || settings.may_pick,
    served_today: served.count,
  }
}

/** Counters with whoever is there and whom they receive. */
export async function countersLive(ctx: Ctx, site_id: string) {
  const site = await readSite(ctx, site_id)
  const sessions = await sessionsOf(ctx, site.id)
  const held = await db(ctx)
    .selectFrom('queue.ticket')
    .selectAll()
    .where('site_id', '=', site.id)
    .where('status', 'in', ['called', 'serving', 'paused'])
    .execute()
  const tickets = new Map(
    (await dress(ctx, held as unknown as TicketRow[])).map((ticket): [string | null, Ticket] => [
      ticket.counter_id,
      ticket,
    ]),
  )
  return (await countersOf(ctx, site.id)).map((counter) => ({
    counter_id: counter.id,
    counter_name: counter.name,
    session: sessions.find((session) => session.counter_id === counter.id) ?? null,
    ticket: tickets.get(counter.id) ?? null,
  }))
}

/** What the hall sees: the last calls, newest first, and how many wait. */
export async function boardOf(ctx: Ctx, site_id: string) {
  const site = await readSite(ctx, site_id)
  const settings = await settingsOf(ctx, site.id)
  const rows = await db(ctx)
    .selectFrom('queue.ticket')
    .selectAll()
    .where('site_id', '=', site.id)
    .where('called_at', '>', new Date(ctx.now().getTime() - 4 * 3_600_000).toISOString())
    .where('status', 'in', ['called', 'serving', 'paused', 'completed'])
    .where('counter_name', 'is not', null)
    .orderBy('called_at', 'desc')
    .limit(6)
    .execute()
  const services = await serviceNames(
    ctx,
    rows.map((row) => row.service_id),
  )
  const choices = await choicesAt(ctx, site.id)
  return {
    site_name: site.name,
    time_zone: site.time_zone,
    open: (await openingAt(ctx, site, ctx.now())).open,
    calls: (rows as unknown as TicketRow[]).map((row) => ({
      ticket_id: row.id,
      number: row.number,
      counter_name: row.counter_name!,
      service_name: services.get(row.service_id) ?? '',
      called_at: row.called_at!,
      calls: row.calls,
      status: row.status,
    })),
    waiting_count: choices.reduce((sum, choice) => sum + choice.waiting_count, 0),
    waits: choices.flatMap(({ id, prefix, name, name_en, range, waiting_count }) =>
      range && waiting_count > 0 ? [{ service_id: id, prefix, name, name_en, range }] : [],
    ),
    voice_languages: settings.voice_languages,
    join_url: settings.public_join ? `/p/${ctx.tenant.slug}?site=${site.id}` : null,
  }
}
