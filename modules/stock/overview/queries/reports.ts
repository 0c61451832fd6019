import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '@guichet/platform/ctx'
import { notFound } from '@guichet/platform/errors'
import { cutPage, readCursor } from '@guichet/platform/paging'
import type { Platform } from '@guichet/platform/platform'
import { xlsx_type } from '@guichet/platform/spreadsheet'
import { fileLink } from '@guichet/platform/storage'
import { db } from '../../catalogue/queries.ts'
import type { Overview, readReport, Report, ReportSettings } from '../contract.ts'

interface Row extends Omit<Report, 'pdf' | 'xlsx'> {
  pdf_sha256: string | null
  xlsx_sha256: string | null
  figures: Overview | null
}
const columns = sql`r.id, r.kind, r.from_day::text as from_day, r.to_day::text as to_day, r.asked_by, r.created_at, r.status,
  (r.figures ->> 'sales_minor')::float8 as sales_minor, (r.figures ->> 'stock_value_minor')::float8 as stock_value_minor,
  cardinality(r.message_ids) as recipients, r.pdf_sha256, r.xlsx_sha256`

/** What a report's files are called, in the language of the organisation. */
export const fileName = (
  ctx: Pick<Ctx, 'tenant'>,
  report: { from_day: string; to_day: string },
  ending: string,
): string =>
  `stock-${ctx.tenant.slug}-${report.from_day}${report.to_day === report.from_day ? '' : `-${report.to_day}`}.${ending}`

function shown(ctx: Ctx, platform: Platform, { pdf_sha256, xlsx_sha256, figures: _, ...row }: Row): Report {
  const link = (sha256: string | null, type: string, ending: string) =>
    sha256 && fileLink(platform, ctx.tenant, { sha256, name: fileName(ctx, row, ending), type })
  return {
    ...row,
    currency: ctx.tenant.currency,
    pdf: link(pdf_sha256, 'application/pdf', 'pdf'),
    xlsx: link(xlsx_sha256, xlsx_type, 'xlsx'),
  }
}

/** Reports, newest first, with addresses of their files that last some minutes. */
export async function listReports(
  ctx: Ctx,
  platform: Platform,
  filter: { limit: number; cursor?: string | undefined },
): Promise<{ items: Report[]; next_cursor: string | null }> {
  const after = readCursor(filter.cursor)
  const { rows } = await sql<Row>`select ${columns}, null as figures from stock.report r
    where true ${after ? sql`and (r.created_at, r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by r.created_at desc, r.id desc limit ${filter.limit + 1}`.execute(db(ctx))
  const page = cutPage(rows, filter.limit, (row) => [row.created_at, row.id])
  return { ...page, items: page.items.map((row) => shown(ctx, platform, row)) }
}

export async function reportOf(
  ctx: Ctx,
  platform: Platform,
  id: string,
): Promise<z.infer<typeof readReport.reply>> {
  const { rows } =
    await sql<Row>`select ${columns}, r.figures from stock.report r where r.id = ${id}::uuid`.execute(db(ctx))
  if (!rows[0]) throw notFound('stock.report_unknown')
  return { ...shown(ctx, platform, rows[0]), figures: rows[0].figures }
}

export const usualReports: ReportSettings = {
  daily: false,
  weekly: true,
  monthly: true,
  recipients: [{ role: 'owner' }, { role: 'manager' }],
}
export async function reportSettingsOf(ctx: Ctx): Promise<ReportSettings> {
  const row = await db(ctx)
    .selectFrom('stock.report_setting')
    .select(['daily', 'weekly', 'monthly', 'recipients'])
    .executeTakeFirst()
  return row ?? usualReports
}
