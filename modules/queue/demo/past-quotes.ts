import { sql } from 'kysely'
import type { Service } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { rangeOf } from '../model.ts'
import { calibrationOf, uncalibrated, type Scored } from '../model/calibration.ts'
import { estimateWait, type Estimate } from '../model/estimate.ts'
import { shrunkPace, type Pace } from '../model/pace.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

/** What somebody was told on arrival, by the estimator that tells it today. */
export interface Told {
  estimate: Estimate
  p50_s: number
  p90_s: number
  ahead: number
  counters: number
}

interface Past {
  service: Service
  issued_at: Date
  called_at: Date | null
  ended_at: Date | null
  counter: { id: string } | null
  told: Told | null
}

/** A site learns over the fortnight as it would have: visits by service, promises by what came of them. */
export interface Learned {
  visits: Map<string, number[]>
  scored: Scored[]
}
export const nothingLearned = (): Learned => ({ visits: new Map(), scored: [] })

/** Tells each arrival of one day what the hall would have told. */
export function tellerOf(known: Learned, services: readonly Service[], counter_ids: readonly string[]) {
  const service_ids = services.map(({ id }) => id)
  const paces = new Map<string, Pace>(
    services.map(({ id, expected_minutes }) => [
      id,
      shrunkPace((known.visits.get(id) ?? []).slice(-150), expected_minutes * 60),
    ]),
  )
  const calibration = known.scored.length > 0 ? calibrationOf(known.scored.slice(-1_500)) : uncalibrated
  return (before: readonly Past[], service_id: string, arrival: number): Told | null => {
    const ahead = before.filter(
      (one) =>
        (one.called_at?.getTime() ?? Infinity) > arrival && (one.ended_at?.getTime() ?? Infinity) > arrival,
    )
    const agents = counter_ids.map((counter_id) => {
      const held = before.findLast(
        (one) =>
          one.counter?.id === counter_id &&
          one.called_at !== null &&
          one.called_at.getTime() <= arrival &&
          (one.ended_at?.getTime() ?? Infinity) > arrival,
      )
      return {
        service_ids,
        back_in_s: 0,
        visit: held
          ? { service_id: held.service.id, elapsed_s: (arrival - held.called_at!.getTime()) / 1_000 }
          : null,
      }
    })
    const estimate = estimateWait({
      agents,
      ahead: ahead.map((one) => one.service.id),
      service_id,
      paces,
      appointments: [],
      overtaking: null,
      most_passing: null,
      turnaround_s: 20,
    })
    if (!estimate) return null
    const p50_s = estimate.p50_s * calibration.p50_factor
    return {
      estimate,
      p50_s,
      p90_s: Math.max(p50_s, estimate.p90_s * calibration.p90_factor),
      ahead: ahead.length,
      counters: counter_ids.length,
    }
  }
}

/** Keeps what was told, scored by what happened, and learns from it for the next day. */
export async function keepPastQuotes(
  ctx: Ctx,
  known: Learned,
  site_id: string,
  tickets: readonly Past[],
  rows: readonly { id: string; status: string }[],
): Promise<void> {
  const quotes = tickets.flatMap((ticket, index) => {
    const { told, called_at, ended_at, issued_at, service } = ticket
    if (!told) return []
    const status = called_at ? 'called' : rows[index]!.status === 'cancelled' ? 'left' : 'open'
    const end = called_at ?? ended_at
    const waited_s = status === 'open' ? null : Math.round((end!.getTime() - issued_at.getTime()) / 1_000)
    if (called_at && ended_at) {
      const visits = known.visits.get(service.id) ?? []
      known.visits.set(service.id, visits)
      visits.push((ended_at.getTime() - called_at.getTime()) / 1_000)
      known.scored.push({ p50_s: told.estimate.p50_s, p90_s: told.estimate.p90_s, waited_s: waited_s! })
    }
    return [
      {
        tenant_id: ctx.tenant.id,
        ticket_id: rows[index]!.id,
        site_id,
        service_id: service.id,
        given_at: issued_at,
        ahead: told.ahead,
        counters: told.counters,
        method: told.estimate.method,
        raw_p50_s: Math.round(told.estimate.p50_s),
        raw_p90_s: Math.round(told.estimate.p90_s),
        p50_s: Math.round(told.p50_s),
        p90_s: Math.round(told.p90_s),
        ...rangeOf(told.p50_s, told.p90_s),
        status,
        waited_s,
        scored_at: end,
        demo: true,
      },
    ]
  })
  await sql`insert into queue.quote select * from jsonb_populate_recordset(null::queue.quote, ${JSON.stringify(quotes)}::jsonb)
    on conflict do nothing`.execute(db(ctx))
}
