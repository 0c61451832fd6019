import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { callSequence, type Standing, type Turn, type TurnRules } from '../model/turns.ts'
import type { QueueTables } from '../tables.ts'
import { standings } from './order.ts'
import { settingsOf, turnOf } from './settings.ts'

const db = tablesOf<QueueTables>()

/** Who waits at a site for one of these services; for any when none is named. */
export const waitingAt = (site_id: string, service_ids?: readonly string[]): RawBuilder<boolean> =>
  service_ids
    ? sql<boolean>`t.site_id = ${site_id} and t.status = 'waiting' and t.service_id = any(${service_ids}::uuid[])`
    : sql<boolean>`t.site_id = ${site_id} and t.status = 'waiting'`

export interface InLine extends Standing {
  service_id: string
  appointment_at: string | null
}

/** Everybody who waits at a site with the place in each line, counters' preferences left aside. */
export async function readStandings(ctx: Ctx, site_id: string, rules: TurnRules): Promise<InLine[]> {
  const lines = { rules, now: ctx.now(), service_ids: [] }
  return (await standings(lines, waitingAt(site_id)).execute(db(ctx))).rows as InLine[]
}

/**
 * Everybody who waits for these services, in the order in which they will be called if nobody comes.
 */
export async function sequenceAt(
  ctx: Ctx,
  site_id: string,
  options: { rules?: TurnRules; turn?: Turn; service_ids?: readonly string[] } = {},
): Promise<InLine[]> {
  const rules = options.rules ?? (await settingsOf(ctx, site_id))
  const turn = options.turn ?? (await turnOf(ctx, site_id))
  const lines = {
    rules,
    now: ctx.now(),
    service_ids: options.service_ids ?? [],
  }
  const { rows } = await standings(lines, waitingAt(site_id, options.service_ids)).execute(db(ctx))
  return callSequence(rules, turn, rows as InLine[])
}
