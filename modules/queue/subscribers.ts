import { agentChanged, counterChanged, serviceChanged } from '@guichet/organisation/events'
import { subscribe, type Subscription } from '@guichet/platform/events'
import { refreshServices } from './commands/counter.ts'

export const subscribers: readonly Subscription[] = [
  subscribe(serviceChanged, 'queue.services_of_open_counters', (ctx) => refreshServices(ctx)),
  subscribe(counterChanged, 'queue.services_of_changed_counter', (ctx) => refreshServices(ctx)),
  subscribe(agentChanged, 'queue.services_of_changed_agent', (ctx) => refreshServices(ctx)),
]
