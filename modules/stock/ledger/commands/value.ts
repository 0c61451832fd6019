import { sql } from 'kysely'
import { emit } from '@guichet/platform/emit'
import type { Ctx } from '@guichet/platform/ctx'
import type { Valuation } from '../../catalogue/model.ts'
import { db, settingsOf } from '../../catalogue/queries.ts'
import { valuationRecomputed } from '../../events.ts'
import { apply, nothing, type Valued } from '../model.ts'

/** A movement as the valuation sees it. Transfers move no value and are left out. */
export interface Entered {
  id: string
  product_id: string
  quantity: bigint
  unit_cost: bigint | null
}
export interface Held extends Valued {
  product_id: string
  last_at: string | null
}

interface ValuationRow {
  product_id: string
  method: Valuation
  quantity: string
  value: string
  layers: [string, string][]
  unit_cost: string
  last_at: string | null
}

/** `12.345` as thousandths, `12.345678` as millionths: exact, whatever the size. */
export function scaled(text: string, digits: number): bigint {
  const negative = text.startsWith('-')
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.')
  const value = BigInt(whole + fraction.padEnd(digits, '0').slice(0, digits))
  return negative ? -value : value
}
export const unscaled = (value: bigint, digits: number): string => {
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0')
  return `${value < 0n ? '-' : ''}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/**
 * Holds the products' values until the end of the transaction, always in the order of their ids: every
 * writer of the ledger passes here first, so movements of one product follow one another.
 */
export async function holdValues(ctx: Ctx, product_ids: readonly string[]): Promise<Map<string, Held>> {
  const ids = [...new Set(product_ids)]
  const read = () =>
    sql<ValuationRow>`
      select product_id, method, quantity::text as quantity, value_minor::text as value, layers, unit_cost_minor::text as unit_cost, last_at
      from stock.valuation where product_id = any(${ids}::uuid[]) order by product_id for update`.execute(
      db(ctx),
    )
  let { rows } = await read()
  if (rows.length < ids.length) {
    const { valuation } = await settingsOf(ctx)
    await sql`insert into stock.valuation (tenant_id, product_id, method, unit_cost_minor)
      select tenant_id, id, ${valuation}, cost_minor from stock.product where id = any(${ids}::uuid[]) order by id
      on conflict do nothing`.execute(db(ctx))
    rows = (await read()).rows
  }
  return new Map(
    rows.map((row) => [
      row.product_id,
      {
        product_id: row.product_id,
        method: row.method,
        quantity: scaled(row.quantity, 3),
        value: scaled(row.value, 6),
        layers: row.layers.map(([quantity, value]) => ({ quantity: BigInt(quantity), value: BigInt(value) })),
        unit_cost: scaled(row.unit_cost, 6),
        last_at: row.last_at,
      },
    ]),
  )
}

interface Written {
  id: string
  product_id: string
  change: bigint
  quantity: bigint
  value: bigint
}

/** Values movements that come after all others of their product. */
export async function valueNext(
  ctx: Ctx,
  held: ReadonlyMap<string, Held>,
  entered: readonly Entered[],
  last_at: string,
): Promise<void> {
  const states = new Map<string, Valued>()
  const written: Written[] = []
  for (const one of entered) {
    const before = states.get(one.product_id) ?? held.get(one.product_id)!
    const { state, change } = apply(before, one)
    states.set(one.product_id, state)
    written.push({ ...one, change, quantity: state.quantity, value: state.value })
  }
  await writeValues(ctx, written)
  await writeStates(ctx, states, () => last_at)
}

/**
 * Values products again from their first movement, because one was entered before others. What the later
 * ones were worth changes with it; what it was and became is told, product by product.
 */
export async function valueAgain(
  ctx: Ctx,
  held: ReadonlyMap<string, Held>,
  method?: Valuation,
): Promise<void> {
  const ids = [...held.keys()]
  if (ids.length === 0) return
  const { rows } = await sql<{
    id: string
    product_id: string
    quantity: string
    unit_cost: string | null
    at: string
    cost: string
    known: string | null
  }>`
    select m.id, m.product_id, m.quantity::text as quantity, m.unit_cost_minor::text as unit_cost, m.at,
      p.cost_minor::text as cost, v.value_minor::text as known
    from stock.movement m
    join stock.product p on p.tenant_id = m.tenant_id and p.id = m.product_id
    left join stock.movement_value v on v.tenant_id = m.tenant_id and v.movement_id = m.id
    where m.product_id = any(${ids}::uuid[]) and m.kind not in ('transfer_out', 'transfer_in') and m.quantity <> 0
    order by m.product_id, m.at, m.id`.execute(db(ctx))
  const states = new Map<string, Valued>()
  const last = new Map<string, string>()
  const changed = new Map<string, { count: number; from: string }>()
  const written: Written[] = []
  for (const row of rows) {
    const before =
      states.get(row.product_id) ?? nothing(method ?? held.get(row.product_id)!.method, scaled(row.cost, 6))
    const { state, change } = apply(before, {
      quantity: scaled(row.quantity, 3),
      unit_cost: row.unit_cost === null ? null : scaled(row.unit_cost, 6),
    })
    states.set(row.product_id, state)
    last.set(row.product_id, row.at)
    written.push({
      id: row.id,
      product_id: row.product_id,
      change,
      quantity: state.quantity,
      value: state.value,
    })
    if (row.known !== null && scaled(row.known, 6) !== change) {
      const so_far = changed.get(row.product_id)
      changed.set(row.product_id, { count: (so_far?.count ?? 0) + 1, from: so_far?.from ?? row.at })
    }
  }
  await writeValues(ctx, written)
  await writeStates(ctx, states, (id) => last.get(id)!)
  // Another method changes everything at once: the change of the setting tells it.
  if (method) return
  for (const [product_id, { count, from }] of changed) {
    const before = held.get(product_id)!
    const after = states.get(product_id)!
    await emit(ctx, valuationRecomputed, {
      product_id,
      from,
      movements_changed: count,
      value_before_minor: Number(before.value) / 1e6,
      value_after_minor: Number(after.value) / 1e6,
      unit_cost_before_minor: Number(before.unit_cost) / 1e6,
      unit_cost_after_minor: Number(after.unit_cost) / 1e6,
    })
  }
}

async function writeValues(ctx: Ctx, written: readonly Written[]): Promise<void> {
  if (written.length === 0) return
  await sql`
    insert into stock.movement_value (tenant_id, movement_id, product_id, value_minor, quantity_after, value_after_minor)
    select ${ctx.tenant.id}, * from unnest(${written.map((one) => one.id)}::uuid[], ${written.map((one) => one.product_id)}::uuid[],
      ${written.map((one) => unscaled(one.change, 6))}::numeric[], ${written.map((one) => unscaled(one.quantity, 3))}::numeric[],
      ${written.map((one) => unscaled(one.value, 6))}::numeric[])
    on conflict (tenant_id, movement_id) do update
      set value_minor = excluded.value_minor, quantity_after = excluded.quantity_after, value_after_minor = excluded.value_after_minor
      where (movement_value.value_minor, movement_value.quantity_after, movement_value.value_after_minor)
        is distinct from (excluded.value_minor, excluded.quantity_after, excluded.value_after_minor)`.execute(
    db(ctx),
  )
}

async function writeStates(
  ctx: Ctx,
  states: ReadonlyMap<string, Valued>,
  lastOf: (product_id: string) => string,
): Promise<void> {
  if (states.size === 0) return
  const rows = [...states].map(([product_id, state]) => ({
    product_id,
    method: state.method,
    quantity: unscaled(state.quantity, 3),
    value: unscaled(state.value, 6),
    unit_cost: unscaled(state.unit_cost, 6),
    layers: state.layers.map((layer) => [layer.quantity.toString(), layer.value.toString()]),
    last_at: lastOf(product_id),
  }))
  await sql`
    update stock.valuation v set method = n.method, quantity = n.quantity, value_minor = n.value, unit_cost_minor = n.unit_cost,
      layers = n.layers, last_at = n.last_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(product_id uuid, method text, quantity numeric, value numeric,
      unit_cost numeric, layers jsonb, last_at timestamptz)
    where v.product_id = n.product_id`.execute(db(ctx))
}
