import type { Ctx, Locale } from '@guichet/platform/ctx'
import { hashSecret } from '@guichet/platform/ids'
import { tablesOf } from '@guichet/platform/db'
import type { TicketStatus } from '../model.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

/** A visit as other rooms may know it: no name of the visitor, whose number serves to write to them alone. */
export interface Visit {
  ticket_id: string
  number: string
  site_id: string
  service_id: string
  counter_id: string | null
  agent_id: string | null
  status: TicketStatus
  ended_at: string | null
  locale: Locale
  phone: string | null
  customer_id: string | null
  page_hash: string
  demo: boolean
}

const visits = (ctx: Ctx) =>
  db(ctx)
    .selectFrom('queue.ticket')
    .select([
      'id as ticket_id',
      'number',
      'site_id',
      'service_id',
      'counter_id',
      'agent_id',
      'status',
      'ended_at',
      'locale',
      'visitor_phone as phone',
      'customer_id',
      'token_hash as page_hash',
      'demo',
    ])

export async function visitOf(ctx: Ctx, ticket_id: string): Promise<Visit | null> {
  return ((await visits(ctx).where('id', '=', ticket_id).executeTakeFirst()) as Visit | undefined) ?? null
}

/** The visit whose page this token opens. */
export async function visitByToken(ctx: Ctx, token: string): Promise<Visit | null> {
  const row = await visits(ctx).where('token_hash', '=', hashSecret(token)).executeTakeFirst()
  return (row as Visit | undefined) ?? null
}

/** The latest visit under this number at a site, since a moment: numbers begin again every day. */
export async function visitByNumber(
  ctx: Ctx,
  site_id: string,
  number: string,
  since: Date,
): Promise<Visit | null> {
  const row = await visits(ctx)
    .where('site_id', '=', site_id)
    .where('number', '=', number)
    .where('issued_at', '>=', since.toISOString())
    .orderBy('issued_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (row as Visit | undefined) ?? null
}

/** Who is at a counter now, or was there last since a moment. */
export async function visitAtCounter(
  ctx: Ctx,
  site_id: string,
  counter_id: string,
  since: Date,
): Promise<Visit | null> {
  const held = await visits(ctx)
    .where('counter_id', '=', counter_id)
    .where('status', 'in', ['called', 'serving', 'paused'])
    .executeTakeFirst()
  if (held) return held as Visit
  const last = await visits(ctx)
    .where('site_id', '=', site_id)
    .where('counter_id', '=', counter_id)
    .where('called_at', '>=', new Date(since.getTime() - 4 * 3_600_000).toISOString())
    .where('ended_at', '>=', since.toISOString())
    .where('status', '=', 'completed')
    .orderBy('ended_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (last as Visit | undefined) ?? null
}

/** Completed visits of the demonstration, oldest first, whose ratings may be invented. */
export async function demoVisits(ctx: Ctx, after: string | null, limit: number): Promise<Visit[]> {
  const rows = await visits(ctx)
    .where('demo', '=', true)
    .where('status', '=', 'completed')
    .$if(after !== null, (query) => query.where('id', '>', after as string))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows as Visit[]
}
