import { z } from 'zod'
import { defineEvent } from '@guichet/platform/events'

export const rebuildAsked = defineEvent({
  name: 'analytics.rebuild_asked',
  payload: z.object({}),
  permission: 'analytics.figures.rebuild',
  live: [],
})
export const figuresRebuilt = defineEvent({
  name: 'analytics.figures_rebuilt',
  payload: z.object({}),
  permission: 'analytics.report.read',
  live: [],
})
export const dailyReportReady = defineEvent({
  name: 'analytics.daily_report_ready',
  payload: z.object({ daily_report_id: z.uuid() }),
  permission: 'analytics.report.read',
  live: ['daily_report_id'],
})
export const waitTargetSet = defineEvent({
  name: 'analytics.wait_target_set',
  payload: z.object({ minutes: z.int() }),
  permission: 'analytics.report.read',
  live: [],
})
export const reportSubscriptionChanged = defineEvent({
  name: 'analytics.report_subscription_changed',
  payload: z.object({ user_id: z.uuid(), subscribed: z.boolean() }),
  permission: 'analytics.report.read',
  live: [],
})
