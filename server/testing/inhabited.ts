import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Ctx, Tenant } from '@guichet/platform/ctx'
import { newId } from '@guichet/platform/ids'
import { dispatchSchedules } from '@guichet/platform/schedules'
import { testHouse, type TestHouse } from '@guichet/platform/testing'
import { modules } from '../modules.ts'
import { inhabitDocuments } from './inhabited-documents.ts'
import { inhabitFigures } from './inhabited-figures.ts'
import { inhabitSatisfaction } from './inhabited-satisfaction.ts'
import { fillStock } from './inhabited-stock.ts'

export interface Inhabited {
  tenant: Tenant
  owner: Record<string, string>
  /** Ids of its rows by table (`organisation.site`), oldest first; the column is `id` unless another is named. */
  ids: (table: string, column?: string) => Promise<string[]>
  kiosk: Record<string, string>
  display: Record<string, string>
  /** A paired device that nobody uses. */
  spare_device_id: string
  /** Addresses of visitors' pages. */
  visitor_tokens: string[]
}

/** What a room needs to leave a row in each of its tables. */
export interface Place {
  house: TestHouse
  tenant: Tenant
  /** Calls an endpoint as the owner; the path is below the organisation's. */
  // oxlint-disable-next-line typescript/no-explicit-any -- each room knows what its endpoints answer
  send: (method: 'POST' | 'PUT', path: string, payload: object) => Promise<any>
  site_ids: readonly string[]
  service_ids: readonly string[]
}
/** One file per room (`inhabited-stock.ts`), so that each says what its tables need. */
const rooms: readonly ((place: Place) => Promise<void>)[] = [
  ({ house, tenant }) => house.as(tenant, 'system', fillStock),
  inhabitFigures,
  inhabitDocuments,
  inhabitSatisfaction,
]

/** The whole product; its first module is in every test house. */
export const wholeHouse = (environment: Record<string, string> = {}): Promise<TestHouse> =>
  testHouse(
    modules.filter((module) => module.name !== 'platform'),
    environment,
  )

/** An organisation with a row in every table, made through the API as people would wherever that is possible. */
export async function inhabited(house: TestHouse): Promise<Inhabited> {
  const tenant = await house.tenant()
  const { app } = house.server
  const agent = await house.person(tenant, 'agent')
  const { headers: owner } = await house.person(tenant, 'owner')
  const ids = (table: string, column = 'id'): Promise<string[]> =>
    house.as(tenant, 'system', async (ctx) => {
      const ids = sql<{
        id: string
      }>`select distinct ${sql.ref(column)} as id from ${sql.table(table)} order by 1`
      return (await ids.execute(ctx.transaction.db)).rows.map((row) => row.id)
    })
  const send = async (method: 'POST' | 'PUT', path: string, payload: object) => {
    const url = `/api/v1/tenants/${tenant.slug}${path}`
    const answer = await app.inject({
      method,
      url,
      headers: { ...owner, 'idempotency-key': newId() },
      payload,
    })
    assert.ok(answer.statusCode < 300, `${path}: ${answer.body}`)
    return answer.json()
  }

  const site_ids: string[] = []
  const service_ids: string[] = []
  const counter_ids: string[] = []
  for (const name of ['Plateau', 'Médina']) {
    const { id: site_id } = await send('POST', '/sites', { name })
    site_ids.push(site_id)
    for (const prefix of ['A', 'B']) {
      service_ids.push(
        (
          await send('POST', '/services', {
            site_id,
            name: `Service ${prefix}`,
            prefix,
            expected_minutes: 10,
          })
        ).id,
      )
    }
    counter_ids.push(
      (await send('POST', '/counters', { site_id, name: 'Guichet 1', service_ids: service_ids.slice(-2) }))
        .id,
    )
  }
  const [site_id, far_site_id] = site_ids
  await send('PUT', `/sites/${far_site_id}/hours`, {
    items: [{ weekday: 2, opens_at: '08:00', closes_at: '17:00' }],
  })
  await send('POST', `/sites/${far_site_id}/closures`, { day: '2026-12-25', reason: 'Noël' })
  await send('PUT', `/agents/${agent.user_id}`, { display_name: 'Awa', service_ids: [service_ids[0]] })
  await send('POST', '/customers', { name: 'Moussa Ndiaye', phone: '+221771234567' })
  await send('POST', '/invitations', { email: `guest@${tenant.slug}.example`, role: 'viewer' })

  const pair = async (kind: 'kiosk' | 'display') => {
    const request = await app.inject({
      method: 'POST',
      url: '/api/v1/device-pairings',
      remoteAddress: '10.7.0.1',
    })
    const { code, secret } = request.json()
    const { id } = await send('POST', '/devices', { code, site_id, kind, name: kind })
    const claim = await app.inject({
      method: 'POST',
      url: `/api/v1/device-pairings/${code}/claim`,
      payload: { secret },
    })
    return { id, headers: { cookie: ([claim.headers['set-cookie']].flat()[0] ?? '').split(';')[0]! } }
  }
  const [spare, kiosk, display] = [await pair('display'), await pair('kiosk'), await pair('display')]

  const settings = await app.inject({
    url: `/api/v1/tenants/${tenant.slug}/queue/sites/${site_id}/settings`,
    headers: owner,
  })
  await send('PUT', `/queue/sites/${site_id}/settings`, { ...settings.json(), most_in_a_row: 3 })
  for (let n = 0; n < 6; n++) {
    await send('POST', `/queue/sites/${site_id}/tickets`, {
      service_id: service_ids[n % 2],
      visitor_name: `Visitor ${n}`,
    })
  }
  const visitor_tokens: string[] = []
  for (let n = 0; n < 3; n++) {
    const answer = await app.inject({
      method: 'POST',
      url: `/p/${tenant.slug}/tickets`,
      remoteAddress: '10.7.0.2',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ site_id: site_id!, service_id: service_ids[0]! }).toString(),
    })
    const token = /^\/q\/(.+)$/.exec(answer.headers.location ?? '')?.[1]
    assert.ok(token, 'a visitor takes a ticket')
    visitor_tokens.push(token)
  }
  await send('POST', `/queue/counters/${counter_ids[0]}/session`, {})
  await send('PUT', `/queue/sites/${site_id}/wait-limits`, {
    items: [{ service_id: service_ids[0], minutes: 30 }],
  })
  // With a counter open, a wait is told and kept.
  await send('POST', `/queue/sites/${site_id}/tickets`, { service_id: service_ids[0] })
  const called = await send('POST', `/queue/counters/${counter_ids[0]}/calls`, {})
  await send('POST', `/queue/tickets/${called.id}/service`, {})

  await fillReports(house, tenant, owner)
  await dispatchSchedules(house.platform)
  await house.as(tenant, 'system', tellEverybody)
  await house.as(tenant, 'system', async ({ transaction: { db }, now }) => {
    const tenant_id = tenant.id
    await db
      .insertInto('queue.ticket_link')
      .values({
        tenant_id,
        token_hash: newId(),
        ticket_id: called.id,
        made_at: now(),
      })
      .execute()
    await db
      .insertInto('queue.wait_episode')
      .values({
        tenant_id,
        id: newId(),
        site_id,
        service_id: service_ids[0],
        limit_minutes: 30,
        began_at: now(),
        longest_s: 1_900,
      })
      .execute()
    await db
      .insertInto('queue.service_pace')
      .values({
        tenant_id,
        site_id,
        service_id: service_ids[0],
        mean_s: 480,
        cv: 0.7,
        n: 12,
        refreshed_at: now(),
      })
      .execute()
    await db
      .insertInto('queue.site_pace')
      .values({ tenant_id, site_id, turnaround_s: 20, passing_per_h: 1, refreshed_at: now() })
      .execute()
    await db
      .insertInto('platform.job_run')
      .values({
        tenant_id,
        id: newId(),
        task: 'trial.task',
        queue: 'default',
        status: 'dead',
        max_attempts: 1,
        started_at: now(),
        job_key: newId(),
      })
      .execute()
    await db
      .insertInto('platform.delivery')
      .values({ tenant_id, event_id: newId(), subscriber: 'trial.task', at: now() })
      .execute()
  })
  await house.platform.files.put(tenant.id, Readable.from([Buffer.from('Bonjour')]))
  const at = { house, tenant, send, site_ids, service_ids }
  for (const inhabit of rooms) await inhabit(at)
  return {
    tenant,
    owner,
    ids,
    kiosk: kiosk.headers,
    display: display.headers,
    spare_device_id: spare.id,
    visitor_tokens,
  }
}

/** One row of everything that telling people something leaves behind. */
async function tellEverybody(ctx: Ctx): Promise<void> {
  const { db } = ctx.transaction
  const tenant_id = ctx.tenant.id
  const at = ctx.now()
  const [message_id, phone] = [newId(), '+221771234567']
  const add = (table: string, row: object) =>
    db
      .insertInto(table)
      .values({ tenant_id, ...row })
      .execute()
  await add('platform.message', {
    id: message_id,
    notice: 'platform.test_message',
    key: newId(),
    audience: 'visitor',
    urgency: 'now',
    consent: 'transactional',
    recipient_kind: 'address',
    phone,
    locale: 'fr',
    facts: '{}',
    channels: ['sms'],
    status: 'simulated',
    status_at: at,
    next_at: at,
    expires_at: at,
    created_at: at,
  })
  await add('platform.message_step', { id: newId(), message_id, at, status: 'simulated' })
  const sha256 = '0'.repeat(64)
  await add('platform.message_attachment', {
    id: newId(),
    message_id,
    sha256,
    name: 'a.pdf',
    type: 'application/pdf',
  })
  await add('platform.message_receipt', { vendor: 'twilio', receipt_id: newId(), at })
  await add('platform.message_template', {
    id: newId(),
    notice: 'platform.test_message',
    channel: 'sms',
    locale: 'fr',
    body: 'Bonjour',
    updated_at: at,
  })
  await add('platform.vendor_account', {
    vendor: 'twilio',
    sealed: 'unreadable',
    updated_at: at,
  })
  await add('platform.channel_setting', { channel: 'sms' })
  await add('platform.channel_use', { channel: 'sms', day: '2026-03-10' })
  await add('platform.vendor_health', { vendor: 'twilio' })
  await add('platform.notification_setting', {})
  await add('platform.contact_channel', { channel: 'sms', address: phone })
  await add('platform.member_preference', { user_id: newId(), updated_at: at })
  await add('platform.push_subscription', {
    id: newId(),
    channel: 'web_push',
    page_hash: newId(),
    endpoint_hash: newId(),
    sealed: 'unreadable',
    created_at: at,
  })
}

/** A report that was stopped, a template, a plan of sections, and what only a worker writes. */
async function fillReports(house: TestHouse, tenant: Tenant, owner: Record<string, string>): Promise<void> {
  const ask = async (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object | Buffer) => {
    const binary = Buffer.isBuffer(payload) ? { 'content-type': 'application/octet-stream' } : {}
    const url = `/api/v1/tenants/${tenant.slug}${path}`
    const answer = await house.server.app.inject({
      method,
      url,
      headers: { ...owner, ...binary },
      ...(payload ? { payload } : {}),
    })
    assert.ok(answer.statusCode < 300, `${path}: ${answer.body.slice(0, 300)}`)
    return answer
  }
  const client = (await ask('GET', '/customers')).json().items[0]
  const document_id = newId()
  await house.as(tenant, 'system', ({ transaction: { db }, now }) =>
    db
      .insertInto('documents.document')
      .values({
        tenant_id: tenant.id,
        id: document_id,
        customer_id: client.id,
        name: 'Bail.pdf',
        bytes: 1,
        received: 1,
        status: 'read',
        created_at: now(),
      })
      .execute(),
  )
  const { job_id } = (
    await ask('POST', '/reports', { client_id: client.id, document_ids: [document_id] })
  ).json()
  // A stream of one that has ended ends too.
  await ask('POST', `/reports/${job_id}/cancellation`)
  const template = (await ask('GET', '/usual-report-template')).rawPayload
  await ask('POST', '/report-templates?file_name=Modele.docx', template)
  const plan = (await ask('GET', '/report-plan?language=fr')).json()
  await ask('PUT', '/report-plan?language=fr', { sections: plan.sections })
  await house.as(tenant, 'system', async ({ transaction: { db }, now }) => {
    const tenant_id = tenant.id
    await db
      .insertInto('reports.step')
      .values({
        tenant_id,
        report_id: job_id,
        kind: 'extraction',
        key: document_id,
        position: 0,
        input_hash: '0',
        status: 'done',
        started_at: now(),
      })
      .execute()
    await db
      .insertInto('reports.model_answer')
      .values({ tenant_id, hash: '0'.repeat(64), answer: '{}', at: now() })
      .execute()
  })
}
