import type { Ctx } from '@guichet/platform/ctx'
import { db } from '../../catalogue/queries.ts'
import { dateOf, type Day } from '../model/day.ts'
import { DemandAhead, Workspace } from '../model/demand-ahead.ts'
import {
  exposureOf,
  FeastEvidence,
  feastEvidence,
  ownEffects,
  pooledEffects,
  slots,
  slotsOf,
  type FeastDate,
} from '../model/feasts.ts'
import { horizons, RatioCollector } from '../model/pooled-ratios.ts'
import { weekdayProfile } from '../model/profile.ts'
import { feastsFor, modelVersion, todayOf, type Learnt } from '../queries/model.ts'
import { seriesOf, type ShelfSeries } from '../queries/series.ts'

/** As many products teach as fit in memory without thought; more would not change what is common to all. */
const teachers = 4_000

/** Weekday profile, feast effects and pooled ratios, from nothing later than `until`. */
export function learnFrom(
  series: readonly ShelfSeries[],
  dates: readonly FeastDate[],
  until: Day,
): Omit<Learnt, 'learnt_on' | 'version'> & { evidence: FeastEvidence } {
  const shelves = series
    .map(({ first_day, demand }) => ({ first_day, demand, days: Math.min(demand.length, until - first_day) }))
    .filter(({ days }) => days > 0)
  const from = shelves.reduce((least, { first_day }) => Math.min(least, first_day), until)
  const profile = weekdayProfile(shelves, from, until)
  const evidence = new FeastEvidence()
  const own = shelves.map(({ first_day, demand, days }) => {
    const slot_of = slotsOf(dates, first_day, days)
    const found = feastEvidence(demand, days, first_day, profile, slot_of, dates)
    evidence.add(found)
    return { slot_of, found }
  })
  const effects = pooledEffects(evidence)
  const collectors = horizons.map((horizon) => new RatioCollector(horizon))
  const space = new Workspace()
  for (const [index, { first_day, demand, days }] of shelves.entries()) {
    const { slot_of, found } = own[index]!
    const exposure = exposureOf(first_day, days, profile, slot_of, ownEffects(found, effects))
    const past = new DemandAhead(demand, exposure, days, 0, [], space)
    for (const collector of collectors)
      past.pastRatios(collector.horizon, (expected, actual) => collector.add(expected, actual))
  }
  return { profile, effects, ratios: collectors.map((collector) => collector.finish()), evidence }
}

/** Learns anew what all products have in common, and keeps it for the predictions of the day. */
export async function learn(ctx: Ctx): Promise<void> {
  const today = todayOf(ctx)
  const series = await seriesOf(ctx, today, { limit: teachers })
  const learnt = learnFrom(series, await feastsFor(ctx), today)
  const row = {
    version: modelVersion,
    learnt_on: dateOf(today),
    learnt_at: ctx.now(),
    series: series.length,
    profile: [...learnt.profile],
    ratios: JSON.stringify(
      learnt.ratios.map(({ horizon, bins }) => ({
        horizon,
        bins: bins.map((bin) => [...bin].map((value) => Number(value.toPrecision(6)))),
      })),
    ),
    feast_effects: JSON.stringify(
      slots.map(({ feast, from, to }, slot) => ({
        feast,
        from,
        to,
        effect: learnt.effects[slot],
        expected: Math.round(learnt.evidence.expected[slot]! * 10) / 10,
      })),
    ),
  }
  await db(ctx)
    .insertInto('stock.demand_model')
    .values({ tenant_id: ctx.tenant.id, ...row })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(row))
    .execute()
}
