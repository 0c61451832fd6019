import { countersOf, listSites, servicesOf } from '@guichet/organisation'
import { system, type Actor, type Ctx, type Tenant } from '@guichet/platform/ctx'
import { Failure } from '@guichet/platform/errors'
import { inTenant, type Platform } from '@guichet/platform/platform'
import { callNext } from '../commands/call.ts'
import { openCounter } from '../commands/counter.ts'
import { issueTicket } from '../commands/issue.ts'
import { close, markAbsent, startService } from '../commands/serve.ts'
import { sessionOfAgent } from '../queries/counters.ts'
import { heldBy } from '../queries/tickets.ts'
import { waitingCounts } from '../queries/waiting.ts'
import type { DemoPeople } from './history.ts'

/** Enough people waiting for whoever tries the desk, few enough to be read at a glance. */
const fewest = 5
const most = 14

export interface DemoColleague {
  user_id: string
  name: string
}

/**
 * One moment in a demo organisation: perhaps somebody arrives, and each invented colleague takes the
 * next believable step, through the same commands as everybody. The first counter stays free for the guest.
 */
export async function liveAMoment(
  platform: Platform,
  tenant: Tenant,
  people: DemoPeople & { colleagues: readonly DemoColleague[] },
  random: () => number,
): Promise<void> {
  const sites = await inTenant(platform, { tenant, actor: system }, (ctx) => listSites(ctx))
  const [site] = sites
  if (!site) return
  await inTenant(platform, { tenant, actor: system }, async (ctx) => {
    const waiting = [...(await waitingCounts(ctx, site.id)).values()].reduce((sum, count) => sum + count, 0)
    if (waiting >= most || (waiting >= fewest && random() > 0.25)) return
    const services = (await servicesOf(ctx, site.id)).filter((service) => service.waiting_limit === null)
    const service = services[Math.floor(random() * services.length)]
    if (!service) return
    await issueTicket(ctx, {
      site_id: site.id,
      service_id: service.id,
      priority: random() < 0.08 ? 2 : 0,
      visitor_name:
        random() < 0.5 ? people.visitor_names[Math.floor(random() * people.visitor_names.length)] : undefined,
      source: random() < 0.5 ? 'kiosk' : 'reception',
      ...(random() < 0.15 && {
        appointment_at: new Date(ctx.now().getTime() + (random() * 40 - 5) * 60_000).toISOString(),
      }),
    })
  })
  const counters = await inTenant(platform, { tenant, actor: system }, (ctx) => countersOf(ctx, site.id))
  for (const [index, colleague] of people.colleagues.entries()) {
    const counter = counters[index + 1]
    if (!counter) break
    const actor: Actor = {
      ...system,
      kind: 'user',
      id: colleague.user_id,
      name: colleague.name,
      role: 'agent',
    }
    await inTenant(platform, { tenant, actor }, (ctx) => work(ctx, counter.id, random)).catch(
      (error: unknown) => {
        // A guest may have taken the counter or the visitor meanwhile: that is what it is for.
        if (!(error instanceof Failure)) throw error
      },
    )
  }
}

async function work(ctx: Ctx, counter_id: string, random: () => number): Promise<void> {
  const session = await sessionOfAgent(ctx, ctx.actor.id!)
  if (!session) {
    await openCounter(ctx, counter_id)
    return
  }
  if (session.status !== 'open') return
  const held = await heldBy(ctx, ctx.actor.id!)
  const age_s = (since: string | null) =>
    (ctx.now().getTime() - Date.parse(since ?? ctx.now().toISOString())) / 1_000
  if (!held) {
    const waiting = [...(await waitingCounts(ctx, session.site_id)).values()].reduce(
      (sum, count) => sum + count,
      0,
    )
    if (waiting > fewest && random() < 0.3) await callNext(ctx, session.counter_id)
  } else if (held.status === 'called' && age_s(held.called_at) > 12) {
    if (random() < 0.06) await markAbsent(ctx, held.id)
    else await startService(ctx, held.id)
  } else if (held.status === 'serving' && age_s(held.started_at) > 40 && random() < 0.12) {
    await close(ctx, held.id, random() < 0.9 ? 'served' : 'incomplete')
  }
}
