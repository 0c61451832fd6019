import { sql } from 'kysely'
import { listSites, servicesOf } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { calibrationMemory, calibrationOf, type Scored } from '../model/calibration.ts'
import { firstPrior, measured, mostVisits, priorOf, shrunkPace } from '../model/pace.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

/** Longer gaps are breaks that nobody declared, not the walk to the counter. */
const longestTurnaround_s = 300
const usualTurnaround_s = 20
const turnaroundDoubt = 30
/** Priority visitors are counted over this time. */
const lately_h = 2

/**
 * Learns anew how long services keep an agent. What occupies is counted from call to end: whoever did not come
 * has kept the counter as well. A site where nobody was served since the last time is left alone, so a quiet
 * organisation costs one small query a minute.
 */
export async function refreshPaces(ctx: Ctx): Promise<void> {
  const now = ctx.now().toISOString()
  for (const site of await listSites(ctx)) {
    const { rows: news } = await sql<{ fresh: boolean }>`
      select exists (select 1 from queue.ticket t where t.site_id = ${site.id} and t.called_at > coalesce(
        (select p.refreshed_at from queue.site_pace p where p.site_id = ${site.id}), '-infinity')
        - interval '1 hour') as fresh`.execute(db(ctx))
    if (!news[0]!.fresh) continue
    const services = await servicesOf(ctx, site.id)
    const visits = new Map<string, number[]>()
    const { rows } = await sql<{ service_id: string; visits_s: number[] }>`
      select s.id as service_id, array(
        select extract(epoch from v.ended_at - v.called_at)::float8 from queue.ticket v
        where v.service_id = s.id and v.status in ('completed', 'no_show') and v.called_at is not null
        order by v.ended_at desc limit ${mostVisits}) as visits_s
      from unnest(${services.map(({ id }) => id)}::uuid[]) as s(id)`.execute(db(ctx))
    for (const row of rows) visits.set(row.service_id, row.visits_s)
    const told = services.flatMap((service) => {
      const found = measured(visits.get(service.id) ?? [])
      return found ? [{ ...found, expected_s: service.expected_minutes * 60 }] : []
    })
    const prior = told.length > 0 ? priorOf(told) : firstPrior
    for (const service of services) {
      const pace = shrunkPace(visits.get(service.id) ?? [], service.expected_minutes * 60, prior)
      await db(ctx)
        .insertInto('queue.service_pace')
        .values({
          tenant_id: ctx.tenant.id,
          service_id: service.id,
          site_id: site.id,
          ...pace,
          refreshed_at: now,
        })
        .onConflict((on) =>
          on.columns(['tenant_id', 'service_id']).doUpdateSet({ ...pace, refreshed_at: now }),
        )
        .execute()
    }
    const habits = await habitsOf(ctx, site.id)
    await db(ctx)
      .insertInto('queue.site_pace')
      .values({ tenant_id: ctx.tenant.id, site_id: site.id, ...habits, refreshed_at: now })
      .onConflict((on) => on.columns(['tenant_id', 'site_id']).doUpdateSet({ ...habits, refreshed_at: now }))
      .execute()
  }
}

/** The walk between two visitors while somebody already waited, and how many priority visitors come. */
async function habitsOf(ctx: Ctx, site_id: string): Promise<{ turnaround_s: number; passing_per_h: number }> {
  const now = ctx.now().toISOString()
  const { rows } = await sql<{ turnaround_s: number | null; n: number; passing: number }>`
    with calls as (
      select t.called_at, t.queued_at, lag(t.ended_at) over (partition by t.agent_id order by t.called_at) as before
      from queue.ticket t
      where t.site_id = ${site_id} and t.called_at > ${now}::timestamptz - interval '2 days' and t.agent_id is not null)
    select percentile_cont(0.5) within group (order by extract(epoch from called_at - before))::float8 as turnaround_s,
      count(*)::int as n,
      (select count(*) from queue.ticket p where p.site_id = ${site_id} and p.priority > 0
        and p.local_day >= (${now}::timestamptz - interval '1 day')::date
        and p.issued_at > ${now}::timestamptz - make_interval(hours => ${lately_h}))::int as passing
    from calls where before is not null and queued_at <= before and called_at >= before
      and called_at < before + make_interval(secs => ${longestTurnaround_s})`.execute(db(ctx))
  const { turnaround_s, n, passing } = rows[0]!
  return {
    turnaround_s: ((turnaround_s ?? 0) * n + usualTurnaround_s * turnaroundDoubt) / (n + turnaroundDoubt),
    passing_per_h: passing / lately_h,
  }
}

/** Stretches each site's ranges by its own errors. */
export async function calibrate(ctx: Ctx): Promise<void> {
  for (const site of await listSites(ctx)) {
    const { rows } = await sql<Scored>`
      select q.raw_p50_s as p50_s, q.raw_p90_s as p90_s, q.waited_s from queue.quote q
      where q.site_id = ${site.id} and q.status = 'called'
        and q.given_at > ${ctx.now().toISOString()}::timestamptz - interval '35 days'
      order by q.given_at desc limit ${calibrationMemory}`.execute(db(ctx))
    if (rows.length === 0) continue
    const { n, ...factors } = calibrationOf(rows)
    await db(ctx)
      .updateTable('queue.site_pace')
      .set({ ...factors, scored_n: n, calibrated_at: ctx.now() })
      .where('site_id', '=', site.id)
      .execute()
  }
}
