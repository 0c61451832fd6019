import { subscribe, type Subscription } from '@guichet/platform/events'
import { later } from '@guichet/platform/task'
import type { Valuation } from './catalogue/model.ts'
import { alertSubscribers } from './alerts/subscribers.ts'
import { demandSubscribers } from './demand/subscribers.ts'
import { settingsChanged } from './events.ts'
import { revalue } from './jobs.ts'
import { overviewSubscribers } from './overview/subscribers.ts'

export const subscribers: readonly Subscription[] = [
  subscribe(settingsChanged, 'stock.revalue_by_new_method', async (ctx, { payload }) => {
    if (payload.valuation !== payload.former_valuation)
      await later(ctx, revalue, { method: payload.valuation as Valuation, after: null }, { key: 'method' })
  }),
  ...demandSubscribers,
  ...alertSubscribers,
  ...overviewSubscribers,
]
