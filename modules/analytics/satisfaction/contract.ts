import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'
import { channels } from './model.ts'

const Filters = {
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  site_id: z.uuid().optional(),
  service_id: z.uuid().optional(),
  /** Only where the organisation lets ratings be read by agent. */
  agent_id: z.uuid().optional(),
}
const refusals = [
  'analytics.period_reversed',
  'analytics.period_too_long',
  'analytics.agent_ratings_closed',
  'organisation.site_unknown',
  'organisation.service_unknown',
] as const

/** Null under 30 answers: how many there are is said, what they say is not. */
export const Satisfaction = z.object({
  votes: z.int(),
  csat: z
    .object({
      n: z.int(),
      mean: z.number(),
      satisfied: z.number(),
      /** How many gave 1, 2, 3, 4 and 5. */
      distribution: z.array(z.int()),
    })
    .nullable(),
  nps_answers: z.int(),
  nps: z
    .object({
      n: z.int(),
      score: z.number(),
      /** The 95 % interval, adjusted Wald (Rocks, 2016). */
      low: z.number(),
      high: z.number(),
      promoters: z.int(),
      passives: z.int(),
      detractors: z.int(),
    })
    .nullable(),
})
export type Satisfaction = z.infer<typeof Satisfaction>

export const readSatisfaction = endpoint({
  method: 'GET',
  path: '/reports/satisfaction',
  permission: 'analytics.satisfaction.read',
  summary: 'What visitors thought: CSAT, NPS with interval, by service and week; nothing under 30 answers.',
  transaction: false,
  query: z.object(Filters),
  reply: z.object({
    period: z.object({ from: z.string(), to: z.string(), days: z.int() }),
    least_shown: z.int(),
    total: Satisfaction,
    before: z.object({ from: z.string(), to: z.string() }).extend(Satisfaction.shape),
    by_service: z.array(
      Satisfaction.extend({ service_id: z.uuid(), service_name: z.string(), site_name: z.string() }),
    ),
    /** Weeks by their Monday. */
    by_week: z.array(Satisfaction.extend({ week: z.string() })),
    /** Null unless the organisation lets ratings be read by agent. */
    by_agent: z.array(Satisfaction.extend({ agent_id: z.uuid(), agent_name: z.string() })).nullable(),
    by_channel: z.array(z.object({ channel: z.enum(channels), votes: z.int() })),
    /** Days as they were added up at midnight. */
    days: z.array(z.object({ local_day: z.string(), votes: z.int(), csat_mean: z.number().nullable() })),
    alerts: z.array(
      z.object({
        id: z.uuid(),
        service_id: z.uuid(),
        service_name: z.string(),
        bad: z.int(),
        latest: z.int(),
        opened_at: z.string(),
      }),
    ),
    read_at: z.string(),
  }),
  errors: refusals,
})
export type SatisfactionReport = z.infer<typeof readSatisfaction.reply>

export const Comment = z.object({
  id: z.uuid(),
  cast_at: z.string(),
  service_id: z.uuid(),
  service_name: z.string(),
  csat: z.int(),
  comment: z.string(),
})
export type Comment = z.infer<typeof Comment>
export const listComments = endpoint({
  method: 'GET',
  path: '/satisfaction/comments',
  permission: 'analytics.satisfaction.read',
  summary: 'What visitors wrote, the newest first, never with the name of an agent.',
  query: z.object({
    ...PageQuery,
    site_id: z.uuid().optional(),
    service_id: z.uuid().optional(),
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    /** At most this many out of five. */
    at_most: z.coerce.number().int().min(1).max(5).optional(),
  }),
  reply: pageOf(Comment),
})

export const SatisfactionSettings = z.object({
  channels: z.array(z.enum(channels)).max(4),
  ask_nps: z.boolean(),
  ask_comment: z.boolean(),
  ask_after_minutes: z.int().min(0).max(1440),
  by_agent: z.boolean(),
  alert_bad: z.int().min(2).max(20),
  alert_latest: z.int().min(3).max(40),
})
export type SatisfactionSettings = z.infer<typeof SatisfactionSettings>
export const readSatisfactionSettings = endpoint({
  method: 'GET',
  path: '/satisfaction/settings',
  permission: 'analytics.satisfaction.read',
  summary: 'When and where visitors are asked, who may read what, and when an alert rings.',
  reply: SatisfactionSettings,
})
export const changeSatisfactionSettings = endpoint({
  method: 'PUT',
  path: '/satisfaction/settings',
  permission: 'analytics.setting.write',
  summary: 'Changes when and where visitors are asked, from the next visit on.',
  body: SatisfactionSettings,
  reply: SatisfactionSettings,
  errors: ['analytics.alert_impossible'],
})

export const VoteInput = z.object({
  csat: z.int().min(1).max(5),
  nps: z.int().min(0).max(10).nullable().optional(),
  comment: z.string().trim().max(1000).optional(),
})
export const castDeviceVote = endpoint({
  method: 'POST',
  path: '/satisfaction/sites/:site_id/votes',
  permission: ['device:kiosk', 'device:counter'],
  summary: 'A visitor rates a visit of today at a kiosk, by its number, or on the screen of the counter.',
  params: z.object({ site_id: z.uuid() }),
  body: VoteInput.extend({
    ticket_id: z.uuid().optional(),
    number: z.string().trim().toUpperCase().min(2).max(12).optional(),
    locale: z.enum(['fr', 'en']).default('fr'),
  }),
  reply: z.object({ thanks: z.boolean() }),
  status: 201,
  errors: [
    'analytics.visit_unknown',
    'analytics.visit_not_over',
    'analytics.already_rated',
    'analytics.rating_closed',
  ],
  rate_limit: 600,
})
export const readCounterScreen = endpoint({
  method: 'GET',
  path: '/satisfaction/counters/:counter_id/screen',
  permission: 'device:counter',
  summary: "What a counter's screen shows: the number being served, then the question about the visit.",
  params: z.object({ counter_id: z.uuid() }),
  reply: z.object({
    counter_name: z.string(),
    serving: z.object({ number: z.string(), called: z.boolean() }).nullable(),
    asking: z
      .object({ ticket_id: z.uuid(), number: z.string(), service_name: z.string(), until: z.string() })
      .nullable(),
    ask_nps: z.boolean(),
  }),
  errors: ['organisation.counter_unknown'],
})
/** What the kiosk's question needs to know. */
export const readKioskQuestion = endpoint({
  method: 'GET',
  path: '/satisfaction/sites/:site_id/question',
  permission: ['device:kiosk', 'device:counter'],
  summary: 'Whether a kiosk may ask for ratings, and which questions.',
  params: z.object({ site_id: z.uuid() }),
  reply: z.object({ open: z.boolean(), ask_nps: z.boolean() }),
})
