import { sql } from 'kysely'
import { openingAt, readSite, servicesOf, type Service } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { notFound } from '@guichet/platform/errors'
import { hashSecret } from '@guichet/platform/ids'
import type { ServiceChoice, Ticket } from '../contract.ts'
import { isOver, mostPostponements, simpleRange, type WaitRange } from '../model.ts'
import type { QueueTables } from '../tables.ts'
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
  const shared = sessions.filter((session) => session.service_ids.includes(service_id)).flatMap((session) => session.service_ids)
  return [...new Set([service_id, ...shared])]
}
const countersFor = (sessions: readonly OpenSession[], service_id: string): number =>
  sessions.filter((session) => session.service_ids.includes(service_id)).length

/** People who will be called before this place, at the counters that serve it. */
export async function aheadOf(ctx: Ctx, place: { site_id: string; service_id: string; rank: number; id: string }, sessions: readonly OpenSession[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from queue.ticket
    where site_id = ${place.site_id} and status = 'waiting' and service_id = any(${rivals(sessions, place.service_id)}::uuid[])
      and (rank, id) < (${place.rank}::bigint, ${place.id}::uuid)`.execute(db(ctx))
  return rows[0]!.count
}

export async function placeOf(ctx: Ctx, row: TicketRow, service: Pick<Service, 'expected_minutes'>): Promise<{ ahead: number; range: WaitRange | null }> {
  const sessions = await openSessions(ctx, row.site_id)
  const ahead = await aheadOf(ctx, row, sessions)
  return { ahead, range: simpleRange(ahead, service.expected_minutes, countersFor(sessions, row.service_id)) }
}

/** Services a visitor may choose now; closed and full ones are shown with the reason. */
export async function choicesAt(ctx: Ctx, site_id: string, options: { public_only?: boolean } = {}): Promise<ServiceChoice[]> {
  const site = await readSite(ctx, site_id)
  const [services, counts, sessions, opening] = [
    await servicesOf(ctx, site_id, options),
    await waitingCounts(ctx, site_id),
    await openSessions(ctx, site_id),
    await openingAt(ctx, site, ctx.now()),
  ]
  return services.map((service) => {
    const waiting_count = counts.get(service.id) ?? 0
    const competing = rivals(sessions, service.id).reduce((sum, id) => sum + (counts.get(id) ?? 0), 0)
    return {
      id: service.id,
      name: service.name,
      name_en: service.name_en,
      description: service.description,
      icon: service.icon,
      photo_url: service.photo_url,
      prefix: service.prefix,
      waiting_count,
      range: simpleRange(competing, service.expected_minutes, countersFor(sessions, service.id)),
      refusal: refusalOf(service, waiting_count, opening.open),
    }
  })
}

export const refusalOf = (service: Pick<Service, 'waiting_limit'>, waiting_count: number, open: boolean): 'closed' | 'full' | null =>
  !open ? 'closed' : service.waiting_limit !== null && waiting_count >= service.waiting_limit ? 'full' : null

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
  const place = row.status === 'waiting' && service ? await placeOf(ctx, row, service) : { ahead: 0, range: null }
  const opening = await openingAt(ctx, site, ctx.now())
  return {
    ticket: await dressOne(ctx, row),
    ...place,
    site_name: site.name,
    service_name_fr: service?.name ?? '',
    service_name_en: service?.name_en ?? service?.name ?? '',
    people_postponable: row.status === 'waiting' && row.postponed < mostPostponements && place.ahead < 50,
    open: opening.open,
  }
}
