import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'
import { feastNames } from './model/feasts.ts'

export const Prediction = z.object({
  /** Of the shelf: product and location. */
  id: z.string(),
  product_id: z.uuid(),
  sku: z.string(),
  product_name: z.string(),
  unit: z.string(),
  location_id: z.uuid(),
  location_name: z.string(),
  supplier_id: z.uuid().nullable(),
  supplier_name: z.string().nullable(),
  predicted_at: z.string(),
  version: z.string(),
  stock: z.number(),
  elsewhere: z.number(),
  arriving: z.number(),
  per_day: z.number(),
  /** Days the stock lasts at the expected pace. */
  cover_days: z.number().nullable(),
  observed_days: z.int(),
  missing_days: z.int(),
  within_7: z.number(),
  within_14: z.number(),
  out_pessimistic: z.string().nullable(),
  out_median: z.string().nullable(),
  out_optimistic: z.string().nullable(),
  lead_days: z.number(),
  lead_deviation: z.number(),
  /** Whether the lead time was seen in deliveries, or is only promised. */
  lead_observed: z.boolean(),
  review_days: z.int(),
  service_level: z.number(),
  safety_stock: z.number(),
  reorder_point: z.number(),
  order_up_to: z.number(),
  order_quantity: z.number(),
  order_packs: z.number().nullable(),
  pack_name: z.string().nullable(),
  abc: z.enum(['A', 'B', 'C']),
  xyz: z.enum(['X', 'Y', 'Z']),
})
export type Prediction = z.infer<typeof Prediction>

export const listPredictions = endpoint({
  method: 'GET',
  path: '/stock/predictions',
  permission: 'stock.item.read',
  summary: 'What each shelf will do, likeliest to run out first.',
  query: z.object({
    ...PageQuery,
    least: z.coerce.number().min(0).max(1).default(0),
    abc: z.enum(['A', 'B', 'C']).optional(),
    to_order: z.stringbool().default(false),
  }),
  reply: pageOf(Prediction),
})

const Band = z.object({
  date: z.string(),
  median: z.number(),
  /** Stock left with 50, 80 and 95 % certainty: from, to. */
  half: z.tuple([z.number(), z.number()]),
  most: z.tuple([z.number(), z.number()]),
  nearly: z.tuple([z.number(), z.number()]),
})
export const ProductOutlook = z.object({
  prediction: Prediction,
  /** Stock at the end of past days. */
  history: z.array(z.object({ date: z.string(), stock: z.number(), asked: z.number().nullable() })),
  ahead: z.array(Band),
  arrivals: z.array(z.object({ date: z.string(), quantity: z.number() })),
  feasts: z.array(
    z.object({
      feast: z.enum(feastNames as [string, ...string[]]),
      first_day: z.string(),
      effect: z.number(),
    }),
  ),
})
export const readOutlook = endpoint({
  method: 'GET',
  path: '/stock/products/:product_id/outlook',
  permission: 'stock.item.read',
  summary: 'The past of one product and the fan of what may come, for each shelf that sells it.',
  params: z.object({ product_id: z.uuid() }),
  reply: z.object({ items: z.array(ProductOutlook) }),
  errors: ['stock.product_unknown'],
})

export const Backtest = z.object({
  days: z.int(),
  judged: z.int(),
  /** Worked out afterwards, from what was known on their day. */
  replayed: z.int(),
  waiting: z.int(),
  version: z.string(),
  learnt_on: z.string().nullable(),
  brier: z.number().nullable(),
  /** Of always saying the mean: what a prediction without knowledge would have. */
  blind_brier: z.number().nullable(),
  area: z.number().nullable(),
  coverage: z.number().nullable(),
  bins: z.array(
    z.object({ from: z.number(), to: z.number(), told: z.number(), happened: z.number(), count: z.int() }),
  ),
  classes: z.array(
    z.object({
      name: z.string(),
      count: z.int(),
      told: z.number(),
      happened: z.number(),
      brier: z.number(),
      coverage: z.number(),
    }),
  ),
})
export const readBacktest = endpoint({
  method: 'GET',
  path: '/stock/backtest',
  permission: 'stock.item.read',
  summary: 'What was predicted, and what happened.',
  reply: Backtest,
})
export const ToldPrediction = z.object({
  id: z.string(),
  product_id: z.uuid(),
  product_name: z.string(),
  location_name: z.string(),
  day: z.string(),
  replayed: z.boolean(),
  stock: z.number(),
  within_14: z.number(),
  out_within_14: z.boolean(),
  expected_14: z.number(),
  sold_14: z.number(),
})
export const listTold = endpoint({
  method: 'GET',
  path: '/stock/told-predictions',
  permission: 'stock.item.read',
  summary: 'Single predictions whose two weeks are over, newest first.',
  query: z.object({ ...PageQuery }),
  reply: pageOf(ToldPrediction),
})

const FeastDay = z.object({
  feast: z.enum(feastNames as [string, ...string[]]),
  calculated_day: z.string(),
  first_day: z.string(),
  own: z.boolean(),
})
export const DemandSettings = z.object({
  service_level: z.number(),
  uses_feasts: z.boolean(),
  feasts: z.array(FeastDay),
  effects: z.array(
    z.object({ feast: z.string(), from: z.int(), to: z.int(), effect: z.number(), expected: z.number() }),
  ),
  /** Monday first. */
  profile: z.array(z.number()),
})
export type DemandSettings = z.infer<typeof DemandSettings>
export const readDemandSettings = endpoint({
  method: 'GET',
  path: '/stock/demand-settings',
  permission: 'stock.item.read',
  summary: 'Service level, calendar of feasts and what was learnt of them.',
  reply: DemandSettings,
})
export const changeDemandSettings = endpoint({
  method: 'PUT',
  path: '/stock/demand-settings',
  permission: 'stock.setting.write',
  summary: 'Changes the service level and the days on which feasts begin here.',
  body: z.object({
    service_level: z.number().min(0.5).max(0.995),
    uses_feasts: z.boolean(),
    feasts: z
      .array(
        z.object({
          feast: z.enum(feastNames as [string, ...string[]]),
          calculated_day: z.iso.date(),
          first_day: z.iso.date(),
        }),
      )
      .max(60),
  }),
  reply: DemandSettings,
})

export const draftSuggested = endpoint({
  method: 'POST',
  path: '/stock/suggested-orders',
  permission: 'stock.order.write',
  summary: 'Drafts orders, one for each supplier, of what these products (or all that are due) lack.',
  body: z.object({
    product_ids: z.array(z.uuid()).max(300).default([]),
    supplier_id: z.uuid().optional(),
  }),
  reply: z.object({
    items: z.array(z.object({ id: z.uuid(), number: z.string(), supplier_name: z.string(), lines: z.int() })),
    /** Products without supplier, which nobody can be asked for. */
    without_supplier: z.int(),
  }),
  status: 201,
  errors: ['stock.nothing_to_order'],
})
