import type { BoardCall } from './board-calls.ts'

interface Shown {
  call: BoardCall
  since: number
}

/** Calls that fill the display, and those behind them. Times are milliseconds of one clock. */
export interface Takeover {
  shown: readonly Shown[]
  waiting: readonly BoardCall[]
}

export const emptyTakeover: Takeover = { shown: [], waiting: [] }

/** As many as can stand below each other with figures of 40 % of the height. */
const most_shown = 2
const calm_ms = 8_000
/** While others wait to be shown. */
const hurried_ms = 4_000
/** A hall in which more are called at once reads the list, which has them all. */
const most_waiting = 12

/** Shows a call now, or next; a second call of the same ticket counts as new. */
export function withCall(takeover: Takeover, call: BoardCall, now: number): Takeover {
  if (takeover.shown.some((one) => one.call.ticket_id === call.ticket_id)) {
    const shown = takeover.shown.map((one) =>
      one.call.ticket_id === call.ticket_id ? { call, since: now } : one,
    )
    return { ...takeover, shown }
  }
  const others = takeover.waiting.filter((one) => one.ticket_id !== call.ticket_id)
  return stepped({ ...takeover, waiting: [...others, call].slice(-most_waiting) }, now)
}

/** For a call that was taken back. */
export function withoutTicket(takeover: Takeover, ticket_id: string, now: number): Takeover {
  const shown = takeover.shown.filter((one) => one.call.ticket_id !== ticket_id)
  const waiting = takeover.waiting.filter((one) => one.ticket_id !== ticket_id)
  if (shown.length === takeover.shown.length && waiting.length === takeover.waiting.length) return takeover
  return stepped({ shown, waiting }, now)
}

const lasting = (takeover: Takeover): number => (takeover.waiting.length > 0 ? hurried_ms : calm_ms)

/** Lets go what was shown long enough and brings in what waits. */
export function stepped(takeover: Takeover, now: number): Takeover {
  const full = takeover.shown.length >= most_shown
  const lasting_ms = full ? lasting(takeover) : calm_ms
  const staying = takeover.shown.filter((one) => now - one.since < lasting_ms)
  const room = most_shown - staying.length
  const entering = takeover.waiting.slice(0, room).map((call) => ({ call, since: now }))
  if (entering.length === 0 && staying.length === takeover.shown.length) return takeover
  return { shown: [...staying, ...entering], waiting: takeover.waiting.slice(entering.length) }
}

/** How long until `stepped` has something to do; null when nothing is shown. */
export function nextStep(takeover: Takeover, now: number): number | null {
  if (takeover.shown.length === 0) return null
  const lasting_ms = takeover.shown.length >= most_shown ? lasting(takeover) : calm_ms
  return Math.max(0, Math.min(...takeover.shown.map((one) => one.since)) + lasting_ms - now)
}
