import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'

/** What every report can be narrowed to. Days are local days of the sites, both ends counted. */
const Filters = {
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  site_id: z.uuid().optional(),
  service_id: z.uuid().optional(),
  /** The account of the person behind the counter. */
  agent_id: z.uuid().optional(),
}
const Seconds = z.number().nullable()

export const Period = z.object({
  from: z.string(),
  to: z.string(),
  days: z.int(),
  /** What one point of `series` covers, named by its first day. */
  step: z.enum(['day', 'week', 'month']),
})
const report = { permission: 'analytics.report.read' } as const
const refusals = [
  'analytics.period_reversed',
  'analytics.period_too_long',
  'organisation.site_unknown',
  'organisation.service_unknown',
] as const

/** Waits of visitors who were called, in line only; exact to the second. */
const Waits = {
  n: z.int(),
  average_s: Seconds,
  min_s: Seconds,
  max_s: Seconds,
  p10_s: Seconds,
  p50_s: Seconds,
  p90_s: Seconds,
  p95_s: Seconds,
}
const WaitGroup = z.object({ n: z.int(), p10_s: Seconds, p50_s: Seconds, p90_s: Seconds })

/** What is slow, where and since when; null when nothing stands out. */
export const Finding = z.object({
  kind: z.enum(['slow', 'steady']),
  service_id: z.uuid(),
  service_name: z.string(),
  site_name: z.string(),
  p50_s: z.number(),
  p90_s: z.number(),
  target_s: z.int(),
  /** The first of the days in a row, up to the last, on which half waited longer than the target. */
  since: z.string().nullable(),
  /** The hour of issue at which the wait is longest. */
  hour: z.int().nullable(),
})
export type Finding = z.infer<typeof Finding>

export const readWaitTimes = endpoint({
  ...report,
  method: 'GET',
  path: '/reports/wait-times',
  summary: 'How long people waited: percentiles, service time, abandonment, by day, service and hour.',
  transaction: false,
  query: z.object(Filters),
  reply: z.object({
    period: Period,
    issued: z.int(),
    wait: z.object(Waits),
    /** The wait that half of the visitors should not exceed, where all sites read have the same. */
    target_s: z.int().nullable(),
    /** The share that waited no longer than their own site's target. */
    within_target: z.number().nullable(),
    service: z.object({
      n: z.int(),
      average_s: Seconds,
      min_s: Seconds,
      max_s: Seconds,
      p50_s: Seconds,
      p90_s: Seconds,
      p95_s: Seconds,
    }),
    abandonment: z.object({ left: z.int(), rate: z.number().nullable(), average_after_s: Seconds }),
    /** The same length of time just before. */
    before: z.object({ from: z.string(), to: z.string(), n: z.int(), p50_s: Seconds, p90_s: Seconds }),
    series: z.array(WaitGroup.extend({ day: z.string(), left: z.int(), issued: z.int() })),
    by_service: z.array(
      WaitGroup.extend({
        service_id: z.uuid(),
        service_name: z.string(),
        site_id: z.uuid(),
        site_name: z.string(),
        issued: z.int(),
        left: z.int(),
        average_s: Seconds,
        service_average_s: Seconds,
      }),
    ),
    by_hour: z.array(WaitGroup.extend({ hour: z.int() })),
    finding: Finding.nullable(),
    read_at: z.string(),
  }),
  errors: refusals,
})
export type WaitTimes = z.infer<typeof readWaitTimes.reply>

export const readAgentPerformance = endpoint({
  ...report,
  method: 'GET',
  path: '/reports/agent-performance',
  summary:
    'What each agent handled: served, sent on, absent visitors, time of service, beside the mix of services.',
  transaction: false,
  query: z.object(Filters),
  reply: z.object({
    period: Period,
    agents: z.array(
      z.object({
        agent_id: z.uuid(),
        agent_name: z.string(),
        /** Calls that came to an end at this agent's counter. */
        handled: z.int(),
        completed: z.int(),
        no_show: z.int(),
        transferred: z.int(),
        parked: z.int(),
        /** Completed of those called who came or did not: transfers and visitors set aside are left out. */
        completion_rate: z.number().nullable(),
        service_average_s: Seconds,
        service_p50_s: Seconds,
        service_p90_s: Seconds,
        /** Time of service against what the same services take everybody: 1 is the same, 1.2 a fifth longer. */
        mix_ratio: z.number().nullable(),
        series: z.array(
          z.object({ day: z.string(), handled: z.int(), completed: z.int(), service_average_s: Seconds }),
        ),
      }),
    ),
    total: z.object({
      handled: z.int(),
      completed: z.int(),
      no_show: z.int(),
      transferred: z.int(),
      parked: z.int(),
      service_average_s: Seconds,
    }),
    read_at: z.string(),
  }),
  errors: refusals,
})
export type AgentPerformance = z.infer<typeof readAgentPerformance.reply>

const Volumes = {
  issued: z.int(),
  completed: z.int(),
  no_show: z.int(),
  cancelled: z.int(),
  expired: z.int(),
  /** Still waiting or being served. */
  present: z.int(),
}
export const readQueueStats = endpoint({
  ...report,
  method: 'GET',
  path: '/reports/queue-stats',
  summary:
    'How many came and what became of them: statuses, volumes, arrivals by hour and weekday, the journey.',
  transaction: false,
  query: z.object(Filters),
  reply: z.object({
    period: Period,
    totals: z.object({ ...Volumes, transferred: z.int(), called: z.int() }),
    series: z.array(z.object({ day: z.string(), ...Volumes })),
    by_service: z.array(
      z.object({
        service_id: z.uuid(),
        service_name: z.string(),
        site_id: z.uuid(),
        site_name: z.string(),
        ...Volumes,
      }),
    ),
    /** Tickets issued, by weekday (1 is Monday) and local hour; `days`: how many such weekdays the period has. */
    arrivals: z.array(z.object({ weekday: z.int(), hour: z.int(), issued: z.int(), days: z.int() })),
    read_at: z.string(),
  }),
  errors: refusals,
})
export type QueueStats = z.infer<typeof readQueueStats.reply>

/** A file of the report's tables, as it is read on the page with the same filters. */
const exportOf = <P extends `/${string}`>(path: P, summary: string) =>
  endpoint({
    ...report,
    method: 'GET',
    path,
    summary,
    transaction: false,
    query: z.object({
      ...Filters,
      format: z.enum(['csv', 'xlsx']).default('xlsx'),
      /** Of several tables a CSV holds one: the first, unless another is named. */
      table: z.enum(['series', 'services', 'hours', 'arrivals', 'agents']).optional(),
    }),
    reply: z.undefined(),
    errors: refusals,
  })
export const exportWaitTimes = exportOf('/reports/wait-times/export', 'The waits as a spreadsheet.')
export const exportAgentPerformance = exportOf(
  '/reports/agent-performance/export',
  'The agents as a spreadsheet.',
)
export const exportQueueStats = exportOf('/reports/queue-stats/export', 'The volumes as a spreadsheet.')
export const exportTickets = exportOf(
  '/reports/tickets/export',
  'Every ticket of the period, one row each, streamed.',
)

export const listReportChoices = endpoint({
  ...report,
  method: 'GET',
  path: '/reports/choices',
  summary: 'Sites, services and agents that reports can be narrowed to, as far as the caller may see them.',
  reply: z.object({
    today: z.string(),
    sites: z.array(z.object({ id: z.uuid(), name: z.string(), target_minutes: z.int() })),
    services: z.array(z.object({ id: z.uuid(), name: z.string(), site_id: z.uuid() })),
    agents: z.array(z.object({ id: z.uuid(), name: z.string() })),
  }),
})

export const setWaitTarget = endpoint({
  method: 'PUT',
  path: '/reports/sites/:site_id/target',
  permission: 'analytics.target.write',
  summary: 'Sets the wait that half of the visitors of a site should not exceed.',
  params: z.object({ site_id: z.uuid() }),
  body: z.object({ minutes: z.int().min(1).max(480) }),
  reply: z.object({ minutes: z.int() }),
  errors: ['organisation.site_unknown'],
})

export const readQueueMetrics = endpoint({
  ...report,
  method: 'GET',
  path: '/reports/sites/:site_id/metrics',
  summary: "The site's queue today, from one reading every thirty seconds.",
  params: z.object({ site_id: z.uuid() }),
  reply: z.object({
    day: z.string(),
    items: z.array(
      z.object({
        at: z.string(),
        waiting: z.int(),
        serving: z.int(),
        counters_open: z.int(),
        longest_waiting_s: z.int().nullable(),
      }),
    ),
  }),
  errors: ['organisation.site_unknown'],
})

export const DailyReport = z.object({
  id: z.uuid(),
  site_id: z.uuid(),
  site_name: z.string(),
  local_day: z.string(),
  made_at: z.string(),
  late: z.boolean(),
  issued: z.int(),
  completed: z.int(),
  wait_p50_s: z.int().nullable(),
  wait_p90_s: z.int().nullable(),
  bytes: z.int(),
  read: z.boolean(),
})
export type DailyReport = z.infer<typeof DailyReport>
export const listDailyReports = endpoint({
  ...report,
  method: 'GET',
  path: '/reports/daily',
  summary: 'Daily reports, the newest first, with those the caller has not opened yet marked.',
  query: z.object(PageQuery),
  reply: pageOf(DailyReport).extend({ unread: z.int() }),
})
export const openDailyReport = endpoint({
  ...report,
  method: 'POST',
  path: '/reports/daily/:daily_report_id/readings',
  summary: 'Marks a daily report as read and lends a short-lived link to its PDF.',
  transaction: false,
  params: z.object({ daily_report_id: z.uuid() }),
  body: z.object({ disposition: z.enum(['inline', 'attachment']).default('inline') }),
  reply: z.object({ url: z.string() }),
  status: 201,
  errors: ['analytics.daily_report_unknown'],
})
export const readReportSubscription = endpoint({
  ...report,
  method: 'GET',
  path: '/reports/daily-subscription',
  summary: 'Whether the caller gets the daily report by e-mail, and of which site.',
  reply: z.object({ subscribed: z.boolean(), site_id: z.uuid().nullable() }),
})
export const subscribeToDailyReport = endpoint({
  ...report,
  method: 'PUT',
  path: '/reports/daily-subscription',
  summary: 'Sends the caller the daily report by e-mail from the next one on.',
  body: z.object({ site_id: z.uuid().nullable().default(null) }),
  reply: z.object({ subscribed: z.boolean(), site_id: z.uuid().nullable() }),
  errors: ['organisation.site_unknown', 'analytics.people_only'],
})
export const unsubscribeFromDailyReport = endpoint({
  ...report,
  method: 'DELETE',
  path: '/reports/daily-subscription',
  summary: 'Stops sending the caller the daily report.',
  reply: z.object({ subscribed: z.boolean(), site_id: z.uuid().nullable() }),
})
export const rebuildFigures = endpoint({
  method: 'POST',
  path: '/reports/rebuilds',
  permission: 'analytics.figures.rebuild',
  summary: 'Reads every figure again from the event log; the figures stay readable meanwhile.',
  reply: z.object({ accepted: z.boolean() }),
  status: 202,
})
