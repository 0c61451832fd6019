import { sql } from 'kysely'
import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import type { PlatformTables } from '../tables.ts'

const db = tablesOf<PlatformTables>()

export interface PastEvent {
  id: string
  /** Grows in the order in which the events of one subject were told. */
  seq: number
  at: string
  name: string
  site_id: string | null
  actor_id: string | null
  actor_name: string | null
  payload: Record<string, unknown>
}

const columns = ['id', 'seq', 'subject_id', 'at', 'name', 'site_id', 'actor', 'payload'] as const
interface Row {
  id: string
  seq: number
  subject_id: string | null
  at: string
  name: string
  site_id: string | null
  actor: { id?: string | null; name?: string | null } | null
  payload: Record<string, unknown>
}
const told = (row: Row): PastEvent => ({
  id: row.id,
  seq: row.seq,
  at: row.at,
  name: row.name,
  site_id: row.site_id,
  actor_id: row.actor?.id ?? null,
  actor_name: row.actor?.name ?? null,
  payload: row.payload,
})

/** What happened to one subject (a ticket, say), oldest first; the caller has checked that it may be seen. */
export async function historyOf(ctx: Ctx, subject_id: string, most = 200): Promise<PastEvent[]> {
  const rows = await db(ctx)
    .selectFrom('platform.event')
    .select(columns)
    .where('subject_id', '=', subject_id)
    .orderBy('seq')
    .limit(most)
    .execute()
  return (rows as Row[]).map(told)
}

/**
 * Whole histories of the next subjects that an event of this name was told of, in the order of their ids:
 * what reads the log into tables of its own starts again from here.
 */
export async function historiesAfter(
  ctx: Ctx,
  name: string,
  after: string | null,
  most: number,
): Promise<Map<string, PastEvent[]>> {
  const subjects = await db(ctx)
    .selectFrom('platform.event')
    .select('subject_id')
    .distinct()
    .where('name', '=', name)
    .where('subject_id', '>', after ?? '00000000-0000-0000-0000-000000000000')
    .orderBy('subject_id')
    .limit(most)
    .execute()
  const rows = await db(ctx)
    .selectFrom('platform.event')
    .select(columns)
    .where('subject_id', '=', sql<string>`any(${subjects.map((row) => row.subject_id)}::uuid[])`)
    .orderBy('subject_id')
    .orderBy('seq')
    .execute()
  const found = new Map<string, PastEvent[]>()
  for (const row of rows as Row[]) {
    const known = found.get(row.subject_id!)
    if (known) known.push(told(row))
    else found.set(row.subject_id!, [told(row)])
  }
  return found
}

/** Of how many subjects an event of this name was told. */
export async function subjectCount(ctx: Ctx, name: string): Promise<number> {
  const row = await db(ctx)
    .selectFrom('platform.event')
    .select((e) => e.fn.count<number>('subject_id').distinct().as('count'))
    .where('name', '=', name)
    .executeTakeFirstOrThrow()
  return row.count
}
