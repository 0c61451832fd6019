import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

export interface Present {
  site_id: string
  waiting: number
  called: number
  serving: number
  counters_open: number
  counters_paused: number
  longest_waiting_s: number | null
}

/** Who is there at this moment, at every site where anybody is or a counter is open. */
export async function presentBySite(ctx: Ctx): Promise<Present[]> {
  const now = ctx.now().toISOString()
  const { rows } = await sql<Present>`
    with t as (
      select site_id, count(*) filter (where status = 'waiting')::int as waiting,
        count(*) filter (where status = 'called')::int as called,
        count(*) filter (where status in ('serving', 'paused'))::int as serving,
        max(extract(epoch from ${now}::timestamptz - queued_at)) filter (where status = 'waiting')::int as longest_waiting_s
      from queue.ticket where status in ('waiting', 'called', 'serving', 'paused', 'parked') group by site_id),
    c as (
      select site_id, count(*) filter (where status = 'open')::int as counters_open,
        count(*) filter (where status = 'paused')::int as counters_paused
      from queue.counter_session where status <> 'closed' group by site_id)
    select site_id, coalesce(waiting, 0) as waiting, coalesce(called, 0) as called, coalesce(serving, 0) as serving,
      coalesce(counters_open, 0) as counters_open, coalesce(counters_paused, 0) as counters_paused, longest_waiting_s
    from t full join c using (site_id)`.execute(db(ctx))
  return rows
}
