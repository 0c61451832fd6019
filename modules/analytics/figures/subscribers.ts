import * as queue from '@guichet/queue/events'
import { subscribe, type Subscription } from '@guichet/platform/events'
import { later } from '@guichet/platform/task'
import { projectTicket } from './commands/project.ts'
import { rebuildAsked } from './events.ts'
import { rebuildTask } from './jobs.ts'

/** What changes a figure: every step of a ticket, and taking one back. */
const steps = [
  queue.ticketIssued,
  queue.ticketCalled,
  queue.ticketRecalled,
  queue.serviceStarted,
  queue.ticketClosed,
  queue.ticketTransferred,
  queue.ticketPaused,
  queue.ticketResumed,
  queue.ticketParked,
  queue.ticketAbsent,
  queue.ticketReactivated,
  queue.ticketCancelled,
  queue.ticketExpired,
  queue.stepUndone,
]

export const subscribers: readonly Subscription[] = [
  ...steps.map((event) =>
    subscribe(event, `analytics.facts_of_${event.name.slice('queue.'.length)}`, (ctx, { payload }) =>
      projectTicket(ctx, payload.ticket_id),
    ),
  ),
  subscribe(rebuildAsked, 'analytics.rebuild_figures', (ctx) =>
    later(ctx, rebuildTask, { after: null }, { key: 'rebuild' }),
  ),
]
