import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { conflict, invalid, notFound } from '@guichet/platform/errors'
import { newId } from '@guichet/platform/ids'
import { db, productsById, readLocation } from '../../catalogue/queries.ts'
import type { Document, SaleInput } from '../contract.ts'
import { inBaseUnits, momentOf, record, type Entry, type LineInput, type Recorded } from './record.ts'
import { sellReservation } from './reserve.ts'

export const sourceOf = (ctx: Ctx): 'screen' | 'api' => (ctx.actor.session_id === null ? 'api' : 'screen')

const answer = (document_id: string, recorded: readonly Recorded[]): Document => ({
  document_id,
  movements: recorded.length,
  amount_minor: recorded.reduce((sum, one) => sum + (one.amount_minor ?? 0), 0),
})

export interface MovementsInput {
  kind: 'receipt' | 'adjustment' | 'return' | 'loss'
  location_id: string
  at?: string | undefined
  reference: string | null
  reason: string | null
  lines: readonly (LineInput & {
    direction: 'in' | 'out'
    unit_cost_minor: number | null
    lot_code: string | null
    expires_on: string | null
  })[]
}

/** Enters goods that came without an order, an adjustment, a return or a loss. */
export async function recordMovements(ctx: Ctx, input: MovementsInput): Promise<Document> {
  const location = await readLocation(ctx, input.location_id)
  const lines = await inBaseUnits(ctx, input.lines)
  const lots = await lotsFor(ctx, lines, input.kind === 'receipt')
  const entries = lines.map((line, index): Entry => {
    const leaves = input.kind === 'loss' || (input.kind === 'adjustment' && line.direction === 'out')
    return {
      product_id: line.product_id,
      location_id: location.id,
      kind: input.kind,
      quantity: leaves ? -line.quantity : line.quantity,
      unit_cost_minor: leaves || line.unit_cost_minor === null ? null : line.unit_cost_minor / line.factor,
      lot_id: lots[index] ?? null,
      reason: input.reason,
    }
  })
  const id = newId()
  const at = momentOf(ctx, input.at)
  const document = { id, kind: input.kind, at, reference: input.reference, source: sourceOf(ctx), entries }
  return answer(id, await record(ctx, document))
}

/** The lots that lines name; a new code on a receipt is a new lot. */
export async function lotsFor(
  ctx: Ctx,
  lines: readonly { product_id: string; lot_code: string | null; expires_on: string | null }[],
  required: boolean,
): Promise<(string | null)[]> {
  const products = await productsById(
    ctx,
    lines.map((line) => line.product_id),
  )
  const ids: (string | null)[] = []
  for (const line of lines) {
    const product = products.get(line.product_id)
    if (!product) throw notFound('stock.product_unknown')
    if (!product.tracks_lots) ids.push(null)
    else if (!line.lot_code) {
      if (required) throw invalid('stock.lot_missing', [], { product: product.name })
      ids.push(null)
    } else {
      const { rows } = await sql<{ id: string }>`
        insert into stock.lot as l (tenant_id, id, product_id, code, expires_on, created_at)
        values (${ctx.tenant.id}, ${newId()}, ${line.product_id}, ${line.lot_code}, ${line.expires_on}::date, ${ctx.now().toISOString()})
        on conflict (tenant_id, product_id, lower(code)) do update set expires_on = coalesce(excluded.expires_on, l.expires_on)
        returning id`.execute(db(ctx))
      ids.push(rows[0]!.id)
    }
  }
  return ids
}

/** Records a sale, and what was asked for but not there. */
export async function recordSale(ctx: Ctx, input: SaleInput): Promise<Document> {
  const location = await readLocation(ctx, input.location_id)
  if (input.lines.every((line) => line.quantity === 0 && line.refused_quantity === 0))
    throw invalid('stock.nothing_sold')
  const lines = await inBaseUnits(
    ctx,
    input.lines.filter((line) => line.quantity > 0 || line.refused_quantity > 0),
  )
  const products = await productsById(
    ctx,
    lines.map((line) => line.product_id),
  )
  for (const line of lines)
    if (line.reservation_id) await sellReservation(ctx, line.reservation_id, line.product_id)
  const entries = lines.map((line): Entry => {
    const product = products.get(line.product_id)
    if (!product) throw notFound('stock.product_unknown')
    return {
      product_id: line.product_id,
      location_id: location.id,
      kind: 'sale',
      quantity: line.quantity === 0 ? 0 : -line.quantity,
      refused_quantity: Math.round(line.refused_quantity * line.factor * 1e6) / 1e6,
      amount_minor: Math.round((line.unit_price_minor ?? product.price_minor) * line.quantity),
      lot_id: line.lot_id,
    }
  })
  const id = newId()
  const at = momentOf(ctx, input.at)
  const document = { id, kind: 'sale', at, reference: input.reference, source: sourceOf(ctx), entries }
  return answer(id, await record(ctx, document))
}

/** Carries goods from one location to another; both ends are one document. */
export async function transferGoods(
  ctx: Ctx,
  input: {
    from_location_id: string
    to_location_id: string
    at?: string | undefined
    reference: string | null
    lines: readonly LineInput[]
  },
): Promise<Document> {
  if (input.from_location_id === input.to_location_id) throw invalid('stock.same_location')
  const from = await readLocation(ctx, input.from_location_id)
  const to = await readLocation(ctx, input.to_location_id)
  const lines = await inBaseUnits(ctx, input.lines)
  const id = newId()
  const base = {
    kind: 'transfer',
    at: momentOf(ctx, input.at),
    reference: input.reference,
    source: sourceOf(ctx),
  }
  const out = await record(ctx, {
    ...base,
    id,
    entries: lines.map((line) => ({
      product_id: line.product_id,
      location_id: from.id,
      kind: 'transfer_out',
      quantity: -line.quantity,
    })),
  })
  const arrived = await record(ctx, {
    ...base,
    id,
    entries: out.map((one) => ({
      product_id: one.product_id,
      location_id: to.id,
      kind: 'transfer_in',
      quantity: -one.quantity,
      lot_id: one.lot_id ?? null,
    })),
  })
  return answer(id, [...out, ...arrived])
}

/** Takes a movement back by its opposite. Both ends of a transfer go together, and so may a whole document. */
export async function reverseMovement(
  ctx: Ctx,
  movement_id: string,
  whole_document: boolean,
): Promise<Document> {
  const { rows: found } = await sql<{ document_id: string | null; kind: string; reverses_id: string | null }>`
    select document_id, kind, reverses_id from stock.movement where id = ${movement_id}::uuid`.execute(
    db(ctx),
  )
  const [movement] = found
  if (!movement) throw notFound('stock.movement_unknown')
  if (movement.reverses_id !== null) throw conflict('stock.not_reversible')
  const together = movement.document_id !== null && (whole_document || movement.kind.startsWith('transfer'))
  return reverse(
    ctx,
    together ? sql`m.document_id = ${movement.document_id}::uuid` : sql`m.id = ${movement_id}::uuid`,
    'reversal',
  )
}

/** The opposite of every movement that is not taken back yet. */
export async function reverse(ctx: Ctx, which: ReturnType<typeof sql>, kind: string): Promise<Document> {
  const { rows } = await sql<{
    id: string
    product_id: string
    location_id: string
    kind: Entry['kind']
    quantity: number
    amount_minor: number | null
    unit_cost_minor: number | null
    lot_id: string | null
    reference: string | null
  }>`
    select m.id, m.product_id, m.location_id, m.kind, m.quantity::float8 as quantity, m.amount_minor::float8 as amount_minor,
      m.lot_id, m.reference,
      case when m.quantity <> 0 then abs(v.value_minor / m.quantity)::float8 end as unit_cost_minor
    from stock.movement m left join stock.movement_value v on v.tenant_id = m.tenant_id and v.movement_id = m.id
    where ${which} and m.reverses_id is null and m.quantity <> 0
      and not exists (select from stock.movement r where r.tenant_id = m.tenant_id and r.reverses_id = m.id)
    order by m.id`.execute(db(ctx))
  if (rows.length === 0) throw conflict('stock.already_reversed')
  const id = newId()
  const entries = rows.map((row) => ({
    product_id: row.product_id,
    location_id: row.location_id,
    kind: row.kind,
    quantity: -row.quantity,
    amount_minor: row.amount_minor === null ? null : -row.amount_minor,
    // What comes back comes back at what it left for.
    unit_cost_minor: row.quantity < 0 ? row.unit_cost_minor : null,
    lot_id: row.lot_id,
    reverses_id: row.id,
  }))
  const recorded = await record(ctx, {
    id,
    kind,
    at: ctx.now(),
    reference: rows[0]!.reference,
    source: sourceOf(ctx),
    entries,
  })
  return answer(id, recorded)
}
