import type { Ctx } from '@guichet/platform/ctx'
import { sql } from 'kysely'
import { emit } from '@guichet/platform/emit'
import { invalid } from '@guichet/platform/errors'
import { db } from '../../catalogue/queries.ts'
import { demandSettingsChanged } from '../../events.ts'
import type { DemandSettings } from '../contract.ts'
import { dayOf } from '../model/day.ts'
import { demandSettingsOf, feastDaysOf, type StoredEffect } from '../queries/model.ts'

/** As far as the sighting of the moon may move a feast. */
const farthestMove = 5

/** Service level, calendar of feasts and what was learnt of them. */
export async function readSettings(ctx: Ctx): Promise<DemandSettings> {
  const row = await db(ctx)
    .selectFrom('stock.demand_model')
    .select(['profile', 'feast_effects'])
    .executeTakeFirst()
  const profile = row?.profile ?? [1, 1, 1, 1, 1, 1, 1]
  return {
    ...(await demandSettingsOf(ctx)),
    feasts: await feastDaysOf(ctx),
    effects: (row?.feast_effects ?? []) as StoredEffect[],
    profile: [...profile.slice(1), profile[0]!],
  }
}

/** Changes the service level and the days on which feasts begin here. */
export async function changeSettings(
  ctx: Ctx,
  input: {
    service_level: number
    uses_feasts: boolean
    feasts: { feast: string; calculated_day: string; first_day: string }[]
  },
): Promise<DemandSettings> {
  const known = new Set(
    (await feastDaysOf(ctx)).map(({ feast, calculated_day }) => `${feast}/${calculated_day}`),
  )
  for (const [index, { feast, calculated_day, first_day }] of input.feasts.entries()) {
    const far = Math.abs(dayOf(first_day) - dayOf(calculated_day)) > farthestMove
    if (far || !known.has(`${feast}/${calculated_day}`))
      throw invalid('platform.invalid_input', [
        { path: `body.feasts.${index}.first_day`, code: 'out_of_range' },
      ])
  }
  const row = { service_level: input.service_level, uses_feasts: input.uses_feasts, updated_at: ctx.now() }
  await db(ctx)
    .insertInto('stock.demand_setting')
    .values({ tenant_id: ctx.tenant.id, ...row })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(row))
    .execute()
  const moved = input.feasts.filter(({ calculated_day, first_day }) => first_day !== calculated_day)
  await sql`delete from stock.feast_day`.execute(db(ctx))
  if (moved.length > 0)
    await db(ctx)
      .insertInto('stock.feast_day')
      .values(moved.map((day) => ({ tenant_id: ctx.tenant.id, ...day })))
      .execute()
  await emit(ctx, demandSettingsChanged, {
    service_level: input.service_level,
    uses_feasts: input.uses_feasts,
    feast_days: moved.length,
  })
  return readSettings(ctx)
}
