/** The rules of the queue: states, what may follow what, and who is next. No input or output here. */

export const ticketStatuses = [
  'waiting',
  'called',
  'serving',
  'paused',
  'parked',
  'completed',
  'no_show',
  'cancelled',
  'expired',
] as const
export type TicketStatus = (typeof ticketStatuses)[number]

export const outcomes = ['served', 'incomplete', 'redirected', 'other'] as const
export type Outcome = (typeof outcomes)[number]

export const callingOrders = ['fifo', 'priority', 'priority_fifo'] as const
/**
 * Who is called next among the services of a counter.
 * `fifo`: whoever arrived first. `priority_fifo`: higher priority first, then arrival.
 * `priority`: the services the counter prefers first, then higher priority, then arrival.
 */
export type CallingOrder = (typeof callingOrders)[number]

export type Action =
  | 'call'
  | 'recall'
  | 'start'
  | 'close'
  | 'transfer'
  | 'pause'
  | 'resume'
  | 'park'
  | 'no_show'
  | 'reactivate'
  | 'cancel'
  | 'postpone'
  | 'expire'

interface Rule {
  from: readonly TicketStatus[]
  to: TicketStatus
}

/** Every step a ticket may take. What is not here is refused. */
export const steps: Record<Action, Rule> = {
  call: { from: ['waiting', 'parked'], to: 'called' },
  recall: { from: ['called'], to: 'called' },
  start: { from: ['called'], to: 'serving' },
  // A visitor may be served so quickly that nobody presses "start".
  close: { from: ['called', 'serving', 'paused'], to: 'completed' },
  transfer: { from: ['waiting', 'called', 'serving', 'paused', 'parked'], to: 'waiting' },
  pause: { from: ['serving'], to: 'paused' },
  resume: { from: ['paused'], to: 'serving' },
  park: { from: ['called', 'serving', 'paused', 'waiting'], to: 'parked' },
  no_show: { from: ['called'], to: 'no_show' },
  reactivate: { from: ['no_show', 'cancelled', 'parked', 'expired'], to: 'waiting' },
  cancel: { from: ['waiting', 'parked', 'called'], to: 'cancelled' },
  postpone: { from: ['waiting'], to: 'waiting' },
  expire: { from: ['waiting', 'parked'], to: 'expired' },
}

export const mayStep = (action: Action, status: TicketStatus): boolean => steps[action].from.includes(status)

/** States in which an agent is busy with the visitor. */
export const heldStatuses = ['called', 'serving', 'paused'] as const satisfies readonly TicketStatus[]
export const isHeld = (status: TicketStatus): boolean => (heldStatuses as readonly string[]).includes(status)
export const isOver = (status: TicketStatus): boolean =>
  ['completed', 'no_show', 'cancelled', 'expired'].includes(status)

/** The place by arrival: smaller is earlier; equal ranks follow the tickets' ids, which are in order of issue. */
export const rankOf = (queued_at: Date, appointment_at: Date | null = null): number =>
  // Whoever comes early for an appointment stands where one who came at its time would.
  Math.max(queued_at.getTime(), Math.min(appointment_at?.getTime() ?? 0, queued_at.getTime() + oldest_ms))

/** `A042`; numbers beyond 999 simply grow longer. */
export const ticketNumber = (prefix: string, sequence: number): string =>
  `${prefix}${String(sequence).padStart(3, '0')}`

export interface WaitRange {
  from_minutes: number
  to_minutes: number
}

/**
 * A range as people say it: from the median, which half do better than, to what nine in ten do not exceed.
 * Rounded down and up, in steps that grow with the wait: nobody believes "between 37 and 61 minutes".
 */
export function rangeOf(p50_s: number, p90_s: number): WaitRange {
  const [from, to] = [p50_s / 60, p90_s / 60]
  const step = to > 60 ? 10 : to > 10 ? 5 : 1
  const to_minutes = Math.max(step, Math.ceil(to / step - 1e-9) * step)
  return {
    from_minutes: Math.min(Math.floor(from / step + 1e-9) * step, to_minutes - step),
    to_minutes,
  }
}

/** How far back a postponement goes, in people. */
export const postponedBy = 3
export const mostPostponements = 3
/** A wait this old belongs to no open queue any more, even one that crosses midnight. */
export const oldest_ms = 18 * 3_600_000
