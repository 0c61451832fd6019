import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { AnalyticsTables } from '../../tables.ts'
import type { AgentPerformance } from '../contract.ts'
import { stepOf } from '../model/period.ts'
import { Sample } from '../model/sample.ts'
import { nobody_id, readSeconds } from '../model/sheet.ts'
import { periodOf, scopeOf, within, type Filters } from './scope.ts'

const db = tablesOf<AnalyticsTables>()

interface Sheet {
  local_day: string
  service_id: string
  agent_id: string
  completed: number
  no_show: number
  transferred: number
  parked: number
  services: Buffer
}

class Work {
  completed = 0
  no_show = 0
  transferred = 0
  parked = 0
  service = new Sample()
  get handled(): number {
    return this.completed + this.no_show + this.transferred + this.parked
  }
  add(sheet: Sheet, services: Uint32Array): void {
    this.completed += sheet.completed
    this.no_show += sheet.no_show
    this.transferred += sheet.transferred
    this.parked += sheet.parked
    this.service.addAll(services)
  }
}
const workIn = <K>(works: Map<K, Work>, key: K): Work => {
  const known = works.get(key)
  if (known) return known
  const made = new Work()
  works.set(key, made)
  return made
}

/**
 * What each agent handled. A visitor who was sent on counts for whoever sent them and for whoever took them.
 * @param namesOf asked apart, as people's names are out of the figures' reader's sight
 */
export async function agentPerformance(
  ctx: Ctx,
  filters: Filters,
  namesOf: (ids: string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<AgentPerformance> {
  const scope = await scopeOf(ctx, filters)
  // Everybody's sheets, also with one agent asked for: the mix is compared with what the services take all.
  const { rows } = await sql<Sheet>`
    select local_day, service_id, agent_id, sum(passages_completed)::int as completed, sum(passages_no_show)::int as no_show,
      sum(passages_transferred)::int as transferred, sum(passages_parked)::int as parked,
      string_agg(passage_services, ''::bytea) as services
    from analytics.day_sheet
    where ${within({ ...scope, agent_id: null })} and passages > 0 and agent_id <> ${nobody_id}
    group by local_day, service_id, agent_id order by local_day`.execute(db(ctx))
  const total = new Work()
  const by_agent = new Map<string, Work>()
  const by_service = new Map<string, Sample>()
  const by_agent_service = new Map<string, Map<string, number>>()
  const by_agent_step = new Map<string, Map<string, Work>>()
  for (const sheet of rows) {
    const services = readSeconds(sheet.services)
    const everybody = by_service.get(sheet.service_id) ?? new Sample()
    by_service.set(sheet.service_id, everybody)
    everybody.addAll(services)
    if (scope.agent_id !== null && sheet.agent_id !== scope.agent_id) continue
    total.add(sheet, services)
    workIn(by_agent, sheet.agent_id).add(sheet, services)
    const given = by_agent_service.get(sheet.agent_id) ?? new Map<string, number>()
    by_agent_service.set(sheet.agent_id, given)
    given.set(sheet.service_id, (given.get(sheet.service_id) ?? 0) + services.length)
    const steps = by_agent_step.get(sheet.agent_id) ?? new Map<string, Work>()
    by_agent_step.set(sheet.agent_id, steps)
    workIn(steps, stepOf(sheet.local_day, scope.step)).add(sheet, services)
  }
  const names = await namesOf([...by_agent.keys()])
  return {
    period: periodOf(scope),
    agents: [...by_agent]
      .map(([agent_id, work]) => {
        const [p50, p90] = work.service.percentiles([0.5, 0.9])
        let expected = 0
        for (const [service_id, count] of by_agent_service.get(agent_id)!)
          expected += count * (by_service.get(service_id)!.average ?? 0)
        const answered = work.completed + work.no_show
        return {
          agent_id,
          agent_name: names.get(agent_id) ?? '',
          handled: work.handled,
          completed: work.completed,
          no_show: work.no_show,
          transferred: work.transferred,
          parked: work.parked,
          completion_rate: answered === 0 ? null : work.completed / answered,
          service_average_s: work.service.average,
          service_p50_s: p50!,
          service_p90_s: p90!,
          mix_ratio: expected === 0 ? null : work.service.sum / expected,
          series: [...by_agent_step.get(agent_id)!].map(([day, one]) => ({
            day,
            handled: one.handled,
            completed: one.completed,
            service_average_s: one.service.average,
          })),
        }
      })
      // By name: a table of people is not a ranking.
      .toSorted(
        (a, b) => a.agent_name.localeCompare(b.agent_name, ctx.locale) || (a.agent_id < b.agent_id ? -1 : 1),
      ),
    total: {
      handled: total.handled,
      completed: total.completed,
      no_show: total.no_show,
      transferred: total.transferred,
      parked: total.parked,
      service_average_s: total.service.average,
    },
    read_at: ctx.now().toISOString(),
  }
}
