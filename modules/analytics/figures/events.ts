import { z } from 'zod'
import { defineEvent } from '@guichet/platform/events'
import { defineNotice } from '@guichet/platform/notifications'

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

/** The day's report by e-mail, with its PDF, to who asked for it. */
export const dailyReportNotice = defineNotice({
  name: 'analytics.daily_report',
  audience: 'staff',
  facts: z.object({
    site: z.string(),
    day: z.string(),
    issued: z.int(),
    completed: z.int(),
    link: z.string(),
  }),
  channels: ['email'],
  urgency: 'normal',
  expires_s: 86_400,
  consent: 'transactional',
})
