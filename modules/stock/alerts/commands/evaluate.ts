import type { Ctx } from '@guichet/platform/ctx'
import { emit } from '@guichet/platform/emit'
import { db } from '../../catalogue/queries.ts'
import { alertsOpened, alertsResolved } from '../../events.ts'
import { serviceDrop } from '../model.ts'
import { freshnessOf } from '../queries/freshness.ts'
import { serviceCounts } from '../queries/service.ts'
import { foundRules } from './rules.ts'
import { evaluation } from './statement.ts'
import { tellOpened, tellStanding } from './tell.ts'

/** Looked at again although already seen: a sale that was still being written when the last round began. */
const overlap_ms = 120_000

export interface Evaluated {
  opened: number
  resolved: number
  frozen: boolean
}

/**
 * Holds every rule against what changed since the last round (or against everything), opens and resolves
 * episodes, and tells newcomers, reminders and escalations. Any number of workers may do it at once.
 */
export async function evaluateAlerts(ctx: Ctx, how: 'changed' | 'full'): Promise<Evaluated> {
  await foundRules(ctx)
  const now = ctx.now()
  const state = await db(ctx)
    .selectFrom('stock.alert_state')
    .select(['evaluated_at', 'full_at', 'stale_since'])
    .executeTakeFirst()
  const rules = await db(ctx)
    .selectFrom('stock.alert_rule')
    .select(['kind', 'threshold', 'updated_at'])
    .execute()
  const hours = rules.find(({ kind }) => kind === 'stale_data')!.threshold
  const freshness = await freshnessOf(ctx, hours)
  const drop = serviceDrop(...(await serviceCounts(ctx)))
  // What moved while figures were frozen, and what a changed rule sees otherwise, is in no set of changes.
  const thawed = state?.stale_since && !freshness.stale
  const reruled = state && rules.some(({ updated_at }) => updated_at > state.evaluated_at)
  const since =
    how === 'full' || !state || thawed || reruled
      ? null
      : new Date(Date.parse(state.evaluated_at) - overlap_ms)
  const { rows } = await evaluation({
    now,
    since,
    stale: freshness.stale,
    stale_hours: freshness.hours,
    points_lost: drop.counts ? drop.points : 0,
  }).execute(db(ctx))
  const { opened, resolved } = rows[0]!
  const row = {
    evaluated_at: now,
    full_at: since === null ? now : (state?.full_at ?? null),
    fed_by: freshness.fed_by,
    fed_at: freshness.fed_at,
    stale_since: freshness.stale_since,
  }
  await db(ctx)
    .insertInto('stock.alert_state')
    .values({ tenant_id: ctx.tenant.id, ...row })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(row))
    .execute()
  await tellOpened(ctx)
  await tellStanding(ctx)
  if (opened > 0) await emit(ctx, alertsOpened, { kind: how, episodes: opened, product_id: null })
  if (resolved > 0) await emit(ctx, alertsResolved, { kind: how, episodes: resolved, product_id: null })
  return { opened, resolved, frozen: freshness.stale }
}
