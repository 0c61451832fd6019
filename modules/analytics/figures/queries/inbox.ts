import { sql } from 'kysely'
import { listSites, localDayOf, readSite } from '@guichet/organisation'
import { maySee, type Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { notFound } from '@guichet/platform/errors'
import { instantOf } from '@guichet/platform/local-time'
import { onSitesOf } from '@guichet/platform/on-sites'
import { cutPage, readCursor } from '@guichet/platform/paging'
import type { AnalyticsTables } from '../../tables.ts'
import type { DailyReport } from '../contract.ts'

const db = tablesOf<AnalyticsTables>()

/** Daily reports of the caller's sites, the newest first. */
export async function listReports(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
) {
  const after = readCursor(cursor)
  const { rows } = await sql<Omit<DailyReport, 'site_name'> & { created_at: string }>`
    select id, site_id, local_day, made_at, late, issued, completed, wait_p50_s, wait_p90_s, bytes, created_at,
      exists (select 1 from analytics.report_reading r
        where r.tenant_id = d.tenant_id and r.daily_report_id = d.id and r.user_id = ${ctx.actor.id}) as read
    from analytics.daily_report d
    where status = 'ready' and ${onSitesOf(ctx.actor)}
      and (${after === null} or (created_at, id) < (${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid))
    order by created_at desc, id desc limit ${limit + 1}`.execute(db(ctx))
  const names = new Map((await listSites(ctx)).map((site) => [site.id, site.name]))
  const { rows: counted } = await sql<{ unread: number }>`
    select count(*)::int as unread from analytics.daily_report d
    where status = 'ready' and ${onSitesOf(ctx.actor)} and not exists (select 1 from analytics.report_reading r
      where r.tenant_id = d.tenant_id and r.daily_report_id = d.id and r.user_id = ${ctx.actor.id})`.execute(
    db(ctx),
  )
  const page = cutPage(rows, limit, (row) => [row.created_at, row.id])
  return {
    items: page.items.map((row) => ({ ...row, site_name: names.get(row.site_id) ?? '' })),
    next_cursor: page.next_cursor,
    unread: counted[0]!.unread,
  }
}

/** A report that is in the inbox; one of a site the caller may not see answers like an unknown one. */
export async function reportRow(ctx: Ctx, id: string) {
  const row = await db(ctx)
    .selectFrom('analytics.daily_report')
    .selectAll()
    .where('id', '=', id)
    .where('status', '=', 'ready')
    .executeTakeFirst()
  if (!row || !maySee(ctx.actor, row.site_id)) throw notFound('analytics.daily_report_unknown')
  return row
}

/** What a report that is still to be made is about. */
export const reportToMake = (ctx: Ctx, id: string) =>
  db(ctx)
    .selectFrom('analytics.daily_report')
    .select(['site_id', 'local_day', 'due_at', 'late'])
    .where('id', '=', id)
    .where('status', '=', 'making')
    .executeTakeFirst()

/** Who wants the report of this site by e-mail. */
export const subscribersOf = async (ctx: Ctx, site_id: string): Promise<string[]> =>
  (
    await db(ctx)
      .selectFrom('analytics.report_subscription')
      .select('user_id')
      .where((e) => e.or([e('site_id', 'is', null), e('site_id', '=', site_id)]))
      .execute()
  ).map((row) => row.user_id)

export async function subscriptionOf(ctx: Ctx) {
  const row = ctx.actor.id
    ? await db(ctx)
        .selectFrom('analytics.report_subscription')
        .select('site_id')
        .where('user_id', '=', ctx.actor.id)
        .executeTakeFirst()
    : undefined
  return { subscribed: row !== undefined, site_id: row?.site_id ?? null }
}

/** Today's readings of one site's queue; of a long day every second or third, so that a page can draw them. */
export async function queueMetrics(ctx: Ctx, site_id: string) {
  const site = await readSite(ctx, site_id)
  const day = localDayOf(site, ctx.now())
  const begins_at = instantOf(day, site.day_starts_at, site.time_zone)
  const rows = await db(ctx)
    .selectFrom('analytics.queue_metric')
    .select(['at', 'waiting', 'serving', 'counters_open', 'longest_waiting_s'])
    .where('site_id', '=', site.id)
    .where('at', '>=', begins_at.toISOString())
    .orderBy('at')
    .execute()
  const step = Math.ceil(rows.length / most_points)
  return { day, items: rows.filter((_, index) => (rows.length - 1 - index) % step === 0) }
}
const most_points = 240
