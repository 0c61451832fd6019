import * as queue from '@guichet/queue/events'
import { subscribe, type Subscription } from '@guichet/platform/events'
import { later } from '@guichet/platform/task'
import { notify } from '@guichet/platform/notifications'
import { peopleOf } from '@guichet/platform/people'
import type { Ctx } from '@guichet/platform/ctx'
import { readSite } from '@guichet/organisation'
import { permissions } from '../permissions.ts'
import { projectTicket } from './commands/project.ts'
import { dailyReportNotice, dailyReportReady, rebuildAsked } from './events.ts'
import { reportRow, subscribersOf } from './queries/inbox.ts'
import { rebuildTask } from './jobs.ts'

/** What changes a figure: every step of a ticket, and taking one back. */
const steps = [
  queue.ticketIssued,
  queue.ticketCalled,
  queue.ticketRecalled,
  queue.serviceStarted,
  queue.ticketClosed,
  queue.ticketTransferred,
  queue.ticketPaused,
  queue.ticketResumed,
  queue.ticketParked,
  queue.ticketAbsent,
  queue.ticketReactivated,
  queue.ticketCancelled,
  queue.ticketExpired,
  queue.stepUndone,
]

export const subscribers: readonly Subscription[] = [
  ...steps.map((event) =>
    subscribe(event, `analytics.facts_of_${event.name.slice('queue.'.length)}`, (ctx, { payload }) =>
      projectTicket(ctx, payload.ticket_id),
    ),
  ),
  subscribe(rebuildAsked, 'analytics.rebuild_figures', (ctx) =>
    later(ctx, rebuildTask, { after: null }, { key: 'rebuild' }),
  ),
  subscribe(dailyReportReady, 'analytics.send_daily_report', async (ctx, { payload }) => {
    const report = await reportRow(ctx, payload.daily_report_id)
    const site = await readSite(ctx, report.site_id)
    for (const user_id of await readersOf(ctx, site.id)) {
      await notify(ctx, dailyReportNotice, {
        to: { kind: 'user', user_id },
        key: `${report.id}/${user_id}`,
        site_id: site.id,
        facts: {
          site: site.name,
          day: report.local_day,
          issued: report.issued ?? 0,
          completed: report.completed ?? 0,
          link: `/t/${ctx.tenant.slug}/analytics/reports`,
        },
        attachments: [{ sha256: report.sha256!, name: `${report.local_day}.pdf`, type: 'application/pdf' }],
      })
    }
  }),
]

/** Whoever asked for it and may still read it: roles and sites may have changed since. */
async function readersOf(ctx: Ctx, site_id: string): Promise<string[]> {
  const wanted = await subscribersOf(ctx, site_id)
  const people = wanted.length === 0 ? [] : await peopleOf(ctx, wanted)
  return people
    .filter(({ role, site_ids }) => {
      const may = permissions['analytics.report.read']!.includes(role)
      return may && (site_ids === null || site_ids.includes(site_id))
    })
    .map((person) => person.user_id)
}
