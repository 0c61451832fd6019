import { sql, type RawBuilder } from 'kysely'
import { readSite, serviceNames } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { cutPage, readCursor } from '@guichet/platform/paging'
import type { Accuracy } from '../contract.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

interface Period {
  weeks: number
  service_id?: string | undefined
}

/** Shorter waits make quotients that tell nothing. */
const longWait_s = 300
/** A quote of less is "now": whoever got it had nobody to wait for. */
const delayed_s = 60

const figures = sql`
  count(*) filter (where q.status = 'called')::int as n,
  count(*) filter (where q.status = 'left')::int as left,
  percentile_cont(0.5) within group (order by abs(q.waited_s - q.p50_s)) filter (where q.status = 'called') as median_error_s,
  avg(abs(q.waited_s - q.p50_s)::float8 / nullif(q.waited_s, 0)) filter (where q.status = 'called' and q.waited_s >= ${longWait_s}) as mape,
  count(*) filter (where q.status = 'called' and q.waited_s >= ${longWait_s})::int as mape_n,
  avg(q.p50_s - q.waited_s) filter (where q.status = 'called')::float8 as bias_s,
  avg((q.waited_s <= q.p50_s)::int) filter (where q.status = 'called' and q.p50_s >= ${delayed_s})::float8 as p50_kept,
  avg((q.waited_s <= q.p90_s)::int) filter (where q.status = 'called' and q.p50_s >= ${delayed_s})::float8 as p90_kept,
  count(*) filter (where q.status = 'called' and q.p50_s >= ${delayed_s})::int as kept_n`

/** Whole weeks of the site, from Monday, the present one included. */
const inPeriod = (
  ctx: Ctx,
  site: { id: string; time_zone: string },
  period: Period,
): RawBuilder<boolean> => sql<boolean>`
  q.site_id = ${site.id} and q.status in ('called', 'left')
  and q.given_at >= (date_trunc('week', ${ctx.now().toISOString()}::timestamptz at time zone ${site.time_zone})
    - make_interval(weeks => ${period.weeks - 1})) at time zone ${site.time_zone}
  and (${period.service_id ?? null}::uuid is null or q.service_id = ${period.service_id ?? null}::uuid)`

/** How well the ranges told at a site were kept. */
export async function accuracyOf(ctx: Ctx, site_id: string, period: Period): Promise<Accuracy> {
  const site = await readSite(ctx, site_id)
  const { rows } = await sql<Accuracy>`
    select ${figures} from queue.quote q where ${inPeriod(ctx, site, period)}`.execute(db(ctx))
  return rows[0]!
}

/** The same by week and service, newest week first. */
export async function accuracyByWeek(
  ctx: Ctx,
  site_id: string,
  filter: Period & { limit: number; cursor?: string | undefined },
) {
  const site = await readSite(ctx, site_id)
  const after = readCursor(filter.cursor)
  const { rows } = await sql<Accuracy & { week: string; service_id: string }>`
    select * from (
      select date_trunc('week', q.given_at at time zone ${site.time_zone})::date as week, q.service_id, ${figures}
      from queue.quote q where ${inPeriod(ctx, site, filter)} group by 1, 2) w
    where ${after === null ? sql`true` : sql`(w.week < ${after[0]}::timestamptz::date or (w.week = ${after[0]}::timestamptz::date and w.service_id > ${after[1]}::uuid))`}
    order by w.week desc, w.service_id limit ${filter.limit + 1}`.execute(db(ctx))
  const page = cutPage(rows, filter.limit, (row) => [`${row.week}T00:00:00Z`, row.service_id])
  const names = await serviceNames(
    ctx,
    page.items.map((row) => row.service_id),
  )
  return {
    items: page.items.map((row) => ({ ...row, service_name: names.get(row.service_id) ?? '' })),
    next_cursor: page.next_cursor,
  }
}
