import { z } from 'zod'
import { defineNotice } from '@guichet/platform/notifications'
import type { RuleKind } from '../model.ts'

const facts = z.object({
  /** How many newcomers, and how many are open in all. */
  count: z.string(),
  open: z.string(),
  /** Three at most: templates must stay short. */
  names: z.string(),
  link: z.string(),
})
const alertNotice = <N extends string>(name: N) =>
  defineNotice({
    name: `stock.${name}`,
    audience: 'staff',
    facts,
    channels: ['whatsapp', 'email', 'web_push'],
    urgency: 'normal',
    expires_s: 12 * 3_600,
    consent: 'transactional',
    // Its word stands under `reply_seen`.
    replies: ['seen'],
  })

export const alertStockOut = alertNotice('alert_stock_out')
export const alertPredicted = alertNotice('alert_predicted')
export const alertLowStock = alertNotice('alert_low_stock')
export const alertService = alertNotice('alert_service')
export const alertStale = alertNotice('alert_stale')
export const alertReminder = alertNotice('alert_reminder')
export const alertEscalation = alertNotice('alert_escalation')

export const noticeOf = {
  stock_out: alertStockOut,
  predicted_stock_out: alertPredicted,
  low_stock: alertLowStock,
  service_rate: alertService,
  stale_data: alertStale,
} satisfies Record<RuleKind, unknown>

export const alertNotices = [...Object.values(noticeOf), alertReminder, alertEscalation]
