import { sql } from 'kysely'
import { readSite, servicesOf } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { notFound } from '@guichet/platform/errors'
import { newId } from '@guichet/platform/ids'
import { settingsChanged, waitExceeded, waitRecovered } from '../events.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

/** Sets from which wait on the managers of a site are told. */
export async function changeWaitLimits(
  ctx: Ctx,
  site_id: string,
  items: readonly { service_id: string; minutes: number | null }[],
): Promise<number> {
  const site = await readSite(ctx, site_id)
  const known = new Set((await servicesOf(ctx, site.id)).map(({ id }) => id))
  for (const { service_id, minutes } of items) {
    if (!known.has(service_id)) throw notFound('organisation.service_unknown')
    if (minutes === null) {
      await db(ctx).deleteFrom('queue.wait_limit').where('service_id', '=', service_id).execute()
    } else {
      await db(ctx)
        .insertInto('queue.wait_limit')
        .values({ tenant_id: ctx.tenant.id, site_id: site.id, service_id, minutes })
        .onConflict((on) => on.columns(['tenant_id', 'service_id']).doUpdateSet({ minutes }))
        .execute()
    }
  }
  await emit(ctx, settingsChanged, {}, site.id)
  return items.length
}

/** An episode ends when the longest wait is below this share of the limit: at the limit itself it would flicker. */
const calmShare = 0.8

/** Begins and ends episodes of long waits: one alert from the first wait beyond the limit until all are calm again. */
export async function watchWaits(ctx: Ctx): Promise<void> {
  const now = ctx.now().toISOString()
  const { rows } = await sql<{
    service_id: string
    site_id: string
    minutes: number | null
    longest_s: number
    episode_id: string | null
  }>`
    select coalesce(l.service_id, e.service_id) as service_id, coalesce(l.site_id, e.site_id) as site_id, l.minutes,
      coalesce(extract(epoch from ${now}::timestamptz - w.since), 0)::int as longest_s, e.id as episode_id
    from queue.wait_limit l
    full join (select * from queue.wait_episode o where o.ended_at is null) e
      on e.tenant_id = l.tenant_id and e.service_id = l.service_id
    left join lateral (select min(to_timestamp(t.rank / 1000.0)) as since from queue.ticket t
      where t.site_id = coalesce(l.site_id, e.site_id) and t.service_id = coalesce(l.service_id, e.service_id)
        and t.status = 'waiting') w on true`.execute(db(ctx))
  for (const { service_id, site_id, minutes, longest_s, episode_id } of rows) {
    const limit_s = (minutes ?? Infinity) * 60
    if (!episode_id && longest_s > limit_s) {
      const begun = await db(ctx)
        .insertInto('queue.wait_episode')
        .values({
          tenant_id: ctx.tenant.id,
          id: newId(),
          site_id,
          service_id,
          limit_minutes: minutes!,
          began_at: now,
          longest_s,
        })
        .onConflict((on) => on.doNothing())
        .returning('id')
        .executeTakeFirst()
      if (begun) await emit(ctx, waitExceeded, { wait_episode_id: begun.id, service_id }, site_id)
    } else if (episode_id && (minutes === null || longest_s < limit_s * calmShare)) {
      await db(ctx)
        .updateTable('queue.wait_episode')
        .set({ ended_at: now })
        .where('id', '=', episode_id)
        .execute()
      await emit(ctx, waitRecovered, { wait_episode_id: episode_id, service_id }, site_id)
    } else if (episode_id) {
      await db(ctx)
        .updateTable('queue.wait_episode')
        .set((e) => ({ longest_s: e.fn<number>('greatest', ['longest_s', e.val(longest_s)]) }))
        .where('id', '=', episode_id)
        .execute()
    }
  }
}
