import { sql } from 'kysely'
import { openingAt, readSite, servicesOf, type Service } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { notFound } from '@guichet/platform/errors'
import { hashSecret } from '@guichet/platform/ids'
import type { ServiceChoice, Ticket } from '../contract.ts'
import { isOver, mostPostponements, simpleRange, type WaitRange } from '../model.ts'
import type { QueueTables } from '../tables.ts'
import { sequenceAt } from './sequence.ts'
import { dressOne, type TicketRow } from './tickets.ts'

const db = tablesOf<QueueTables>()

/** How many wait per service of a site. */
export async function waitingCounts(ctx: Ctx, site_id: string): Promise<Map<string, number>> {
  const rows = await db(ctx)
    .selectFrom('queue.ticket')
    .select(['service_id', (e) => e.fn.countAll<number>().as('count')])
    .where('site_id', '=', site_id)
    .where('status', '=', 'waiting')
    .groupBy('service_id')
    .execute()
  return new Map(rows.map((row) => [row.service_id, row.count]))
}

interface OpenSession {
  service_ids: string[]
}
export async function openSessions(ctx: Ctx, site_id: string): Promise<OpenSession[]> {
  return db(ctx)
    .selectFrom('queue.counter_session')
    .select('service_ids')
    .where('site_id', '=', site_id)
    .where('status', '=', 'open')
    .execute()
}

/** Services whose visitors compete with this one's for the same open counters, itself included. */
export function rivals(sessions: readonly OpenSession[], service_id: string): string[] {
  const shared = sessions
    .filter((session) => session.service_ids.includes(service_id))
    .flatMap((session) => session.service_ids)
  return [...new Set([service_id, ...shared])]
}
const countersFor = (sessions: readonly OpenSession[], service_id: string): number =>
  sessions.filter((session) => session.service_ids.includes(service_id)).length

/** People who will be called before this place at the counters that serve it, per service. */
async function aheadOf(
  ctx: Ctx,
  place: TicketRow,
  sessions: readonly OpenSession[],
): Promise<Map<string, number>> {
  const service_ids = rivals(sessions, place.service_id)
  const sequence = await sequenceAt(ctx, place.site_id, { service_ids, prefer: false })
  const before = sequence.slice(
    0,
    sequence.findIndex(({ id }) => id === place.id),
  )
  const counts = new Map<string, number>()
  for (const { service_id } of before) counts.set(service_id, (counts.get(service_id) ?? 0) + 1)
  return counts
}

/** Minutes of work ahead: each person's expected time, shared between the counters open for that service. */
function workOf(
  ahead: ReadonlyMap<string, number>,
  services: readonly Service[],
  sessions: readonly OpenSession[],
): number {
  let minutes = 0
  for (const service of services) {
    minutes +=
      ((ahead.get(service.id) ?? 0) * service.expected_minutes) /
      Math.max(1, countersFor(sessions, service.id))
  }
  return minutes
}

/** Place in the queue of a ticket that waits: people ahead and the range that phone, kiosk and display all show. */
export async function placeOf(ctx: Ctx, row: TicketRow): Promise<{ ahead: number; range: WaitRange | null }> {
  const sessions = await openSessions(ctx, row.site_id)
  const services = await servicesOf(ctx, row.site_id)
  const own = services.find((service) => service.id === row.service_id)
  const ahead = await aheadOf(ctx, row, sessions)
  return {
    ahead: [...ahead.values()].reduce((sum, count) => sum + count, 0),
    range: own
      ? simpleRange(workOf(ahead, services, sessions), own.expected_minutes, countersFor(sessions, own.id))
      : null,
  }
}

/** Services a visitor may choose now; closed and full ones are shown with the reason. */
export async function choicesAt(
  ctx: Ctx,
  site_id: string,
  options: { public_only?: boolean } = {},
): Promise<ServiceChoice[]> {
  const site = await readSite(ctx, site_id)
  const services = await servicesOf(ctx, site_id, options)
  // Visitors of services that are not offered to the public wait at the same counters.
  const all = await servicesOf(ctx, site_id)
  const counts = await waitingCounts(ctx, site_id)
  const sessions = await openSessions(ctx, site_id)
  const opening = await openingAt(ctx, site, ctx.now())
  return services.map((service) => {
    const waiting_count = counts.get(service.id) ?? 0
    const ahead = new Map(rivals(sessions, service.id).map((id) => [id, counts.get(id) ?? 0]))
    return {
      id: service.id,
      name: service.name,
      name_en: service.name_en,
      description: service.description,
      icon: service.icon,
      photo_url: service.photo_url,
      prefix: service.prefix,
      waiting_count,
      ahead: [...ahead.values()].reduce((sum, count) => sum + count, 0),
      range: simpleRange(
        workOf(ahead, all, sessions),
        service.expected_minutes,
        countersFor(sessions, service.id),
      ),
      refusal: refusalOf(service, waiting_count, opening.open),
    }
  })
}

export const refusalOf = (
  service: Pick<Service, 'waiting_limit'>,
  waiting_count: number,
  open: boolean,
): 'closed' | 'full' | null =>
  !open ? 'closed' : service.waiting_limit !== null && waiting_count >= service.waiting_limit ? 'full' : null

/** Ranks of the next people of the same service and class after this place: whom a postponement lets pass. */
export async function behind(ctx: Ctx, row: TicketRow, most: number): Promise<number[]> {
  const rows = await db(ctx)
    .selectFrom('queue.ticket')
    .select('rank')
    .where('site_id', '=', row.site_id)
    .where('service_id', '=', row.service_id)
    .where('status', '=', 'waiting')
    // Whoever is called by priority keeps it.
    .where('priority', '=', row.priority)
    .where(sql<boolean>`(rank, id) > (${row.rank}::bigint, ${row.id}::uuid)`)
    .orderBy('rank')
    .orderBy('id')
    .limit(most)
    .execute()
  return rows.map(({ rank }) => rank)
}

export interface VisitorView {
  ticket: Ticket
  ahead: number
  range: WaitRange | null
  site_name: string
  service_name_fr: string
  service_name_en: string
  people_postponable: boolean
  open: boolean
}

export async function rowByToken(ctx: Ctx, token: string, forUpdate = false): Promise<TicketRow> {
  const row = await db(ctx)
    .selectFrom('queue.ticket')
    .selectAll()
    .where('token_hash', '=', hashSecret(token))
    .$if(forUpdate, (query) => query.forUpdate())
    .executeTakeFirst()
  if (!row) throw notFound('queue.link_expired')
  return row as unknown as TicketRow
}

/** Links die a day after the visit, so that an old phone tells nothing. */
const linkLife_ms = 24 * 3_600_000

/** What a visitor sees of their own ticket; the token was the proof. */
export async function ticketByToken(ctx: Ctx, token: string): Promise<VisitorView> {
  const row = await rowByToken(ctx, token)
  if (isOver(row.status) && row.ended_at && ctx.now().getTime() - Date.parse(row.ended_at) > linkLife_ms) {
    throw notFound('queue.link_expired')
  }
  const site = await readSite(ctx, row.site_id)
  const service = (await servicesOf(ctx, row.site_id)).find((candidate) => candidate.id === row.service_id)
  const place = row.status === 'waiting' ? await placeOf(ctx, row) : { ahead: 0, range: null }
  const opening = await openingAt(ctx, site, ctx.now())
  return {
    ticket: await dressOne(ctx, row),
    ...place,
    site_name: site.name,
    service_name_fr: service?.name ?? '',
    service_name_en: service?.name_en ?? service?.name ?? '',
    people_postponable:
      row.status === 'waiting' && row.postponed < mostPostponements && (await behind(ctx, row, 1)).length > 0,
    open: opening.open,
  }
}
