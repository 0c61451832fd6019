import { sql } from 'kysely'
import { serviceNames } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { forbidden } from '@guichet/platform/errors'
import { scopeBefore, scopeOf, within, type Filters, type Scope } from '../../figures/queries/scope.ts'
import type { Satisfaction, SatisfactionReport } from '../contract.ts'
import { csatOf, least_shown, npsOf, type Counts, type VoteChannel } from '../model.ts'
import { satisfactionSettings } from './settings.ts'

interface CountRow {
  key: string | null
  site_id: string | null
  c1: number
  c2: number
  c3: number
  c4: number
  c5: number
  promoters: number
  passives: number
  detractors: number
}

const counted = sql`
  count(*) filter (where csat = 1)::int as c1, count(*) filter (where csat = 2)::int as c2,
  count(*) filter (where csat = 3)::int as c3, count(*) filter (where csat = 4)::int as c4,
  count(*) filter (where csat = 5)::int as c5,
  count(*) filter (where nps >= 9)::int as promoters, count(*) filter (where nps between 7 and 8)::int as passives,
  count(*) filter (where nps <= 6)::int as detractors`

const keys = {
  all: sql`''::text`,
  service: sql`service_id::text`,
  week: sql`to_char(date_trunc('week', local_day), 'YYYY-MM-DD')`,
  agent: sql`agent_id::text`,
}

async function countsBy(ctx: Ctx, scope: Scope, by: keyof typeof keys): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`
    select ${keys[by]} as key, min(site_id::text) as site_id, ${counted} from analytics.vote where ${within(scope)} group by 1 order by 1`.execute(
    ctx.transaction.db,
  )
  return rows
}

const noCounts: CountRow = {
  key: null,
  site_id: null,
  c1: 0,
  c2: 0,
  c3: 0,
  c4: 0,
  c5: 0,
  promoters: 0,
  passives: 0,
  detractors: 0,
}

/** The figures of some votes, or only how many there are. */
export function shownOf(row: CountRow): Satisfaction {
  const counts: Counts = { ...row, csat: [row.c1, row.c2, row.c3, row.c4, row.c5] }
  const csat = csatOf(counts)
  const nps = npsOf(counts)
  return {
    votes: csat?.n ?? 0,
    csat: csat && csat.n >= least_shown ? { ...csat, distribution: [...counts.csat] } : null,
    nps_answers: nps?.n ?? 0,
    nps:
      nps && nps.n >= least_shown
        ? { ...nps, promoters: row.promoters, passives: row.passives, detractors: row.detractors }
        : null,
  }
}

/** What visitors of a period thought, as far as there are enough of them. */
export async function satisfactionReport(
  ctx: Ctx,
  filters: Filters,
  namesOf: (ids: string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<SatisfactionReport> {
  const settings = await satisfactionSettings(ctx)
  if (filters.agent_id !== undefined && !settings.by_agent) throw forbidden('analytics.agent_ratings_closed')
  const scope = await scopeOf(ctx, filters)
  const earlier = scopeBefore(scope)
  const [total] = await countsBy(ctx, scope, 'all')
  const [before] = await countsBy(ctx, earlier, 'all')
  const by_service = await countsBy(ctx, scope, 'service')
  const by_week = await countsBy(ctx, scope, 'week')
  const by_agent = settings.by_agent
    ? (await countsBy(ctx, scope, 'agent')).filter((row) => row.key !== null)
    : null
  const names = by_agent ? await namesOf(by_agent.map((row) => row.key as string)) : new Map<string, string>()
  const alerts = await openAlerts(ctx, scope)
  const services = await serviceNames(ctx, [
    ...by_service.map((row) => row.key as string),
    ...alerts.map((alert) => alert.service_id),
  ])
  const sites = new Map(scope.sites.map((site) => [site.id, site.name]))
  const { rows: by_channel } = await sql<{ channel: VoteChannel; votes: number }>`
    select channel, count(*)::int as votes from analytics.vote where ${within(scope)}
    group by 1 order by 2 desc, 1`.execute(ctx.transaction.db)
  return {
    period: { from: scope.from, to: scope.to, days: scope.days },
    least_shown,
    total: shownOf(total ?? noCounts),
    before: { from: earlier.from, to: earlier.to, ...shownOf(before ?? noCounts) },
    by_service: by_service.map((row) => ({
      service_id: row.key as string,
      service_name: services.get(row.key as string) ?? '',
      site_name: sites.get(row.site_id as string) ?? '',
      ...shownOf(row),
    })),
    by_week: by_week.map((row) => ({ week: row.key as string, ...shownOf(row) })),
    by_agent:
      by_agent?.map((row) => ({
        agent_id: row.key as string,
        agent_name: names.get(row.key as string) ?? '',
        ...shownOf(row),
      })) ?? null,
    by_channel,
    days: filters.agent_id === undefined ? await addedUpDays(ctx, scope) : [],
    alerts: alerts.map((alert) => ({ ...alert, service_name: services.get(alert.service_id) ?? '' })),
    read_at: ctx.now().toISOString(),
  }
}

async function addedUpDays(ctx: Ctx, scope: Scope): Promise<SatisfactionReport['days']> {
  const { rows } = await sql<{ local_day: string; votes: number; points: number }>`
    select to_char(local_day, 'YYYY-MM-DD') as local_day, sum(votes)::int as votes,
      sum(csat_1 + 2 * csat_2 + 3 * csat_3 + 4 * csat_4 + 5 * csat_5)::int as points
    from analytics.satisfaction_day
    where local_day between ${scope.from}::date and ${scope.to}::date
      and site_id = any(${scope.sites.map((site) => site.id)}::uuid[])
      and (${scope.service_id}::uuid is null or service_id = ${scope.service_id}::uuid)
    group by 1 order by 1`.execute(ctx.transaction.db)
  return rows.map(({ local_day, votes, points }) => ({
    local_day,
    votes,
    csat_mean: votes >= least_shown ? points / votes : null,
  }))
}

async function openAlerts(
  ctx: Ctx,
  scope: Scope,
): Promise<Omit<SatisfactionReport['alerts'][number], 'service_name'>[]> {
  const { rows } = await sql<Omit<SatisfactionReport['alerts'][number], 'service_name'>>`
    select id, service_id, bad, latest, opened_at from analytics.satisfaction_alert
    where closed_at is null and site_id = any(${scope.sites.map((site) => site.id)}::uuid[])
      and (${scope.service_id}::uuid is null or service_id = ${scope.service_id}::uuid)
    order by opened_at desc limit 20`.execute(ctx.transaction.db)
  return rows
}
