import { documentRead } from '@guichet/documents/events'
import { subscribe, type Subscription } from '@guichet/platform/events'
import { later } from '@guichet/platform/task'
import { reportRequested } from './events.ts'
import { carryReportOn } from './jobs.ts'
import { waitingFor } from './queries/reports.ts'

export const subscribers: readonly Subscription[] = [
  subscribe(reportRequested, 'reports.begin', (ctx, { payload: { report_id } }) =>
    later(ctx, carryReportOn, { report_id }, { key: report_id }),
  ),
  subscribe(documentRead, 'reports.go_on_after_reading', async (ctx, { payload: { document_id } }) => {
    for (const report_id of await waitingFor(ctx, document_id))
      await later(ctx, carryReportOn, { report_id }, { key: report_id })
  }),
]
