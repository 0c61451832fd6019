import { agentChanged, counterChanged, serviceChanged } from '@guichet/organisation/events'
import { subscribe, type Subscription } from '@guichet/platform/events'
import { refreshServices } from './commands/counter.ts'
import { scoreQuote } from './commands/quotes.ts'
import {
  stepUndone,
  ticketCalled,
  ticketCancelled,
  ticketExpired,
  ticketParked,
  ticketPostponed,
  ticketTransferred,
} from './events.ts'

/** Whatever ends a wait, or makes it another one, settles what was promised. */
const settling = [
  ticketCalled,
  ticketCancelled,
  ticketExpired,
  ticketParked,
  ticketPostponed,
  ticketTransferred,
  stepUndone,
]

export const subscribers: readonly Subscription[] = [
  subscribe(serviceChanged, 'queue.services_of_open_counters', (ctx) => refreshServices(ctx)),
  subscribe(counterChanged, 'queue.services_of_changed_counter', (ctx) => refreshServices(ctx)),
  subscribe(agentChanged, 'queue.services_of_changed_agent', (ctx) => refreshServices(ctx)),
  ...settling.map((event) =>
    subscribe(event, `queue.score_${event.name.slice('queue.'.length)}` as const, (ctx, { payload }) =>
      scoreQuote(ctx, payload.ticket_id),
    ),
  ),
]
