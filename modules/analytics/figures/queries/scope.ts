import { sql, type RawBuilder } from 'kysely'
import { listSites, localDayOf, readService, readSite, type Site } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { invalid } from '@guichet/platform/errors'
import { localDate } from '@guichet/platform/local-time'
import { everybody_id } from '../model/sheet.ts'
import { addDays, daysIn, defaultDays, mostDays, stepFor, type Step } from '../model/period.ts'

export interface Filters {
  from?: string | undefined
  to?: string | undefined
  site_id?: string | undefined
  service_id?: string | undefined
  agent_id?: string | undefined
}

/** Filters made definite: days, the sites that the caller may see, and what was asked of them. */
export interface Scope {
  from: string
  to: string
  days: number
  step: Step
  sites: Site[]
  service_id: string | null
  agent_id: string | null
}

/** Today at the site that is furthest ahead, or in the organisation where it has none. */
export const todayAt = (ctx: Ctx, sites: readonly Site[]): string =>
  sites
    .map((site) => localDayOf(site, ctx.now()))
    .toSorted()
    .at(-1) ?? localDate(ctx.now(), ctx.tenant.time_zone)

/** A site or service the caller may not see answers like an unknown one. */
export async function scopeOf(ctx: Ctx, filters: Filters): Promise<Scope> {
  const service = filters.service_id === undefined ? null : await readService(ctx, filters.service_id)
  const sites = filters.site_id === undefined ? await listSites(ctx) : [await readSite(ctx, filters.site_id)]
  const to = filters.to ?? todayAt(ctx, sites)
  const from = filters.from ?? addDays(to, 1 - defaultDays)
  if (from > to) throw invalid('analytics.period_reversed', [{ path: 'query.from', code: 'after_end' }])
  const days = daysIn(from, to)
  if (days > mostDays) throw invalid('analytics.period_too_long', [{ path: 'query.from', code: 'too_early' }])
  return {
    from,
    to,
    days,
    step: stepFor(from, to),
    sites,
    service_id: service?.id ?? null,
    agent_id: filters.agent_id ?? null,
  }
}

const onSites = (scope: Scope): RawBuilder<boolean> => sql<boolean>`
  local_day between ${scope.from}::date and ${scope.to}::date
  and site_id = any(${scope.sites.map((site) => site.id)}::uuid[])
  and (${scope.service_id}::uuid is null or service_id = ${scope.service_id}::uuid)`

/** The facts that the scope covers. */
export const within = (scope: Scope): RawBuilder<boolean> =>
  sql<boolean>`${onSites(scope)} and (${scope.agent_id}::uuid is null or agent_id = ${scope.agent_id}::uuid)`
/** The sheets that hold what the scope covers, each ticket once. */
export const onSheets = (scope: Scope): RawBuilder<boolean> =>
  sql<boolean>`${onSites(scope)} and agent_id = ${scope.agent_id ?? everybody_id}::uuid`
/** The sheets of every agent one by one. */
export const onAgentSheets = (scope: Scope): RawBuilder<boolean> =>
  sql<boolean>`${onSites(scope)} and agent_id < ${everybody_id}::uuid`

/** The first day of the step a sheet belongs to, as `stepOf` in the model. */
export const stepDay = ({ step }: Scope): RawBuilder<string> =>
  step === 'day' ? sql<string>`local_day` : sql<string>`date_trunc(${step}, local_day)::date`

export const periodOf = ({ from, to, days, step }: Scope) => ({ from, to, days, step })
/** As long a time, just before. */
export function scopeBefore(scope: Scope): Scope {
  return { ...scope, from: addDays(scope.from, -scope.days), to: addDays(scope.from, -1) }
}
