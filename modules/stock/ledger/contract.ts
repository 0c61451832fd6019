import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'
import { kinds } from './model.ts'

const Quantity = z.number().positive().max(1_000_000_000)
const Cost = z.number().min(0).max(1_000_000_000_000)
const Text = (longest: number) => z.string().trim().max(longest).nullable().default(null)
/** When it happened; now when absent, and never in the future. */
const At = z.iso.datetime({ offset: true }).optional()

export const Movement = z.object({
  id: z.uuid(),
  product_id: z.uuid(),
  sku: z.string(),
  product_name: z.string(),
  unit: z.string(),
  location_id: z.uuid(),
  location_name: z.string(),
  kind: z.enum(kinds),
  quantity: z.number(),
  refused_quantity: z.number(),
  at: z.string(),
  recorded_at: z.string(),
  amount_minor: z.number().nullable(),
  /** What it added to the stock's value; null for transfers, which change nothing. */
  value_minor: z.number().nullable(),
  quantity_after: z.number().nullable(),
  value_after_minor: z.number().nullable(),
  lot_code: z.string().nullable(),
  document_id: z.uuid().nullable(),
  reference: z.string().nullable(),
  reason: z.string().nullable(),
  source: z.enum(['screen', 'import', 'api', 'demo']),
  actor_name: z.string().nullable(),
  reverses_id: z.uuid().nullable(),
  reversed: z.boolean(),
})
export type Movement = z.infer<typeof Movement>

const Document = z.object({
  document_id: z.uuid(),
  movements: z.int(),
  amount_minor: z.number(),
})
export type Document = z.infer<typeof Document>

const ledgerErrors = [
  'stock.product_unknown',
  'stock.location_unknown',
  'stock.packaging_unknown',
  'stock.fraction_refused',
  'stock.not_enough',
  'stock.only_expired',
  'stock.lot_missing',
  'stock.lot_unknown',
  'stock.date_in_future',
]

const Line = z.object({
  product_id: z.uuid(),
  /** In packagings when one is named, otherwise in the product's own unit. */
  quantity: Quantity,
  packaging_id: z.uuid().nullable().default(null),
})

export const listMovements = endpoint({
  method: 'GET',
  path: '/stock/movements',
  permission: 'stock.item.read',
  summary: 'The ledger, newest first.',
  query: z.object({
    ...PageQuery,
    product_id: z.uuid().optional(),
    location_id: z.uuid().optional(),
    document_id: z.uuid().optional(),
    kind: z.enum(kinds).optional(),
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
  }),
  reply: pageOf(Movement),
})

export const recordMovements = endpoint({
  method: 'POST',
  path: '/stock/movements',
  permission: 'stock.movement.record',
  summary: 'Enters goods that came without an order, an adjustment, a return or a loss.',
  body: z.object({
    kind: z.enum(['receipt', 'adjustment', 'return', 'loss']),
    location_id: z.uuid(),
    at: At,
    reference: Text(80),
    reason: Text(200),
    lines: z
      .array(
        Line.extend({
          /** Adjustments only: what the ledger has too much leaves. */
          direction: z.enum(['in', 'out']).default('in'),
          unit_cost_minor: Cost.nullable().default(null),
          lot_code: Text(60),
          expires_on: z.iso.date().nullable().default(null),
        }),
      )
      .min(1)
      .max(200),
  }),
  reply: Document,
  status: 201,
  errors: ledgerErrors,
})

export const SaleInput = z.object({
  location_id: z.uuid(),
  at: At,
  reference: Text(80),
  lines: z
    .array(
      z.object({
        product_id: z.uuid(),
        quantity: z.number().min(0).max(1_000_000_000),
        packaging_id: z.uuid().nullable().default(null),
        /** Of one base unit; the catalogue's when absent. */
        unit_price_minor: Cost.nullable().default(null),
        /** Asked for and not there. */
        refused_quantity: z.number().min(0).max(1_000_000_000).default(0),
        lot_id: z.uuid().nullable().default(null),
        /** Sells what was set aside. */
        reservation_id: z.uuid().nullable().default(null),
      }),
    )
    .min(1)
    .max(200),
})
export type SaleInput = z.infer<typeof SaleInput>
export const recordSale = endpoint({
  method: 'POST',
  path: '/stock/sales',
  permission: 'stock.sale.record',
  summary: 'Records a sale, and what was asked for but not there.',
  body: SaleInput,
  reply: Document,
  status: 201,
  errors: [...ledgerErrors, 'stock.nothing_sold', 'stock.reservation_unknown', 'stock.reservation_ended'],
})

export const transferGoods = endpoint({
  method: 'POST',
  path: '/stock/transfers',
  permission: 'stock.movement.record',
  summary: 'Carries goods from one location to another, at once or not at all.',
  body: z.object({
    from_location_id: z.uuid(),
    to_location_id: z.uuid(),
    at: At,
    reference: Text(80),
    lines: z.array(Line).min(1).max(200),
  }),
  reply: Document,
  status: 201,
  errors: [...ledgerErrors, 'stock.same_location'],
})

export const reverseMovement = endpoint({
  method: 'POST',
  path: '/stock/movements/:movement_id/reversal',
  permission: 'stock.movement.record',
  summary: 'Takes a movement, or the whole document it is part of, back by its opposite.',
  params: z.object({ movement_id: z.uuid() }),
  body: z.object({ whole_document: z.boolean().default(false) }),
  reply: Document,
  status: 201,
  errors: ['stock.movement_unknown', 'stock.already_reversed', 'stock.not_enough', 'stock.not_reversible'],
})

const Reservation = z.object({
  id: z.uuid(),
  product_id: z.uuid(),
  location_id: z.uuid(),
  quantity: z.number(),
  for_whom: z.string(),
  status: z.enum(['open', 'released', 'sold']),
})
export type Reservation = z.infer<typeof Reservation>
export const reserveGoods = endpoint({
  method: 'POST',
  path: '/stock/reservations',
  permission: 'stock.sale.record',
  summary: 'Sets goods aside for somebody; nobody else can be sold them.',
  body: z.object({
    product_id: z.uuid(),
    location_id: z.uuid(),
    quantity: Quantity,
    for_whom: z.string().trim().min(1).max(120),
  }),
  reply: Reservation,
  status: 201,
  errors: ['stock.product_unknown', 'stock.location_unknown', 'stock.fraction_refused', 'stock.not_enough'],
})
export const releaseReservation = endpoint({
  method: 'DELETE',
  path: '/stock/reservations/:reservation_id',
  permission: 'stock.sale.record',
  summary: 'Puts back what was set aside.',
  params: z.object({ reservation_id: z.uuid() }),
  reply: Reservation,
  errors: ['stock.reservation_unknown', 'stock.reservation_ended'],
})

/** Sales of one day, for the screen of sales. */
export const readSalesOfDay = endpoint({
  method: 'GET',
  path: '/stock/sales/today',
  permission: 'stock.item.read',
  summary: "Today's sales: how many, how much, and the last documents.",
  query: z.object({ location_id: z.uuid().optional() }),
  reply: z.object({
    day: z.string(),
    sales: z.int(),
    amount_minor: z.number(),
    refused_lines: z.int(),
    recent: z.array(
      z.object({
        document_id: z.uuid(),
        movement_id: z.uuid(),
        at: z.string(),
        reference: z.string().nullable(),
        lines: z.int(),
        amount_minor: z.number(),
        names: z.array(z.string()),
        refused: z.boolean(),
        reversed: z.boolean(),
      }),
    ),
  }),
})
