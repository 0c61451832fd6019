import { subscribe, type Subscription } from '@guichet/platform/events'
import type { Ctx } from '@guichet/platform/ctx'
import { later } from '@guichet/platform/task'
import {
  countApplied,
  demandSettingsChanged,
  importApplied,
  importUndone,
  movementsRecorded,
  orderCancelled,
  orderClosed,
  orderReceived,
  orderSent,
  supplierChanged,
} from '../events.ts'
import { predictAll, predictChanged } from './jobs.ts'

/** Sales of a busy counter are predicted together, a few seconds after the first of them. */
const together_ms = 5_000

const soon = (ctx: Ctx) =>
  later(ctx, predictChanged, {}, { key: 'changed', run_at: new Date(ctx.now().getTime() + together_ms) })
const all = (ctx: Ctx) => later(ctx, predictAll, { after: null }, { key: 'all' })

export const demandSubscribers: readonly Subscription[] = [
  subscribe(movementsRecorded, 'stock.predict_after_movements', soon),
  subscribe(orderSent, 'stock.predict_after_order', soon),
  subscribe(orderReceived, 'stock.predict_after_receipt', soon),
  subscribe(orderClosed, 'stock.predict_after_closing', soon),
  subscribe(orderCancelled, 'stock.predict_after_cancelling', soon),
  subscribe(countApplied, 'stock.predict_after_count', soon),
  subscribe(importApplied, 'stock.predict_after_import', all),
  subscribe(importUndone, 'stock.predict_after_undone_import', all),
  subscribe(supplierChanged, 'stock.predict_after_supplier', all),
  subscribe(demandSettingsChanged, 'stock.predict_after_settings', all),
]
