import { agentNames, listSites, servicesOf } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { AnalyticsTables } from '../../tables.ts'
import { onSitesOf } from '@guichet/platform/on-sites'
import { targetsOf } from './targets.ts'
import { todayAt } from './scope.ts'
import { everybody_id } from '../model/sheet.ts'

const db = tablesOf<AnalyticsTables>()

/** What reports can be narrowed to: the caller's sites, their services, and whoever has worked there. */
export async function reportChoices(ctx: Ctx) {
  const sites = await listSites(ctx)
  const targets = await targetsOf(ctx, sites)
  const services = (await Promise.all(sites.map((site) => servicesOf(ctx, site.id)))).flat()
  const rows = await db(ctx)
    .selectFrom('analytics.day_sheet')
    .select('agent_id')
    .distinct()
    .where('agent_id', '!=', everybody_id)
    .where(onSitesOf(ctx.actor))
    .execute()
  const names = await agentNames(
    ctx,
    rows.map((row) => row.agent_id),
  )
  return {
    today: todayAt(ctx, sites),
    sites: sites.map(({ id, name }) => ({ id, name, target_minutes: targets.get(id)! / 60 })),
    services: services.map(({ id, name, site_id }) => ({ id, name, site_id })),
    agents: [...names]
      .map(([id, name]) => ({ id, name }))
      .toSorted((a, b) => a.name.localeCompare(b.name, ctx.locale)),
  }
}
