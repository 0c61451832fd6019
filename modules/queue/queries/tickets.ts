import { sql } from 'kysely'
import { customerNames, readSite, serviceNames } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { maySee } from '@guichet/platform/ctx'
import { invalid, notFound } from '@guichet/platform/errors'
import { historyOf } from '@guichet/platform/history'
import { cutPage, readCursor } from '@guichet/platform/paging'
import type { Ticket } from '../contract.ts'
import type { TicketStatus } from '../model.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

export type TicketRow = Omit<Ticket, 'service_name' | 'undo_until'> & {
  rank: number
  numbered_service_id: string
  token_hash: string
  locale: 'fr' | 'en'
  postponed: number
  channels: ('whatsapp' | 'sms')[]
  near_told_at: string | null
  local_day: string
}

/** One row as PostgreSQL gives it; `forUpdate` holds it until the end of the transaction. */
export async function ticketRow(ctx: Ctx, id: string, forUpdate = false): Promise<TicketRow> {
  const row = await db(ctx)
    .selectFrom('queue.ticket')
    .selectAll()
    .where('id', '=', id)
    .$if(forUpdate, (query) => query.forUpdate())
    .executeTakeFirst()
  // A ticket of a site the actor may not see answers like one that does not exist.
  if (!row || !maySee(ctx.actor, row.site_id)) throw notFound('queue.ticket_unknown')
  return row as unknown as TicketRow
}

/** Dresses rows for people: the service's name, the customer's, and how long the last step can be undone. */
export async function dress(ctx: Ctx, rows: readonly TicketRow[]): Promise<Ticket[]> {
  if (rows.length === 0) return []
  const services = await serviceNames(
    ctx,
    rows.map((row) => row.service_id),
  )
  const customers = await customerNames(
    ctx,
    rows.flatMap((row) => (row.customer_id ? [row.customer_id] : [])),
  )
  const undo = await undoableUntil(ctx, rows)
  return rows.map((row) => ({
    ...row,
    service_name: services.get(row.service_id) ?? '',
    visitor_name: row.visitor_name ?? (row.customer_id ? (customers.get(row.customer_id) ?? null) : null),
    undo_until: undo.get(row.id) ?? null,
  }))
}

export const dressOne = async (ctx: Ctx, row: TicketRow): Promise<Ticket> => (await dress(ctx, [row]))[0]!

/** The last step of each ticket, while the site's time for taking it back has not run out. */
async function undoableUntil(ctx: Ctx, rows: readonly TicketRow[]): Promise<Map<string, string>> {
  const { rows: found } = await sql<{ ticket_id: string; until: string }>`
    select distinct on (c.ticket_id) c.ticket_id, c.at + make_interval(secs => coalesce(s.undo_s, 10)) as until, c.undone_at
    from queue.ticket_change c
    join queue.ticket t on t.tenant_id = c.tenant_id and t.id = c.ticket_id
    left join queue.site_setting s on s.tenant_id = t.tenant_id and s.site_id = t.site_id
    where c.ticket_id = any(${rows.map((row) => row.id)}::uuid[]) and c.at > ${ctx.now().toISOString()}::timestamptz - interval '120 seconds'
    order by c.ticket_id, c.id desc`.execute(db(ctx))
  const now = ctx.now().getTime()
  return new Map(
    found
      .filter(
        (row) => (row as { undone_at?: string | null }).undone_at == null && Date.parse(row.until) > now,
      )
      .map((row) => [row.ticket_id, row.until]),
  )
}

export interface TicketFilter {
  limit: number
  cursor?: string | undefined
  scope: 'present' | 'history'
  status?: TicketStatus | undefined
  service_id?: string | undefined
  search?: string | undefined
  day?: string | undefined
}

const present = ['waiting', 'called', 'serving', 'paused', 'parked'] as const

/** Present tickets in calling order, or past days newest first. */
export async function listTickets(
  ctx: Ctx,
  site_id: string,
  filter: TicketFilter,
): Promise<{ items: Ticket[]; next_cursor: string | null }> {
  const site = await readSite(ctx, site_id)
  const like = filter.search ? `%${filter.search.replace(/[\\%_]/g, '\\$&')}%` : null
  const base = db(ctx)
    .selectFrom('queue.ticket')
    .selectAll()
    .where('site_id', '=', site.id)
    .$if(filter.status !== undefined, (q) => q.where('status', '=', filter.status!))
    .$if(filter.service_id !== undefined, (q) => q.where('service_id', '=', filter.service_id!))
    .$if(filter.day !== undefined, (q) => q.where('local_day', '=', filter.day!))
    .$if(like !== null, (q) =>
      q.where((e) =>
        e.or([
          e('number', 'ilike', like!),
          e('visitor_name', 'ilike', like!),
          e('visitor_phone', 'ilike', like!),
        ]),
      ),
    )
  if (filter.scope === 'present') {
    const after = readRankCursor(filter.cursor)
    const rows = await base
      .where('status', 'in', [...present])
      .$if(after !== null, (q) =>
        q.where(sql<boolean>`(rank, id) > (${after?.[0]}::bigint, ${after?.[1]}::uuid)`),
      )
      .orderBy('rank')
      .orderBy('id')
      .limit(filter.limit + 1)
      .execute()
    const page = cutPage(rows as unknown as TicketRow[], filter.limit, (row) => [String(row.rank), row.id])
    return { items: await dress(ctx, page.items), next_cursor: page.next_cursor }
  }
  const after = readCursor(filter.cursor)
  const rows = await base
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(issued_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('issued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  const page = cutPage(rows as unknown as TicketRow[], filter.limit, (row) => [row.issued_at, row.id])
  return { items: await dress(ctx, page.items), next_cursor: page.next_cursor }
}

/** The present list is sorted by rank, so its cursors carry one instead of a moment. */
function readRankCursor(cursor: string | undefined): [string, string] | null {
  if (cursor === undefined) return null
  try {
    const [rank, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
    if (
      typeof rank === 'string' &&
      /^\d{1,18}$/.test(rank) &&
      typeof id === 'string' &&
      /^[0-9a-f-]{36}$/.test(id)
    )
      return [rank, id]
  } catch {
    // refused below, like any cursor that is not ours
  }
  throw invalid('platform.invalid_input', [{ path: 'query.cursor', code: 'unknown_cursor' }])
}

/** A ticket with what happened to it, oldest first, from the event log. */
export async function ticketWithHistory(ctx: Ctx, id: string) {
  const row = await ticketRow(ctx, id)
  const history = (await historyOf(ctx, row.id)).map(({ payload, ...event }) => ({
    ...event,
    counter_name: typeof payload.counter_name === 'string' ? payload.counter_name : null,
  }))
  return { ticket: await dressOne(ctx, row), history }
}

/** The visitor an agent holds at this moment. */
export async function heldBy(ctx: Ctx, agent_id: string): Promise<TicketRow | null> {
  const row = await db(ctx)
    .selectFrom('queue.ticket')
    .selectAll()
    .where('agent_id', '=', agent_id)
    .where('status', 'in', ['called', 'serving', 'paused'])
    .executeTakeFirst()
  return (row as unknown as TicketRow | undefined) ?? null
}
