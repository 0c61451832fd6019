import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { presentBySite } from '@guichet/queue'
import type { AnalyticsTables } from '../../tables.ts'

const db = tablesOf<AnalyticsTables>()

const kept_ms = 48 * 3_600_000

/** Notes how each site's queue stands, where anybody is there; what is older than two days goes. */
export async function noteQueues(ctx: Ctx, at: Date): Promise<void> {
  const present = await presentBySite(ctx)
  if (present.length > 0) {
    const rows = present.map((row) => ({ ...row, tenant_id: ctx.tenant.id, at: at.toISOString() }))
    await sql`insert into analytics.queue_metric
      select * from jsonb_populate_recordset(null::analytics.queue_metric, ${JSON.stringify(rows)}::jsonb)
      on conflict do nothing`.execute(db(ctx))
  }
  await db(ctx)
    .deleteFrom('analytics.queue_metric')
    .where('at', '<', new Date(at.getTime() - kept_ms).toISOString())
    .execute()
}
