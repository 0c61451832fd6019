import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import type { AnalyticsTables } from '../../tables.ts'
import { satisfactionFell, satisfactionRecovered } from '../events.ts'
import { streakStep } from '../model.ts'
import { satisfactionSettings } from '../queries/settings.ts'

const db = tablesOf<AnalyticsTables>()

/** Opens or closes the alert of a service by its latest votes: one alert an episode. */
export async function watchStreak(ctx: Ctx, site_id: string, service_id: string): Promise<void> {
  const rule = await satisfactionSettings(ctx)
  // Votes that arrive together are judged one after the other.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`satisfaction ${ctx.tenant.id} ${service_id}`}, 0))`.execute(
    ctx.transaction.db,
  )
  const open = await db(ctx)
    .selectFrom('analytics.satisfaction_alert')
    .select(['id', 'opened_at'])
    .where('site_id', '=', site_id)
    .where('service_id', '=', service_id)
    .where('closed_at', 'is', null)
    .executeTakeFirst()
  const latest = await db(ctx)
    .selectFrom('analytics.vote')
    .select('csat')
    .where('site_id', '=', site_id)
    .where('service_id', '=', service_id)
    // A month ago is no streak any more.
    .where('cast_at', '>', new Date(ctx.now().getTime() - 30 * 86_400_000).toISOString())
    .orderBy('cast_at', 'desc')
    .orderBy('id', 'desc')
    .limit(rule.alert_latest)
    .execute()
  const votes = latest.map((vote) => vote.csat)
  const step = streakStep(votes, open !== undefined, rule)
  if (step === 'open') {
    const bad = votes.filter((csat) => csat <= 2).length
    const alert = await db(ctx)
      .insertInto('analytics.satisfaction_alert')
      .values({
        tenant_id: ctx.tenant.id,
        id: newId(),
        site_id,
        service_id,
        bad,
        latest: votes.length,
        opened_at: ctx.now(),
      })
      .onConflict((on) =>
        on.columns(['tenant_id', 'site_id', 'service_id']).where('closed_at', 'is', null).doNothing(),
      )
      .returning('id')
      .executeTakeFirst()
    if (alert)
      await emit(
        ctx,
        satisfactionFell,
        { alert_id: alert.id, service_id, bad, latest: votes.length },
        site_id,
      )
  }
  if (step === 'close' && open) {
    await db(ctx)
      .updateTable('analytics.satisfaction_alert')
      .set({ closed_at: ctx.now() })
      .where('id', '=', open.id)
      .execute()
    await emit(ctx, satisfactionRecovered, { alert_id: open.id, service_id }, site_id)
  }
}
