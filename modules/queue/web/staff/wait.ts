import type { Ticket } from '../../contract.ts'

/** From here on a wait is marked as long: the promise most reception charters make. */
export const long_wait_s = 20 * 60

/** Whole seconds between two moments, never below zero: clocks of two machines are never quite equal. */
export function secondsBetween(from: string, to_ms: number): number {
  return Math.max(0, Math.floor((to_ms - Date.parse(from)) / 1000))
}

/** How long a person has waited, or had waited when called. */
export function waitedSeconds(
  ticket: Pick<Ticket, 'queued_at' | 'called_at' | 'ended_at'>,
  now_ms: number,
): number {
  const end = ticket.called_at ?? ticket.ended_at
  return secondsBetween(ticket.queued_at, end ? Date.parse(end) : now_ms)
}

export const isLongWait = (seconds: number): boolean => seconds >= long_wait_s

/** What the big timer of a visitor counts: the call until service begins, then service without its pauses. */
export function visitSeconds(
  ticket: Pick<Ticket, 'status' | 'called_at' | 'started_at' | 'paused_at' | 'paused_s' | 'queued_at'>,
  now_ms: number,
): number {
  if (ticket.status === 'paused' && ticket.paused_at) return secondsBetween(ticket.paused_at, now_ms)
  if (ticket.status === 'serving' && ticket.started_at) {
    return Math.max(0, secondsBetween(ticket.started_at, now_ms) - ticket.paused_s)
  }
  return secondsBetween(ticket.called_at ?? ticket.queued_at, now_ms)
}
