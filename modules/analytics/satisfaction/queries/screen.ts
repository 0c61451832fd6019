import { localDayOf, readCounter, readSite, serviceNames } from '@guichet/organisation'
import type { ReplyOf } from '@guichet/platform/contract'
import { maySee, type Ctx } from '@guichet/platform/ctx'
import { notFound } from '@guichet/platform/errors'
import { instantOf } from '@guichet/platform/local-time'
import { visitAtCounter, visitByNumber, visitOf, type Visit } from '@guichet/queue'
import type { readCounterScreen } from '../contract.ts'
import { asking_s } from '../model.ts'
import { isRated } from './links.ts'
import { satisfactionSettings } from './settings.ts'

/** What the screen at a counter shows now. */
export async function counterScreen(
  ctx: Ctx,
  counter_id: string,
): Promise<ReplyOf<typeof readCounterScreen>> {
  const counter = await readCounter(ctx, counter_id)
  const settings = await satisfactionSettings(ctx)
  const since = new Date(ctx.now().getTime() - asking_s * 1_000)
  const visit = await visitAtCounter(ctx, counter.site_id, counter.id, since)
  const over = visit?.status === 'completed'
  const asks = over && settings.channels.includes('counter') && !(await isRated(ctx, visit.ticket_id))
  const names = asks ? await serviceNames(ctx, [visit.service_id]) : null
  return {
    counter_name: counter.name,
    serving: visit && !over ? { number: visit.number, called: visit.status === 'called' } : null,
    asking: asks
      ? {
          ticket_id: visit.ticket_id,
          number: visit.number,
          service_name: names?.get(visit.service_id) ?? '',
          until: new Date(Date.parse(visit.ended_at as string) + asking_s * 1_000).toISOString(),
        }
      : null,
    ask_nps: settings.ask_nps,
  }
}

/** The visit a device's visitor means, at the device's own site and of today. */
export async function visitMeant(
  ctx: Ctx,
  site_id: string,
  meant: { ticket_id?: string | undefined; number?: string | undefined },
): Promise<Visit> {
  const site = await readSite(ctx, site_id)
  const day = localDayOf(site, ctx.now())
  const begun = instantOf(day, site.day_starts_at, site.time_zone)
  const visit = meant.ticket_id
    ? await visitOf(ctx, meant.ticket_id)
    : meant.number
      ? await visitByNumber(ctx, site.id, meant.number, begun)
      : null
  if (!visit || visit.site_id !== site.id || !maySee(ctx.actor, visit.site_id))
    throw notFound('analytics.visit_unknown')
  return visit
}
