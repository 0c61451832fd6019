import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'
import { ruleKinds } from './model.ts'

const roles = ['owner', 'admin', 'manager', 'agent', 'receptionist', 'viewer'] as const
export const AlertRecipient = z.object({
  role: z.enum(roles).optional(),
  user_id: z.uuid().optional(),
  name: z.string().trim().max(80).optional(),
  phone: z
    .string()
    .trim()
    .regex(/^\+[1-9][0-9]{6,14}$/)
    .optional(),
  email: z.email().max(200).optional(),
})
export type AlertRecipient = z.infer<typeof AlertRecipient>

export const RuleInput = z.object({
  active: z.boolean(),
  threshold: z.number().min(0).max(1_000),
  classes: z
    .array(z.enum(['A', 'B', 'C']))
    .min(1)
    .max(3)
    .nullable(),
  severity: z.int().min(1).max(3),
  reminder_hours: z.int().min(1).max(720),
  recipients: z.array(AlertRecipient).max(20),
})
export type RuleInput = z.infer<typeof RuleInput>
export const AlertRule = RuleInput.extend({ id: z.uuid(), kind: z.enum(ruleKinds) })
export type AlertRule = z.infer<typeof AlertRule>

export const Episode = z.object({
  id: z.uuid(),
  rule_id: z.uuid(),
  kind: z.enum(ruleKinds),
  severity: z.int(),
  status: z.enum(['open', 'acknowledged', 'snoozed', 'clearing', 'resolved']),
  product_id: z.uuid().nullable(),
  sku: z.string().nullable(),
  product_name: z.string().nullable(),
  unit: z.string().nullable(),
  supplier_name: z.string().nullable(),
  location_id: z.uuid().nullable(),
  location_name: z.string().nullable(),
  abc: z.string().nullable(),
  value: z.number(),
  on_hand: z.number().nullable(),
  reorder_point: z.number().nullable(),
  within_7: z.number().nullable(),
  out_median: z.string().nullable(),
  order_quantity: z.number().nullable(),
  opened_at: z.string(),
  resolved_at: z.string().nullable(),
  acknowledged_at: z.string().nullable(),
  acknowledged_by: z.string().nullable(),
  snoozed_until: z.string().nullable(),
  told_at: z.string().nullable(),
  reminders: z.int(),
  escalated_at: z.string().nullable(),
  flaps: z.int(),
  /** Not told by itself: the same shelf is out of stock. */
  hidden: z.boolean(),
  previous_id: z.uuid().nullable(),
})
export type Episode = z.infer<typeof Episode>

export const AlertState = z.object({
  open: z.int(),
  unhandled: z.int(),
  by_kind: z.array(z.object({ kind: z.enum(ruleKinds), open: z.int(), unhandled: z.int() })),
  evaluated_at: z.string().nullable(),
  fed_by: z.enum(['nothing', 'screen', 'import']),
  fed_at: z.string().nullable(),
  /** Figures are out of date since then: nothing resolves meanwhile. */
  stale_since: z.string().nullable(),
})

export const readAlertState = endpoint({
  method: 'GET',
  path: '/stock/alert-state',
  permission: 'stock.alert.read',
  summary: 'How many alerts are open, and how fresh the figures behind them are.',
  reply: AlertState,
})
export const listAlerts = endpoint({
  method: 'GET',
  path: '/stock/alerts',
  permission: 'stock.alert.read',
  summary:
    'Open alerts, gravest first; what an alert of the same shelf says better is left out unless asked for.',
  query: z.object({
    ...PageQuery,
    kind: z.enum(ruleKinds).optional(),
    state: z.enum(['unhandled', 'handled', 'all']).default('all'),
    with_hidden: z.stringbool().default(false),
  }),
  reply: pageOf(Episode),
})
export const acknowledgeAlerts = endpoint({
  method: 'POST',
  path: '/stock/alert-acknowledgements',
  permission: 'stock.alert.handle',
  summary: 'Says that somebody takes care of these alerts; they stay silent until resolved.',
  body: z.object({ episode_ids: z.array(z.uuid()).min(1).max(200) }),
  reply: z.object({ acknowledged: z.int() }),
  status: 201,
})
export const snoozeAlerts = endpoint({
  method: 'POST',
  path: '/stock/alert-snoozes',
  permission: 'stock.alert.handle',
  summary: 'Puts alerts off until a moment within a month.',
  body: z.object({ episode_ids: z.array(z.uuid()).min(1).max(200), until: z.iso.datetime({ offset: true }) }),
  reply: z.object({ snoozed: z.int() }),
  status: 201,
})

export const AlertMoment = z.object({
  id: z.string(),
  at: z.string(),
  what: z.enum(['opened', 'resolved', 'acknowledged', 'told', 'reminded', 'escalated']),
  kind: z.enum(ruleKinds),
  product_id: z.uuid().nullable(),
  product_name: z.string().nullable(),
  location_name: z.string().nullable(),
  value: z.number().nullable(),
  unit: z.string().nullable(),
  by: z.string().nullable(),
  /** Minutes an episode lasted; products a message named; people it went to. */
  minutes: z.number().nullable(),
  episodes: z.int(),
  recipients: z.int(),
  failures: z.int(),
  failure_reason: z.string().nullable(),
  flaps: z.int(),
})
export type AlertMoment = z.infer<typeof AlertMoment>
export const listAlertMoments = endpoint({
  method: 'GET',
  path: '/stock/alert-moments',
  permission: 'stock.alert.read',
  summary: 'Everything that happened to alerts, newest first.',
  query: z.object({ ...PageQuery, kind: z.enum(ruleKinds).optional(), product_id: z.uuid().optional() }),
  reply: pageOf(AlertMoment),
})

export const listAlertRules = endpoint({
  method: 'GET',
  path: '/stock/alert-rules',
  permission: 'stock.alert.read',
  summary: 'The rules, their thresholds and who is told.',
  reply: z.object({
    items: z.array(AlertRule),
    people: z.array(z.object({ user_id: z.uuid(), name: z.string(), role: z.string() })),
  }),
})
export const changeAlertRule = endpoint({
  method: 'PUT',
  path: '/stock/alert-rules/:alert_rule_id',
  permission: 'stock.setting.write',
  summary: 'Changes a rule’s threshold, classes, urgency or recipients.',
  params: z.object({ alert_rule_id: z.uuid() }),
  body: RuleInput,
  reply: AlertRule,
  errors: ['stock.alert_rule_unknown'],
})
