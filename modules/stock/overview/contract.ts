import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'
import { Prediction } from '../demand/contract.ts'

export const periods = ['daily', 'weekly', 'monthly'] as const
export type Period = (typeof periods)[number]
/** The last so many days with today, or the last whole day, week or month, as reports have them. */
export const spans = ['7', '28', '90', ...periods] as const
export type SpanName = (typeof spans)[number]

export const Overview = z.object({
  from_day: z.string(),
  to_day: z.string(),
  currency: z.enum(['XOF', 'EUR']),
  stock_value_minor: z.number(),
  products: z.int(),
  products_out: z.int(),
  /** Days the whole stock lasts at the expected pace, by its cost. */
  cover_days: z.number().nullable(),
  alerts_open: z.int(),
  stale_since: z.string().nullable(),
  at_risk_count: z.int(),
  at_risk: z.array(Prediction),
  to_order: z.array(
    z.object({
      supplier_id: z.uuid().nullable(),
      supplier_name: z.string().nullable(),
      lines: z.int(),
      names: z.array(z.string()),
      cost_minor: z.number(),
      minimum_order_minor: z.number(),
      lead_days: z.number().nullable(),
    }),
  ),
  service: z.object({
    units_asked: z.number(),
    units_served: z.number(),
    lines: z.int(),
    lines_complete: z.int(),
    shelf_days: z.int(),
    shelf_days_stocked: z.int(),
    /** Units served ÷ asked; null without sales. */
    fill_rate: z.number().nullable(),
    otif: z.number().nullable(),
    ready_rate: z.number().nullable(),
    /** No refused sale was written down: what empty shelves would have sold stands for it. */
    estimated: z.boolean(),
  }),
  sales_minor: z.number(),
  former_sales_minor: z.number(),
  sales_by_day: z.array(z.object({ day: z.string(), amount_minor: z.number() })),
  best: z.array(
    z.object({
      product_id: z.uuid(),
      name: z.string(),
      unit: z.string(),
      quantity: z.number(),
      amount_minor: z.number(),
    }),
  ),
  dead: z.array(
    z.object({
      product_id: z.uuid(),
      name: z.string(),
      value_minor: z.number(),
      last_sold_on: z.string().nullable(),
    }),
  ),
  dead_value_minor: z.number(),
})
export type Overview = z.infer<typeof Overview>

export const readOverview = endpoint({
  method: 'GET',
  path: '/stock/overview',
  permission: 'stock.item.read',
  summary: 'Value, coverage, risks, orders due, service and sales of the last days.',
  query: z.object({ span: z.enum(spans).default('28') }),
  reply: Overview,
})

export const Report = z.object({
  id: z.uuid(),
  kind: z.enum(periods),
  from_day: z.string(),
  to_day: z.string(),
  asked_by: z.string().nullable(),
  created_at: z.string(),
  status: z.enum(['making', 'ready', 'failed']),
  sales_minor: z.number().nullable(),
  stock_value_minor: z.number().nullable(),
  currency: z.enum(['XOF', 'EUR']),
  recipients: z.int(),
  /** Short-lived addresses of the files. */
  pdf: z.string().nullable(),
  xlsx: z.string().nullable(),
})
export type Report = z.infer<typeof Report>
export const listReports = endpoint({
  method: 'GET',
  path: '/stock/reports',
  permission: 'stock.report.read',
  summary: 'Reports made by the clock and on demand, newest first.',
  query: z.object({ ...PageQuery }),
  reply: pageOf(Report),
})
export const readReport = endpoint({
  method: 'GET',
  path: '/stock/reports/:stock_report_id',
  permission: 'stock.report.read',
  summary: 'One report with its figures.',
  params: z.object({ stock_report_id: z.uuid() }),
  reply: Report.extend({ figures: Overview.nullable() }),
  errors: ['stock.report_unknown'],
})
export const makeReport = endpoint({
  method: 'POST',
  path: '/stock/reports',
  permission: 'stock.report.make',
  summary: 'Makes the report of the last whole day, week or month now.',
  body: z.object({ kind: z.enum(periods) }),
  reply: z.object({ id: z.uuid() }),
  status: 202,
})
export const ReportSettings = z.object({
  daily: z.boolean(),
  weekly: z.boolean(),
  monthly: z.boolean(),
  recipients: z
    .array(
      z.object({
        role: z.enum(['owner', 'admin', 'manager', 'viewer']).optional(),
        email: z.email().max(200).optional(),
      }),
    )
    .max(20),
})
export type ReportSettings = z.infer<typeof ReportSettings>
export const readReportSettings = endpoint({
  method: 'GET',
  path: '/stock/report-settings',
  permission: 'stock.report.read',
  summary: 'Which reports come by themselves, and to whom.',
  reply: ReportSettings,
})
export const changeReportSettings = endpoint({
  method: 'PUT',
  path: '/stock/report-settings',
  permission: 'stock.setting.write',
  summary: 'Chooses the reports that come by themselves, and who receives them.',
  body: ReportSettings,
  reply: ReportSettings,
})
