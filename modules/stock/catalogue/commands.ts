import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { conflict, invalid, notFound } from '@guichet/platform/errors'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import { locationChanged, productChanged, settingsChanged, supplierChanged } from '../events.ts'
import type {
  Location,
  LocationInput,
  Product,
  ProductInput,
  StockSettings,
  Supplier,
  SupplierInput,
} from './contract.ts'
import { matchKey, nameKey } from './model.ts'
import { db, readLocation, readProduct, readSupplier, settingsOf } from './queries.ts'

const constraints: Record<string, string> = {
  product_sku: 'stock.sku_taken',
  barcode_pkey: 'stock.barcode_taken',
  packaging_name: 'stock.packaging_twice',
  packaging_for_orders: 'stock.packaging_twice',
  supplier_name: 'stock.supplier_name_taken',
  location_name: 'stock.location_name_taken',
  product_tenant_id_supplier_id_fkey: 'stock.supplier_unknown',
}

/** Uniqueness is decided by the indexes; this gives each refusal its name. */
async function nameConflicts<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const { code, constraint } = error as { code?: string; constraint?: string }
    const known = (code === '23505' || code === '23503') && constraint ? constraints[constraint] : undefined
    if (known) throw code === '23503' ? notFound(known) : conflict(known)
    throw error
  }
}

const keysOf = (name: string) => ({ name_key: nameKey(name), match_key: matchKey(name) })

/** Adds a product to the catalogue. */
export async function createProduct(ctx: Ctx, input: ProductInput): Promise<Product> {
  const id = newId()
  const { barcodes, packagings, ...fields } = input
  await nameConflicts(
    db(ctx)
      .insertInto('stock.product')
      .values({
        tenant_id: ctx.tenant.id,
        id,
        ...fields,
        category: fields.category || null,
        ...keysOf(fields.name),
        cost_minor: String(fields.cost_minor),
        currency: ctx.tenant.currency,
        created_at: ctx.now(),
        updated_at: ctx.now(),
      })
      .execute(),
  )
  await db(ctx)
    .insertInto('stock.valuation')
    .values({
      tenant_id: ctx.tenant.id,
      product_id: id,
      method: (await settingsOf(ctx)).valuation,
      unit_cost_minor: String(fields.cost_minor),
    })
    .execute()
  await writePackagings(ctx, id, packagings)
  await writeBarcodes(ctx, id, barcodes)
  await emit(ctx, productChanged, { product_id: id, sku: input.sku })
  return readProduct(ctx, id)
}

/** Changes what is known of a product. Its unit stays once goods have moved: the ledger counts in it. */
export async function changeProduct(ctx: Ctx, id: string, input: ProductInput): Promise<Product> {
  const { barcodes, packagings, ...fields } = input
  const before = await db(ctx)
    .selectFrom('stock.product')
    .select(['unit', 'decimals', 'tracks_lots'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!before) throw notFound('stock.product_unknown')
  if (
    before.unit !== fields.unit ||
    before.decimals > fields.decimals ||
    before.tracks_lots !== fields.tracks_lots
  ) {
    const moved = await db(ctx)
      .selectFrom('stock.movement')
      .select('id')
      .where('product_id', '=', id)
      .limit(1)
      .executeTakeFirst()
    if (moved) throw conflict('stock.unit_in_use')
  }
  await nameConflicts(
    db(ctx)
      .updateTable('stock.product')
      .set({
        ...fields,
        category: fields.category || null,
        ...keysOf(fields.name),
        cost_minor: String(fields.cost_minor),
        updated_at: ctx.now(),
      })
      .where('id', '=', id)
      .execute(),
  )
  await db(ctx).deleteFrom('stock.barcode').where('product_id', '=', id).execute()
  await writePackagings(ctx, id, packagings)
  await writeBarcodes(ctx, id, barcodes)
  await emit(ctx, productChanged, { product_id: id, sku: input.sku })
  return readProduct(ctx, id)
}

/** Packagings keep their ids by name: order lines refer to them. */
async function writePackagings(
  ctx: Ctx,
  product_id: string,
  packagings: ProductInput['packagings'],
): Promise<void> {
  const names = packagings.map((one) => one.name.toLowerCase())
  if (new Set(names).size < names.length || packagings.filter((one) => one.for_orders).length > 1)
    throw invalid('stock.packaging_twice')
  await sql`delete from stock.packaging where product_id = ${product_id}::uuid and not lower(name) = any(${names})`.execute(
    db(ctx),
  )
  await sql`update stock.packaging set for_orders = false where product_id = ${product_id}::uuid`.execute(
    db(ctx),
  )
  for (const one of packagings) {
    const { rows } = await nameConflicts(
      sql<{ id: string }>`
        insert into stock.packaging (tenant_id, id, product_id, name, quantity, for_orders)
        values (${ctx.tenant.id}, ${newId()}, ${product_id}, ${one.name}, ${one.quantity}, ${one.for_orders})
        on conflict (tenant_id, product_id, lower(name)) do update
          set name = excluded.name, quantity = excluded.quantity, for_orders = excluded.for_orders
        returning id`.execute(db(ctx)),
    )
    if (one.barcode) await writeBarcodes(ctx, product_id, [one.barcode], rows[0]!.id)
  }
}

async function writeBarcodes(
  ctx: Ctx,
  product_id: string,
  codes: readonly string[],
  packaging_id: string | null = null,
): Promise<void> {
  if (codes.length === 0) return
  await nameConflicts(
    db(ctx)
      .insertInto('stock.barcode')
      .values(codes.map((code) => ({ tenant_id: ctx.tenant.id, code, product_id, packaging_id })))
      .execute(),
  )
}

/** Adds a supplier. */
export async function createSupplier(ctx: Ctx, input: SupplierInput): Promise<Supplier> {
  const id = newId()
  await nameConflicts(
    db(ctx)
      .insertInto('stock.supplier')
      .values({
        tenant_id: ctx.tenant.id,
        id,
        ...input,
        name_key: nameKey(input.name),
        created_at: ctx.now(),
      })
      .execute(),
  )
  await emit(ctx, supplierChanged, { supplier_id: id })
  return readSupplier(ctx, id)
}

/** Changes what is known of a supplier. */
export async function changeSupplier(ctx: Ctx, id: string, input: SupplierInput): Promise<Supplier> {
  const { numUpdatedRows } = await nameConflicts(
    db(ctx)
      .updateTable('stock.supplier')
      .set({ ...input, name_key: nameKey(input.name) })
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
  )
  if (numUpdatedRows === 0n) throw notFound('stock.supplier_unknown')
  await emit(ctx, supplierChanged, { supplier_id: id })
  return readSupplier(ctx, id)
}

/** Adds a place where goods are kept. */
export async function createLocation(ctx: Ctx, input: LocationInput): Promise<Location> {
  const id = newId()
  await nameConflicts(
    db(ctx)
      .insertInto('stock.location')
      .values({
        tenant_id: ctx.tenant.id,
        id,
        ...input,
        name_key: nameKey(input.name),
        created_at: ctx.now(),
      })
      .execute(),
  )
  await emit(ctx, locationChanged, { location_id: id })
  return readLocation(ctx, id)
}

/** Renames a location, or closes one that is empty. */
export async function changeLocation(ctx: Ctx, id: string, input: LocationInput): Promise<Location> {
  const held = await db(ctx)
    .selectFrom('stock.location')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!held) throw notFound('stock.location_unknown')
  if (!input.active) {
    const full = await db(ctx)
      .selectFrom('stock.balance')
      .select('product_id')
      .where('location_id', '=', id)
      .where((e) => e.or([e('on_hand', '<>', '0'), e('incoming', '>', '0')]))
      .limit(1)
      .executeTakeFirst()
    if (full) throw conflict('stock.location_not_empty')
  }
  await nameConflicts(
    db(ctx)
      .updateTable('stock.location')
      .set({ ...input, name_key: nameKey(input.name) })
      .where('id', '=', id)
      .execute(),
  )
  await emit(ctx, locationChanged, { location_id: id })
  return readLocation(ctx, id)
}

/** Changes how stock is kept; subscribers recompute values when the method changed. */
export async function changeSettings(ctx: Ctx, settings: StockSettings): Promise<StockSettings> {
  const before = await settingsOf(ctx)
  await db(ctx)
    .insertInto('stock.setting')
    .values({ tenant_id: ctx.tenant.id, ...settings, updated_at: ctx.now() })
    .onConflict((on) => on.columns(['tenant_id']).doUpdateSet({ ...settings, updated_at: ctx.now() }))
    .execute()
  await emit(ctx, settingsChanged, { ...settings, former_valuation: before.valuation })
  return settings
}
