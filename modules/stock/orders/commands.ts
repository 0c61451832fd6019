import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { conflict, invalid, notFound } from '@guichet/platform/errors'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import { localDate } from '@guichet/platform/local-time'
import { allowsQuantity } from '../catalogue/model.ts'
import { db, packagingsById, productsById, readLocation, readSupplier } from '../catalogue/queries.ts'
import { orderCancelled, orderClosed, orderDrafted, orderReceived, orderSent } from '../events.ts'
import { lotsFor, sourceOf } from '../ledger/commands/documents.ts'
import { momentOf, record } from '../ledger/commands/record.ts'
import type { Order, OrderInput } from './contract.ts'
import { addDays, afterReceipt, mayTake, type OrderStatus, type OrderStep } from './model.ts'
import { readOrder } from './queries.ts'

interface HeldOrder {
  id: string
  number: string
  supplier_id: string
  location_id: string
  status: OrderStatus
  sent_at: string | null
}

/** The order, held until the end of the transaction, if this step may be taken with it. */
async function hold(ctx: Ctx, id: string, step: OrderStep): Promise<HeldOrder> {
  const row = (await db(ctx)
    .selectFrom('stock.purchase_order')
    .select(['id', 'number', 'supplier_id', 'location_id', 'status', 'sent_at'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()) as HeldOrder | undefined
  if (!row) throw notFound('stock.order_unknown')
  if (!mayTake(step, row.status)) throw conflict('stock.order_step_refused', { status: row.status })
  return row
}

/** Drafts an order. */
export async function createOrder(ctx: Ctx, input: OrderInput): Promise<Order> {
  const supplier = await readSupplier(ctx, input.supplier_id)
  const location = await readLocation(ctx, input.location_id)
  const year = Number(localDate(ctx.now(), ctx.tenant.time_zone).slice(0, 4))
  const { rows } = await sql<{ last_number: number }>`
    insert into stock.order_sequence as n (tenant_id, year, last_number) values (${ctx.tenant.id}, ${year}, 1)
    on conflict (tenant_id, year) do update set last_number = n.last_number + 1 returning last_number`.execute(
    db(ctx),
  )
  const id = newId()
  const number = `BC-${year}-${String(rows[0]!.last_number).padStart(4, '0')}`
  await db(ctx)
    .insertInto('stock.purchase_order')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      number,
      supplier_id: supplier.id,
      location_id: location.id,
      currency: ctx.tenant.currency,
      notes: input.notes,
      expected_on: input.expected_on,
      created_at: ctx.now(),
    })
    .execute()
  await writeLines(ctx, id, location.id, input.lines)
  await emit(ctx, orderDrafted, { purchase_order_id: id, number })
  return readOrder(ctx, id)
}

/** Changes a draft: its lines are written anew. */
export async function changeOrder(ctx: Ctx, id: string, input: OrderInput): Promise<Order> {
  const order = await hold(ctx, id, 'change')
  const supplier = await readSupplier(ctx, input.supplier_id)
  const location = await readLocation(ctx, input.location_id)
  await db(ctx)
    .updateTable('stock.purchase_order')
    .set({
      supplier_id: supplier.id,
      location_id: location.id,
      notes: input.notes,
      expected_on: input.expected_on,
    })
    .where('id', '=', id)
    .execute()
  await db(ctx).deleteFrom('stock.purchase_order_line').where('order_id', '=', id).execute()
  await writeLines(ctx, id, location.id, input.lines)
  await emit(ctx, orderDrafted, { purchase_order_id: id, number: order.number })
  return readOrder(ctx, id)
}

async function writeLines(
  ctx: Ctx,
  order_id: string,
  location_id: string,
  lines: OrderInput['lines'],
): Promise<void> {
  const ids = lines.map((line) => line.product_id)
  if (new Set(ids).size < ids.length) throw invalid('stock.product_twice')
  const products = await productsById(ctx, ids)
  const packagings = await packagingsById(
    ctx,
    lines.flatMap((line) => line.packaging_id ?? []),
  )
  for (const line of lines) {
    const product = products.get(line.product_id)
    if (!product) throw notFound('stock.product_unknown')
    if (!allowsQuantity(line.quantity, product.decimals))
      throw invalid('stock.fraction_refused', [], { product: product.name, decimals: product.decimals })
    if (line.packaging_id && packagings.get(line.packaging_id)?.product_id !== product.id)
      throw notFound('stock.packaging_unknown')
  }
  await db(ctx)
    .insertInto('stock.purchase_order_line')
    .values(
      lines.map((line, position) => ({
        tenant_id: ctx.tenant.id,
        id: newId(),
        order_id,
        position,
        product_id: line.product_id,
        location_id,
        packaging_id: line.packaging_id,
        quantity: String(line.quantity),
        unit_cost_minor: String(line.unit_cost_minor),
      })),
    )
    .execute()
}

/** The order is with the supplier; without an announced day, its promised lead time says when it comes. */
export async function sendOrder(ctx: Ctx, id: string, expected_on: string | null): Promise<Order> {
  const order = await hold(ctx, id, 'send')
  const supplier = await readSupplier(ctx, order.supplier_id)
  const today = localDate(ctx.now(), ctx.tenant.time_zone)
  const known = await db(ctx)
    .selectFrom('stock.purchase_order')
    .select('expected_on')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const expected = expected_on ?? known.expected_on ?? addDays(today, supplier.promised_lead_days)
  await db(ctx)
    .updateTable('stock.purchase_order')
    .set({ status: 'sent', sent_at: ctx.now(), expected_on: expected })
    .where('id', '=', id)
    .execute()
  await db(ctx)
    .updateTable('stock.purchase_order_line')
    .set({ due: true, expected_on: expected })
    .where('order_id', '=', id)
    .execute()
  await emit(ctx, orderSent, { purchase_order_id: id, number: order.number })
  return readOrder(ctx, id)
}

export interface ReceiptInput {
  received_at?: string | undefined
  reference: string | null
  lines: readonly {
    line_id: string
    quantity: number
    unit_cost_minor: number | null
    lot_code: string | null
    expires_on: string | null
  }[]
}

/** Enters a delivery: the goods are on the shelf, and the supplier's delay is known. */
export async function receiveOrder(ctx: Ctx, id: string, input: ReceiptInput): Promise<Order> {
  const order = await hold(ctx, id, 'receive')
  const at = momentOf(ctx, input.received_at)
  const { rows: known } = await sql<{ id: string; product_id: string; unit_cost_minor: number }>`
    select id, product_id, unit_cost_minor::float8 as unit_cost_minor
    from stock.purchase_order_line where order_id = ${id}::uuid`.execute(db(ctx))
  const lines = input.lines.map((line) => {
    const found = known.find((one) => one.id === line.line_id)
    if (!found) throw notFound('stock.line_unknown')
    return {
      ...line,
      product_id: found.product_id,
      unit_cost_minor: line.unit_cost_minor ?? found.unit_cost_minor,
    }
  })
  const lots = await lotsFor(ctx, lines, true)
  const receipt_id = newId()
  await db(ctx)
    .insertInto('stock.receipt')
    .values({
      tenant_id: ctx.tenant.id,
      id: receipt_id,
      order_id: id,
      supplier_id: order.supplier_id,
      received_at: at,
      reference: input.reference,
    })
    .execute()
  await record(ctx, {
    id: receipt_id,
    kind: 'receipt',
    at,
    reference: input.reference ?? order.number,
    source: sourceOf(ctx),
    entries: lines.map((line, index) => ({
      product_id: line.product_id,
      location_id: order.location_id,
      kind: 'receipt',
      quantity: line.quantity,
      unit_cost_minor: line.unit_cost_minor,
      lot_id: lots[index] ?? null,
    })),
  })
  await sql`
    update stock.purchase_order_line l set received = l.received + r.quantity,
      completed_at = case when l.received + r.quantity >= l.quantity then coalesce(l.completed_at, ${at.toISOString()}::timestamptz) end
    from (select id, sum(quantity) as quantity from jsonb_to_recordset(${JSON.stringify(
      lines.map((line) => ({ id: line.line_id, quantity: line.quantity })),
    )}::jsonb) as r(id uuid, quantity numeric) group by id) r
    where l.id = r.id and l.order_id = ${id}::uuid`.execute(db(ctx))
  const open = await db(ctx)
    .selectFrom('stock.purchase_order_line')
    .select('id')
    .where('order_id', '=', id)
    .where('completed_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  const complete = open === undefined
  await sql`
    update stock.purchase_order set status = ${afterReceipt(complete)},
      first_received_at = least(first_received_at, ${at.toISOString()}::timestamptz),
      ended_at = ${complete ? at.toISOString() : null}::timestamptz
    where id = ${id}::uuid`.execute(db(ctx))
  if (complete) await settleLines(ctx, id)
  await emit(ctx, orderReceived, { purchase_order_id: id, number: order.number })
  return readOrder(ctx, id)
}

/** Nothing more is expected of its lines. */
const settleLines = (ctx: Ctx, order_id: string) =>
  db(ctx)
    .updateTable('stock.purchase_order_line')
    .set({ due: false })
    .where('order_id', '=', order_id)
    .execute()

/** Closes an order short: what is missing is no longer on its way. */
export async function closeOrder(ctx: Ctx, id: string): Promise<Order> {
  const order = await hold(ctx, id, 'close')
  return endOrder(ctx, order, 'closed')
}

/** Gives an order up before anything came. */
export async function cancelOrder(ctx: Ctx, id: string): Promise<Order> {
  const order = await hold(ctx, id, 'cancel')
  return endOrder(ctx, order, 'cancelled')
}

async function endOrder(ctx: Ctx, order: HeldOrder, status: 'closed' | 'cancelled'): Promise<Order> {
  await db(ctx)
    .updateTable('stock.purchase_order')
    .set({ status, ended_at: ctx.now() })
    .where('id', '=', order.id)
    .execute()
  await settleLines(ctx, order.id)
  const event = status === 'closed' ? orderClosed : orderCancelled
  await emit(ctx, event, { purchase_order_id: order.id, number: order.number })
  return readOrder(ctx, order.id)
}
