import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { QueueSettings } from '../contract.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

export const defaultSettings: QueueSettings = {
  calling_order: 'priority_fifo',
  may_pick: false,
  public_join: true,
  voice_languages: ['fr'],
  undo_s: 10,
}

/** How a site calls; a site that never chose has the usual settings. */
export async function settingsOf(ctx: Ctx, site_id: string): Promise<QueueSettings> {
  const row = await db(ctx)
    .selectFrom('queue.site_setting')
    .select(['calling_order', 'may_pick', 'public_join', 'voice_languages', 'undo_s'])
    .where('site_id', '=', site_id)
    .executeTakeFirst()
  return (row as QueueSettings | undefined) ?? defaultSettings
}
