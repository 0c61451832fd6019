import { readSite } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { conflict } from '@guichet/platform/errors'
import type { AnalyticsTables } from '../../tables.ts'
import { reportSubscriptionChanged } from '../events.ts'
import { reportRow, subscriptionOf } from '../queries/inbox.ts'

const db = tablesOf<AnalyticsTables>()

/** Marks a daily report as read by the caller. */
export async function noteReading(ctx: Ctx, id: string) {
  const report = await reportRow(ctx, id)
  if (ctx.actor.id) {
    await db(ctx)
      .insertInto('analytics.report_reading')
      .values({
        tenant_id: ctx.tenant.id,
        daily_report_id: report.id,
        user_id: ctx.actor.id,
        read_at: ctx.now(),
      })
      .onConflict((on) => on.doNothing())
      .execute()
  }
  return report
}

/** Sends the caller the daily report from the next one on; a site or all that the caller may see. */
export async function subscribeToReports(ctx: Ctx, site_id: string | null) {
  const user_id = personOf(ctx)
  if (site_id !== null) await readSite(ctx, site_id)
  await db(ctx)
    .insertInto('analytics.report_subscription')
    .values({ tenant_id: ctx.tenant.id, user_id, site_id, created_at: ctx.now() })
    .onConflict((on) => on.columns(['tenant_id', 'user_id']).doUpdateSet({ site_id }))
    .execute()
  await emit(ctx, reportSubscriptionChanged, { user_id, subscribed: true }, site_id)
  return subscriptionOf(ctx)
}

/** Stops sending the caller the daily report. */
export async function unsubscribeFromReports(ctx: Ctx) {
  const user_id = personOf(ctx)
  const { numDeletedRows } = await db(ctx)
    .deleteFrom('analytics.report_subscription')
    .where('user_id', '=', user_id)
    .executeTakeFirst()
  if (numDeletedRows > 0n) await emit(ctx, reportSubscriptionChanged, { user_id, subscribed: false })
  return subscriptionOf(ctx)
}

function personOf(ctx: Ctx): string {
  if (ctx.actor.kind !== 'user' || !ctx.actor.id) throw conflict('analytics.people_only')
  return ctx.actor.id
}
