import { sql } from 'kysely'
import type { Ctx, Tenant } from '@guichet/platform/ctx'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import { localDate } from '@guichet/platform/local-time'
import { asSystem, type Platform } from '@guichet/platform/platform'
import { matchKey, nameKey } from '../catalogue/model.ts'
import { db } from '../catalogue/queries.ts'
import { supplierChanged } from '../events.ts'
import { holdValues, valueAgain } from '../ledger/commands/value.ts'
import { products, suppliers } from './assortment.ts'
import { simulateShop, type Past, type Place } from './simulation.ts'

export interface DemoIds {
  suppliers: string[]
  products: string[]
  shop: string
  depot: string
}

const days = 548
/** Rows written by one statement: enough to be fast, few enough that no other writer waits. */
const chunk = 4_000

/**
 * A hardware shop with eighteen months behind it. Everything follows from a small simulation of each day, so
 * sales, shortages, orders and deliveries agree with one another and with the ledger.
 *
 * @returns movements written; 0 when the shop has its history already
 */
export async function seedStockHistory(platform: Platform, tenant: Tenant, seed: number): Promise<number> {
  const ids = await asSystem(platform, tenant, seedCatalogue)
  if (!ids) return 0
  const today = localDate(platform.now(), tenant.time_zone)
  const past = await simulateShop(today, days, seed)
  const now = platform.now().toISOString()
  // Of the day under way, what has happened so far.
  past.movements = past.movements.filter((one) => one.at <= now)
  await asSystem(platform, tenant, (ctx) => writeLots(ctx, ids, past))
  for (let at = 0; at < past.movements.length; at += chunk) {
    const rows = past.movements.slice(at, at + chunk)
    await asSystem(platform, tenant, (ctx) => writeMovements(ctx, ids, rows))
  }
  await asSystem(platform, tenant, (ctx) => writeOrders(ctx, ids, past))
  for (let at = 0; at < ids.products.length; at += 20) {
    await asSystem(platform, tenant, async (ctx) =>
      valueAgain(ctx, await holdValues(ctx, ids.products.slice(at, at + 20))),
    )
  }
  await asSystem(platform, tenant, (ctx) => startOver(ctx, ids))
  return past.movements.length
}

/** What was foreseen and alerted while only half of the past was there is forgotten, and foreseen anew. */
async function startOver(ctx: Ctx, ids: DemoIds): Promise<void> {
  await sql`delete from stock.alert_message`.execute(db(ctx))
  await sql`delete from stock.alert_episode`.execute(db(ctx))
  for (const supplier_id of ids.suppliers) await emit(ctx, supplierChanged, { supplier_id })
}

/** Suppliers, places and articles; null when they are there already. */
async function seedCatalogue(ctx: Ctx): Promise<DemoIds | null> {
  const known = await db(ctx).selectFrom('stock.product').select('id').limit(1).executeTakeFirst()
  if (known) return null
  const tenant_id = ctx.tenant.id
  const created_at = new Date(ctx.now().getTime() - (days + 10) * 86_400_000)
  const ids: DemoIds = {
    suppliers: suppliers.map(newId),
    products: products.map(newId),
    shop: newId(),
    depot: newId(),
  }
  await db(ctx)
    .insertInto('stock.location')
    .values([
      {
        tenant_id,
        id: ids.shop,
        name: 'Magasin Icotaf',
        name_key: nameKey('Magasin Icotaf'),
        kind: 'shop',
        created_at,
      },
      {
        tenant_id,
        id: ids.depot,
        name: 'Dépôt Thiaroye',
        name_key: nameKey('Dépôt Thiaroye'),
        kind: 'depot',
        created_at,
      },
    ])
    .execute()
  await db(ctx)
    .insertInto('stock.supplier')
    .values(
      suppliers.map((one, index) => ({
        tenant_id,
        id: ids.suppliers[index]!,
        name: one.name,
        name_key: nameKey(one.name),
        phone: one.phone,
        promised_lead_days: one.promised,
        review_days: one.review,
        minimum_order_minor: one.minimum,
        created_at,
      })),
    )
    .execute()
  await db(ctx)
    .insertInto('stock.product')
    .values(
      products.map((one, index) => ({
        tenant_id,
        id: ids.products[index]!,
        sku: one.sku,
        name: one.name,
        name_key: nameKey(one.name),
        match_key: matchKey(one.name),
        unit: one.unit,
        decimals: one.decimals,
        category: one.category,
        currency: ctx.tenant.currency,
        price_minor: one.price,
        cost_minor: String(one.cost),
        supplier_id: ids.suppliers[one.supplier]!,
        tracks_lots: one.tracks_lots ?? false,
        created_at,
        updated_at: created_at,
      })),
    )
    .execute()
  await db(ctx)
    .insertInto('stock.packaging')
    .values(
      products.flatMap((one, index) =>
        one.pack
          ? [
              {
                tenant_id,
                id: newId(),
                product_id: ids.products[index]!,
                name: one.pack.name,
                quantity: String(one.pack.quantity),
                for_orders: true,
              },
            ]
          : [],
      ),
    )
    .execute()
  await db(ctx)
    .insertInto('stock.barcode')
    .values(
      products.map((_, index) => ({
        tenant_id,
        code: ean13(`604100${String(index + 1).padStart(6, '0')}`),
        product_id: ids.products[index]!,
      })),
    )
    .execute()
  return ids
}

/** Thirteen digits, the last of which checks the others (GS1). */
function ean13(twelve: string): string {
  const sum = Array.from(twelve, Number).reduce(
    (total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3),
    0,
  )
  return twelve + String((10 - (sum % 10)) % 10)
}

const placeOf = (ids: DemoIds, place: Place): string => (place === 'shop' ? ids.shop : ids.depot)

async function writeLots(ctx: Ctx, ids: DemoIds, past: Past): Promise<void> {
  if (past.lots.length === 0) return
  await db(ctx)
    .insertInto('stock.lot')
    .values(
      past.lots.map((lot) => ({
        tenant_id: ctx.tenant.id,
        id: lot.id,
        product_id: ids.products[lot.product]!,
        code: lot.code,
        expires_on: lot.expires_on,
        created_at: lot.at,
      })),
    )
    .execute()
}

async function writeMovements(ctx: Ctx, ids: DemoIds, movements: Past['movements']): Promise<void> {
  const rows = movements.map((one) => ({
    id: newId(),
    product_id: ids.products[one.product],
    location_id: placeOf(ids, one.place),
    kind: one.kind,
    quantity: one.quantity,
    refused_quantity: one.refused,
    at: one.at,
    unit_cost_minor: one.kind === 'receipt' ? one.cost : null,
    amount_minor: one.kind === 'sale' ? Math.round(-one.quantity * products[one.product]!.price) : null,
    lot_id: one.lot ?? null,
    document_id: one.document,
    reference: one.reference ?? null,
  }))
  await sql`
    insert into stock.movement (tenant_id, id, product_id, location_id, kind, quantity, refused_quantity, at, recorded_at,
      unit_cost_minor, amount_minor, lot_id, document_id, reference, source)
    select ${ctx.tenant.id}, r.id, r.product_id, r.location_id, r.kind, r.quantity, r.refused_quantity, r.at, r.at,
      r.unit_cost_minor, r.amount_minor, r.lot_id, r.document_id, r.reference, 'demo'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, product_id uuid, location_id uuid, kind text, quantity numeric,
      refused_quantity numeric, at timestamptz, unit_cost_minor numeric, amount_minor numeric, lot_id uuid, document_id uuid, reference text)`.execute(
    db(ctx),
  )
}

async function writeOrders(ctx: Ctx, ids: DemoIds, past: Past): Promise<void> {
  const tenant_id = ctx.tenant.id
  const numbers = new Map<number, number>()
  const orders = past.orders.map((order) => {
    const year = Number(order.sent_on.slice(0, 4))
    const number = (numbers.get(year) ?? 0) + 1
    numbers.set(year, number)
    const received = order.received_on !== null
    return {
      tenant_id,
      id: order.id,
      number: `BC-${year}-${String(number).padStart(4, '0')}`,
      supplier_id: ids.suppliers[order.supplier]!,
      location_id: placeOf(ids, order.place),
      status: received ? 'received' : 'sent',
      currency: ctx.tenant.currency,
      created_at: `${order.sent_on}T08:30:00Z`,
      sent_at: `${order.sent_on}T09:00:00Z`,
      expected_on: order.expected_on,
      first_received_at: received ? `${order.received_on}T10:00:00Z` : null,
      ended_at: received ? `${order.received_on}T10:00:00Z` : null,
    }
  })
  await sql`insert into stock.purchase_order select * from jsonb_populate_recordset(null::stock.purchase_order, ${JSON.stringify(orders)}::jsonb)`.execute(
    db(ctx),
  )
  const lines = past.orders.flatMap((order) =>
    order.lines.map((line, position) => ({
      id: newId(),
      order_id: order.id,
      position,
      product_id: ids.products[line.product],
      location_id: placeOf(ids, order.place),
      quantity: line.quantity,
      received: order.received_on === null ? 0 : line.quantity,
      unit_cost_minor: line.cost,
      expected_on: order.expected_on,
      completed_at: order.received_on === null ? null : `${order.received_on}T10:00:00Z`,
      due: order.received_on === null,
    })),
  )
  await sql`
    insert into stock.purchase_order_line (tenant_id, id, order_id, position, product_id, location_id, packaging_id, quantity, received,
      unit_cost_minor, expected_on, completed_at, due)
    select ${tenant_id}, r.id, r.order_id, r.position, r.product_id, r.location_id, g.id, r.quantity, r.received, r.unit_cost_minor,
      r.expected_on, r.completed_at, r.due
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as r(id uuid, order_id uuid, position int, product_id uuid, location_id uuid,
      quantity numeric, received numeric, unit_cost_minor numeric, expected_on date, completed_at timestamptz, due boolean)
    left join stock.packaging g on g.product_id = r.product_id and g.for_orders`.execute(db(ctx))
  const receipts = past.orders
    .filter((order) => order.received_on !== null)
    .map((order) => ({
      tenant_id,
      id: order.receipt,
      order_id: order.id,
      supplier_id: ids.suppliers[order.supplier]!,
      received_at: `${order.received_on}T10:00:00Z`,
      reference: null,
    }))
  await sql`insert into stock.receipt select * from jsonb_populate_recordset(null::stock.receipt, ${JSON.stringify(receipts)}::jsonb)`.execute(
    db(ctx),
  )
  for (const [year, last_number] of numbers)
    await db(ctx).insertInto('stock.order_sequence').values({ tenant_id, year, last_number }).execute()
}
