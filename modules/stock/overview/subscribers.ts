import { subscribe, type Subscription } from '@guichet/platform/events'
import { later } from '@guichet/platform/task'
import { reportAsked } from '../events.ts'
import { makeReportFiles } from './jobs.ts'

export const overviewSubscribers: readonly Subscription[] = [
  subscribe(reportAsked, 'stock.write_asked_report', (ctx, { payload }) =>
    later(ctx, makeReportFiles, { report_id: payload.report_id }, { key: payload.report_id }),
  ),
]
