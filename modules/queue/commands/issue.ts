import { sql } from 'kysely'
import {
  customerNames,
  keepCustomer,
  localDayOf,
  openingAt,
  readService,
  readSite,
} from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { conflict, notFound } from '@guichet/platform/errors'
import { hashSecret, newId, newToken } from '@guichet/platform/ids'
import type { Ticket } from '../contract.ts'
import { ticketIssued } from '../events.ts'
import { rankOf, ticketNumber } from '../model.ts'
import { settingsOf } from '../queries/settings.ts'
import { dressOne, type TicketRow } from '../queries/tickets.ts'
import { foreseenPlaceOf, refusalOf, waitingCounts, type Place } from '../queries/waiting.ts'
import type { QueueTables } from '../tables.ts'
import { keepQuote } from './quotes.ts'
import { tell } from './write.ts'

const db = tablesOf<QueueTables>()

export interface IssueInput {
  site_id: string
  service_id: string
  priority?: number
  visitor_name?: string | undefined
  visitor_phone?: string | undefined
  channels?: ('whatsapp' | 'sms')[] | undefined
  customer_id?: string | undefined
  note?: string | undefined
  appointment_at?: string | undefined
  locale?: 'fr' | 'en'
  source: 'kiosk' | 'reception' | 'web' | 'api'
}
export interface Issued extends Place {
  ticket: Ticket
  /** Opens the visitor's page; only its hash is kept. */
  token: string
}

/** Gives a visitor the next number of a service: unique and without gaps per site, service and local day. */
export async function issueTicket(ctx: Ctx, input: IssueInput): Promise<Issued> {
  const site = await readSite(ctx, input.site_id)
  const service = await readService(ctx, input.service_id)
  if (site.status !== 'active') throw conflict('queue.service_closed', { service: service.name })
  if (service.site_id !== site.id || service.status !== 'active')
    throw notFound('organisation.service_unknown')
  const settings = await settingsOf(ctx, site.id)
  if (input.source === 'web' && (!settings.public_join || !service.public))
    throw conflict('queue.public_join_off')
  const opening = await openingAt(ctx, site, ctx.now())
  const refusal = refusalOf(service, 0, opening.open)
  if (refusal === 'closed') throw conflict('queue.service_closed', { service: service.name })

  const local_day = localDayOf(site, ctx.now())
  // The upsert holds the service's row until the commit: the count below is exact, and a number that
  // is not used goes back with the transaction.
  const { rows } = await sql<{ last_number: number }>`
    insert into queue.number_sequence as n (tenant_id, site_id, service_id, local_day, last_number)
    values (${ctx.tenant.id}, ${site.id}, ${service.id}, ${local_day}, 1)
    on conflict (tenant_id, site_id, service_id, local_day) do update set last_number = n.last_number + 1
    returning last_number`.execute(db(ctx))
  if (service.waiting_limit !== null) {
    const waiting = (await waitingCounts(ctx, site.id)).get(service.id) ?? 0
    if (refusalOf(service, waiting, true) === 'full')
      throw conflict('queue.service_full', { service: service.name })
  }
  const customer_id = await customerOf(ctx, input)
  const token = newToken(ctx.tenant.ref)
  const priority = input.priority ?? 0
  const sequence = rows[0]!.last_number
  const appointment_at = input.appointment_at ? new Date(input.appointment_at) : null
  const row = (await db(ctx)
    .insertInto('queue.ticket')
    .values({
      tenant_id: ctx.tenant.id,
      id: newId(),
      site_id: site.id,
      service_id: service.id,
      numbered_service_id: service.id,
      local_day,
      sequence,
      number: ticketNumber(service.prefix, sequence),
      status: 'waiting',
      priority,
      rank: rankOf(ctx.now(), appointment_at),
      appointment_at,
      source: input.source,
      customer_id,
      visitor_name: input.visitor_name ?? null,
      visitor_phone: input.visitor_phone ?? null,
      // Whoever leaves a number without choosing is written a text message.
      channels: input.visitor_phone ? (input.channels ?? ['sms']) : [],
      note: input.note ?? null,
      locale: input.locale ?? ctx.locale,
      token_hash: hashSecret(token),
      issued_at: ctx.now(),
      queued_at: ctx.now(),
      demo: ctx.tenant.demo,
    })
    .returningAll()
    .executeTakeFirstOrThrow()) as unknown as TicketRow
  await tell(ctx, ticketIssued, row)
  const { foreseen, ...place } = await foreseenPlaceOf(ctx, row)
  await keepQuote(ctx, row, place, foreseen)
  return { ticket: await dressOne(ctx, row), token, ...place }
}

/** Only staff say who a customer is: what an unknown visitor types must not rename one, nor read one back. */
async function customerOf(ctx: Ctx, input: IssueInput): Promise<string | null> {
  if (input.source === 'web' || input.source === 'kiosk') return null
  if (input.customer_id) {
    const known = await customerNames(ctx, [input.customer_id])
    if (!known.has(input.customer_id)) throw notFound('organisation.customer_unknown')
    return input.customer_id
  }
  if (!input.visitor_phone || !input.visitor_name) return null
  return keepCustomer(ctx, { name: input.visitor_name, phone: input.visitor_phone })
}
