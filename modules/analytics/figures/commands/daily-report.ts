import { listSites, localDayOf } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import { latestLocalTime } from '@guichet/platform/local-time'
import type { AnalyticsTables } from '../../tables.ts'
import { dailyReportReady } from '../events.ts'

const db = tablesOf<AnalyticsTables>()

/** Missed for longer, a day's report is left out: the next one is due. */
const tooLate_ms = 86_400_000
/** Made this long after it was due, a report says so. */
const late_ms = 30 * 60_000

/**
 * Opens the report of every site whose day has ended by the site's own clocks: once per site and day, whoever asks
 * and how often. @returns reports to be made
 */
export async function openDailyReports(ctx: Ctx, due_at: Date): Promise<string[]> {
  const opened: string[] = []
  for (const site of await listSites(ctx)) {
    if (site.status !== 'active') continue
    const ended_at = latestLocalTime(due_at, site.time_zone, site.day_starts_at)
    if (ctx.now().getTime() - ended_at.getTime() >= tooLate_ms) continue
    const local_day = localDayOf(site, new Date(ended_at.getTime() - 1))
    // A site that has not received anybody yet has nothing to tell.
    const known = await db(ctx)
      .selectFrom('analytics.ticket_fact')
      .select('ticket_id')
      .where('site_id', '=', site.id)
      .where('local_day', '<=', local_day)
      .limit(1)
      .executeTakeFirst()
    if (!known) continue
    const row = await db(ctx)
      .insertInto('analytics.daily_report')
      .values({
        tenant_id: ctx.tenant.id,
        id: newId(),
        site_id: site.id,
        local_day,
        due_at: ended_at,
        late: ctx.now().getTime() - ended_at.getTime() > late_ms,
        created_at: ctx.now(),
      })
      .onConflict((on) => on.columns(['tenant_id', 'site_id', 'local_day']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (row) opened.push(row.id)
  }
  return opened
}

export interface DayFigures {
  issued: number
  completed: number
  wait_p50_s: number | null
  wait_p90_s: number | null
}

/** Puts a report that was made in the inbox, once. */
export async function finishDailyReport(
  ctx: Ctx,
  id: string,
  file: { sha256: string; bytes: number },
  figures: DayFigures,
): Promise<void> {
  const round = (value: number | null) => (value === null ? null : Math.round(value))
  const row = await db(ctx)
    .updateTable('analytics.daily_report')
    .set({
      status: 'ready',
      made_at: ctx.now(),
      sha256: file.sha256,
      bytes: file.bytes,
      issued: figures.issued,
      completed: figures.completed,
      wait_p50_s: round(figures.wait_p50_s),
      wait_p90_s: round(figures.wait_p90_s),
    })
    .where('id', '=', id)
    .where('status', '=', 'making')
    .returning('site_id')
    .executeTakeFirst()
  if (row) await emit(ctx, dailyReportReady, { daily_report_id: id }, row.site_id)
}
