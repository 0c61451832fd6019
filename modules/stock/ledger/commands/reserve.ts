import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { conflict, invalid, notFound } from '@guichet/platform/errors'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import { allowsQuantity } from '../../catalogue/model.ts'
import { db, productsById, readLocation } from '../../catalogue/queries.ts'
import { goodsReserved, reservationEnded } from '../../events.ts'
import type { Reservation } from '../contract.ts'
import { named } from './record.ts'
import { holdValues } from './value.ts'

const columns = sql`id, product_id, location_id, quantity::float8 as quantity, for_whom, status`

/** Sets goods aside for somebody; the table's trigger refuses more than is there. */
export async function reserveGoods(
  ctx: Ctx,
  input: { product_id: string; location_id: string; quantity: number; for_whom: string },
): Promise<Reservation> {
  const products = await productsById(ctx, [input.product_id])
  const product = products.get(input.product_id)
  if (!product) throw notFound('stock.product_unknown')
  if (!allowsQuantity(input.quantity, product.decimals))
    throw invalid('stock.fraction_refused', [], { product: product.name, decimals: product.decimals })
  const location = await readLocation(ctx, input.location_id)
  await holdValues(ctx, [product.id])
  try {
    const { rows } = await sql<Reservation>`
      insert into stock.reservation (tenant_id, id, product_id, location_id, quantity, for_whom, created_at)
      values (${ctx.tenant.id}, ${newId()}, ${product.id}, ${location.id}, ${input.quantity}, ${input.for_whom}, ${ctx.now().toISOString()})
      returning ${columns}`.execute(db(ctx))
    const reservation = rows[0]!
    await emit(ctx, goodsReserved, { reservation_id: reservation.id, product_id: product.id })
    return reservation
  } catch (error) {
    throw named(error, products)
  }
}

/** Puts back what was set aside. */
export const releaseReservation = (ctx: Ctx, id: string): Promise<Reservation> => end(ctx, id, 'released')

/** What was set aside is sold: it is free for the sale that follows in the same transaction. */
export async function sellReservation(ctx: Ctx, id: string, product_id: string): Promise<void> {
  const reservation = await end(ctx, id, 'sold')
  if (reservation.product_id !== product_id) throw notFound('stock.reservation_unknown')
}

async function end(ctx: Ctx, id: string, status: 'released' | 'sold'): Promise<Reservation> {
  const { rows } = await sql<Reservation>`
    update stock.reservation set status = ${status}, ended_at = ${ctx.now().toISOString()}
    where id = ${id}::uuid and status = 'open' returning ${columns}`.execute(db(ctx))
  const [reservation] = rows
  if (!reservation) {
    const known = await db(ctx)
      .selectFrom('stock.reservation')
      .select('id')
      .where('id', '=', id)
      .executeTakeFirst()
    throw known ? conflict('stock.reservation_ended') : notFound('stock.reservation_unknown')
  }
  await emit(ctx, reservationEnded, { reservation_id: id, product_id: reservation.product_id, status })
  return reservation
}
