import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { conflict, invalid, notFound } from '@guichet/platform/errors'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import { allowsQuantity } from '../catalogue/model.ts'
import { db, readLocation } from '../catalogue/queries.ts'
import { countApplied, countCancelled, countEntered, countOpened } from '../events.ts'
import { sourceOf } from '../ledger/commands/documents.ts'
import { record, type Entry } from '../ledger/commands/record.ts'
import { holdValues } from '../ledger/commands/value.ts'
import type { Count } from './contract.ts'
import { expectedWhenCounted, readCount } from './queries.ts'

/** A phone carries the list; beyond this, one count by category or shelf is several. */
const mostLines = 500

/** Opens a count; its list is fixed now, so that two phones see the same. */
export async function openCount(
  ctx: Ctx,
  input: { name: string; location_id: string; category: string | null; product_ids: readonly string[] },
): Promise<Count> {
  const location = await readLocation(ctx, input.location_id)
  const { rows } = await sql<{ id: string }>`
    select p.id from stock.product p
    where p.active ${input.category ? sql`and p.category = ${input.category}` : sql``}
      ${input.product_ids.length > 0 ? sql`and p.id = any(${input.product_ids}::uuid[])` : sql``}
    order by p.category nulls last, p.name_key, p.id limit ${mostLines + 1}`.execute(db(ctx))
  if (input.product_ids.length > 0 && rows.length < new Set(input.product_ids).size)
    throw notFound('stock.product_unknown')
  if (rows.length === 0) throw invalid('stock.nothing_to_count')
  if (rows.length > mostLines) throw invalid('stock.count_too_long', [], { most: mostLines })
  const id = newId()
  await db(ctx)
    .insertInto('stock.count_session')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      name: input.name,
      location_id: location.id,
      created_at: ctx.now(),
    })
    .execute()
  await db(ctx)
    .insertInto('stock.count_line')
    .values(
      rows.map((row, position) => ({
        tenant_id: ctx.tenant.id,
        id: newId(),
        session_id: id,
        product_id: row.id,
        position,
      })),
    )
    .execute()
  await emit(ctx, countOpened, { count_session_id: id })
  return readCount(ctx, id)
}

async function holdOpen(ctx: Ctx, id: string): Promise<{ location_id: string }> {
  const session = await db(ctx)
    .selectFrom('stock.count_session')
    .select(['status', 'location_id'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!session) throw notFound('stock.count_unknown')
  if (session.status !== 'open') throw conflict('stock.count_ended', { status: session.status })
  return session
}

export interface CountEntry {
  line_id: string
  counted: number
  counted_at: string
  revision: number
}

/**
 * Takes in what was counted. A line that somebody else has counted since the phone last saw it is not
 * overwritten, unless both found the same: it comes back as a conflict for a person to decide.
 */
export async function enterCounts(ctx: Ctx, id: string, entries: readonly CountEntry[]) {
  await holdOpen(ctx, id)
  const { rows } = await sql<{
    id: string
    name: string
    decimals: number
    counted: number | null
    counted_at: string | null
    counted_by: string | null
    revision: number
  }>`
    select i.id, p.name, p.decimals::int as decimals, i.counted::float8 as counted, i.counted_at, i.counted_by, i.revision
    from stock.count_line i join stock.product p on p.tenant_id = i.tenant_id and p.id = i.product_id
    where i.session_id = ${id}::uuid and i.id = any(${entries.map((entry) => entry.line_id)}::uuid[])`.execute(
    db(ctx),
  )
  const lines = new Map(rows.map((row) => [row.id, row]))
  const taken: { line_id: string; revision: number }[] = []
  const conflicts: {
    line_id: string
    counted: number
    counted_at: string
    counted_by: string | null
    revision: number
  }[] = []
  for (const entry of entries) {
    const line = lines.get(entry.line_id)
    if (!line) throw notFound('stock.line_unknown')
    if (!allowsQuantity(entry.counted, line.decimals))
      throw invalid('stock.fraction_refused', [], { product: line.name, decimals: line.decimals })
    if (line.revision !== entry.revision && line.counted !== null && line.counted !== entry.counted) {
      conflicts.push({
        line_id: line.id,
        counted: line.counted,
        counted_at: line.counted_at!,
        counted_by: line.counted_by,
        revision: line.revision,
      })
      continue
    }
    // A phone's clock may be wrong; nothing is counted in the future.
    const counted_at = new Date(Math.min(Date.parse(entry.counted_at), ctx.now().getTime()))
    await db(ctx)
      .updateTable('stock.count_line')
      .set({
        counted: String(entry.counted),
        counted_at,
        counted_by: ctx.actor.name,
        revision: line.revision + 1,
      })
      .where('id', '=', line.id)
      .execute()
    line.revision++
    line.counted = entry.counted
    taken.push({ line_id: line.id, revision: line.revision })
  }
  if (taken.length > 0) await emit(ctx, countEntered, { count_session_id: id })
  return { taken, conflicts }
}

/** Makes the ledger agree with what was counted: one movement for each difference, once. */
export async function applyCount(ctx: Ctx, id: string): Promise<Count> {
  const session = await holdOpen(ctx, id)
  const { rows: counted } = await sql<{ product_id: string }>`
    select product_id from stock.count_line where session_id = ${id}::uuid and counted is not null`.execute(
    db(ctx),
  )
  if (counted.length === 0) throw conflict('stock.nothing_counted')
  // From here on nothing moves these products until we are done.
  await holdValues(
    ctx,
    counted.map((row) => row.product_id),
  )
  const { rows } = await sql<{ product_id: string; difference: number }>`
    update stock.count_line i set difference = i.counted - ${expectedWhenCounted}
    from stock.count_session c, stock.count_line j
    left join stock.balance b on b.tenant_id = j.tenant_id and b.product_id = j.product_id and b.location_id = ${session.location_id}::uuid
    where c.id = i.session_id and j.id = i.id and i.session_id = ${id}::uuid and i.counted is not null
    returning i.product_id, i.difference::float8 as difference`.execute(db(ctx))
  const entries = rows
    .filter((row) => row.difference !== 0)
    .map((row): Entry => ({
      product_id: row.product_id,
      location_id: session.location_id,
      kind: 'count',
      quantity: row.difference,
    }))
  if (entries.length > 0)
    await record(ctx, { id, kind: 'count', at: ctx.now(), source: sourceOf(ctx), entries })
  await endCount(ctx, id, 'applied')
  await emit(ctx, countApplied, { count_session_id: id })
  return readCount(ctx, id)
}

/** Gives a count up. */
export async function cancelCount(ctx: Ctx, id: string): Promise<Count> {
  await holdOpen(ctx, id)
  await endCount(ctx, id, 'cancelled')
  await emit(ctx, countCancelled, { count_session_id: id })
  return readCount(ctx, id)
}

const endCount = (ctx: Ctx, id: string, status: 'applied' | 'cancelled') =>
  db(ctx)
    .updateTable('stock.count_session')
    .set({ status, ended_at: ctx.now() })
    .where('id', '=', id)
    .execute()
