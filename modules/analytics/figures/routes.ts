import { pipeline } from 'node:stream/promises'
import type { Readable } from 'node:stream'
import { agentNames } from '@guichet/organisation'
import { handle, handleCall, type Call, type Route } from '@guichet/platform/http'
import type { Ctx, Locale } from '@guichet/platform/ctx'
import { csv_type, writeCsv, writeXlsx, xlsx_type } from '@guichet/platform/spreadsheet'
import { dispositionOf, fileLink } from '@guichet/platform/storage'
import { sayer } from '@guichet/platform/texts'
import { noteReading, subscribeToReports, unsubscribeFromReports } from './commands/inbox.ts'
import { askRebuild, setWaitTarget } from './commands/settings.ts'
import * as contract from './contract.ts'
import { agentPerformance } from './queries/agent-performance.ts'
import { reportChoices } from './queries/choices.ts'
import { listReports, queueMetrics, subscriptionOf } from './queries/inbox.ts'
import { queueStats } from './queries/queue-stats.ts'
import { scopeOf, type Filters, type Scope } from './queries/scope.ts'
import {
  agentSheets,
  ticketColumns,
  ticketRows,
  volumeSheets,
  waitSheets,
  type NamedSheet,
  type Words,
} from './queries/sheets.ts'
import { waitTimes } from './queries/wait-times.ts'

/** Figures are read with the reader's role: they may be slow and can never write. */
const reading = <T>(call: Call, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  call.open(call.tenant!, work, { figures: true })

const namesFor = (call: Call) => (ids: string[]) => call.open(call.tenant!, (ctx) => agentNames(ctx, ids))

interface FileQuery extends Filters {
  format: 'csv' | 'xlsx'
  table?: string | undefined
}
interface Asked {
  scope: Scope
  locale: Locale
  text: Words
}

/** Reads what is asked for before the answer begins: a refusal still comes as one. */
async function asked(call: Call, query: Filters): Promise<Asked> {
  const { scope, locale } = await reading(call, async (ctx) => ({
    scope: await scopeOf(ctx, query),
    locale: ctx.locale,
  }))
  const say = sayer(call.platform.texts, locale)
  return { scope, locale, text: (key, values) => say('analytics', `figures.${key}`, values) }
}

/** Writes the file as it is made; nothing of it is gathered. */
async function answerFile(
  call: Call,
  { scope, locale, text }: Asked,
  query: FileQuery,
  name: string,
  sheets: readonly NamedSheet[],
): Promise<undefined> {
  const options = {
    locale,
    time_zone: scope.sites.length === 1 ? scope.sites[0]!.time_zone : call.tenant!.time_zone,
  }
  const one = sheets.find((sheet) => sheet.table === query.table) ?? sheets[0]!
  const file: Readable =
    query.format === 'csv' ? writeCsv(one.columns, one.rows, options) : writeXlsx(sheets, options)
  const { reply } = call
  reply.hijack()
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': query.format === 'csv' ? csv_type : xlsx_type,
    'content-disposition': dispositionOf(
      'attachment',
      `${text(`file.${name}`)}-${scope.from}-${scope.to}.${query.format}`,
    ),
  })
  // Whoever goes away in the middle ends the reading too; the answer has begun, so a failure can only cut it.
  await pipeline(file, reply.raw).catch((error: unknown) => {
    if (!reply.raw.closed) call.request.log.warn({ err: error }, 'an export was cut')
  })
}

export const routes: readonly Route[] = [
  handleCall(contract.readWaitTimes, (call, { query }) => reading(call, (ctx) => waitTimes(ctx, query))),
  handleCall(contract.readAgentPerformance, (call, { query }) =>
    reading(call, (ctx) => agentPerformance(ctx, query, namesFor(call))),
  ),
  handleCall(contract.readQueueStats, (call, { query }) => reading(call, (ctx) => queueStats(ctx, query))),
  handle(contract.listReportChoices, (ctx) => reportChoices(ctx)),
  handle(contract.setWaitTarget, (ctx, { params, body }) => setWaitTarget(ctx, params.site_id, body.minutes)),
  handle(contract.rebuildFigures, (ctx) => askRebuild(ctx)),
  handleCall(contract.exportWaitTimes, async (call, { query }) => {
    const how = await asked(call, query)
    const report = await reading(call, (ctx) => waitTimes(ctx, query))
    return answerFile(call, how, query, 'waits', waitSheets(how.text, report))
  }),
  handleCall(contract.exportAgentPerformance, async (call, { query }) => {
    const how = await asked(call, query)
    const report = await reading(call, (ctx) => agentPerformance(ctx, query, namesFor(call)))
    return answerFile(call, how, query, 'agents', agentSheets(how.text, report))
  }),
  handleCall(contract.exportQueueStats, async (call, { query }) => {
    const how = await asked(call, query)
    const report = await reading(call, (ctx) => queueStats(ctx, query))
    return answerFile(call, how, query, 'volumes', volumeSheets(how.text, report))
  }),
  handleCall(contract.exportTickets, async (call, { query }) => {
    const how = await asked(call, query)
    const rows = ticketRows((work) => reading(call, work), namesFor(call), how.scope, how.text)
    const sheet = {
      table: 'tickets',
      name: how.text('sheet.tickets'),
      columns: ticketColumns(how.text),
      rows,
    }
    return answerFile(call, how, query, 'tickets', [sheet])
  }),
  handle(contract.readQueueMetrics, (ctx, { params }) => queueMetrics(ctx, params.site_id)),
  handle(contract.listDailyReports, (ctx, { query }) => listReports(ctx, query)),
  handleCall(contract.openDailyReport, async (call, { params, body }) => {
    const tenant = call.tenant!
    const report = await call.open(tenant, (ctx) => noteReading(ctx, params.daily_report_id))
    const link = { sha256: report.sha256!, name: `${report.local_day}.pdf`, type: 'application/pdf' }
    return { url: fileLink(call.platform, tenant, { ...link, disposition: body.disposition }) }
  }),
  handle(contract.readReportSubscription, (ctx) => subscriptionOf(ctx)),
  handle(contract.subscribeToDailyReport, (ctx, { body }) => subscribeToReports(ctx, body.site_id)),
  handle(contract.unsubscribeFromDailyReport, (ctx) => unsubscribeFromReports(ctx)),
]
