import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '@guichet/platform/ctx'
import { emit } from '@guichet/platform/emit'
import { localDate } from '@guichet/platform/local-time'
import type { Schedule } from '@guichet/platform/module'
import { defineNotice, notify, type Recipient } from '@guichet/platform/notifications'
import { peopleOf } from '@guichet/platform/people'
import { dailyAt } from '@guichet/platform/schedules'
import { xlsx_type } from '@guichet/platform/spreadsheet'
import { defineTask } from '@guichet/platform/task'
import { db } from '../catalogue/queries.ts'
import { reportMade } from '../events.ts'
import { askReport } from './commands/reports.ts'
import { periods, type Period } from './contract.ts'
import { dueOn } from './model.ts'
import { overviewOf } from './queries/overview.ts'
import { fileName, reportSettingsOf } from './queries/reports.ts'
import { reportPdf, reportXlsx } from './commands/report-files.ts'
import { reportWords } from './commands/report-words.ts'

export const reportReady = defineNotice({
  name: 'stock.report_ready',
  audience: 'staff',
  facts: z.object({
    period: z.string(),
    sales: z.string(),
    value: z.string(),
    at_risk: z.string(),
    link: z.string(),
  }),
  channels: ['email'],
  urgency: 'normal',
  expires_s: 3 * 86_400,
  consent: 'transactional',
})

interface Waiting {
  kind: Period
  from_day: string
  to_day: string
  status: string
  asked_by: string | null
}
const readWaiting = async (ctx: Ctx, id: string) =>
  (
    await sql<Waiting>`select kind, from_day::text as from_day, to_day::text as to_day, status, asked_by from stock.report
      where id = ${id}::uuid`.execute(db(ctx))
  ).rows[0]

/** Takes the figures in one transaction, writes both files from them, then puts the report into the inbox. */
export const makeReportFiles = defineTask({
  name: 'stock.make_report_files',
  queue: 'maintenance',
  max_attempts: 4,
  payload: z.object({ report_id: z.uuid() }),
  async run(work, { report_id }) {
    const begun = await work.open(async (ctx) => {
      const report = await readWaiting(ctx, report_id)
      if (!report || report.status === 'ready') return null
      return { report, figures: await overviewOf(ctx, report), created_at: ctx.now() }
    })
    if (!begun) return
    const { report, figures, created_at } = begun
    const content = { kind: report.kind, figures, created_at }
    try {
      const { files } = work.platform
      const pdf = await files.put(work.tenant.id, reportPdf(work, content))
      const xlsx = await files.put(work.tenant.id, reportXlsx(work, content))
      await work.open((ctx) => keepReport(ctx, report_id, content, { pdf: pdf.sha256, xlsx: xlsx.sha256 }))
    } catch (error) {
      if (work.last_attempt)
        await work.open((ctx) =>
          sql`update stock.report set status = 'failed' where id = ${report_id}::uuid`.execute(db(ctx)),
        )
      throw error
    }
  },
})

async function keepReport(
  ctx: Ctx,
  id: string,
  { kind, figures }: Parameters<typeof reportPdf>[1],
  sha256: { pdf: string; xlsx: string },
): Promise<void> {
  const words = reportWords(ctx.tenant.locale, figures.currency)
  const settings = await reportSettingsOf(ctx)
  const people = await peopleOf(ctx)
  const to: Recipient[] = [
    ...people
      .filter(({ role }) => settings.recipients.some((wanted) => wanted.role === role))
      .map(({ user_id }) => ({ kind: 'user' as const, user_id })),
    ...settings.recipients.flatMap(({ email }) => (email ? [{ kind: 'address' as const, email }] : [])),
  ]
  const facts = {
    period: words.say('report.period', {
      from: words.date(figures.from_day),
      to: words.date(figures.to_day),
    }),
    sales: words.money(figures.sales_minor),
    value: words.money(figures.stock_value_minor),
    at_risk: String(figures.at_risk_count),
    link: `/t/${ctx.tenant.slug}/stock/reports/${id}`,
  }
  const attachments = [
    { sha256: sha256.pdf, name: fileName(ctx, figures, 'pdf'), type: 'application/pdf' },
    { sha256: sha256.xlsx, name: fileName(ctx, figures, 'xlsx'), type: xlsx_type },
  ]
  const message_ids: string[] = []
  for (const [index, recipient] of to.entries()) {
    const sent = await notify(ctx, reportReady, { to: recipient, facts, key: `${id}/${index}`, attachments })
    message_ids.push(...sent.message_ids)
  }
  await sql`update stock.report set status = 'ready', figures = ${JSON.stringify(figures)}::jsonb, pdf_sha256 = ${sha256.pdf},
    xlsx_sha256 = ${sha256.xlsx}, message_ids = ${message_ids}::uuid[] where id = ${id}::uuid`.execute(
    db(ctx),
  )
  await emit(ctx, reportMade, { report_id: id, kind })
}

export const reportSchedules: Schedule[] = [
  {
    // Every morning at half past seven; which reports that means depends on the day.
    name: 'stock.make_reports',
    queue: 'maintenance',
    due: dailyAt('07:30'),
    async run(ctx, due_at) {
      const today = localDate(due_at, ctx.tenant.time_zone)
      const settings = await reportSettingsOf(ctx)
      const { rows } = await sql`select 1 from stock.product limit 1`.execute(db(ctx))
      if (rows.length === 0) return
      for (const kind of periods) if (settings[kind] && dueOn(kind, today)) await askReport(ctx, kind, null)
    },
  },
]
