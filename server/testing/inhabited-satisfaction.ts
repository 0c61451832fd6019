import { newId } from '@guichet/platform/ids'
import type { Place } from './inhabited.ts'

/** What visitors thought of a visit, in every table that keeps it. */
export async function inhabitSatisfaction({
  house,
  tenant,
  send,
  site_ids,
  service_ids,
}: Place): Promise<void> {
  await send('PUT', '/satisfaction/settings', {
    channels: ['page', 'kiosk', 'counter'],
    ask_nps: true,
    ask_comment: true,
    ask_after_minutes: 30,
    by_agent: true,
    alert_bad: 3,
    alert_latest: 6,
  })
  await house.as(tenant, 'system', async ({ transaction: { db }, now }) => {
    const at = now()
    const place = { tenant_id: tenant.id, site_id: site_ids[0]!, service_id: service_ids[0]! }
    const ticket_id = newId()
    const add = (table: string, row: object) => db.insertInto(`analytics.${table}`).values(row).execute()
    await add('vote', {
      ...place,
      id: newId(),
      ticket_id,
      agent_id: newId(),
      channel: 'page',
      csat: 4,
      nps: 9,
      comment: 'Merci',
      locale: 'fr',
      local_day: '2026-03-09',
      cast_at: at,
    })
    await add('rating_link', {
      tenant_id: tenant.id,
      id: newId(),
      ticket_id,
      token_hash: newId(),
      created_at: at,
      expires_at: at,
    })
    await add('satisfaction_alert', { ...place, id: newId(), bad: 3, latest: 6, opened_at: at })
    await add('satisfaction_day', {
      ...place,
      local_day: '2026-03-09',
      votes: 1,
      csat_1: 0,
      csat_2: 0,
      csat_3: 0,
      csat_4: 1,
      csat_5: 0,
      promoters: 1,
      passives: 0,
      detractors: 0,
      added_up_at: at,
    })
  })
}
