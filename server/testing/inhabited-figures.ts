import { sql } from 'kysely'
import { newId } from '@guichet/platform/ids'
import type { Place } from './inhabited.ts'

/** Figures read from the tickets that are there, and a day's report; what workers would write is written here. */
export async function inhabitFigures({ house, tenant, send, site_ids }: Place): Promise<void> {
  const projected = house.platform.subscriptions.get('queue.ticket_issued')!
  const fact = projected.find(({ name }) => name === 'analytics.facts_of_ticket_issued')!
  await house.as(tenant, 'system', async (ctx) => {
    const { rows } = await sql<{ id: string }>`select id from queue.ticket`.execute(ctx.transaction.db)
    for (const { id } of rows)
      await fact.run(ctx, {
        id: newId(),
        at: ctx.now().toISOString(),
        site_id: null,
        payload: { ticket_id: id },
      })
    const daily_report_id = newId()
    const user_id = newId()
    const { db } = ctx.transaction
    const values = { tenant_id: tenant.id, site_id: site_ids[0]! }
    await db
      .insertInto('analytics.daily_report')
      .values({
        ...values,
        id: daily_report_id,
        local_day: '2026-03-09',
        due_at: ctx.now(),
        created_at: ctx.now(),
      })
      .execute()
    await db
      .insertInto('analytics.report_reading')
      .values({ tenant_id: tenant.id, daily_report_id, user_id, read_at: ctx.now() })
      .execute()
    await db
      .insertInto('analytics.report_subscription')
      .values({ ...values, user_id, created_at: ctx.now() })
      .execute()
    await db
      .insertInto('analytics.queue_metric')
      .values({
        ...values,
        at: ctx.now(),
        waiting: 3,
        called: 1,
        serving: 1,
        counters_open: 1,
        counters_paused: 0,
      })
      .execute()
  })
  await send('PUT', `/reports/sites/${site_ids[0]}/target`, { minutes: 15 })
}
