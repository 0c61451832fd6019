import type { LiveEvent } from '@guichet/kit/live-client'

export interface BoardCall {
  ticket_id: string
  number: string
  counter_name: string
  /** Whether the visitor is still awaited at the counter. */
  awaited: boolean
}

export const most_listed = 5
/** News older than this is history: a screen that was away must not call people who have left. */
export const fresh_ms = 30_000

export type Heard =
  | { kind: 'called'; call: BoardCall }
  | { kind: 'retracted'; ticket_id: string }
  | { kind: 'other' }

const callings = new Set(['queue.ticket_called', 'queue.ticket_recalled'])
/** After these nobody is expected at the counter; an undone end of service comes back with the next answer. */
const retractions = new Set([
  'queue.step_undone',
  'queue.ticket_absent',
  'queue.ticket_cancelled',
  'queue.ticket_transferred',
  'queue.ticket_parked',
  'queue.ticket_reactivated',
])

/** What an event of the hall means to its display; null when it does not concern it. */
export function heardIn({ name, ids, facts }: Pick<LiveEvent, 'name' | 'ids' | 'facts'>): Heard | null {
  if (!name.startsWith('queue.')) return null
  const { ticket_id } = ids
  if (ticket_id && retractions.has(name)) return { kind: 'retracted', ticket_id }
  const { number, counter_name } = facts
  if (ticket_id && callings.has(name) && typeof number === 'string' && typeof counter_name === 'string') {
    return { kind: 'called', call: { ticket_id, number, counter_name, awaited: true } }
  }
  return { kind: 'other' }
}

/** The list with a call at its head, once. */
export const withListed = (list: readonly BoardCall[], call: BoardCall): BoardCall[] =>
  [call, ...list.filter((one) => one.ticket_id !== call.ticket_id)].slice(0, most_listed)
