import { z } from 'zod'
import { defineEvent } from '@guichet/platform/events'

const permission = 'reports.report.read'
const about = { permission, subject: 'report_id' as const }
const one = z.object({ report_id: z.uuid() })

/** Asked for, or taken up again. */
export const reportRequested = defineEvent({
  ...about,
  name: 'reports.report_requested',
  payload: one,
  live: ['report_id'],
})
export const reportCancelled = defineEvent({
  ...about,
  name: 'reports.report_cancelled',
  payload: one,
  live: ['report_id'],
})
export const reportRemoved = defineEvent({
  ...about,
  name: 'reports.report_removed',
  payload: one,
  live: ['report_id'],
})
export const reportCompleted = defineEvent({
  ...about,
  name: 'reports.report_completed',
  payload: z.object({ report_id: z.uuid(), customer_id: z.uuid() }),
  live: ['report_id', 'customer_id'],
})
export const reportFailed = defineEvent({
  ...about,
  name: 'reports.report_failed',
  payload: z.object({ report_id: z.uuid(), fault: z.string() }),
  live: ['report_id', 'fault'],
})
/** Uploaded, renamed, chosen as usual, or removed. */
export const templateChanged = defineEvent({
  name: 'reports.template_changed',
  payload: z.object({ template_id: z.uuid() }),
  permission,
  live: ['template_id'],
  subject: 'template_id',
})
export const planChanged = defineEvent({
  name: 'reports.plan_changed',
  payload: z.object({ language: z.string() }),
  permission,
  live: ['language'],
})
