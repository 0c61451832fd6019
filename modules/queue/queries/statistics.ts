import { sql } from 'kysely'
import { localDayOf, readSite, servicesOf } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { Statistics } from '../contract.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

type Totals = Omit<
  Statistics,
  'site_id' | 'day' | 'by_service' | 'by_hour' | 'counters_open' | 'counters_paused'
>

/**
 * The site's day so far. A wait runs from joining the queue to the call that was answered; a service from
 * its start (or the call, when nobody pressed start) to its end, pauses left out.
 */
export async function statisticsOf(ctx: Ctx, site_id: string): Promise<Statistics> {
  const site = await readSite(ctx, site_id)
  const day = localDayOf(site, ctx.now())
  const now = ctx.now().toISOString()
  const today = sql`t.site_id = ${site.id} and (t.local_day = ${day} or t.status in ('waiting', 'called', 'serving', 'paused', 'parked'))`
  const wait = sql`extract(epoch from t.called_at - t.queued_at)`
  const { rows: totals } = await sql<Totals>`
    select count(*) filter (where t.status = 'waiting')::int as waiting,
      count(*) filter (where t.status = 'called')::int as called,
      count(*) filter (where t.status in ('serving', 'paused'))::int as serving,
      count(*) filter (where t.status = 'parked')::int as parked,
      count(*) filter (where t.local_day = ${day})::int as issued,
      count(*) filter (where t.status = 'completed')::int as completed,
      count(*) filter (where t.status = 'no_show')::int as no_show,
      count(*) filter (where t.status in ('cancelled', 'expired'))::int as cancelled,
      avg(${wait})::float8 as wait_average_s,
      percentile_cont(0.5) within group (order by ${wait}) as wait_median_s,
      percentile_cont(0.9) within group (order by ${wait}) as wait_p90_s,
      avg(extract(epoch from t.ended_at - coalesce(t.started_at, t.called_at)) - t.paused_s) filter (where t.status = 'completed')::float8 as service_average_s,
      max(extract(epoch from ${now}::timestamptz - t.queued_at)) filter (where t.status = 'waiting')::float8 as longest_waiting_s
    from queue.ticket t where ${today}`.execute(db(ctx))
  const { rows: services } = await sql<{
    service_id: string
    waiting: number
    completed: number
    longest_waiting_s: number | null
    wait_average_s: number | null
  }>`
    select t.service_id, count(*) filter (where t.status = 'waiting')::int as waiting,
      count(*) filter (where t.status = 'completed')::int as completed,
      max(extract(epoch from ${now}::timestamptz - t.queued_at)) filter (where t.status = 'waiting')::float8 as longest_waiting_s,
      avg(${wait})::float8 as wait_average_s
    from queue.ticket t where ${today} group by t.service_id`.execute(db(ctx))
  const { rows: hours } = await sql<{ hour: number; issued: number; completed: number }>`
    select h.hour::int as hour,
      count(*) filter (where extract(hour from t.issued_at at time zone ${site.time_zone}) = h.hour)::int as issued,
      count(*) filter (where t.status = 'completed' and extract(hour from t.ended_at at time zone ${site.time_zone}) = h.hour)::int as completed
    from generate_series(0, 23) as h(hour)
    left join queue.ticket t on t.site_id = ${site.id} and t.local_day = ${day}
    group by h.hour order by h.hour`.execute(db(ctx))
  const { rows: counters } = await sql<{ open: number; paused: number }>`
    select count(*) filter (where status = 'open')::int as open, count(*) filter (where status = 'paused')::int as paused
    from queue.counter_session where site_id = ${site.id} and status <> 'closed'`.execute(db(ctx))
  const found = new Map(services.map((row) => [row.service_id, row]))
  return {
    site_id: site.id,
    day,
    ...totals[0]!,
    counters_open: counters[0]!.open,
    counters_paused: counters[0]!.paused,
    by_service: (await servicesOf(ctx, site.id)).map((service) => ({
      service_id: service.id,
      name: service.name,
      prefix: service.prefix,
      waiting: found.get(service.id)?.waiting ?? 0,
      completed: found.get(service.id)?.completed ?? 0,
      longest_waiting_s: found.get(service.id)?.longest_waiting_s ?? null,
      wait_average_s: found.get(service.id)?.wait_average_s ?? null,
    })),
    by_hour: hours,
  }
}
