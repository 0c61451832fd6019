import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { AnalyticsTables } from '../../tables.ts'
import type { AgentPerformance } from '../contract.ts'
import { Sample } from '../model/sample.ts'
import { readSeconds } from '../model/sheet.ts'
import { onAgentSheets, onSheets, periodOf, scopeOf, stepDay, type Filters } from './scope.ts'

const db = tablesOf<AnalyticsTables>()

interface Counts {
  agent_id: string
  completed: number
  no_show: number
  transferred: number
  parked: number
}
interface ServiceRow extends Counts {
  service_id: string
  services: Buffer
}
interface StepRow extends Counts {
  step_day: string
  services_n: number
  services_sum_s: number
}
const counts = sql`sum(passages_completed)::int as completed, sum(passages_no_show)::int as no_show,
  sum(passages_transferred)::int as transferred, sum(passages_parked)::int as parked`

const handledOf = (row: Omit<Counts, 'agent_id'>): number =>
  row.completed + row.no_show + row.transferred + row.parked

class Work {
  completed = 0
  no_show = 0
  transferred = 0
  parked = 0
  service = new Sample()
  add(row: Counts, services: Uint32Array): void {
    this.completed += row.completed
    this.no_show += row.no_show
    this.transferred += row.transferred
    this.parked += row.parked
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
  // Everybody's, also with one agent asked for: the mix is compared with what the services take all.
  const { rows: services } = await sql<ServiceRow>`
    select agent_id, service_id, ${counts}, string_agg(passage_services, ''::bytea) as services
    from analytics.day_sheet where ${onAgentSheets(scope)} and passages > 0 group by 1, 2`.execute(db(ctx))
  const { rows: steps } = await sql<StepRow>`
    select agent_id, ${stepDay(scope)} as step_day, ${counts}, (sum(length(passage_services)) / 4)::int as services_n,
      sum(passage_service_sum_s)::bigint as services_sum_s
    from analytics.day_sheet
    where ${scope.agent_id === null ? onAgentSheets(scope) : onSheets(scope)} and passages > 0
    group by 1, 2 order by 2`.execute(db(ctx))
  const total = new Work()
  const by_agent = new Map<string, Work>()
  const by_service = new Map<string, { n: number; sum: number }>()
  const given_by = new Map<string, Map<string, number>>()
  for (const row of services) {
    const lengths = readSeconds(row.services)
    const everybody = by_service.get(row.service_id) ?? { n: 0, sum: 0 }
    by_service.set(row.service_id, everybody)
    everybody.n += lengths.length
    for (const length of lengths) everybody.sum += length
    if (scope.agent_id !== null && row.agent_id !== scope.agent_id) continue
    total.add(row, lengths)
    workIn(by_agent, row.agent_id).add(row, lengths)
    const given = given_by.get(row.agent_id) ?? new Map<string, number>()
    given_by.set(row.agent_id, given)
    given.set(row.service_id, lengths.length)
  }
  const series_of = new Map<string, AgentPerformance['agents'][number]['series']>()
  for (const row of steps) {
    const series = series_of.get(row.agent_id) ?? []
    series_of.set(row.agent_id, series)
    series.push({
      day: row.step_day,
      handled: handledOf(row),
      completed: row.completed,
      service_average_s: row.services_n === 0 ? null : row.services_sum_s / row.services_n,
    })
  }
  const names = await namesOf([...by_agent.keys()])
  return {
    period: periodOf(scope),
    agents: [...by_agent]
      .map(([agent_id, work]) => {
        const [p50, p90] = work.service.percentiles([0.5, 0.9])
        let expected = 0
        for (const [service_id, count] of given_by.get(agent_id)!) {
          const { n, sum } = by_service.get(service_id)!
          if (n > 0) expected += (count * sum) / n
        }
        const answered = work.completed + work.no_show
        return {
          agent_id,
          agent_name: names.get(agent_id) ?? '',
          handled: handledOf(work),
          completed: work.completed,
          no_show: work.no_show,
          transferred: work.transferred,
          parked: work.parked,
          completion_rate: answered === 0 ? null : work.completed / answered,
          service_average_s: work.service.average,
          service_p50_s: p50!,
          service_p90_s: p90!,
          mix_ratio: expected === 0 ? null : work.service.sum / expected,
          series: series_of.get(agent_id) ?? [],
        }
      })
      // By name: a table of people is not a ranking.
      .toSorted(
        (a, b) => a.agent_name.localeCompare(b.agent_name, ctx.locale) || (a.agent_id < b.agent_id ? -1 : 1),
      ),
    total: {
      handled: handledOf(total),
      completed: total.completed,
      no_show: total.no_show,
      transferred: total.transferred,
      parked: total.parked,
      service_average_s: total.service.average,
    },
    read_at: ctx.now().toISOString(),
  }
}
