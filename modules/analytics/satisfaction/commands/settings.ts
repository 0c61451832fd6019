import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { invalid } from '@guichet/platform/errors'
import type { AnalyticsTables } from '../../tables.ts'
import type { SatisfactionSettings } from '../contract.ts'
import { satisfactionSettingsChanged } from '../events.ts'

const db = tablesOf<AnalyticsTables>()

/** Chooses when and where visitors are asked, and when an alert rings. */
export async function changeSettings(
  ctx: Ctx,
  settings: SatisfactionSettings,
): Promise<SatisfactionSettings> {
  if (settings.alert_bad > settings.alert_latest)
    throw invalid('analytics.alert_impossible', [{ path: 'body.alert_bad', code: 'too_big' }])
  const row = { ...settings, channels: [...new Set(settings.channels)], updated_at: ctx.now() }
  await db(ctx)
    .insertInto('analytics.satisfaction_setting')
    .values({ tenant_id: ctx.tenant.id, ...row })
    .onConflict((on) => on.column('tenant_id').doUpdateSet(row))
    .execute()
  await emit(ctx, satisfactionSettingsChanged, {})
  return { ...settings, channels: row.channels }
}
