import { z } from 'zod'
import { defineEvent } from '@guichet/platform/events'

const reader = { permission: 'stock.item.read' } as const

export const productChanged = defineEvent({
  name: 'stock.product_changed',
  payload: z.object({ product_id: z.uuid(), sku: z.string() }),
  ...reader,
  live: ['product_id'],
  subject: 'product_id',
})
export const supplierChanged = defineEvent({
  name: 'stock.supplier_changed',
  payload: z.object({ supplier_id: z.uuid() }),
  ...reader,
  live: ['supplier_id'],
  subject: 'supplier_id',
})
export const locationChanged = defineEvent({
  name: 'stock.location_changed',
  payload: z.object({ location_id: z.uuid() }),
  ...reader,
  live: ['location_id'],
  subject: 'location_id',
})
export const settingsChanged = defineEvent({
  name: 'stock.settings_changed',
  payload: z.object({ valuation: z.string(), former_valuation: z.string(), negative_allowed: z.boolean() }),
  ...reader,
  live: [],
})
/** One document of the ledger: a sale of five lines is one event, whose rows are found by its id. */
export const movementsRecorded = defineEvent({
  name: 'stock.movements_recorded',
  payload: z.object({
    document_id: z.uuid(),
    kind: z.string(),
    lines: z.int(),
    product_id: z.uuid().nullable(),
  }),
  ...reader,
  live: ['document_id', 'kind', 'product_id'],
  subject: 'document_id',
})
/** An entry dated before others changed what they were worth: the audit of what it was and became. */
export const valuationRecomputed = defineEvent({
  name: 'stock.valuation_recomputed',
  payload: z.object({
    product_id: z.uuid(),
    from: z.string(),
    movements_changed: z.int(),
    value_before_minor: z.number(),
    value_after_minor: z.number(),
    unit_cost_before_minor: z.number(),
    unit_cost_after_minor: z.number(),
  }),
  ...reader,
  live: ['product_id'],
  subject: 'product_id',
})
export const goodsReserved = defineEvent({
  name: 'stock.goods_reserved',
  payload: z.object({ reservation_id: z.uuid(), product_id: z.uuid() }),
  ...reader,
  live: ['product_id'],
  subject: 'reservation_id',
})
export const reservationEnded = defineEvent({
  name: 'stock.reservation_ended',
  payload: z.object({ reservation_id: z.uuid(), product_id: z.uuid(), status: z.string() }),
  ...reader,
  live: ['product_id'],
  subject: 'reservation_id',
})
const orderEvent = <N extends string>(name: N) =>
  defineEvent({
    name: `stock.${name}`,
    payload: z.object({ purchase_order_id: z.uuid(), number: z.string() }),
    ...reader,
    live: ['purchase_order_id', 'number'],
    subject: 'purchase_order_id',
  })
export const orderDrafted = orderEvent('order_drafted')
export const orderSent = orderEvent('order_sent')
export const orderReceived = orderEvent('order_received')
export const orderClosed = orderEvent('order_closed')
export const orderCancelled = orderEvent('order_cancelled')

const countEvent = <N extends string>(name: N) =>
  defineEvent({
    name: `stock.${name}`,
    payload: z.object({ count_session_id: z.uuid() }),
    ...reader,
    live: ['count_session_id'],
    subject: 'count_session_id',
  })
export const countOpened = countEvent('count_opened')
export const countEntered = countEvent('count_entered')
export const countApplied = countEvent('count_applied')
export const countCancelled = countEvent('count_cancelled')

const importEvent = <N extends string>(name: N) =>
  defineEvent({
    name: `stock.${name}`,
    payload: z.object({ import_batch_id: z.uuid(), kind: z.string(), rows: z.int() }),
    ...reader,
    live: ['import_batch_id'],
    subject: 'import_batch_id',
  })
export const fileRead = importEvent('file_read')
export const importApplied = importEvent('import_applied')
export const importUndone = importEvent('import_undone')

export const predictionsMade = defineEvent({
  name: 'stock.predictions_made',
  payload: z.object({ products: z.int() }),
  ...reader,
  live: [],
})
export const demandSettingsChanged = defineEvent({
  name: 'stock.demand_settings_changed',
  payload: z.object({ service_level: z.number(), uses_feasts: z.boolean(), feast_days: z.int() }),
  ...reader,
  live: [],
})

const alertEvent = <N extends string>(name: N) =>
  defineEvent({
    name: `stock.${name}`,
    payload: z.object({ kind: z.string(), episodes: z.int(), product_id: z.uuid().nullable() }),
    permission: 'stock.alert.read',
    live: ['kind', 'product_id'],
  })
export const alertsOpened = alertEvent('alerts_opened')
export const alertsResolved = alertEvent('alerts_resolved')
export const alertsAcknowledged = alertEvent('alerts_acknowledged')
export const alertsSnoozed = alertEvent('alerts_snoozed')
export const alertRuleChanged = defineEvent({
  name: 'stock.alert_rule_changed',
  payload: z.object({ rule_id: z.uuid(), kind: z.string() }),
  permission: 'stock.alert.read',
  live: ['rule_id'],
})
export const reportMade = defineEvent({
  name: 'stock.report_made',
  payload: z.object({ report_id: z.uuid(), kind: z.string() }),
  permission: 'stock.report.read',
  live: ['report_id'],
  subject: 'report_id',
})
export const reportAsked = defineEvent({
  name: 'stock.report_asked',
  payload: z.object({ report_id: z.uuid(), kind: z.string() }),
  permission: 'stock.report.read',
  live: ['report_id'],
  subject: 'report_id',
})
export const reportSettingsChanged = defineEvent({
  name: 'stock.report_settings_changed',
  payload: z.object({ daily: z.boolean(), weekly: z.boolean(), monthly: z.boolean() }),
  permission: 'stock.report.read',
  live: [],
})
