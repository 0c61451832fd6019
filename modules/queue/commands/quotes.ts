import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { Foreseen } from '../queries/situation.ts'
import type { TicketRow } from '../queries/tickets.ts'
import type { Place } from '../queries/waiting.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

/** Keeps what a visitor was told, to be held against what happens. Where nothing was promised there is nothing to keep. */
export async function keepQuote(ctx: Ctx, row: TicketRow, place: Place, foreseen: Foreseen): Promise<void> {
  const { estimate, p50_s, p90_s } = foreseen
  if (!place.range || !estimate || p50_s === null || p90_s === null) return
  await db(ctx)
    .insertInto('queue.quote')
    .values({
      tenant_id: ctx.tenant.id,
      ticket_id: row.id,
      site_id: row.site_id,
      service_id: row.service_id,
      given_at: ctx.now(),
      ahead: foreseen.ahead,
      counters: foreseen.counters,
      method: estimate.method,
      raw_p50_s: Math.round(estimate.p50_s),
      raw_p90_s: Math.round(estimate.p90_s),
      p50_s: Math.round(p50_s),
      p90_s: Math.round(p90_s),
      ...place.range,
      demo: ctx.tenant.demo,
    })
    .execute()
}

/**
 * Scores the quote of one ticket by what the ticket says now: called, gone before the call (the wait is then
 * known only to have been longer), sent elsewhere, or waiting again after an undone call. Doing it twice changes
 * nothing.
 */
export async function scoreQuote(ctx: Ctx, ticket_id: string): Promise<void> {
  await sql`
    update queue.quote q set
      status = s.status,
      waited_s = case s.status
        when 'called' then greatest(0, extract(epoch from t.called_at - q.given_at))::int
        when 'left' then greatest(0, extract(epoch from t.ended_at - q.given_at))::int end,
      scored_at = case when s.status <> 'open' then ${ctx.now().toISOString()}::timestamptz end
    from queue.ticket t
    cross join lateral (select case
      when t.postponed > 0 or t.service_id <> t.numbered_service_id then 'void'
      when t.called_at is not null then 'called'
      when t.status in ('cancelled', 'expired') then 'left'
      when t.status = 'parked' then 'void'
      else 'open' end as status) s
    where q.ticket_id = ${ticket_id} and t.tenant_id = q.tenant_id and t.id = q.ticket_id
      and q.status <> 'void'`.execute(db(ctx))
}
