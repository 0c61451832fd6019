import { sql } from 'kysely'
import { openingAt, readSite, servicesOf, type Opening, type Service, type Site } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { QueueSettings } from '../contract.ts'
import type { Calibration } from '../model/calibration.ts'
import { estimateWait, type AgentAhead, type Estimate, type Situation } from '../model/estimate.ts'
import { paceFromExpected, type Pace } from '../model/pace.ts'
import { appointmentLead_ms, callSequence, type Turn } from '../model/turns.ts'
import type { QueueTables } from '../tables.ts'
import { readStandings, type InLine } from './sequence.ts'
import { settingsOf, turnOf } from './settings.ts'

const db = tablesOf<QueueTables>()

/** A pause of which nobody said the end lasts about so long, and never ends this very minute. */
const usualPause_s = 20 * 60
const soonestReturn_s = 5 * 60
/** What an unmeasured hall needs between two visitors. */
const usualTurnaround_s = 20

interface SessionNow {
  service_ids: string[]
  status: 'open' | 'paused'
  paused_at: string | null
  returns_at: string | null
  visit_service_id: string | null
  called_at: string | null
}

/** Everything that a wait at this site depends on, read once for as many estimates as are asked. */
export interface SiteNow {
  site: Site
  now: Date
  services: Service[]
  rules: QueueSettings
  turn: Turn
  opening: Opening
  agents: AgentAhead[]
  paces: Map<string, Pace>
  calibration: Calibration
  turnaround_s: number
  passing_per_s: number
  /** Everybody who waits, each with its place in the lines. */
  waiting: InLine[]
}

export async function siteNow(ctx: Ctx, site_id: string): Promise<SiteNow> {
  const now = ctx.now()
  const site = await readSite(ctx, site_id)
  const services = await servicesOf(ctx, site_id)
  const rules = await settingsOf(ctx, site_id)
  const turn = await turnOf(ctx, site_id)
  const opening = await openingAt(ctx, site, now)
  const { rows: sessions } = await sql<SessionNow>`
    select s.service_ids, s.status, s.paused_at, s.returns_at, t.service_id as visit_service_id, t.called_at
    from queue.counter_session s
    left join queue.ticket t on t.tenant_id = s.tenant_id and t.agent_id = s.agent_id and t.status in ('called', 'serving', 'paused')
    where s.site_id = ${site_id} and s.status <> 'closed'`.execute(db(ctx))
  const measured = await db(ctx)
    .selectFrom('queue.service_pace')
    .select(['service_id', 'mean_s', 'cv', 'n'])
    .where('site_id', '=', site_id)
    .execute()
  const habits = await db(ctx)
    .selectFrom('queue.site_pace')
    .select(['turnaround_s', 'passing_per_h', 'p50_factor', 'p90_factor', 'scored_n'])
    .where('site_id', '=', site_id)
    .executeTakeFirst()
  const paces = new Map(measured.map(({ service_id, ...pace }): [string, Pace] => [service_id, pace]))
  for (const service of services) {
    if (!paces.has(service.id)) paces.set(service.id, paceFromExpected(service.expected_minutes * 60))
  }
  return {
    site,
    now,
    services,
    rules,
    turn,
    opening,
    agents: sessions.map((session) => agentAhead(session, now)),
    paces,
    calibration: {
      p50_factor: habits?.p50_factor ?? 1,
      p90_factor: habits?.p90_factor ?? 1,
      n: habits?.scored_n ?? 0,
    },
    turnaround_s: habits?.turnaround_s ?? usualTurnaround_s,
    passing_per_s: (habits?.passing_per_h ?? 0) / 3_600,
    waiting: await readStandings(ctx, site_id, rules),
  }
}

function agentAhead(session: SessionNow, now: Date): AgentAhead {
  const since = (at: string | null) => Math.max(0, (now.getTime() - Date.parse(at!)) / 1_000)
  return {
    service_ids: session.service_ids,
    back_in_s:
      session.status === 'open'
        ? 0
        : session.returns_at
          ? Math.max(60, (Date.parse(session.returns_at) - now.getTime()) / 1_000)
          : Math.max(soonestReturn_s, usualPause_s - since(session.paused_at)),
    visit: session.visit_service_id
      ? { service_id: session.visit_service_id, elapsed_s: since(session.called_at) }
      : null,
  }
}

/** Services whose visitors compete with this one's for the same counters, itself included. */
export function rivals(agents: readonly Pick<AgentAhead, 'service_ids'>[], service_id: string): Set<string> {
  const shared = agents
    .filter((agent) => agent.service_ids.includes(service_id))
    .flatMap((agent) => agent.service_ids)
  return new Set([service_id, ...shared])
}

export interface Foreseen {
  ahead: number
  counters: number
  estimate: Estimate | null
  /** The estimate after the site's calibration; null as well when it lies beyond closing. */
  p50_s: number | null
  p90_s: number | null
  /** Whether the usual wait would last beyond closing. */
  past_closing: boolean
}

/** Somebody who would take a ticket now. */
const newcomer = (service_id: string): InLine => ({
  id: '',
  service_id,
  class: 'ordinary',
  is_late: false,
  by_arrival: Infinity,
  by_class: Infinity,
  by_appointment: Infinity,
  appointment_at: null,
})

/** How many are called before and how long it takes: for a ticket that waits, or for somebody who would take one. */
export function foresee(place: SiteNow, service_id: string, ticket_id?: string): Foreseen {
  const open = place.agents.filter(({ back_in_s }) => back_in_s === 0)
  const among = rivals(place.agents, service_id)
  const competing = place.waiting.filter((one) => among.has(one.service_id))
  const own = competing.find((one) => one.id === ticket_id) ?? newcomer(service_id)
  const everybody = own.id === '' ? [...competing, own] : competing
  const sequence = callSequence(place.rules, place.turn, everybody)
  const at = sequence.indexOf(own)
  // An appointment whose time has not come stands behind, and will pass at its time.
  const appointments = sequence.slice(at + 1).flatMap((one) => {
    if (one.class === 'appointment' || !one.appointment_at) return []
    const in_s = (Date.parse(one.appointment_at) - appointmentLead_ms - place.now.getTime()) / 1_000
    return in_s > 0 ? [{ service_id: one.service_id, in_s }] : []
  })
  const heeded = place.rules.calling_order !== 'fifo' && own.class === 'ordinary' && !own.is_late
  const situation: Situation = {
    agents: place.agents,
    ahead: sequence.slice(0, at).map((one) => one.service_id),
    service_id,
    paces: place.paces,
    appointments: own.class === 'appointment' ? [] : appointments,
    overtaking: heeded && place.passing_per_s > 0 ? { per_s: place.passing_per_s, service_id } : null,
    most_passing: mostPassing(place.rules),
    turnaround_s: place.turnaround_s,
  }
  const estimate = estimateWait(situation)
  const counters = open.filter((agent) => agent.service_ids.includes(service_id)).length
  if (!estimate) return { ahead: at, counters, estimate, p50_s: null, p90_s: null, past_closing: false }
  const p50_s = estimate.p50_s * place.calibration.p50_factor
  const p90_s = Math.max(p50_s, estimate.p90_s * place.calibration.p90_factor)
  const closes_in_s = place.opening.closes_at
    ? (new Date(place.opening.closes_at).getTime() - place.now.getTime()) / 1_000
    : Infinity
  const past_closing = p50_s > closes_in_s
  return { ahead: at, counters, estimate, p50_s, p90_s, past_closing }
}

const mostPassing = ({ ratio_priority, most_in_a_row }: QueueSettings): number | null =>
  ratio_priority === null && most_in_a_row === null
    ? null
    : Math.min(ratio_priority ?? Infinity, most_in_a_row ?? Infinity)
