import { handle, handleCall, type Call, type Route } from '@guichet/platform/http'
import { preferredLocale, sayer } from '@guichet/platform/texts'
import { giveOut } from './commands/give-out.ts'
import { resetPlan, setPlan } from './commands/plan.ts'
import { cancelReport, createReport, removeReport, retryReport } from './commands/requests.ts'
import { streamReport } from './commands/stream.ts'
import { findLibreOffice } from './commands/to-pdf.ts'
import * as contract from './contract.ts'
import { planOf } from './queries/plan.ts'
import { listReports, readReport, sourcePage } from './queries/reports.ts'
import { templateRoutes } from './templates/routes.ts'

const sayFor = (call: Call) =>
  sayer(call.platform.texts, preferredLocale(call.request.headers['accept-language'], call.tenant!.locale))

export const routes: Route[] = [
  handle(contract.createReport, (ctx, { body }) => createReport(ctx, body)),
  handle(contract.listReports, (ctx, { query }) => listReports(ctx, query)),
  handleCall(contract.readReport, async (call, { params }) => {
    const formats: ('docx' | 'pdf')[] = (await findLibreOffice()) ? ['docx', 'pdf'] : ['docx']
    return call.open(call.tenant!, (ctx) => readReport(ctx, sayFor(call), params.report_id, formats))
  }),
  handleCall(contract.streamReport, (call, { params, query }) => {
    const last = Number(call.request.headers['last-event-id'])
    const after = Number.isInteger(last) && last >= 0 ? last : (query.after ?? 0)
    const say = query.locale ? sayer(call.platform.texts, query.locale) : sayFor(call)
    return streamReport(call, say, params.report_id, { after, hold_s: query.hold_s })
  }),
  handleCall(contract.downloadReport, (call, { params, query }) =>
    giveOut(call, params.report_id, query.format),
  ),
  handle(contract.cancelReport, (ctx, { params }) => cancelReport(ctx, params.report_id)),
  handle(contract.retryReport, (ctx, { params }) => retryReport(ctx, params.report_id)),
  handle(contract.removeReport, async (ctx, { params }) => {
    await removeReport(ctx, params.report_id)
    return { removed: true }
  }),
  handle(contract.readSourcePage, (ctx, { params, query }) =>
    sourcePage(ctx, params.report_id, query.document_id, query.page),
  ),
  handle(contract.readPlan, (ctx, { query }) => planOf(ctx, query.language)),
  handle(contract.setPlan, async (ctx, { query, body }) => {
    await setPlan(ctx, query.language, body.sections)
    return planOf(ctx, query.language)
  }),
  handle(contract.resetPlan, async (ctx, { query }) => {
    await resetPlan(ctx, query.language)
    return planOf(ctx, query.language)
  }),
  ...templateRoutes,
]
