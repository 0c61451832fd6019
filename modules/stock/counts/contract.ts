import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'

export const CountRow = z.object({
  id: z.uuid(),
  name: z.string(),
  location_id: z.uuid(),
  location_name: z.string(),
  status: z.enum(['open', 'applied', 'cancelled']),
  created_at: z.string(),
  ended_at: z.string().nullable(),
  lines: z.int(),
  counted: z.int(),
  differences: z.int(),
})
export type CountRow = z.infer<typeof CountRow>
export const CountLine = z.object({
  id: z.uuid(),
  product_id: z.uuid(),
  sku: z.string(),
  product_name: z.string(),
  unit: z.string(),
  decimals: z.int(),
  barcodes: z.array(z.string()),
  counted: z.number().nullable(),
  counted_at: z.string().nullable(),
  counted_by: z.string().nullable(),
  revision: z.int(),
  /** What the ledger says was there when it was counted; null before. */
  expected: z.number().nullable(),
  difference: z.number().nullable(),
  difference_minor: z.number().nullable(),
})
export type CountLine = z.infer<typeof CountLine>
export const Count = CountRow.extend({ items: z.array(CountLine) })
export type Count = z.infer<typeof Count>

const Params = z.object({ count_session_id: z.uuid() })

export const listCounts = endpoint({
  method: 'GET',
  path: '/stock/counts',
  permission: 'stock.item.read',
  summary: 'Stock counts, newest first.',
  query: z.object({ ...PageQuery }),
  reply: pageOf(CountRow),
})
export const readCount = endpoint({
  method: 'GET',
  path: '/stock/counts/:count_session_id',
  permission: 'stock.item.read',
  summary: 'One count with its list, small enough to be carried without network.',
  params: Params,
  reply: Count,
  errors: ['stock.count_unknown'],
})
export const openCount = endpoint({
  method: 'POST',
  path: '/stock/counts',
  permission: 'stock.count.record',
  summary: 'Opens a count of chosen products, of a category, or of everything at a location.',
  body: z.object({
    name: z.string().trim().min(1).max(80),
    location_id: z.uuid(),
    category: z.string().trim().max(60).nullable().default(null),
    product_ids: z.array(z.uuid()).max(500).default([]),
  }),
  reply: Count,
  status: 201,
  errors: [
    'stock.location_unknown',
    'stock.product_unknown',
    'stock.nothing_to_count',
    'stock.count_too_long',
  ],
})
export const enterCounts = endpoint({
  method: 'PUT',
  path: '/stock/counts/:count_session_id/entries',
  permission: 'stock.count.record',
  summary:
    'Takes in what a phone counted, perhaps long ago; a line somebody else counted meanwhile is a conflict.',
  params: Params,
  body: z.object({
    entries: z
      .array(
        z.object({
          line_id: z.uuid(),
          counted: z.number().min(0).max(1_000_000_000),
          counted_at: z.iso.datetime({ offset: true }),
          /** The revision the phone had seen. */
          revision: z.int().min(0),
        }),
      )
      .min(1)
      .max(500),
  }),
  reply: z.object({
    taken: z.array(z.object({ line_id: z.uuid(), revision: z.int() })),
    conflicts: z.array(
      z.object({
        line_id: z.uuid(),
        counted: z.number(),
        counted_at: z.string(),
        counted_by: z.string().nullable(),
        revision: z.int(),
      }),
    ),
  }),
  errors: ['stock.count_unknown', 'stock.count_ended', 'stock.line_unknown', 'stock.fraction_refused'],
})
export const applyCount = endpoint({
  method: 'POST',
  path: '/stock/counts/:count_session_id/application',
  permission: 'stock.movement.record',
  summary: 'Makes the ledger agree with what was counted, once; lines nobody counted stay as they are.',
  params: Params,
  body: z.object({}),
  reply: Count,
  errors: ['stock.count_unknown', 'stock.count_ended', 'stock.nothing_counted'],
})
export const cancelCount = endpoint({
  method: 'POST',
  path: '/stock/counts/:count_session_id/cancellation',
  permission: 'stock.count.record',
  summary: 'Gives a count up; the ledger stays as it is.',
  params: Params,
  body: z.object({}),
  reply: Count,
  errors: ['stock.count_unknown', 'stock.count_ended'],
})
