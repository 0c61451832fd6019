import { agentChanged, counterChanged, serviceChanged } from '@guichet/organisation/events'
import { subscribe, type Subscription } from '@guichet/platform/events'
import { refreshServices } from './commands/counter.ts'
import { afterCall, takeBack, tellGiven, tellManagers, tellMissed, tellNear } from './commands/notices.ts'
import { scoreQuote } from './commands/quotes.ts'
import {
  counterOpened,
  stepUndone,
  ticketAbsent,
  ticketCalled,
  ticketCancelled,
  ticketExpired,
  ticketIssued,
  ticketParked,
  ticketPostponed,
  ticketReactivated,
  ticketTransferred,
  waitExceeded,
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

/** Whatever may bring somebody nearer. */
const moving = [
  ticketCalled,
  ticketCancelled,
  ticketParked,
  ticketPostponed,
  ticketTransferred,
  counterOpened,
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
  subscribe(ticketIssued, 'queue.tell_given', (ctx, { payload }) => tellGiven(ctx, payload.ticket_id)),
  subscribe(ticketCalled, 'queue.tell_called', (ctx, { payload }) => afterCall(ctx, payload.ticket_id), {
    queue: 'alerts',
  }),
  subscribe(ticketAbsent, 'queue.tell_missed', (ctx, { payload }) => tellMissed(ctx, payload.ticket_id)),
  ...[stepUndone, ticketReactivated, ticketCancelled, ticketTransferred, ticketParked].map((event) =>
    subscribe(
      event,
      `queue.take_back_${event.name.slice('queue.'.length)}` as const,
      (ctx, { payload }) => takeBack(ctx, payload.ticket_id),
      { queue: 'alerts' },
    ),
  ),
  ...moving.map((event) =>
    subscribe(
      event as typeof counterOpened,
      `queue.tell_near_${event.name.slice('queue.'.length)}` as const,
      async (ctx, { site_id }) => {
        if (site_id) await tellNear(ctx, site_id)
      },
      { queue: 'alerts' },
    ),
  ),
  subscribe(
    waitExceeded,
    'queue.tell_managers',
    (ctx, { payload }) => tellManagers(ctx, payload.wait_episode_id),
    {
      queue: 'alerts',
    },
  ),
]
