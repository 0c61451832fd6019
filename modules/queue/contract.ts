import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'
import { callingOrders, outcomes, ticketStatuses } from './model.ts'
import { callRules } from './model/turns.ts'

export const TicketStatus = z.enum(ticketStatuses)

/** Why a ticket was called, kept with the call. */
export const CallReason = z.object({
  rule: z.enum(callRules),
  class: z.enum(['appointment', 'preferred', 'ordinary']),
  /** Seconds waited when called. */
  waited_s: z.int(),
  /** Where the site stood in its ratio and its ceiling; null where it has neither. */
  turn: z
    .object({
      ratio_priority: z.int().nullable(),
      ratio_ordinary: z.int(),
      preferred_taken: z.int(),
      ordinary_taken: z.int(),
      most_in_a_row: z.int().nullable(),
      in_a_row: z.int(),
    })
    .nullable(),
  longest_wait_min: z.int().nullable(),
  /** People who stood before the one chosen by hand. */
  passed_over: z.int().nullable(),
})
export type CallReason = z.infer<typeof CallReason>

export const Ticket = z.object({
  id: z.uuid(),
  site_id: z.uuid(),
  service_id: z.uuid(),
  service_name: z.string(),
  number: z.string(),
  status: TicketStatus,
  priority: z.int(),
  source: z.enum(['kiosk', 'reception', 'web', 'api']),
  customer_id: z.uuid().nullable(),
  visitor_name: z.string().nullable(),
  visitor_phone: z.string().nullable(),
  note: z.string().nullable(),
  issued_at: z.string(),
  queued_at: z.string(),
  called_at: z.string().nullable(),
  calls: z.int(),
  started_at: z.string().nullable(),
  paused_at: z.string().nullable(),
  paused_s: z.int(),
  ended_at: z.string().nullable(),
  counter_id: z.uuid().nullable(),
  counter_name: z.string().nullable(),
  agent_id: z.uuid().nullable(),
  outcome: z.enum(outcomes).nullable(),
  arriving_at: z.string().nullable(),
  appointment_at: z.string().nullable(),
  call_reason: CallReason.nullable(),
  /** Until when the last step can be taken back; null when it cannot. */
  undo_until: z.string().nullable(),
})
export type Ticket = z.infer<typeof Ticket>

export const WaitRange = z.object({ from_minutes: z.int(), to_minutes: z.int() })

const Phone = z
  .string()
  .trim()
  .regex(/^\+[1-9][0-9]{6,14}$/)
const TicketParams = z.object({ ticket_id: z.uuid() })
const SiteParams = z.object({ site_id: z.uuid() })
const CounterParams = z.object({ counter_id: z.uuid() })

export const issueTicket = endpoint({
  method: 'POST',
  path: '/queue/sites/:site_id/tickets',
  permission: ['queue.ticket.issue', 'device:kiosk'],
  summary: 'Gives a visitor the next number of a service.',
  params: SiteParams,
  body: z.object({
    service_id: z.uuid(),
    priority: z.int().min(0).max(9).default(0),
    visitor_name: z.string().trim().max(120).optional(),
    visitor_phone: Phone.optional(),
    /** Where the visitor agrees to be written to about this ticket. */
    channels: z
      .array(z.enum(['whatsapp', 'sms']))
      .max(2)
      .optional(),
    customer_id: z.uuid().optional(),
    note: z.string().trim().max(500).optional(),
    /** The appointment this visitor comes for: called on time if they are there on time. */
    appointment_at: z.iso.datetime({ offset: true }).optional(),
    locale: z.enum(['fr', 'en']).default('fr'),
  }),
  reply: z.object({
    ticket: Ticket,
    /** Opens the visitor's page; told once. */
    url: z.string(),
    ahead: z.int(),
    range: WaitRange.nullable(),
    past_closing: z.boolean(),
  }),
  status: 201,
  errors: ['queue.service_closed', 'queue.service_full', 'organisation.service_unknown'],
})

export const listTickets = endpoint({
  method: 'GET',
  path: '/queue/sites/:site_id/tickets',
  permission: 'queue.ticket.read',
  summary: 'Tickets of a site: present ones in calling order, or the history of days, newest first.',
  params: SiteParams,
  query: z.object({
    ...PageQuery,
    scope: z.enum(['present', 'history']).default('present'),
    status: TicketStatus.optional(),
    service_id: z.uuid().optional(),
    search: z.string().trim().max(60).optional(),
    day: z.iso.date().optional(),
  }),
  reply: pageOf(Ticket),
})
export const readTicket = endpoint({
  method: 'GET',
  path: '/queue/tickets/:ticket_id',
  permission: 'queue.ticket.read',
  summary: 'One ticket and everything that happened to it.',
  params: TicketParams,
  reply: z.object({
    ticket: Ticket,
    history: z.array(
      z.object({
        id: z.uuid(),
        at: z.string(),
        name: z.string(),
        actor_name: z.string().nullable(),
        counter_name: z.string().nullable(),
      }),
    ),
  }),
})

export const CounterSession = z.object({
  id: z.uuid(),
  site_id: z.uuid(),
  counter_id: z.uuid(),
  counter_name: z.string(),
  agent_id: z.uuid(),
  agent_name: z.string(),
  service_ids: z.array(z.uuid()),
  status: z.enum(['open', 'paused', 'closed']),
  opened_at: z.string(),
  paused_at: z.string().nullable(),
  pause_reason: z.string().nullable(),
  returns_at: z.string().nullable(),
})
export type CounterSession = z.infer<typeof CounterSession>

export const openCounter = endpoint({
  method: 'POST',
  path: '/queue/counters/:counter_id/session',
  permission: 'queue.counter.operate',
  summary: 'Takes a counter and opens it.',
  params: CounterParams,
  reply: CounterSession,
  status: 201,
  errors: ['queue.counter_taken', 'queue.agent_elsewhere', 'queue.no_service_here'],
})
export const closeCounter = endpoint({
  method: 'DELETE',
  path: '/queue/counters/:counter_id/session',
  permission: 'queue.counter.operate',
  summary: 'Closes the counter and frees it for a colleague.',
  params: CounterParams,
  reply: z.object({ closed: z.boolean() }),
  errors: ['queue.counter_not_open', 'queue.visitor_present'],
})
export const pauseCounter = endpoint({
  method: 'POST',
  path: '/queue/counters/:counter_id/pause',
  permission: 'queue.counter.operate',
  summary: 'Keeps the counter but calls nobody for a while.',
  params: CounterParams,
  body: z.object({
    reason: z.string().trim().max(80).optional(),
    /** When the agent will be back: waits are estimated with it. */
    returns_in_minutes: z.int().min(1).max(480).optional(),
  }),
  reply: CounterSession,
  errors: ['queue.counter_not_open', 'queue.visitor_present'],
})
export const resumeCounter = endpoint({
  method: 'DELETE',
  path: '/queue/counters/:counter_id/pause',
  permission: 'queue.counter.operate',
  summary: 'Reopens a paused counter.',
  params: CounterParams,
  reply: CounterSession,
  errors: ['queue.counter_not_open'],
})
export const listCounterSessions = endpoint({
  method: 'GET',
  path: '/queue/sites/:site_id/counters',
  permission: 'queue.ticket.read',
  summary: 'Counters of a site: who is where, open or paused, with whom.',
  params: SiteParams,
  reply: z.object({
    items: z.array(
      z.object({
        counter_id: z.uuid(),
        counter_name: z.string(),
        session: CounterSession.nullable(),
        ticket: Ticket.nullable(),
      }),
    ),
  }),
})

export const callTicket = endpoint({
  method: 'POST',
  path: '/queue/counters/:counter_id/calls',
  permission: 'queue.ticket.serve',
  summary: 'Calls the next visitor to the counter, or a chosen one where the organisation allows it.',
  params: CounterParams,
  body: z.object({ ticket_id: z.uuid().optional() }),
  reply: Ticket,
  status: 201,
  errors: [
    'queue.nobody_waiting',
    'queue.agent_busy',
    'queue.counter_not_open',
    'queue.counter_paused',
    'queue.pick_not_allowed',
    'queue.already_called',
  ],
})

const step = <P extends string, B extends z.ZodObject>(
  path: P,
  summary: string,
  body: B,
  permission: string | readonly string[] = 'queue.ticket.serve',
) =>
  endpoint({
    method: 'POST',
    path: `/queue/tickets/:ticket_id/${path}`,
    permission,
    summary,
    params: TicketParams,
    body,
    reply: Ticket,
    errors: ['queue.ticket_unknown', 'queue.step_refused'],
  })
const nothing = z.object({})
export const recallTicket = step('recalls', 'Calls the same visitor again.', nothing)
export const startService = step('service', 'The visitor is at the counter: service begins.', nothing)
export const closeTicket = step(
  'closing',
  'Service is over; the agent is free.',
  z.object({ outcome: z.enum(outcomes).default('served'), note: z.string().trim().max(500).optional() }),
)
export const transferTicket = step(
  'transfers',
  'Sends the visitor to another service, keeping the time already waited.',
  z.object({ service_id: z.uuid(), note: z.string().trim().max(500).optional() }),
  'queue.ticket.transfer',
)
export const pauseTicket = step('pause', 'Interrupts the service; the visitor stays at the counter.', nothing)
export const resumeTicket = step('resumption', 'Goes on with an interrupted service.', nothing)
export const parkTicket = step(
  'parking',
  'Sets the visitor aside (a form to fill); the agent is free.',
  nothing,
)
export const markNoShow = step('absence', 'The visitor did not come.', nothing)
export const reactivateTicket = step(
  'reactivation',
  'Puts a visitor back in the queue at the former place.',
  nothing,
  'queue.ticket.transfer',
)
export const cancelTicket = step('cancellation', 'The visitor gave up.', nothing, 'queue.ticket.transfer')
export const undoStep = step(
  'undo',
  'Takes back the last step within the time allowed, rank included.',
  nothing,
  ['queue.ticket.serve', 'queue.ticket.transfer'],
)

export const readDesk = endpoint({
  method: 'GET',
  path: '/queue/sites/:site_id/desk',
  permission: 'queue.counter.operate',
  summary: "The agent's own desk: counter, visitor, and who waits.",
  params: SiteParams,
  reply: z.object({
    session: CounterSession.nullable(),
    current: Ticket.nullable(),
    /** The agent's last finished ticket while its last step can be undone. */
    undoable: Ticket.nullable(),
    waiting: z.array(Ticket),
    waiting_count: z.int(),
    parked: z.array(Ticket),
    counters: z.array(z.object({ id: z.uuid(), name: z.string(), taken_by: z.string().nullable() })),
    services: z.array(z.object({ id: z.uuid(), name: z.string(), prefix: z.string() })),
    may_pick: z.boolean(),
    served_today: z.int(),
  }),
})

export const readBoard = endpoint({
  method: 'GET',
  path: '/queue/sites/:site_id/board',
  permission: ['queue.ticket.read', 'device:display', 'device:kiosk'],
  summary: 'What the hall display shows: who is called where, and how many wait.',
  params: SiteParams,
  reply: z.object({
    site_name: z.string(),
    time_zone: z.string(),
    open: z.boolean(),
    calls: z.array(
      z.object({
        ticket_id: z.uuid(),
        number: z.string(),
        counter_name: z.string(),
        service_name: z.string(),
        called_at: z.string(),
        calls: z.int(),
        status: TicketStatus,
      }),
    ),
    waiting_count: z.int(),
    /** What phones and kiosks tell too, for services that somebody waits for. */
    waits: z.array(
      z.object({
        service_id: z.uuid(),
        prefix: z.string(),
        name: z.string(),
        name_en: z.string().nullable(),
        range: WaitRange,
      }),
    ),
    voice_languages: z.array(z.enum(['fr', 'en'])),
    join_url: z.string().nullable(),
  }),
})

export const ServiceChoice = z.object({
  id: z.uuid(),
  name: z.string(),
  name_en: z.string().nullable(),
  description: z.string().nullable(),
  icon: z.string().nullable(),
  photo_url: z.string().nullable(),
  prefix: z.string(),
  waiting_count: z.int(),
  /** People who would be called before at the counters that give this service, whatever they wait for. */
  ahead: z.int(),
  range: WaitRange.nullable(),
  /** Whoever comes now would usually be called after closing. */
  past_closing: z.boolean(),
  refusal: z.enum(['closed', 'full']).nullable(),
})
export type ServiceChoice = z.infer<typeof ServiceChoice>
export const listChoices = endpoint({
  method: 'GET',
  path: '/queue/sites/:site_id/choices',
  permission: ['queue.ticket.issue', 'device:kiosk'],
  summary: 'Services a visitor can choose now, with how many wait.',
  params: SiteParams,
  reply: z.object({ site_name: z.string(), items: z.array(ServiceChoice) }),
})

export const Statistics = z.object({
  site_id: z.uuid(),
  day: z.string(),
  waiting: z.int(),
  called: z.int(),
  serving: z.int(),
  parked: z.int(),
  issued: z.int(),
  completed: z.int(),
  no_show: z.int(),
  cancelled: z.int(),
  /** Seconds; null before anybody was called. */
  wait_average_s: z.number().nullable(),
  wait_median_s: z.number().nullable(),
  wait_p90_s: z.number().nullable(),
  service_average_s: z.number().nullable(),
  longest_waiting_s: z.number().nullable(),
  counters_open: z.int(),
  counters_paused: z.int(),
  by_service: z.array(
    z.object({
      service_id: z.uuid(),
      name: z.string(),
      prefix: z.string(),
      waiting: z.int(),
      completed: z.int(),
      longest_waiting_s: z.number().nullable(),
      wait_average_s: z.number().nullable(),
    }),
  ),
  by_hour: z.array(z.object({ hour: z.int(), issued: z.int(), completed: z.int() })),
})
export type Statistics = z.infer<typeof Statistics>
export const readStatistics = endpoint({
  method: 'GET',
  path: '/queue/sites/:site_id/statistics',
  permission: 'queue.stats.read',
  summary: "The site's figures of today; pushed live as `stats.updated`.",
  transaction: false,
  params: SiteParams,
  reply: Statistics,
})

/** How well quotes were kept. Seconds; shares from 0 to 1; null where nothing could be measured. */
export const Accuracy = z.object({
  /** Visitors who were called. */
  n: z.int(),
  /** Visitors who left before: their wait is only known to have been longer, so they are told apart. */
  left: z.int(),
  median_error_s: z.number().nullable(),
  /** Mean error as a share of the wait, over waits of five minutes and more. */
  mape: z.number().nullable(),
  mape_n: z.int(),
  /** Above zero: visitors were told more than they waited. */
  bias_s: z.number().nullable(),
  /** Share of those who had to wait whose wait stayed below the first and the second figure told. */
  p50_kept: z.number().nullable(),
  p90_kept: z.number().nullable(),
  kept_n: z.int(),
})
export type Accuracy = z.infer<typeof Accuracy>
const AccuracyPeriod = { weeks: z.coerce.number().int().min(1).max(52).default(4) }
export const readAccuracy = endpoint({
  method: 'GET',
  path: '/queue/sites/:site_id/accuracy',
  permission: 'queue.accuracy.read',
  summary: 'How well the waiting ranges told at a site were kept, over a period.',
  params: SiteParams,
  query: z.object({ ...AccuracyPeriod, service_id: z.uuid().optional() }),
  reply: Accuracy,
})
export const listAccuracy = endpoint({
  method: 'GET',
  path: '/queue/sites/:site_id/accuracy-weeks',
  permission: 'queue.accuracy.read',
  summary: 'The same by week and service, newest week first.',
  params: SiteParams,
  query: z.object({ ...PageQuery, ...AccuracyPeriod, service_id: z.uuid().optional() }),
  reply: pageOf(Accuracy.extend({ week: z.iso.date(), service_id: z.uuid(), service_name: z.string() })),
})

export const QueueSettings = z.object({
  calling_order: z.enum(callingOrders),
  may_pick: z.boolean(),
  public_join: z.boolean(),
  voice_languages: z
    .array(z.enum(['fr', 'en']))
    .min(1)
    .max(2),
  undo_s: z.int().min(0).max(120),
  /** So many priority calls, then `ratio_ordinary` others, while both wait; null: priority always first. */
  ratio_priority: z.int().min(1).max(9).nullable().default(null),
  ratio_ordinary: z.int().min(1).max(9).default(1),
  /** The most calls of priority or appointments in a row while somebody ordinary waits. */
  most_in_a_row: z.int().min(1).max(20).nullable().default(null),
  /** After so many minutes a ticket goes first, whatever its class. */
  longest_wait_min: z.int().min(10).max(600).nullable().default(90),
  /** Visitors who left a number are told from this place on; null: never. */
  tell_at_place: z.int().min(1).max(10).nullable().default(2),
})
export type QueueSettings = z.infer<typeof QueueSettings>
export const WaitLimits = z.object({
  items: z.array(z.object({ service_id: z.uuid(), minutes: z.int().min(5).max(480).nullable() })).max(200),
})
export const readWaitLimits = endpoint({
  method: 'GET',
  path: '/queue/sites/:site_id/wait-limits',
  permission: 'queue.stats.read',
  summary: 'From which wait on managers are told, for each service, and what lasts at this moment.',
  params: SiteParams,
  reply: z.object({
    items: z.array(
      z.object({
        service_id: z.uuid(),
        service_name: z.string(),
        minutes: z.int().nullable(),
        /** Since when waits are beyond the limit; null when they are not. */
        beyond_since: z.string().nullable(),
        longest_s: z.int().nullable(),
      }),
    ),
  }),
})
export const changeWaitLimits = endpoint({
  method: 'PUT',
  path: '/queue/sites/:site_id/wait-limits',
  permission: 'queue.setting.write',
  summary: 'Sets from which wait on managers are told; null for never.',
  params: SiteParams,
  body: WaitLimits,
  reply: z.object({ saved: z.int() }),
  errors: ['organisation.service_unknown'],
})

export const readSettings = endpoint({
  method: 'GET',
  path: '/queue/sites/:site_id/settings',
  permission: 'queue.ticket.read',
  summary: 'How the site calls: order, choice, public joining, voice.',
  params: SiteParams,
  reply: QueueSettings,
})
export const changeSettings = endpoint({
  method: 'PUT',
  path: '/queue/sites/:site_id/settings',
  permission: 'queue.setting.write',
  summary: 'Changes how the site calls, from the next call on.',
  params: SiteParams,
  body: QueueSettings,
  reply: QueueSettings,
})
