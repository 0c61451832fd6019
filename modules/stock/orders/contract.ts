import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'
import { orderStatuses } from './model.ts'

export { mayTake, orderStatuses, type OrderStatus } from './model.ts'

export const OrderRow = z.object({
  id: z.uuid(),
  number: z.string(),
  supplier_id: z.uuid(),
  supplier_name: z.string(),
  location_id: z.uuid(),
  location_name: z.string(),
  status: z.enum(orderStatuses),
  currency: z.enum(['XOF', 'EUR']),
  notes: z.string().nullable(),
  created_at: z.string(),
  sent_at: z.string().nullable(),
  expected_on: z.string().nullable(),
  first_received_at: z.string().nullable(),
  ended_at: z.string().nullable(),
  lines: z.int(),
  total_minor: z.number(),
  late: z.boolean(),
})
export type OrderRow = z.infer<typeof OrderRow>
export const Order = OrderRow.extend({
  items: z.array(
    z.object({
      id: z.uuid(),
      product_id: z.uuid(),
      sku: z.string(),
      product_name: z.string(),
      unit: z.string(),
      decimals: z.int(),
      tracks_lots: z.boolean(),
      packaging_id: z.uuid().nullable(),
      packaging_name: z.string().nullable(),
      packaging_quantity: z.number().nullable(),
      quantity: z.number(),
      received: z.number(),
      unit_cost_minor: z.number(),
      completed_at: z.string().nullable(),
    }),
  ),
  minimum_order_minor: z.number(),
  receipts: z.array(z.object({ id: z.uuid(), received_at: z.string(), reference: z.string().nullable() })),
})
export type Order = z.infer<typeof Order>

const Line = z.object({
  product_id: z.uuid(),
  /** In base units. */
  quantity: z.number().positive().max(1_000_000_000),
  packaging_id: z.uuid().nullable().default(null),
  unit_cost_minor: z.number().min(0).max(1_000_000_000_000),
})
export const OrderInput = z.object({
  supplier_id: z.uuid(),
  location_id: z.uuid(),
  expected_on: z.iso.date().nullable().default(null),
  notes: z.string().trim().max(1000).nullable().default(null),
  lines: z.array(Line).min(1).max(300),
})
export type OrderInput = z.infer<typeof OrderInput>

const Params = z.object({ purchase_order_id: z.uuid() })
const lineErrors = [
  'stock.supplier_unknown',
  'stock.location_unknown',
  'stock.product_unknown',
  'stock.product_twice',
  'stock.fraction_refused',
]

export const listOrders = endpoint({
  method: 'GET',
  path: '/stock/orders',
  permission: 'stock.item.read',
  summary: 'Purchase orders, newest first.',
  query: z.object({
    ...PageQuery,
    status: z.enum(['open', ...orderStatuses]).optional(),
    supplier_id: z.uuid().optional(),
  }),
  reply: pageOf(OrderRow),
})
export const readOrder = endpoint({
  method: 'GET',
  path: '/stock/orders/:purchase_order_id',
  permission: 'stock.item.read',
  summary: 'One order with its lines and deliveries.',
  params: Params,
  reply: Order,
  errors: ['stock.order_unknown'],
})
export const createOrder = endpoint({
  method: 'POST',
  path: '/stock/orders',
  permission: 'stock.order.write',
  summary: 'Drafts an order.',
  body: OrderInput,
  reply: Order,
  status: 201,
  errors: lineErrors,
})
export const changeOrder = endpoint({
  method: 'PUT',
  path: '/stock/orders/:purchase_order_id',
  permission: 'stock.order.write',
  summary: 'Changes a draft.',
  params: Params,
  body: OrderInput,
  reply: Order,
  errors: ['stock.order_unknown', 'stock.order_step_refused', ...lineErrors],
})
const step = <P extends string>(path: P, summary: string) =>
  endpoint({
    method: 'POST',
    path: `/stock/orders/:purchase_order_id/${path}`,
    permission: 'stock.order.write',
    summary,
    params: Params,
    body: z.object({}),
    reply: Order,
    errors: ['stock.order_unknown', 'stock.order_step_refused'],
  })
export const sendOrder = endpoint({
  method: 'POST',
  path: '/stock/orders/:purchase_order_id/sending',
  permission: 'stock.order.write',
  summary: 'The order is with the supplier: its lines are on their way from now on.',
  params: Params,
  body: z.object({ expected_on: z.iso.date().nullable().default(null) }),
  reply: Order,
  errors: ['stock.order_unknown', 'stock.order_step_refused'],
})
export const closeOrder = step('closing', 'Nothing more will come; what is missing is no longer expected.')
export const cancelOrder = step('cancellation', 'The order is given up before anything came.')
export const receiveOrder = endpoint({
  method: 'POST',
  path: '/stock/orders/:purchase_order_id/receipts',
  permission: 'stock.movement.record',
  summary: 'Enters a delivery, in part or whole.',
  params: Params,
  body: z.object({
    received_at: z.iso.datetime({ offset: true }).optional(),
    reference: z.string().trim().max(80).nullable().default(null),
    lines: z
      .array(
        z.object({
          line_id: z.uuid(),
          quantity: z.number().positive().max(1_000_000_000),
          unit_cost_minor: z.number().min(0).max(1_000_000_000_000).nullable().default(null),
          lot_code: z.string().trim().max(60).nullable().default(null),
          expires_on: z.iso.date().nullable().default(null),
        }),
      )
      .min(1)
      .max(300),
  }),
  reply: Order,
  status: 201,
  errors: [
    'stock.order_unknown',
    'stock.order_step_refused',
    'stock.line_unknown',
    'stock.fraction_refused',
    'stock.lot_missing',
    'stock.date_in_future',
  ],
})
