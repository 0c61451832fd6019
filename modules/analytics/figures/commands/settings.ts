import { readSite } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import type { AnalyticsTables } from '../../tables.ts'
import { rebuildAsked, waitTargetSet } from '../events.ts'

const db = tablesOf<AnalyticsTables>()

/** Sets the wait that half of the visitors of a site should not exceed. */
export async function setWaitTarget(
  ctx: Ctx,
  site_id: string,
  minutes: number,
): Promise<{ minutes: number }> {
  const site = await readSite(ctx, site_id)
  await db(ctx)
    .insertInto('analytics.wait_target')
    .values({ tenant_id: ctx.tenant.id, site_id: site.id, minutes })
    .onConflict((on) => on.columns(['tenant_id', 'site_id']).doUpdateSet({ minutes }))
    .execute()
  await emit(ctx, waitTargetSet, { minutes }, site.id)
  return { minutes }
}

/** Asks for every figure to be read again from the event log. */
export async function askRebuild(ctx: Ctx): Promise<{ accepted: boolean }> {
  await emit(ctx, rebuildAsked, {})
  return { accepted: true }
}
