import { handle, handleCall, type Route } from '@guichet/platform/http'
import { localDate } from '@guichet/platform/local-time'
import { askReport, changeReportSettings } from './commands/reports.ts'
import * as contract from './contract.ts'
import { spanOf } from './model.ts'
import { overviewOf } from './queries/overview.ts'
import { listReports, reportOf, reportSettingsOf } from './queries/reports.ts'

export const overviewRoutes: Route[] = [
  handle(contract.readOverview, (ctx, { query }) =>
    overviewOf(ctx, spanOf(query.span, localDate(ctx.now(), ctx.tenant.time_zone))),
  ),
  handleCall(contract.listReports, (call, { query }) =>
    call.open(call.tenant!, (ctx) => listReports(ctx, call.platform, query)),
  ),
  handleCall(contract.readReport, (call, { params }) =>
    call.open(call.tenant!, (ctx) => reportOf(ctx, call.platform, params.stock_report_id)),
  ),
  handle(contract.makeReport, async (ctx, { body }) => ({
    id: (await askReport(ctx, body.kind, ctx.actor.name ?? ctx.actor.kind))!,
  })),
  handle(contract.readReportSettings, (ctx) => reportSettingsOf(ctx)),
  handle(contract.changeReportSettings, (ctx, { body }) => changeReportSettings(ctx, body)),
]
