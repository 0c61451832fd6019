/** How a ticket's story becomes its facts. Pure: the same events give the same facts, whoever asks and whenever. */

export type TicketStatus =
  | 'waiting'
  | 'called'
  | 'serving'
  | 'paused'
  | 'parked'
  | 'completed'
  | 'no_show'
  | 'cancelled'
  | 'expired'

/** What the log says of one ticket, in the order in which it was told. */
export interface TicketEvent {
  name: string
  seq: number
  at: string
  site_id: string | null
  actor_id: string | null
  payload: Record<string, unknown>
}

export type Ending = 'present' | 'completed' | 'no_show' | 'transferred' | 'parked' | 'cancelled'

/** One call that was not taken back, and what came of it. */
export interface Passage {
  service_id: string
  agent_id: string | null
  called_at: number
  ended_at: number | null
  ending: Ending
  service_s: number | null
}

export interface TicketStory {
  site_id: string
  number: string
  service_id: string
  agent_id: string | null
  status: TicketStatus
  issued_at: number
  called_at: number | null
  started_at: number | null
  ended_at: number | null
  wait_s: number | null
  left_after_s: number | null
  service_s: number | null
  calls: number
  transfers: number
  passages: Passage[]
  last_seq: number
}

/** Everything a step may change and an undo gives back. */
interface State {
  status: TicketStatus
  service_id: string
  agent_id: string | null
  /** Since when in line without a break; null while not in line. */
  in_line_since: number | null
  /** Time in line before that. */
  waited_ms: number
  called_at: number | null
  calls: number
  started_at: number | null
  paused_at: number | null
  paused_s: number
  ended_at: number | null
  transfers: number
  passages: readonly Passage[]
}

const seconds = (ms: number): number => Math.max(0, Math.round(ms / 1_000))

/** Away from the counter without having finished. */
const away = { agent_id: null, called_at: null, calls: 0, started_at: null, paused_at: null, paused_s: 0 }

function leaveLine(state: State, at: number): State {
  if (state.in_line_since === null) return state
  return { ...state, in_line_since: null, waited_ms: state.waited_ms + at - state.in_line_since }
}

const paused = (state: State, at: number): number =>
  state.paused_s + (state.paused_at === null ? 0 : seconds(at - state.paused_at))

/** Seconds at the counter so far, pauses left out; of a visitor whose start nobody pressed, from the call. */
const served = (state: State, at: number): number =>
  Math.max(0, seconds(at - (state.started_at ?? state.called_at ?? at)) - paused(state, at))

/** Ends the passage under way, if there is one. */
function endPassage(state: State, at: number, ending: Ending, service_s: number | null): State {
  const last = state.passages.at(-1)
  if (!last || last.ending !== 'present') return state
  return {
    ...state,
    passages: [...state.passages.slice(0, -1), { ...last, ended_at: at, ending, service_s }],
  }
}

/** The steps of the queue's life of a ticket. What is not here (a recall's voice, an "I am coming") changes no figure. */
const steps: Record<string, (state: State, at: number, event: TicketEvent) => State> = {
  ticket_called: (state, at, { actor_id }) => ({
    ...leaveLine(state, at),
    ...away,
    status: 'called',
    agent_id: actor_id,
    called_at: at,
    calls: state.calls + 1,
    passages: [
      ...state.passages,
      {
        service_id: state.service_id,
        agent_id: actor_id,
        called_at: at,
        ended_at: null,
        ending: 'present',
        service_s: null,
      },
    ],
  }),
  ticket_recalled: (state) => ({ ...state, calls: state.calls + 1 }),
  service_started: (state, at) => ({ ...state, status: 'serving', started_at: at }),
  ticket_paused: (state, at) => ({ ...state, status: 'paused', paused_at: at }),
  ticket_resumed: (state, at) => ({
    ...state,
    status: 'serving',
    paused_s: paused(state, at),
    paused_at: null,
  }),
  ticket_closed: (state, at) => ({
    ...endPassage(state, at, 'completed', served(state, at)),
    status: 'completed',
    started_at: state.started_at ?? state.called_at,
    ended_at: at,
    paused_s: paused(state, at),
    paused_at: null,
  }),
  ticket_transferred: (state, at, { payload }) => ({
    ...endPassage(
      leaveLine(state, at),
      at,
      'transferred',
      state.started_at === null ? null : served(state, at),
    ),
    ...away,
    status: 'waiting',
    in_line_since: at,
    service_id: String(payload.service_id),
    transfers: state.transfers + 1,
  }),
  ticket_parked: (state, at) => ({
    ...endPassage(leaveLine(state, at), at, 'parked', state.started_at === null ? null : served(state, at)),
    ...away,
    status: 'parked',
  }),
  ticket_absent: (state, at) => ({
    ...endPassage(state, at, 'no_show', null),
    status: 'no_show',
    ended_at: at,
  }),
  ticket_reactivated: (state, at) => ({
    ...state,
    ...away,
    status: 'waiting',
    in_line_since: at,
    ended_at: null,
  }),
  ticket_cancelled: (state, at) => ({
    ...endPassage(leaveLine(state, at), at, 'cancelled', null),
    status: 'cancelled',
    ended_at: at,
  }),
  ticket_expired: (state, at) => ({ ...leaveLine(state, at), status: 'expired', ended_at: at }),
  ticket_postponed: (state) => state,
}

/** Reads the whole story of one ticket. Null when its beginning is not in the log. */
export function readStory(events: readonly TicketEvent[]): TicketStory | null {
  const [first] = events
  if (first?.name !== 'queue.ticket_issued' || first.site_id === null) return null
  const issued_at = Date.parse(first.at)
  let state: State = {
    ...away,
    status: 'waiting',
    service_id: String(first.payload.service_id),
    in_line_since: issued_at,
    waited_ms: 0,
    ended_at: null,
    transfers: 0,
    passages: [],
  }
  // Only the last step can be taken back, once.
  let before: State | null = null
  for (const event of events.slice(1)) {
    const name = event.name.slice('queue.'.length)
    if (name === 'step_undone') {
      if (before) state = before
      before = null
    } else {
      const step = steps[name]
      if (!step) continue
      const next = step(state, Date.parse(event.at), event)
      before = state
      state = next
    }
  }
  const called = state.called_at !== null
  const left = !called && (state.status === 'cancelled' || state.status === 'expired')
  return {
    site_id: first.site_id,
    number: String(first.payload.number),
    service_id: state.service_id,
    agent_id: state.agent_id,
    status: state.status,
    issued_at,
    called_at: state.called_at,
    started_at: state.started_at,
    ended_at: state.ended_at,
    wait_s: called ? seconds(state.waited_ms) : null,
    left_after_s: left ? seconds(state.waited_ms) : null,
    service_s: state.status === 'completed' ? (state.passages.at(-1)?.service_s ?? null) : null,
    calls: state.calls,
    transfers: state.transfers,
    passages: [...state.passages],
    last_seq: events.at(-1)!.seq,
  }
}
