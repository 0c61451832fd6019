import assert from 'node:assert/strict'
import { demoOrganisations, seedOrganisation } from '@guichet/organisation/demo'
import { sql } from 'kysely'
import type { Tenant } from '@guichet/platform/ctx'
import { newId } from '@guichet/platform/ids'
import { dispatchSchedules } from '@guichet/platform/schedules'
import { testHouse, type TestHouse } from '@guichet/platform/testing'
import { modules } from '../modules.ts'

export interface Inhabited {
  tenant: Tenant
  owner: Record<string, string>
  /** Ids of its rows by table, `organisation.site`; the column is `id`, or `user_id` where a person is meant. */
  ids: (table: string, column?: string) => Promise<string[]>
  kiosk: Record<string, string>
  display: Record<string, string>
  /** A paired device that nobody uses. */
  spare_device_id: string
  /** Addresses of visitors' pages. */
  visitor_tokens: string[]
}

/** The whole product, without its first module, which every test house has. */
export const wholeHouse = (environment: Record<string, string> = {}): Promise<TestHouse> =>
  testHouse(modules.filter((module) => module.name !== 'platform'), environment)

/** An organisation with at least one row in as many tables as the product can fill by itself. */
export async function inhabited(house: TestHouse, nth: number): Promise<Inhabited> {
  const { tenant } = await seedOrganisation(house.platform, demoOrganisations[nth]!, 'none')
  const { headers: owner } = await house.person(tenant, 'owner')
  const ids = (table: string, column = 'id'): Promise<string[]> =>
    house.as(tenant, 'system', async (ctx) => {
      const { rows } = await sql<{ id: string }>`select distinct ${sql.ref(column)} as id from ${sql.table(table)} order by 1`.execute(ctx.transaction.db)
      return rows.map((row) => row.id)
    })
  const send = async (method: 'POST' | 'PUT' | 'PATCH', path: string, payload: object, headers = owner) => {
    const answer = await house.server.app.inject({
      method,
      url: `/api/v1/tenants/${tenant.slug}${path}`,
      headers: { ...headers, 'idempotency-key': newId() },
      payload,
    })
    assert.ok(answer.statusCode < 300, `${path}: ${answer.body}`)
    return answer.json()
  }
  const [site_id] = await ids('organisation.site')
  await send('POST', '/invitations', { email: `guest@${tenant.slug}.example`, role: 'viewer' })
  await send('POST', `/sites/${site_id}/closures`, { day: '2026-12-25', reason: 'Noël' })
  const device = async (kind: 'kiosk' | 'display') => {
    const request = await house.server.app.inject({ method: 'POST', url: '/api/v1/device-pairings', remoteAddress: '10.7.0.1' })
    const { code, secret } = request.json()
    await send('POST', '/devices', { code, site_id, kind, name: kind })
    const claim = await house.server.app.inject({ method: 'POST', url: `/api/v1/device-pairings/${code}/claim`, payload: { secret } })
    return { cookie: String([claim.headers['set-cookie']].flat()[0]).split(';')[0]! }
  }
  await device('display')
  const [spare_device_id] = await ids('platform.device')
  const [kiosk, display] = [await device('kiosk'), await device('display')]
  const services = await house.as(tenant, 'system', async (ctx) => {
    const { rows } = await sql<{ id: string }>`select id from organisation.service where site_id = ${site_id} order by position, id`.execute(ctx.transaction.db)
    return rows.map((row) => row.id)
  })
  for (let n = 0; n < 6; n++) {
    await send('POST', `/queue/sites/${site_id}/tickets`, { service_id: services[n % services.length], visitor_name: `Visitor ${n}` })
  }
  const visitor_tokens: string[] = []
  for (let n = 0; n < 3; n++) {
    const answer = await house.server.app.inject({
      method: 'POST',
      url: `/p/${tenant.slug}/tickets`,
      remoteAddress: '10.7.0.2',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ site_id: site_id!, service_id: services[0]! }).toString(),
    })
    const token = /^\/q\/(.+)$/.exec(String(answer.headers.location))?.[1]
    if (token) visitor_tokens.push(token)
  }
  const { rows: counters } = await house.as(tenant, 'system', (ctx) =>
    sql<{ id: string }>`select c.id from organisation.counter c join organisation.counter_service s on s.counter_id = c.id
      where c.site_id = ${site_id} and s.service_id = ${services[0]} order by c.position limit 1`.execute(ctx.transaction.db),
  )
  const counter = `/queue/counters/${counters[0]!.id}`
  await send('POST', `${counter}/session`, {})
  const called = await send('POST', `${counter}/calls`, {})
  await send('POST', `/queue/tickets/${called.id}/service`, {})
  const [user_id] = await ids('organisation.agent', 'user_id')
  await send('PUT', `/agents/${user_id}`, { display_name: 'Awa', service_ids: [services[0]] })
  const settings = await house.server.app.inject({ url: `/api/v1/tenants/${tenant.slug}/queue/sites/${site_id}/settings`, headers: owner })
  await send('PUT', `/queue/sites/${site_id}/settings`, settings.json())
  await dispatchSchedules(house.platform)
  await house.as(tenant, 'system', async (ctx) => {
    const db = ctx.transaction.db
    const now = ctx.now()
    await db
      .insertInto('platform.job_run')
      .values({ tenant_id: tenant.id, id: newId(), task: 'trial.task', queue: 'default', status: 'dead', max_attempts: 1, started_at: now, job_key: newId() })
      .execute()
    await db.insertInto('platform.delivery').values({ tenant_id: tenant.id, event_id: newId(), subscriber: 'trial.task', at: now }).execute()
  })
  return { tenant, owner, ids, kiosk, display, spare_device_id: spare_device_id!, visitor_tokens }
}
