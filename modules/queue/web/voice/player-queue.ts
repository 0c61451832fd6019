import type { Form, Spoken } from './compose.ts'

export interface Call extends Spoken {
  ticket_id: string
}

interface Waiting {
  call: Call
  called_at: number
  ready_at: number
}

/** Calls not spoken yet, oldest first. All times are milliseconds of one clock, whichever it is. */
export type CallQueue = readonly Waiting[]

export interface Pace {
  /** How often each language is said. */
  passes: 1 | 2
  form: Form
  opening: 'chime' | 'ding'
  /** Silence between two sentences, and after the last one. */
  gap_ms: number
}

export type Step =
  | { kind: 'idle' }
  | { kind: 'wait'; until: number }
  | { kind: 'speak'; call: Call; pace: Pace; queue: CallQueue }

/** An agent who undoes a call at once is never heard. */
export const UNDO_DELAY_MS = 800

/** A call is worth nothing to somebody who hears it this late; the screen still shows it. */
export const STALE_MS = 60_000

const CALM: Pace = { passes: 2, form: 'full', opening: 'chime', gap_ms: 450 }
const BRISK: Pace = { passes: 1, form: 'full', opening: 'chime', gap_ms: 250 }
const HURRIED: Pace = { passes: 1, form: 'brief', opening: 'ding', gap_ms: 120 }

/** The more people wait to be called aloud, the less is said about each. */
export function paceFor(waiting: number): Pace {
  if (waiting === 0) return CALM
  return waiting < 3 ? BRISK : HURRIED
}

/** A second call of a ticket still unspoken replaces the first and keeps its place: it is the truth now. */
export function withCall(queue: CallQueue, call: Call, now: number): CallQueue {
  const added = { call, called_at: now, ready_at: now + UNDO_DELAY_MS }
  const at = queue.findIndex((waiting) => waiting.call.ticket_id === call.ticket_id)
  return at === -1 ? [...queue, added] : [...queue.slice(0, at), added, ...queue.slice(at + 1)]
}

export function withoutTicket(queue: CallQueue, ticket_id: string): CallQueue {
  return queue.filter((waiting) => waiting.call.ticket_id !== ticket_id)
}

/** For the moment sound comes back after the browser had silenced the page. */
export function withoutStale(queue: CallQueue, now: number): CallQueue {
  return queue.filter((waiting) => now - waiting.called_at <= STALE_MS)
}

export function nextStep(queue: CallQueue, now: number): Step {
  const next = queue.find((waiting) => waiting.ready_at <= now)
  if (next) {
    const rest = queue.filter((waiting) => waiting !== next)
    return { kind: 'speak', call: next.call, pace: paceFor(rest.length), queue: rest }
  }
  if (queue.length === 0) return { kind: 'idle' }
  return { kind: 'wait', until: Math.min(...queue.map((waiting) => waiting.ready_at)) }
}
