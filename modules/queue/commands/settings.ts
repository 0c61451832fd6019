import { readSite } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import type { QueueSettings } from '../contract.ts'
import { settingsChanged } from '../events.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

/** Changes how a site calls, from the next call on. */
export async function changeSettings(
  ctx: Ctx,
  site_id: string,
  settings: QueueSettings,
): Promise<QueueSettings> {
  const site = await readSite(ctx, site_id)
  await db(ctx)
    .insertInto('queue.site_setting')
    .values({ tenant_id: ctx.tenant.id, site_id: site.id, ...settings, updated_at: ctx.now() })
    .onConflict((on) =>
      on.columns(['tenant_id', 'site_id']).doUpdateSet({ ...settings, updated_at: ctx.now() }),
    )
    .execute()
  await emit(ctx, settingsChanged, {}, site.id)
  return settings
}
