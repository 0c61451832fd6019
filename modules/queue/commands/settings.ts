import { sql } from 'kysely'
import { readSite } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import type { QueueSettings } from '../contract.ts'
import { settingsChanged } from '../events.ts'
import { rankOf } from '../model.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

/** Changes how a site calls; whoever waits gets the rank the new order gives. */
export async function changeSettings(ctx: Ctx, site_id: string, settings: QueueSettings): Promise<QueueSettings> {
  const site = await readSite(ctx, site_id)
  await db(ctx)
    .insertInto('queue.site_setting')
    .values({ tenant_id: ctx.tenant.id, site_id: site.id, ...settings, updated_at: ctx.now() })
    .onConflict((on) => on.columns(['tenant_id', 'site_id']).doUpdateSet({ ...settings, updated_at: ctx.now() }))
    .execute()
  // rankOf is linear in its level, so one statement ranks everybody: the level's width times the class.
  const width = rankOf('priority_fifo', 8, new Date(0))
  await sql`
    update queue.ticket set rank = ${settings.calling_order === 'fifo' ? sql`0` : sql`(9 - priority)::bigint * ${width}::bigint`}
      + floor(extract(epoch from queued_at) * 1000)::bigint
    where site_id = ${site.id} and status in ('waiting', 'parked')`.execute(db(ctx))
  await emit(ctx, settingsChanged, {}, site.id)
  return settings
}
