import { readSite, serviceNames } from '@guichet/organisation'
import { subscribe, type Subscription } from '@guichet/platform/events'
import { notify, withdrawNotice } from '@guichet/platform/notifications'
import { peopleOf } from '@guichet/platform/people'
import { dropLater, later } from '@guichet/platform/task'
import { visitOf } from '@guichet/queue'
import { stepUndone, ticketClosed } from '@guichet/queue/events'
import { watchStreak } from './commands/watch.ts'
import { ratingAsked, satisfactionAlert, satisfactionFell, voteCast } from './events.ts'
import { askTask } from './jobs.ts'
import { satisfactionSettings } from './queries/settings.ts'

const told = ['owner', 'admin', 'manager']

export const satisfactionSubscribers: readonly Subscription[] = [
  subscribe(ticketClosed, 'analytics.ask_after_visit', async (ctx, { payload }) => {
    const settings = await satisfactionSettings(ctx)
    if (!settings.channels.includes('message')) return
    const visit = await visitOf(ctx, payload.ticket_id)
    if (!visit?.phone || !visit.ended_at) return
    const run_at = new Date(Date.parse(visit.ended_at) + settings.ask_after_minutes * 60_000)
    await later(ctx, askTask, { ticket_id: visit.ticket_id }, { run_at, key: visit.ticket_id })
  }),
  subscribe(stepUndone, 'analytics.do_not_ask_after_undo', async (ctx, { payload }) => {
    await dropLater(ctx, askTask, payload.ticket_id)
    await withdrawNotice(ctx, ratingAsked, payload.ticket_id)
  }),
  subscribe(voteCast, 'analytics.watch_satisfaction', async (ctx, { payload, site_id }) => {
    await dropLater(ctx, askTask, payload.ticket_id)
    await withdrawNotice(ctx, ratingAsked, payload.ticket_id)
    if (site_id) await watchStreak(ctx, site_id, payload.service_id)
  }),
  subscribe(
    satisfactionFell,
    'analytics.tell_managers_of_satisfaction',
    async (ctx, { payload, site_id }) => {
      if (!site_id) return
      const site = await readSite(ctx, site_id)
      const service = (await serviceNames(ctx, [payload.service_id])).get(payload.service_id) ?? ''
      const people = (await peopleOf(ctx)).filter(
        (person) =>
          told.includes(person.role) && (person.site_ids === null || person.site_ids.includes(site_id)),
      )
      for (const { user_id } of people) {
        await notify(ctx, satisfactionAlert, {
          to: { kind: 'user', user_id },
          facts: {
            service,
            site: site.name,
            bad: String(payload.bad),
            latest: String(payload.latest),
            link: `/t/${ctx.tenant.slug}/analytics/satisfaction?service=${payload.service_id}`,
          },
          key: `${payload.alert_id} ${user_id}`,
          site_id,
        })
      }
    },
    { queue: 'alerts' },
  ),
]
