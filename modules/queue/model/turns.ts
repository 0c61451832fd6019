import type { CallingOrder } from '../model.ts'

/**
 * Whose turn it is. Tickets that wait stand in four lines, and a call takes the head of the first line
 * that is not empty; which line comes first follows from what was called before. Peers' users ask for
 * exactly this and are refused (novosga issues 299, 335, 431): a ratio between classes, a ceiling on
 * priority calls in a row, and nobody forgotten.
 */
export interface TurnRules {
  calling_order: CallingOrder
  ratio_priority: number | null
  ratio_ordinary: number
  most_in_a_row: number | null
  longest_wait_min: number | null
}

/** Where a site stands: counted by its calls, kept in `queue.call_turn`. */
export interface Turn {
  /** Calls of this round of the ratio. */
  preferred_taken: number
  ordinary_taken: number
  /** Priority and appointment calls since the last ordinary one. */
  in_a_row: number
  appointment_last: boolean
}
export const firstTurn: Turn = {
  preferred_taken: 0,
  ordinary_taken: 0,
  in_a_row: 0,
  appointment_last: false,
}

/** `appointment`: due and on time. `late`: beyond the longest wait, of any class. */
export type Line = 'appointment' | 'late' | 'preferred' | 'ordinary'
export type TicketClass = 'appointment' | 'preferred' | 'ordinary'

/** An appointment is preferred from this long before its time, so that the call falls on it… */
export const appointmentLead_ms = 5 * 60_000
/** …if its visitor was there at the latest this long after. Whoever comes later waits like everybody. */
export const appointmentGrace_ms = 10 * 60_000

/** Counters of the ratio do not grow for ever. */
const mostCounted = 99

const ratioIsDue = (rules: TurnRules, turn: Turn): boolean =>
  rules.ratio_priority !== null && turn.preferred_taken >= rules.ratio_priority
const ceilingIsReached = (rules: TurnRules, turn: Turn): boolean =>
  rules.most_in_a_row !== null && turn.in_a_row >= rules.most_in_a_row

const ordinaryIsDue = (rules: TurnRules, turn: Turn): boolean =>
  ratioIsDue(rules, turn) || ceilingIsReached(rules, turn)

/** Whether calls must be counted at all: a site without such rules never writes its turn for priority. */
export const countsTurns = (rules: TurnRules): boolean =>
  rules.ratio_priority !== null || rules.most_in_a_row !== null

/** In this order the lines are asked. */
export function linesOf(rules: TurnRules, turn: Turn): Line[] {
  // Appointments without end would starve whoever waits too long, so the two take turns.
  const urgent: Line[] = turn.appointment_last ? ['late', 'appointment'] : ['appointment', 'late']
  return ordinaryIsDue(rules, turn)
    ? ['ordinary', ...urgent, 'preferred']
    : [...urgent, 'preferred', 'ordinary']
}

/** The turn after a call. Without a ratio only what keeps appointments and long waits alternating is counted. */
export function turnAfter(rules: TurnRules, turn: Turn, called: TicketClass): Turn {
  const next = {
    ...turn,
    // An ordinary turn that was due is no answer to whoever waits too long in the other class.
    appointment_last:
      called === 'ordinary' && ordinaryIsDue(rules, turn) ? turn.appointment_last : called === 'appointment',
  }
  if (!countsTurns(rules)) return next
  if (called === 'ordinary') {
    const taken = turn.ordinary_taken + 1
    const over = taken >= rules.ratio_ordinary
    return {
      ...next,
      preferred_taken: over ? 0 : turn.preferred_taken,
      ordinary_taken: over ? 0 : taken,
      in_a_row: 0,
    }
  }
  // Nobody ordinary was there to take the turn that was due: a new round begins.
  const new_round = ratioIsDue(rules, turn)
  return {
    ...next,
    preferred_taken: Math.min(mostCounted, (new_round ? 0 : turn.preferred_taken) + 1),
    ordinary_taken: new_round ? 0 : turn.ordinary_taken,
    in_a_row: Math.min(mostCounted, turn.in_a_row + 1),
  }
}

export const sameTurn = (one: Turn, other: Turn): boolean =>
  one.preferred_taken === other.preferred_taken &&
  one.ordinary_taken === other.ordinary_taken &&
  one.in_a_row === other.in_a_row &&
  one.appointment_last === other.appointment_last

/** A ticket that waits, with its place in each line as SQL numbered them (`queries/order.ts`). */
export interface Standing {
  id: string
  class: TicketClass
  is_late: boolean
  by_arrival: number
  by_class: number
  by_appointment: number
}

export const standsIn = (ticket: Pick<Standing, 'class' | 'is_late'>, line: Line): boolean =>
  line === 'late' ? ticket.is_late : ticket.class === line

/**
 * The whole queue in the order in which it will be called if nobody comes: what the desk lists and what
 * "people ahead" counts. Its first is whom a call takes now.
 */
export function callSequence<T extends Standing>(rules: TurnRules, turn: Turn, waiting: readonly T[]): T[] {
  const by = (key: 'by_arrival' | 'by_class' | 'by_appointment', line: Line) => ({
    tickets: waiting.filter((ticket) => standsIn(ticket, line)).toSorted((a, b) => a[key] - b[key]),
    at: 0,
  })
  const lines = {
    appointment: by('by_appointment', 'appointment'),
    late: by('by_arrival', 'late'),
    preferred: by('by_class', 'preferred'),
    ordinary: by('by_class', 'ordinary'),
  }
  const taken = new Set<string>()
  const sequence: T[] = []
  let now = turn
  while (sequence.length < waiting.length) {
    let found: T | undefined
    for (const name of linesOf(rules, now)) {
      const line = lines[name]
      while (line.at < line.tickets.length && taken.has(line.tickets[line.at]!.id)) line.at++
      found = line.tickets[line.at]
      if (found) break
    }
    if (!found) break
    taken.add(found.id)
    sequence.push(found)
    now = turnAfter(rules, now, found.class)
  }
  return sequence
}

export const callRules = [
  'appointment',
  'late',
  'ratio',
  'ceiling',
  'priority',
  'preference',
  'arrival',
  'picked',
  'returned',
] as const
/** The rule that chose a ticket, as it is explained to people. */
export type CallRule = (typeof callRules)[number]

/** Names the rule by which the head of a line was taken. */
export function ruleOf(
  rules: TurnRules,
  turn: Turn,
  ticket: Pick<Standing, 'class' | 'is_late'>,
  prefers_services: boolean,
): CallRule {
  const line = linesOf(rules, turn).find((candidate) => standsIn(ticket, candidate))!
  if (line === 'appointment') return 'appointment'
  if (line === 'late') return 'late'
  if (line === 'ordinary' && ceilingIsReached(rules, turn)) return 'ceiling'
  if (line === 'ordinary' && ratioIsDue(rules, turn)) return 'ratio'
  if (prefers_services && rules.calling_order === 'priority') return 'preference'
  return line === 'preferred' ? 'priority' : 'arrival'
}
