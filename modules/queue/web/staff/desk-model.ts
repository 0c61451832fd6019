import type { ReplyOf } from '@guichet/platform/contract'
import type { readDesk, Ticket } from '../../contract.ts'
import { isHeld } from './words.ts'

export type Desk = ReplyOf<typeof readDesk>

/** What the agent can do now follows from this alone. */
export type DeskState = 'elsewhere' | 'closed' | 'resting' | 'free' | 'called' | 'serving' | 'interrupted'

export function deskState(desk: Desk, site_id: string): DeskState {
  if (desk.session && desk.session.site_id !== site_id) return 'elsewhere'
  // A visitor at the counter comes before anything else, even a counter that was closed meanwhile.
  if (desk.current?.status === 'called') return 'called'
  if (desk.current?.status === 'paused') return 'interrupted'
  if (desk.current) return 'serving'
  if (!desk.session) return 'closed'
  return desk.session.status === 'paused' ? 'resting' : 'free'
}

/** The desk once this ticket is in its new state; before the server confirms, and after. */
export function placeTicket(desk: Desk, ticket: Ticket): Desk {
  const waiting = desk.waiting.filter((one) => one.id !== ticket.id)
  const parked = desk.parked.filter((one) => one.id !== ticket.id)
  const was_current = desk.current?.id === ticket.id
  return {
    ...desk,
    waiting,
    waiting_count: desk.waiting_count - (desk.waiting.length - waiting.length),
    parked: ticket.status === 'parked' ? [...parked, ticket] : parked,
    current: isHeld(ticket.status) ? ticket : was_current ? null : desk.current,
    served_today: desk.served_today + (was_current && ticket.status === 'completed' ? 1 : 0),
  }
}

/** The most recent step that can still be taken back. Equal delays make the latest end the latest step. */
export function lastUndoable(tickets: readonly (Ticket | null)[], now_ms: number): Ticket | null {
  let found: Ticket | null = null
  for (const ticket of tickets) {
    if (!ticket?.undo_until || Date.parse(ticket.undo_until) <= now_ms) continue
    if (!found || Date.parse(ticket.undo_until) > Date.parse(found.undo_until!)) found = ticket
  }
  return found
}

/** Up and down a list by keyboard; starts at an end, stops at the other. */
export function neighbour(ids: readonly string[], current: string | null, by: 1 | -1): string | null {
  const at = current === null ? -1 : ids.indexOf(current)
  if (at === -1) return (by === 1 ? ids[0] : ids.at(-1)) ?? null
  return ids[at + by] ?? ids[at]!
}
