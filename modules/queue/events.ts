import { z } from 'zod'
import { defineEvent } from '@guichet/platform/events'

const TicketFact = z.object({
  ticket_id: z.uuid(),
  number: z.string(),
  service_id: z.uuid(),
  counter_id: z.uuid().nullable(),
  counter_name: z.string().nullable(),
})
/** Number and counter travel with the news: a thousand displays show them without asking a thousand times. */
const ticketEvent = <N extends string>(name: N) =>
  defineEvent({
    name: `queue.${name}`,
    payload: TicketFact,
    permission: 'queue.ticket.read',
    live: ['ticket_id', 'number', 'service_id', 'counter_id', 'counter_name'],
    subject: 'ticket_id',
    devices: true,
  })

export const ticketIssued = ticketEvent('ticket_issued')
export const ticketCalled = ticketEvent('ticket_called')
export const ticketRecalled = ticketEvent('ticket_recalled')
export const serviceStarted = ticketEvent('service_started')
export const ticketClosed = ticketEvent('ticket_closed')
export const ticketTransferred = ticketEvent('ticket_transferred')
export const ticketPaused = ticketEvent('ticket_paused')
export const ticketResumed = ticketEvent('ticket_resumed')
export const ticketParked = ticketEvent('ticket_parked')
export const ticketAbsent = ticketEvent('ticket_absent')
export const ticketReactivated = ticketEvent('ticket_reactivated')
export const ticketCancelled = ticketEvent('ticket_cancelled')
export const ticketPostponed = ticketEvent('ticket_postponed')
export const ticketExpired = ticketEvent('ticket_expired')
export const visitorArriving = ticketEvent('visitor_arriving')
export const stepUndone = ticketEvent('step_undone')

const counterEvent = <N extends string>(name: N) =>
  defineEvent({
    name: `queue.${name}`,
    payload: z.object({ counter_id: z.uuid(), counter_name: z.string(), agent_id: z.uuid() }),
    permission: 'queue.ticket.read',
    live: ['counter_id', 'counter_name'],
    devices: true,
  })
export const counterOpened = counterEvent('counter_opened')
export const counterPaused = counterEvent('counter_paused')
export const counterResumed = counterEvent('counter_resumed')
export const counterClosed = counterEvent('counter_closed')
const waitEvent = <N extends string>(name: N) =>
  defineEvent({
    name: `queue.${name}`,
    payload: z.object({ wait_episode_id: z.uuid(), service_id: z.uuid() }),
    permission: 'queue.stats.read',
    live: ['wait_episode_id', 'service_id'],
    subject: 'wait_episode_id',
  })
export const waitExceeded = waitEvent('wait_exceeded')
export const waitRecovered = waitEvent('wait_recovered')
export const settingsChanged = defineEvent({
  name: 'queue.settings_changed',
  payload: z.object({}),
  permission: 'queue.ticket.read',
  live: [],
  devices: true,
})
