import { dayOf, type Day } from '../model/day.ts'
import { DemandAhead, type Workspace } from '../model/demand-ahead.ts'
import { exposureOf, feastEvidence, ownEffects, slotsOf, type FeastDate } from '../model/feasts.ts'
import { farthest, type Arrival } from '../model/stock-out.ts'
import type { Learnt } from './model.ts'
import type { ShelfSeries } from './series.ts'
import type { Supply } from './supply.ts'

/** As far ahead as lead times, reviews and dates may reach. */
export const ahead = farthest + 280

/** A shelf's demand to come, from its own past and what all have in common. */
export function aheadOf(
  { first_day, demand }: Pick<ShelfSeries, 'first_day' | 'demand'>,
  learnt: Pick<Learnt, 'profile' | 'effects' | 'ratios'>,
  dates: readonly FeastDate[],
  space: Workspace,
  days = demand.length,
): { model: DemandAhead; exposure: Float64Array; effects: Float64Array } {
  const slot_of = slotsOf(dates, first_day, days + ahead)
  const effects = ownEffects(
    feastEvidence(demand, days, first_day, learnt.profile, slot_of, dates),
    learnt.effects,
  )
  const exposure = exposureOf(first_day, days + ahead, learnt.profile, slot_of, effects)
  return { model: new DemandAhead(demand, exposure, days, ahead, learnt.ratios, space), exposure, effects }
}

/** Dated arrivals in days from today; one that is overdue is expected tomorrow, an undated one not at all. */
export const arrivalsOf = (supply: Pick<Supply, 'arrivals'>, today: Day): Arrival[] =>
  supply.arrivals.flatMap(({ date, quantity }) =>
    date === null ? [] : [{ in_days: Math.max(1, dayOf(date) - today), quantity }],
  )
