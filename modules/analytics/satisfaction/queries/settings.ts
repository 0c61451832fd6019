import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { AnalyticsTables } from '../../tables.ts'
import type { SatisfactionSettings } from '../contract.ts'

const db = tablesOf<AnalyticsTables>()

/** What the columns' defaults say, for organisations that never chose. */
export const usualSettings: SatisfactionSettings = {
  channels: ['page', 'counter', 'kiosk', 'message'],
  ask_nps: true,
  ask_comment: true,
  ask_after_minutes: 60,
  by_agent: false,
  alert_bad: 4,
  alert_latest: 8,
}

export async function satisfactionSettings(ctx: Ctx): Promise<SatisfactionSettings> {
  const row = await db(ctx)
    .selectFrom('analytics.satisfaction_setting')
    .select([
      'channels',
      'ask_nps',
      'ask_comment',
      'ask_after_minutes',
      'by_agent',
      'alert_bad',
      'alert_latest',
    ])
    .executeTakeFirst()
  return (row as SatisfactionSettings | undefined) ?? usualSettings
}
