import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { localDate } from '@guichet/platform/local-time'
import { db } from '../../catalogue/queries.ts'
import { dateOf, dayOf, type Day } from '../model/day.ts'
import { feastDates, slots, type Feast, type FeastDate } from '../model/feasts.ts'
import type { PooledRatios } from '../model/pooled-ratios.ts'

/** Told with every prediction: another number means other calculations. */
export const modelVersion = 'tsb-3.1'

export interface Learnt {
  profile: Float64Array
  ratios: PooledRatios[]
  effects: Float64Array
  learnt_on: string
  version: string
}

export const todayOf = (ctx: Ctx): Day => dayOf(localDate(ctx.now(), ctx.tenant.time_zone))

export async function demandSettingsOf(ctx: Ctx): Promise<{ service_level: number; uses_feasts: boolean }> {
  const row = await db(ctx)
    .selectFrom('stock.demand_setting')
    .select(['service_level', 'uses_feasts'])
    .executeTakeFirst()
  return row ?? { service_level: 0.95, uses_feasts: ctx.tenant.country === 'SN' }
}

export interface FeastDay {
  feast: Feast
  calculated_day: string
  first_day: string
  own: boolean
}

/** Feasts of the years around this one, the organisation's own days in place of the calculated ones. */
export async function feastDaysOf(ctx: Ctx): Promise<FeastDay[]> {
  const year = Number(localDate(ctx.now(), ctx.tenant.time_zone).slice(0, 4))
  const own = await db(ctx)
    .selectFrom('stock.feast_day')
    .select([
      'feast',
      sql<string>`calculated_day::text`.as('calculated_day'),
      sql<string>`first_day::text`.as('first_day'),
    ])
    .execute()
  const by_key = new Map(own.map((row) => [`${row.feast}/${row.calculated_day}`, row.first_day]))
  return feastDates(year - 2, year + 1).map(({ feast, day }) => {
    const calculated_day = dateOf(day)
    const changed = by_key.get(`${feast}/${calculated_day}`)
    return { feast, calculated_day, first_day: changed ?? calculated_day, own: changed !== undefined }
  })
}

/** The same for calculations; none where the organisation does without. */
export async function feastsFor(ctx: Ctx): Promise<FeastDate[]> {
  const { uses_feasts } = await demandSettingsOf(ctx)
  if (!uses_feasts) return []
  return (await feastDaysOf(ctx)).map(({ feast, first_day }) => ({ feast, day: dayOf(first_day) }))
}

/** What all products together taught, when last looked at. */
export async function learntOf(ctx: Ctx): Promise<Learnt | null> {
  const row = await db(ctx)
    .selectFrom('stock.demand_model')
    .select(['profile', 'ratios', 'feast_effects', 'version', sql<string>`learnt_on::text`.as('learnt_on')])
    .executeTakeFirst()
  if (!row) return null
  const ratios = row.ratios as { horizon: number; bins: number[][] }[]
  const effects = new Float64Array(slots.length).fill(1)
  for (const { feast, from, to, effect } of row.feast_effects as StoredEffect[]) {
    const index = slots.findIndex((slot) => slot.feast === feast && slot.from === from && slot.to === to)
    if (index >= 0) effects[index] = effect
  }
  return {
    profile: Float64Array.from(row.profile),
    ratios: ratios.map(({ horizon, bins }) => ({ horizon, bins: bins.map((bin) => Float64Array.from(bin)) })),
    effects,
    learnt_on: row.learnt_on,
    version: row.version,
  }
}

export interface StoredEffect {
  feast: Feast
  from: number
  to: number
  effect: number
  /** Independent sales that ordinary days would have brought: how much stands behind the figure. */
  expected: number
}
