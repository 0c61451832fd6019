import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import type { PlatformTables } from '../tables.ts'

const db = tablesOf<PlatformTables>()

export interface PastEvent {
  id: string
  at: string
  name: string
  actor_name: string | null
  payload: Record<string, unknown>
}

/** What happened to one subject (a ticket, say), oldest first; the caller has checked that it may be seen. */
export async function historyOf(ctx: Ctx, subject_id: string, most = 200): Promise<PastEvent[]> {
  const rows = await db(ctx)
    .selectFrom('platform.event')
    .select(['id', 'at', 'name', 'actor', 'payload'])
    .where('subject_id', '=', subject_id)
    .orderBy('seq')
    .limit(most)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    at: row.at,
    name: row.name,
    actor_name: row.actor?.name ?? null,
    payload: row.payload,
  }))
}
