import type { Tone } from '@guichet/kit/badge'
import type { Ticket } from '../../contract.ts'

/** Lists that pages walk through: a browser cannot read them from the contract's schemas. */
export const statuses: readonly Ticket['status'][] = [
  'waiting',
  'called',
  'serving',
  'paused',
  'parked',
  'completed',
  'no_show',
  'cancelled',
  'expired',
]
export const presentStatuses: readonly Ticket['status'][] = [
  'waiting',
  'called',
  'serving',
  'paused',
  'parked',
]
/** In the order of the keys 1 to 4. */
export const outcomes = ['served', 'incomplete', 'redirected', 'other'] as const
export type Outcome = (typeof outcomes)[number]

export const statusTones: Record<Ticket['status'], Tone> = {
  waiting: 'neutral',
  called: 'info',
  serving: 'success',
  paused: 'warning',
  parked: 'warning',
  completed: 'neutral',
  no_show: 'error',
  cancelled: 'neutral',
  expired: 'neutral',
}

export const isHeld = (status: Ticket['status']): boolean => ['called', 'serving', 'paused'].includes(status)

/** Classes a receptionist chooses among; the API knows ten levels, people tell three apart. */
export const priorityClasses = { ordinary: 0, priority: 5, urgent: 9 } as const
export type PriorityClass = keyof typeof priorityClasses

export function priorityClass(priority: number): PriorityClass {
  if (priority >= priorityClasses.urgent) return 'urgent'
  return priority > 0 ? 'priority' : 'ordinary'
}

/** `queue.ticket_called` is told by the text `event.ticket_called`. */
export const eventKey = (name: string): string => `event.${name.slice(name.indexOf('.') + 1)}`
