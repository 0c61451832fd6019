import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { conflict, invalid, notFound } from '@guichet/platform/errors'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import { localDate } from '@guichet/platform/local-time'
import { allowsQuantity, fromThousandths, toThousandths } from '../../catalogue/model.ts'
import { db, packagingsById, productsById, type ProductCore } from '../../catalogue/queries.ts'
import { movementsRecorded } from '../../events.ts'
import type { Kind } from '../model.ts'
import { holdValues, scaled, valueAgain, valueNext, type Held } from './value.ts'

/** One line of the ledger to be; its quantity is signed and in base units. */
export interface Entry {
  product_id: string
  location_id: string
  kind: Kind
  quantity: number
  refused_quantity?: number
  unit_cost_minor?: number | null
  amount_minor?: number | null
  lot_id?: string | null
  reason?: string | null
  reverses_id?: string | null
  /** When it happened, where lines of one document differ (imports). */
  at?: Date
}
export interface LedgerDocument {
  id: string
  /** What the document is, for the feed: a kind of movement, `transfer`, `order`, `count`, `import`. */
  kind: string
  at: Date
  reference?: string | null
  source: 'screen' | 'import' | 'api' | 'demo'
  entries: readonly Entry[]
}
export interface Recorded extends Entry {
  id: string
}

/** Movements are taken back with what they were, so lots and expiry are not looked at again. */
const taken = (entry: Entry): boolean => (entry.reverses_id ?? null) !== null

/**
 * Writes a document into the ledger: movements, balances (by the table's own trigger, which refuses more
 * than is there) and values, all or nothing. Products wait for one another in the order of their ids.
 */
export async function record(ctx: Ctx, document: LedgerDocument): Promise<Recorded[]> {
  const products = await productsById(
    ctx,
    document.entries.map((entry) => entry.product_id),
  )
  for (const { product_id, quantity, refused_quantity = 0 } of document.entries) {
    const product = products.get(product_id)
    if (!product) throw notFound('stock.product_unknown')
    if (!allowsQuantity(quantity, product.decimals) || !allowsQuantity(refused_quantity, product.decimals))
      throw invalid('stock.fraction_refused', [], { product: product.name, decimals: product.decimals })
  }
  const held = await holdValues(ctx, [...products.keys()])
  const entries = await spreadOverLots(ctx, products, document.entries, document.at)
  const recorded = entries.map((entry) => ({ ...entry, id: newId() }))
  await insert(ctx, document, recorded, products)
  await value(ctx, document, held, recorded)
  await emit(ctx, movementsRecorded, {
    document_id: document.id,
    kind: document.kind,
    lines: recorded.length,
    product_id: products.size === 1 ? [...products.keys()][0]! : null,
  })
  return recorded
}

async function insert(
  ctx: Ctx,
  document: LedgerDocument,
  recorded: readonly Recorded[],
  products: ReadonlyMap<string, ProductCore>,
): Promise<void> {
  const rows = recorded.map((one) => ({
    id: one.id,
    product_id: one.product_id,
    location_id: one.location_id,
    kind: one.kind,
    quantity: fromThousandths(toThousandths(one.quantity)),
    refused_quantity: one.refused_quantity ?? 0,
    at: (one.at ?? document.at).toISOString(),
    unit_cost_minor: one.unit_cost_minor ?? null,
    amount_minor: one.amount_minor ?? null,
    lot_id: one.lot_id ?? null,
    reason: one.reason ?? null,
    reverses_id: one.reverses_id ?? null,
  }))
  try {
    await sql`
      insert into stock.movement (tenant_id, id, product_id, location_id, kind, quantity, refused_quantity, at, recorded_at,
        unit_cost_minor, amount_minor, lot_id, document_id, reference, reason, source, actor_id, reverses_id)
      select ${ctx.tenant.id}, r.id, r.product_id, r.location_id, r.kind, r.quantity, r.refused_quantity, r.at,
        ${ctx.now().toISOString()}::timestamptz, r.unit_cost_minor, r.amount_minor, r.lot_id, ${document.id}::uuid,
        ${document.reference ?? null}, r.reason, ${document.source}, ${ctx.actor.id}::uuid, r.reverses_id
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, product_id uuid, location_id uuid, kind text, quantity numeric,
        refused_quantity numeric, at timestamptz, unit_cost_minor numeric, amount_minor numeric, lot_id uuid, reason text, reverses_id uuid)`.execute(
      db(ctx),
    )
  } catch (error) {
    throw named(error, products)
  }
}

/** The refusals of the tables, in words people can act on. */
export function named(error: unknown, products: ReadonlyMap<string, Pick<ProductCore, 'name'>>): unknown {
  const { code, constraint, detail } = error as { code?: string; constraint?: string; detail?: string }
  if (constraint === 'balance_not_negative' && detail) {
    const there = JSON.parse(detail) as { product_id: string; on_hand: number; reserved: number }
    return conflict('stock.not_enough', {
      product: products.get(there.product_id)?.name ?? '',
      product_id: there.product_id,
      reserved: there.reserved,
    })
  }
  if (code === '23503' && constraint?.includes('location')) return notFound('stock.location_unknown')
  if (code === '23503' && constraint?.includes('lot')) return notFound('stock.lot_unknown')
  if (code === '23505' && constraint === 'movement_reversed_once') return conflict('stock.already_reversed')
  return error
}

async function value(
  ctx: Ctx,
  document: LedgerDocument,
  held: ReadonlyMap<string, Held>,
  recorded: readonly Recorded[],
): Promise<void> {
  const valued = recorded.filter(
    ({ kind, quantity }) => kind !== 'transfer_out' && kind !== 'transfer_in' && quantity !== 0,
  )
  if (valued.length === 0) return
  const momentOf = (one: Recorded) => (one.at ?? document.at).getTime()
  const late = new Set<string>()
  for (const one of valued) {
    const last_at = held.get(one.product_id)!.last_at
    if (last_at !== null && momentOf(one) < Date.parse(last_at)) late.add(one.product_id)
  }
  const next = valued.filter((one) => !late.has(one.product_id)).toSorted((a, b) => momentOf(a) - momentOf(b))
  await valueNext(
    ctx,
    held,
    next.map((one) => ({
      id: one.id,
      product_id: one.product_id,
      quantity: toThousandths(one.quantity),
      unit_cost: one.unit_cost_minor == null ? null : scaled(one.unit_cost_minor.toFixed(6), 6),
    })),
    new Date(Math.max(...next.map(momentOf), 0)).toISOString(),
  )
  await valueAgain(ctx, new Map([...held].filter(([id]) => late.has(id))))
}

/** First expired, first out: what leaves without a named lot is taken from the lots that end first. */
async function spreadOverLots(
  ctx: Ctx,
  products: ReadonlyMap<string, ProductCore>,
  entries: readonly Entry[],
  at: Date,
): Promise<Entry[]> {
  const open = (entry: Entry): boolean =>
    !entry.lot_id && !taken(entry) && entry.quantity < 0 && products.get(entry.product_id)!.tracks_lots
  if (!entries.some(open)) return [...entries]
  const { rows } = await sql<{
    product_id: string
    location_id: string
    lot_id: string
    on_hand: string
    expires_on: string | null
  }>`
    select b.product_id, b.location_id, b.lot_id, b.on_hand::text as on_hand, l.expires_on
    from stock.lot_balance b join stock.lot l on l.tenant_id = b.tenant_id and l.id = b.lot_id
    where b.product_id = any(${entries.filter(open).map((entry) => entry.product_id)}::uuid[]) and b.on_hand > 0
    order by l.expires_on nulls last, l.created_at, l.id`.execute(db(ctx))
  const lots = rows.map((row) => ({ ...row, left: scaled(row.on_hand, 3) }))
  const today = localDate(at, ctx.tenant.time_zone)
  return entries.flatMap((entry) => {
    if (!open(entry)) return [entry]
    const total = toThousandths(-entry.quantity)
    let missing = total
    let expired = false
    const parts: Entry[] = []
    const part = (quantity: bigint, lot_id: string | null): Entry => ({
      ...entry,
      lot_id,
      quantity: -fromThousandths(quantity),
      refused_quantity: parts.length === 0 ? (entry.refused_quantity ?? 0) : 0,
      amount_minor:
        entry.amount_minor == null ? null : (entry.amount_minor * Number(quantity)) / Number(total),
    })
    for (const lot of lots) {
      if (missing === 0n) break
      if (lot.product_id !== entry.product_id || lot.location_id !== entry.location_id || lot.left === 0n)
        continue
      if (entry.kind === 'sale' && lot.expires_on !== null && lot.expires_on < today) {
        expired = true
        continue
      }
      const used = lot.left < missing ? lot.left : missing
      lot.left -= used
      missing -= used
      parts.push(part(used, lot.lot_id))
    }
    if (missing > 0n && expired)
      throw conflict('stock.only_expired', { product: products.get(entry.product_id)!.name })
    return missing > 0n ? [...parts, part(missing, null)] : parts
  })
}

export interface LineInput {
  product_id: string
  quantity: number
  packaging_id?: string | null
}

/** Lines as people write them, in base units: 10 cartons of 24 are 240 pieces. */
export async function inBaseUnits<L extends LineInput>(
  ctx: Ctx,
  lines: readonly L[],
): Promise<(L & { factor: number })[]> {
  const packagings = await packagingsById(
    ctx,
    lines.flatMap((line) => line.packaging_id ?? []),
  )
  return lines.map((line) => {
    const packaging = line.packaging_id ? packagings.get(line.packaging_id) : null
    if (line.packaging_id && packaging?.product_id !== line.product_id)
      throw notFound('stock.packaging_unknown')
    const factor = packaging?.quantity ?? 1
    // Half a carton of 24 is 12 pieces; half a piece is refused where the product is known.
    return { ...line, factor, quantity: Math.round(line.quantity * factor * 1e6) / 1e6 }
  })
}

/** When a document happened: now, or earlier. */
export function momentOf(ctx: Ctx, at: string | undefined): Date {
  const now = ctx.now()
  if (at === undefined) return now
  const moment = new Date(at)
  // A minute for clocks that differ.
  if (moment.getTime() > now.getTime() + 60_000) throw invalid('stock.date_in_future')
  if (moment.getUTCFullYear() < 1990)
    throw invalid('platform.invalid_input', [{ path: 'body.at', code: 'too_small' }])
  return moment.getTime() > now.getTime() ? now : moment
}
