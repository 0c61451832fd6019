import { z } from 'zod'
import { readSite, serviceNames } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import type { Schedule } from '@guichet/platform/module'
import { notify } from '@guichet/platform/notifications'
import { dailyAt } from '@guichet/platform/schedules'
import { defineTask, type Task } from '@guichet/platform/task'
import { visitOf } from '@guichet/queue'
import { addUpDays } from './commands/add-up.ts'
import { makeRatingLink } from './commands/ask.ts'
import { ratingAsked } from './events.ts'
import { isRated } from './queries/links.ts'
import { satisfactionSettings } from './queries/settings.ts'

/** Asks about a visit, unless it was rated or taken back meanwhile. */
export async function askForRating(ctx: Ctx, ticket_id: string): Promise<void> {
  const { channels } = await satisfactionSettings(ctx)
  const visit = await visitOf(ctx, ticket_id)
  if (!channels.includes('message') || !visit?.phone || visit.status !== 'completed') return
  if (await isRated(ctx, ticket_id)) return
  const site = await readSite(ctx, visit.site_id)
  const service = (await serviceNames(ctx, [visit.service_id])).get(visit.service_id) ?? ''
  await notify(ctx, ratingAsked, {
    to: visit.customer_id
      ? { kind: 'customer', customer_id: visit.customer_id, phone: visit.phone, locale: visit.locale }
      : { kind: 'visitor', page_hash: visit.page_hash, phone: visit.phone, locale: visit.locale },
    facts: { site: site.name, service, link: await makeRatingLink(ctx, visit) },
    key: ticket_id,
    site_id: site.id,
  })
}

export const askTask = defineTask({
  name: 'analytics.ask_for_rating',
  payload: z.object({ ticket_id: z.uuid() }),
  run: (work, { ticket_id }) => work.open((ctx) => askForRating(ctx, ticket_id)),
})

export const satisfactionTasks: readonly Task[] = [askTask as unknown as Task]

export const satisfactionSchedules: readonly Schedule[] = [
  {
    name: 'analytics.add_up_satisfaction',
    queue: 'maintenance',
    due: dailyAt('00:00'),
    run: (ctx, due_at) => addUpDays(ctx, due_at),
  },
]
