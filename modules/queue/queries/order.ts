import { sql, type RawBuilder } from 'kysely'
import type { CallingOrder } from '../model.ts'
import {
  appointmentGrace_ms,
  appointmentLead_ms,
  linesOf,
  type Line,
  type Standing,
  type TicketClass,
  type Turn,
  type TurnRules,
} from '../model/turns.ts'

/**
 * The order in which tickets `t` are called, as SQL: the call, the desk's list and the count of people ahead
 * all take their lines from here, so they cannot disagree. What is one line and what comes first in it is
 * said once; which line's head is next is `linesOf`.
 */
export interface Lines {
  rules: TurnRules
  now: Date
  /** The services of the counter that calls, the preferred first. */
  service_ids: readonly string[]
}

const plus = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString()

/** Whose appointment is due and who was there for it; letting others pass gives the preference up. */
const isDue = ({ now }: Lines): RawBuilder<boolean> =>
  sql<boolean>`(t.appointment_at is not null and t.appointment_at <= ${plus(now, appointmentLead_ms)}::timestamptz
    and t.issued_at <= t.appointment_at + make_interval(secs => ${appointmentGrace_ms / 1_000}) and t.postponed = 0)`

/** Where only arrival counts, priority is shown and not heeded. */
const heedsPriority = (order: CallingOrder): boolean => order !== 'fifo'

const classOf = (lines: Lines): RawBuilder<TicketClass> =>
  heedsPriority(lines.rules.calling_order)
    ? sql`case when ${isDue(lines)} then 'appointment' when t.priority > 0 then 'preferred' else 'ordinary' end`
    : sql`case when ${isDue(lines)} then 'appointment' else 'ordinary' end`

/**
 * Beyond the longest wait. By rank, which is the arrival: a postponement makes it later, and whoever came
 * early for an appointment has waited since the appointment.
 */
const isLate = ({ rules, now }: Lines): RawBuilder<boolean> =>
  rules.longest_wait_min === null
    ? sql<boolean>`false`
    : sql<boolean>`t.rank <= ${now.getTime() - rules.longest_wait_min * 60_000}::bigint`

const byArrival = sql`t.rank, t.id`
const byAppointment = sql`t.appointment_at, t.id`
/** Each is the order of an index, but for the counter's preference. */
function byClass({ rules: { calling_order }, service_ids }: Lines): RawBuilder<unknown> {
  if (calling_order === 'fifo') return byArrival
  if (calling_order === 'priority_fifo' || service_ids.length === 0) return sql`t.priority desc, t.rank, t.id`
  return sql`array_position(${service_ids}::uuid[], t.service_id), t.priority desc, t.rank, t.id`
}

/** The head of one line, held; a line whose tickets are all held by other calls has none. */
function headOf(line: Line, lines: Lines, among: RawBuilder<boolean>, held: 'skip' | 'wait') {
  const wanted: Record<Line, RawBuilder<boolean>> = {
    appointment: isDue(lines),
    late: isLate(lines),
    preferred: heedsPriority(lines.rules.calling_order)
      ? sql<boolean>`t.priority > 0 and not ${isDue(lines)}`
      : sql<boolean>`false`,
    ordinary: heedsPriority(lines.rules.calling_order)
      ? sql<boolean>`t.priority = 0 and not ${isDue(lines)}`
      : sql<boolean>`not ${isDue(lines)}`,
  }
  const order = line === 'late' ? byArrival : line === 'appointment' ? byAppointment : byClass(lines)
  return sql`(select t.id from queue.ticket t where ${among} and ${wanted[line]} order by ${order} limit 1
    for update of t ${held === 'skip' ? sql`skip locked` : sql``})`
}

/**
 * The ticket that is next, held, with its class: one statement. `coalesce` asks a line only when those
 * before it had nobody, so exactly one row is held, and each line is read in the order of its index:
 * the cost does not grow with the queue, except where counters prefer services.
 */
export const nextInLine = <Row>(
  lines: Lines,
  turn: Turn,
  among: RawBuilder<boolean>,
  held: 'skip' | 'wait',
): RawBuilder<Row & Pick<Standing, 'class' | 'is_late'>> => sql`
  select t.*, ${classOf(lines)} as class, ${isLate(lines)} as is_late from queue.ticket t
  where t.id = coalesce(${sql.join(
    linesOf(lines.rules, turn).map((line) => headOf(line, lines, among, held)),
  )}) and ${among} for update of t`

/** What `callSequence` needs of each ticket that waits. */
export const standings = (lines: Lines, among: RawBuilder<boolean>): RawBuilder<Standing> => sql<Standing>`
  select t.id, t.service_id, t.appointment_at, ${classOf(lines)} as class, ${isLate(lines)} as is_late,
    row_number() over (order by ${byArrival}) as by_arrival,
    row_number() over (order by ${byClass(lines)}) as by_class,
    row_number() over (order by ${byAppointment}) as by_appointment
  from queue.ticket t where ${among}`
