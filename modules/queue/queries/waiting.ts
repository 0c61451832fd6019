import { sql } from 'kysely'
import { openingAt, readSite, servicesOf, type Service } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { notFound } from '@guichet/platform/errors'
import { hashSecret } from '@guichet/platform/ids'
import type { ServiceChoice, Ticket } from '../contract.ts'
import { isOver, mostPostponements, rangeOf, type WaitRange } from '../model.ts'
import type { QueueTables } from '../tables.ts'
import { foresee, siteNow, type Foreseen } from './situation.ts'
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

export interface Place {
  ahead: number
  range: WaitRange | null
  /** The usual wait would last beyond closing: no range can be promised. */
  past_closing: boolean
}

const shown = ({ ahead, p50_s, p90_s, past_closing }: Foreseen): Place => ({
  ahead,
  range: p50_s === null || p90_s === null || past_closing ? null : rangeOf(p50_s, p90_s),
  past_closing,
})

/** Place in the queue of a ticket that waits: people ahead and the range that phone, kiosk and display all show. */
export async function placeOf(ctx: Ctx, row: TicketRow): Promise<Place> {
  return shown(foresee(await siteNow(ctx, row.site_id), row.service_id, row.id))
}

/** The same with what it was made of, for the record of what was told. */
export async function foreseenPlaceOf(ctx: Ctx, row: TicketRow): Promise<Place & { foreseen: Foreseen }> {
  const foreseen = foresee(await siteNow(ctx, row.site_id), row.service_id, row.id)
  return { ...shown(foreseen), foreseen }
}

/** Services a visitor may choose now; closed and full ones are shown with the reason. */
export async function choicesAt(
  ctx: Ctx,
  site_id: string,
  options: { public_only?: boolean } = {},
): Promise<ServiceChoice[]> {
  const place = await siteNow(ctx, site_id)
  const counts = new Map<string, number>()
  for (const one of place.waiting) counts.set(one.service_id, (counts.get(one.service_id) ?? 0) + 1)
  return place.services
    .filter((service) => !options.public_only || service.public)
    .map((service) => {
      const waiting_count = counts.get(service.id) ?? 0
      return {
        id: service.id,
        name: service.name,
        name_en: service.name_en,
        description: service.description,
        icon: service.icon,
        photo_url: service.photo_url,
        prefix: service.prefix,
        waiting_count,
        ...shown(foresee(place, service.id)),
        refusal: refusalOf(service, waiting_count, place.opening.open),
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
  past_closing: boolean
  closes_at: Date | null
  site_name: string
  service_name_fr: string
  service_name_en: string
  people_postponable: boolean
  open: boolean
}

export async function rowByToken(ctx: Ctx, token: string, forUpdate = false): Promise<TicketRow> {
  const hash = hashSecret(token)
  const row = await db(ctx)
    .selectFrom('queue.ticket')
    .selectAll()
    .where((e) =>
      e.or([
        e('token_hash', '=', hash),
        e('id', '=', e.selectFrom('queue.ticket_link').select('ticket_id').where('token_hash', '=', hash)),
      ]),
    )
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
  const place =
    row.status === 'waiting' ? await placeOf(ctx, row) : { ahead: 0, range: null, past_closing: false }
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
    closes_at: opening.closes_at,
  }
}
