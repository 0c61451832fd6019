import type { Site } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { AnalyticsTables } from '../../tables.ts'

const db = tablesOf<AnalyticsTables>()

/** Until the managers of a site choose their own. */
const usual_minutes = 20

/** Seconds that half of the visitors of each site should not exceed. */
export async function targetsOf(ctx: Ctx, sites: readonly Site[]): Promise<Map<string, number>> {
  const rows = await db(ctx).selectFrom('analytics.wait_target').select(['site_id', 'minutes']).execute()
  const chosen = new Map(rows.map((row) => [row.site_id, row.minutes]))
  return new Map(sites.map((site) => [site.id, (chosen.get(site.id) ?? usual_minutes) * 60]))
}
