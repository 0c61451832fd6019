import { readSite, servicesOf } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

/** Limits of every service of a site, with the episode that lasts. */
export async function waitLimitsOf(ctx: Ctx, site_id: string) {
  const site = await readSite(ctx, site_id)
  const limits = await db(ctx)
    .selectFrom('queue.wait_limit')
    .select(['service_id', 'minutes'])
    .where('site_id', '=', site.id)
    .execute()
  const episodes = await db(ctx)
    .selectFrom('queue.wait_episode')
    .select(['service_id', 'began_at', 'longest_s'])
    .where('site_id', '=', site.id)
    .where('ended_at', 'is', null)
    .execute()
  return (await servicesOf(ctx, site.id)).map(({ id, name }) => {
    const episode = episodes.find(({ service_id }) => service_id === id)
    return {
      service_id: id,
      service_name: name,
      minutes: limits.find(({ service_id }) => service_id === id)?.minutes ?? null,
      beyond_since: episode?.began_at ?? null,
      longest_s: episode?.longest_s ?? null,
    }
  })
}
