import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { conflict } from '@guichet/platform/errors'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import { instantOf } from '@guichet/platform/local-time'
import { matchKey, nameKey, usualDecimals } from '../../catalogue/model.ts'
import { db, productsById } from '../../catalogue/queries.ts'
import { importApplied, importUndone } from '../../events.ts'
import { reverse } from '../../ledger/commands/documents.ts'
import { record, type Entry } from '../../ledger/commands/record.ts'
import { holdValues } from '../../ledger/commands/value.ts'
import type { ImportBatch } from '../contract.ts'
import type { ReadRow, Understood } from '../model/rows.ts'
import { missingFields, readImport } from '../queries/imports.ts'
import { check, holdBatch, holdOpenBatch, refuseTwice } from './take-in.ts'

/** What the file changed of the catalogue, to be given back by an undo. */
interface Changed {
  products: string[]
  suppliers: string[]
  updated: {
    id: string
    price_minor: number
    cost_minor: number
    category: string | null
    supplier_id: string | null
  }[]
}
type Row = ReadRow & { understood: Understood }

/**
 * Writes what the preview showed. The rows are understood once more against the stock as it is now, so that
 * what was sold since the preview counts; one wrong row, and nothing is written.
 */
export async function applyImport(ctx: Ctx, id: string): Promise<ImportBatch> {
  const batch = await holdOpenBatch(ctx, id)
  await refuseTwice(ctx, batch.kind, batch.sha256)
  if (missingFields(batch.kind, batch.mapping).length > 0) throw conflict('stock.import_incomplete')
  const read = await check(ctx, batch)
  const refused = read.filter((row) => row.remarks.some((one) => one.severity === 'refused')).length
  if (refused > 0) throw conflict('stock.import_refused_rows', { rows: refused })
  const rows = read.filter(
    (row): row is Row => row.understood !== null && !row.remarks.some((one) => one.code === 'already_taken'),
  )
  const changed: Changed = { products: [], suppliers: [], updated: [] }
  if (batch.kind === 'stock') {
    const suppliers = await writeSuppliers(ctx, rows, changed)
    await writeProducts(ctx, rows, suppliers, changed)
  }
  const entries =
    batch.kind === 'stock' ? await stockEntries(ctx, rows, batch.mapping.mode) : await saleEntries(ctx, rows)
  if (entries.length > 0) {
    await record(ctx, {
      id,
      kind: 'import',
      at: ctx.now(),
      reference: batch.file_name.slice(0, 80),
      source: 'import',
      entries,
    })
  }
  await sql`update stock.import_row set applied = true where batch_id = ${id}::uuid and identity is not null`.execute(
    db(ctx),
  )
  await sql`
    update stock.import_batch set status = 'applied', applied_at = ${ctx.now().toISOString()},
      summary = summary || ${JSON.stringify({ changed })}::jsonb
    where id = ${id}::uuid`.execute(db(ctx))
  await emit(ctx, importApplied, { import_batch_id: id, kind: batch.kind, rows: rows.length })
  return readImport(ctx, id)
}

async function writeSuppliers(
  ctx: Ctx,
  rows: readonly Row[],
  changed: Changed,
): Promise<Map<string, string>> {
  const named = new Map<string, string>()
  for (const { understood } of rows)
    if (understood.supplier) named.set(nameKey(understood.supplier), understood.supplier)
  const wanted = [...named].map(([name_key, name]) => ({ id: newId(), name, name_key }))
  const { rows: made } = await sql<{ id: string }>`
    insert into stock.supplier (tenant_id, id, name, name_key, created_at)
    select ${ctx.tenant.id}, r.id, r.name, r.name_key, ${ctx.now().toISOString()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as r(id uuid, name text, name_key text)
    on conflict (tenant_id, name_key) do nothing returning id`.execute(db(ctx))
  changed.suppliers = made.map((row) => row.id)
  const { rows: known } = await sql<{ id: string; name_key: string }>`
    select id, name_key from stock.supplier where name_key = any(${[...named.keys()]}::text[])`.execute(
    db(ctx),
  )
  return new Map(known.map((row) => [row.name_key, row.id]))
}

/** New products get their ids here, and every row that means one learns it. */
async function writeProducts(
  ctx: Ctx,
  rows: readonly Row[],
  suppliers: ReadonlyMap<string, string>,
  changed: Changed,
): Promise<void> {
  const ids = new Map<string, string>()
  const products = new Map<string, Record<string, unknown>>()
  for (const { understood } of rows) {
    if (understood.new_key && !ids.has(understood.new_key)) ids.set(understood.new_key, newId())
    const id = understood.product_id ?? ids.get(understood.new_key!)!
    const is_new = understood.product_id === null
    understood.product_id = id
    const said = {
      ...(understood.price_minor !== null && { price_minor: understood.price_minor }),
      ...(understood.cost_minor !== null && { cost_minor: understood.cost_minor }),
      ...(understood.category && { category: understood.category }),
      ...(understood.supplier && { supplier_id: suppliers.get(nameKey(understood.supplier)) }),
    }
    const base = is_new
      ? {
          id,
          is_new,
          sku: understood.sku,
          name: understood.name,
          name_key: nameKey(understood.name!),
          match_key: matchKey(understood.name!),
          unit: understood.unit,
          decimals: usualDecimals[understood.unit!],
        }
      : { id, is_new }
    products.set(id, { ...base, ...products.get(id), ...said })
  }
  const all = JSON.stringify([...products.values()])
  changed.products = [...ids.values()]
  await sql`
    insert into stock.product (tenant_id, id, sku, name, name_key, match_key, unit, decimals, category, currency, price_minor, cost_minor,
      supplier_id, created_at, updated_at)
    select ${ctx.tenant.id}, r.id, r.sku, r.name, r.name_key, r.match_key, r.unit, r.decimals, r.category, ${ctx.tenant.currency},
      coalesce(r.price_minor, 0), coalesce(r.cost_minor, 0), r.supplier_id, ${ctx.now().toISOString()}::timestamptz, ${ctx.now().toISOString()}::timestamptz
    from jsonb_to_recordset(${all}::jsonb) as r(id uuid, is_new boolean, sku text, name text, name_key text, match_key text, unit text,
      decimals smallint, category text, price_minor bigint, cost_minor numeric, supplier_id uuid)
    where r.is_new`.execute(db(ctx))
  const { rows: before } = await sql<Changed['updated'][number]>`
    update stock.product p set price_minor = coalesce(r.price_minor, p.price_minor), cost_minor = coalesce(r.cost_minor, p.cost_minor),
      category = coalesce(r.category, p.category), supplier_id = coalesce(r.supplier_id, p.supplier_id), updated_at = ${ctx.now().toISOString()}
    from jsonb_to_recordset(${all}::jsonb) as r(id uuid, is_new boolean, price_minor bigint, cost_minor numeric, category text, supplier_id uuid),
      stock.product o
    where p.id = r.id and o.id = p.id and not r.is_new
      and (r.price_minor <> o.price_minor or r.cost_minor <> o.cost_minor or r.category is distinct from coalesce(o.category, r.category)
        or (r.category is not null and o.category is null) or (r.supplier_id is not null and r.supplier_id is distinct from o.supplier_id))
    returning p.id, o.price_minor, o.cost_minor::float8 as cost_minor, o.category, o.supplier_id`.execute(
    db(ctx),
  )
  changed.updated = before
  const codes = rows.flatMap(({ understood }) =>
    understood.barcode ? [{ code: understood.barcode, product_id: understood.product_id }] : [],
  )
  await sql`
    insert into stock.barcode (tenant_id, code, product_id)
    select ${ctx.tenant.id}, r.code, r.product_id from jsonb_to_recordset(${JSON.stringify(codes)}::jsonb) as r(code text, product_id uuid)
    on conflict (tenant_id, code) do nothing`.execute(db(ctx))
}

/** Noon of the local day: a date without a time. Of today, now. */
function momentOf(ctx: Ctx, date: string | null): Date {
  const now = ctx.now()
  if (date === null) return now
  const noon = instantOf(date, '12:00', ctx.tenant.time_zone)
  return noon.getTime() > now.getTime() ? now : noon
}

/** Quantities that come on top are receipts; those that replace are counts, of what was there at that moment. */
async function stockEntries(ctx: Ctx, rows: readonly Row[], mode: 'replace' | 'add'): Promise<Entry[]> {
  const counted = rows.filter(({ understood }) => understood.quantity !== null)
  if (mode === 'add')
    return counted
      .filter(({ understood }) => understood.quantity !== 0)
      .map(({ understood }) => ({
        product_id: understood.product_id!,
        location_id: understood.location_id,
        kind: 'receipt',
        quantity: understood.quantity!,
        unit_cost_minor: understood.cost_minor,
        at: momentOf(ctx, understood.date),
      }))
  await holdValues(
    ctx,
    counted.map(({ understood }) => understood.product_id!),
  )
  // One product on several rows is counted once, as the sum, at the moment of the last.
  const sums = new Map<
    string,
    { product_id: string; location_id: string; quantity: number; cost: number | null; at: string }
  >()
  for (const { understood } of counted) {
    const key = `${understood.product_id} ${understood.location_id}`
    const at = momentOf(ctx, understood.date).toISOString()
    const before = sums.get(key)
    sums.set(key, {
      product_id: understood.product_id!,
      location_id: understood.location_id,
      quantity: (before?.quantity ?? 0) + understood.quantity!,
      cost: understood.cost_minor ?? before?.cost ?? null,
      at: before && before.at > at ? before.at : at,
    })
  }
  const entries: Entry[] = []
  // One question for each date of the file, not one for each row: it stays one pass over the ledger.
  for (const [at, counts] of Map.groupBy(sums.values(), (one) => one.at)) {
    const { rows: known } = await sql<{ product_id: string; location_id: string; there: number }>`
      select product_id, location_id, sum(quantity)::float8 as there from stock.movement
      where product_id = any(${counts.map((one) => one.product_id)}::uuid[]) and at <= ${at}::timestamptz
      group by product_id, location_id`.execute(db(ctx))
    const there = new Map(known.map((row) => [`${row.product_id} ${row.location_id}`, row.there]))
    for (const one of counts) {
      const difference = one.quantity - (there.get(`${one.product_id} ${one.location_id}`) ?? 0)
      const quantity = Math.round(difference * 1_000) / 1_000
      if (quantity === 0) continue
      entries.push({
        product_id: one.product_id,
        location_id: one.location_id,
        kind: 'count',
        quantity,
        unit_cost_minor: quantity > 0 ? one.cost : null,
        at: new Date(at),
      })
    }
  }
  return entries
}

async function saleEntries(ctx: Ctx, rows: readonly Row[]): Promise<Entry[]> {
  const products = await productsById(
    ctx,
    rows.map(({ understood }) => understood.product_id!),
  )
  return rows.map(({ understood }) => {
    const sold = understood.quantity ?? 0
    const price = understood.price_minor ?? products.get(understood.product_id!)?.price_minor ?? 0
    return {
      product_id: understood.product_id!,
      location_id: understood.location_id,
      kind: sold < 0 ? 'return' : 'sale',
      quantity: sold === 0 ? 0 : -sold,
      refused_quantity: sold < 0 ? 0 : understood.refused,
      amount_minor: understood.amount_minor ?? price * sold,
      reason: understood.reference,
      at: momentOf(ctx, understood.date),
    }
  })
}

/** Takes back everything the file brought: movements by their opposites, prices as they were, new products put away. */
export async function undoImport(ctx: Ctx, id: string): Promise<ImportBatch> {
  const batch = await holdBatch(ctx, id)
  if (batch.status !== 'applied') throw conflict('stock.import_not_applied', { status: batch.status })
  const changed = batch.summary.changed as Changed
  const moved = await db(ctx)
    .selectFrom('stock.movement')
    .select('id')
    .where('document_id', '=', id)
    .limit(1)
    .executeTakeFirst()
  if (moved) await reverse(ctx, sql`m.document_id = ${id}::uuid`, 'import')
  await sql`
    update stock.product p set price_minor = r.price_minor, cost_minor = r.cost_minor, category = r.category, supplier_id = r.supplier_id
    from jsonb_to_recordset(${JSON.stringify(changed.updated)}::jsonb) as r(id uuid, price_minor bigint, cost_minor numeric, category text, supplier_id uuid)
    where p.id = r.id`.execute(db(ctx))
  // The ledger speaks of them for ever; nobody has to see them. Taken in again, their references are free.
  await sql`update stock.product set active = false, sku = left(sku, 40) || ' (' || right(id::text, 12) || ')', match_key = ''
    where id = any(${changed.products}::uuid[])`.execute(db(ctx))
  await sql`delete from stock.barcode where product_id = any(${changed.products}::uuid[])`.execute(db(ctx))
  await sql`update stock.supplier set active = false where id = any(${changed.suppliers}::uuid[])
    and not exists (select from stock.purchase_order o where o.supplier_id = supplier.id)`.execute(db(ctx))
  await sql`update stock.import_row set applied = false where batch_id = ${id}::uuid`.execute(db(ctx))
  await db(ctx)
    .updateTable('stock.import_batch')
    .set({ status: 'undone', undone_at: ctx.now() })
    .where('id', '=', id)
    .execute()
  await emit(ctx, importUndone, { import_batch_id: id, kind: batch.kind, rows: 0 })
  return readImport(ctx, id)
}
