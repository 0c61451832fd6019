import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '@guichet/platform/ids'
import { testHouse } from '@guichet/platform/testing'
import {
  agentNames,
  agentOf,
  customerNames,
  keepCustomer,
  openingAt,
  readSite,
  servicesGiven,
  servicesOf,
} from './index.ts'
import { organisation } from './module.ts'

interface Sent {
  status: number
  // oxlint-disable-next-line no-explicit-any -- answers are checked by the contract on their way out
  body: any
}
const house = await testHouse([organisation])
const tenant = await house.tenant({ name: 'Mairie' })
const other = await house.tenant({ name: 'Another' })
const owner = (await house.person(tenant, 'owner')).headers

const send = async (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  headers: Record<string, string>,
  payload?: object,
  slug = tenant.slug,
): Promise<Sent> => {
  const answer = await house.server.app.inject({
    method,
    url: `/api/v1/tenants/${slug}${path}`,
    headers,
    payload,
  })
  return { status: answer.statusCode, body: answer.json() }
}
const created = async (
  path: string,
  payload: object,
  headers = owner,
  slug = tenant.slug,
): Promise<{ id: string } & Record<string, unknown>> => {
  const { status, body } = await send('POST', path, headers, payload, slug)
  assert.equal(status, 201, JSON.stringify(body))
  return body
}
const newSite = (name: string) => created('/sites', { name })

describe('places', () => {
  test('a site takes the organisation’s zone, is changed, archived, and told about', async () => {
    const site = await created('/sites', { name: 'Centre', address: 'Rue 1' })
    assert.equal(site.time_zone, 'Africa/Dakar')
    assert.equal(site.day_starts_at, '00:00')
    const changed = await send('PATCH', `/sites/${site.id}`, owner, {
      day_starts_at: '04:30',
      status: 'archived',
    })
    assert.deepEqual(
      [changed.body.day_starts_at, changed.body.status, changed.body.name],
      ['04:30', 'archived', 'Centre'],
    )
    assert.equal((await send('PATCH', `/sites/${site.id}`, owner, {})).status, 200)
    const bad = await send('PATCH', `/sites/${site.id}`, owner, { time_zone: 'Mars/Base' })
    assert.deepEqual([bad.status, bad.body.code], [400, 'organisation.time_zone_unknown'])
    const told = await house.as(tenant, 'system', (ctx) =>
      ctx.transaction.db.selectFrom('platform.event').select('name').where('site_id', '=', site.id).execute(),
    )
    assert.deepEqual(
      told.map(({ name }) => name),
      ['organisation.site_changed', 'organisation.site_changed', 'organisation.site_changed'],
    )
  })

  test('hours are replaced whole, clashes leave them as they were', async () => {
    const { id } = await newSite('Horaires')
    const week = [
      { weekday: 2, opens_at: '14:30', closes_at: '24:00' },
      { weekday: 2, opens_at: '08:00', closes_at: '13:30' },
    ]
    const set = await send('PUT', `/sites/${id}/hours`, owner, { items: week })
    assert.deepEqual(set.body.items, [week[1], week[0]])
    const clash = await send('PUT', `/sites/${id}/hours`, owner, {
      items: [...week, { weekday: 2, opens_at: '09:00', closes_at: '10:00' }],
    })
    assert.deepEqual([clash.status, clash.body.code], [400, 'organisation.hours_overlap'])
    assert.equal((await send('GET', `/sites/${id}/hours`, owner)).body.items.length, 2)
    // Tuesday 10 March 2026, 09:00 in Dakar.
    const now = await house.as(tenant, 'system', async (ctx) =>
      openingAt(ctx, await readSite(ctx, id), ctx.now()),
    )
    assert.deepEqual([now.open, now.closes_at?.toISOString()], [true, '2026-03-10T13:30:00.000Z'])
    const emptied = await send('PUT', `/sites/${id}/hours`, owner, { items: [] })
    assert.deepEqual(emptied.body.items, [])
  })

  test('a closure shuts the day, twice the same day is one, and it can be removed', async () => {
    const { id } = await newSite('Fermetures')
    const closure = await created(`/sites/${id}/closures`, { day: '2026-03-10', reason: 'Korité' })
    const again = await created(`/sites/${id}/closures`, { day: '2026-03-10', reason: 'Inventaire' })
    assert.equal(again.id, closure.id)
    const opening = () =>
      house.as(tenant, 'system', async (ctx) => openingAt(ctx, await readSite(ctx, id), ctx.now()))
    assert.equal((await opening()).open, false)
    assert.equal((await send('DELETE', `/sites/${id}/closures/${closure.id}`, owner)).status, 200)
    assert.equal((await opening()).open, true)
    assert.equal(
      (await send('DELETE', `/sites/${id}/closures/${closure.id}`, owner)).body.code,
      'organisation.closure_unknown',
    )
    assert.equal((await send('POST', `/sites/${id}/closures`, owner, { day: '0000-01-01' })).status, 400)
  })

  test('a letter serves one active service of a site, and is free again once archived', async () => {
    const { id: site_id } = await newSite('Services')
    const first = await created('/services', { site_id, name: 'État civil', prefix: 'a' })
    assert.deepEqual([first.prefix, first.position, first.public], ['A', 0, true])
    const taken = await send('POST', '/services', owner, { site_id, name: 'Urbanisme', prefix: 'A' })
    assert.deepEqual(
      [taken.status, taken.body.code, taken.body.facts.prefix],
      [409, 'organisation.prefix_taken', 'A'],
    )
    const second = await created('/services', { site_id, name: 'Urbanisme', prefix: 'U', public: false })
    assert.equal(second.position, 1)
    assert.equal(
      (await send('PATCH', `/services/${second.id}`, owner, { prefix: 'A' })).body.code,
      'organisation.prefix_taken',
    )
    await send('PATCH', `/services/${first.id}`, owner, { status: 'archived' })
    assert.equal((await send('PATCH', `/services/${second.id}`, owner, { prefix: 'A' })).body.prefix, 'A')
    assert.equal(
      (await send('PATCH', `/services/${first.id}`, owner, { status: 'active' })).body.code,
      'organisation.prefix_taken',
    )
    const shown = await house.as(tenant, 'system', (ctx) => servicesOf(ctx, site_id, { public_only: true }))
    assert.deepEqual(shown, [])
  })

  test('two letters asked for at the same instant: one wins, the other is told', async () => {
    const { id: site_id } = await newSite('Course')
    const answers = await Promise.all(
      ['Un', 'Deux', 'Trois'].map((name) => send('POST', '/services', owner, { site_id, name, prefix: 'R' })),
    )
    assert.deepEqual(answers.map(({ status }) => String(status)).toSorted(), ['201', '409', '409'])
  })

  test('a counter keeps its services in order of preference and refuses those of another site', async () => {
    const { id: site_id } = await newSite('Guichets')
    const elsewhere = await created('/services', {
      site_id: (await newSite('Ailleurs')).id,
      name: 'Autre',
      prefix: 'A',
    })
    const one = await created('/services', { site_id, name: 'Un', prefix: 'A' })
    const two = await created('/services', { site_id, name: 'Deux', prefix: 'K' })
    const counter = await created('/counters', {
      site_id,
      name: 'Guichet 1',
      service_ids: [two.id, one.id, two.id],
    })
    assert.deepEqual(counter.service_ids, [two.id, one.id])
    const turned = await send('PATCH', `/counters/${counter.id}`, owner, { service_ids: [one.id, two.id] })
    assert.deepEqual(turned.body.service_ids, [one.id, two.id])
    const foreign = await send('PATCH', `/counters/${counter.id}`, owner, { service_ids: [elsewhere.id] })
    assert.deepEqual([foreign.status, foreign.body.code], [404, 'organisation.service_unknown'])
    assert.equal(
      (await send('POST', '/counters', owner, { site_id, name: 'Guichet 1' })).body.code,
      'organisation.counter_name_taken',
    )
  })
})

describe('people', () => {
  test('what is given at a counter: its services, or all, among the agent’s skills, or all', async () => {
    const { id: site_id } = await newSite('Compétences')
    const [a, k, u] = await Promise.all(
      ['A', 'K', 'U'].map((prefix) => created('/services', { site_id, name: prefix, prefix })),
    )
    const all = await created('/counters', { site_id, name: 'Tout' })
    const some = await created('/counters', { site_id, name: 'Deux', service_ids: [k!.id, a!.id] })
    const agent = await house.person(tenant, 'agent')
    const given = (counter_id: string) =>
      house.as(tenant, 'system', (ctx) => servicesGiven(ctx, counter_id, agent.user_id))
    assert.equal((await given(all.id)).length, 3)
    assert.deepEqual(await given(some.id), [
      { service_id: k!.id, preference: 0 },
      { service_id: a!.id, preference: 1 },
    ])
    const set = await send('PUT', `/agents/${agent.user_id}`, owner, {
      display_name: 'Awa',
      service_ids: [a!.id, u!.id],
    })
    assert.deepEqual(
      [set.status, set.body.display_name, set.body.service_ids],
      [200, 'Awa', [a!.id, u!.id].toSorted()],
    )
    assert.deepEqual((await given(all.id)).map((row) => row.service_id).toSorted(), [a!.id, u!.id].toSorted())
    assert.deepEqual(await given(some.id), [{ service_id: a!.id, preference: 1 }])
    await send('PATCH', `/services/${a!.id}`, owner, { status: 'archived' })
    assert.deepEqual(await given(some.id), [])
    await assert.rejects(given(newId()), { code: 'organisation.counter_unknown' })
  })

  test('agents are the members, under their own name until another is given', async () => {
    const agent = await house.person(tenant, 'agent')
    const viewer = await house.person(tenant, 'viewer')
    const { body } = await send('GET', '/agents', owner)
    const ids = body.items.map((item: { user_id: string }) => item.user_id)
    assert.ok(ids.includes(agent.user_id))
    assert.ok(!ids.includes(viewer.user_id))
    const stranger = await house.person(other, 'agent')
    for (const user_id of [stranger.user_id, newId()]) {
      const refused = await send('PUT', `/agents/${user_id}`, owner, { display_name: 'X' })
      assert.deepEqual([refused.status, refused.body.code], [404, 'organisation.agent_unknown'])
    }
    await send('PUT', `/agents/${agent.user_id}`, owner, { display_name: 'Comptoir' })
    await house.as(tenant, 'system', async (ctx) => {
      const names = await agentNames(ctx, [agent.user_id, viewer.user_id, stranger.user_id])
      assert.equal(names.get(agent.user_id), 'Comptoir')
      assert.ok(names.get(viewer.user_id)?.startsWith('Person'))
      assert.equal(names.has(stranger.user_id), false)
      assert.equal(await agentOf(ctx, stranger.user_id), null)
    })
  })

  test('a customer is found by any part of the name and by phone, page by page', async () => {
    for (const [name, phone] of [
      ['Aïssatou Gueye', '77 100 00 01'],
      ['Gueye Moussa', '77 100 00 02'],
      ['Fatou Sow', null],
    ]) {
      await created('/customers', { name, phone })
      house.clock.advance(1)
    }
    const search = async (text: string) => {
      const { body } = await send('GET', `/customers?search=${encodeURIComponent(text)}`, owner)
      return body.items.map((item: { name: string }) => item.name)
    }
    assert.deepEqual(await search('gueye'), ['Gueye Moussa', 'Aïssatou Gueye'])
    assert.deepEqual(await search('AISS'), ['Aïssatou Gueye'])
    assert.deepEqual(await search('77 100 00 02'), ['Gueye Moussa'])
    assert.deepEqual(await search('%'), [])
    assert.deepEqual(await search('_atou'), [])
    const first = await send('GET', '/customers?limit=2', owner)
    const second = await send('GET', `/customers?limit=2&cursor=${first.body.next_cursor}`, owner)
    assert.equal(first.body.items.length, 2)
    assert.ok(second.body.items.length > 0)
    assert.ok(
      !first.body.items.some((item: { id: string }) =>
        second.body.items.some((later: { id: string }) => later.id === item.id),
      ),
    )
  })

  test('one phone number is one customer', async () => {
    const customer = await created('/customers', {
      name: 'Penda Tall',
      phone: '+221 76 555 00 00',
      email: 'Penda@Example.org',
    })
    assert.deepEqual([customer.phone, customer.email], ['+221765550000', 'penda@example.org'])
    assert.equal(
      (await send('POST', '/customers', owner, { name: 'X', phone: '765550000' })).body.code,
      'organisation.phone_taken',
    )
    assert.equal(
      (await send('POST', '/customers', owner, { name: 'X', phone: '123456' })).body.code,
      'organisation.phone_invalid',
    )
    const kept = await house.as(tenant, 'system', (ctx) =>
      keepCustomer(ctx, { name: 'Penda Tall Sy', phone: '76 555 00 00' }),
    )
    assert.equal(kept, customer.id)
    const { body } = await send('GET', `/customers/${customer.id}`, owner)
    assert.deepEqual([body.name, body.email], ['Penda Tall Sy', 'penda@example.org'])
    const names = await house.as(tenant, 'system', (ctx) => customerNames(ctx, [customer.id, newId()]))
    assert.deepEqual([...names], [[customer.id, 'Penda Tall Sy']])
    const changed = await send('PATCH', `/customers/${customer.id}`, owner, {
      phone: null,
      notes: 'À rappeler',
    })
    assert.deepEqual(
      [changed.body.phone, changed.body.notes, changed.body.name],
      [null, 'À rappeler', 'Penda Tall Sy'],
    )
  })

  test('the organisation changes its name and colour; the colour is made readable', async () => {
    const { status, body } = await send('PATCH', '/organisation', owner, { name: 'Ville', accent: '#FFD400' })
    assert.deepEqual([status, body.name, body.accent.dark], [200, 'Ville', '#ffd400'])
    assert.notEqual(body.accent.light, '#ffd400')
    assert.equal((await send('GET', '/organisation', owner)).body.name, 'Ville')
    assert.equal((await send('PATCH', '/organisation', owner, { accent: null })).body.accent, null)
  })
})

describe('walls', () => {
  test('another organisation’s identifiers answer exactly as unknown ones', async () => {
    const stranger = (await house.person(other, 'owner')).headers
    const { id: site_id } = await newSite('Secret')
    const service = await created('/services', { site_id, name: 'Secret', prefix: 'A' })
    const counter = await created('/counters', { site_id, name: 'Secret' })
    const customer = await created('/customers', { name: 'Secret' })
    const tries: [Parameters<typeof send>[0], (id: string) => string, string, object?][] = [
      ['PATCH', (id) => `/sites/${id}`, site_id, { name: 'X' }],
      ['GET', (id) => `/sites/${id}/hours`, site_id],
      ['PUT', (id) => `/sites/${id}/hours`, site_id, { items: [] }],
      ['GET', (id) => `/sites/${id}/closures`, site_id],
      ['POST', (id) => `/sites/${id}/closures`, site_id, { day: '2026-05-01' }],
      ['GET', (id) => `/services?site_id=${id}`, site_id],
      ['PATCH', (id) => `/services/${id}`, service.id, { name: 'X' }],
      ['GET', (id) => `/counters?site_id=${id}`, site_id],
      ['PATCH', (id) => `/counters/${id}`, counter.id, { name: 'X' }],
      ['GET', (id) => `/customers/${id}`, customer.id],
      ['PATCH', (id) => `/customers/${id}`, customer.id, { name: 'X' }],
    ]
    for (const [method, path, id, payload] of tries) {
      const foreign = await send(method, path(id), stranger, payload, other.slug)
      const unknown = await send(method, path(newId()), stranger, payload, other.slug)
      assert.equal(foreign.status, 404, `${method} ${path(id)}`)
      assert.deepEqual({ ...foreign.body, request_id: '' }, { ...unknown.body, request_id: '' })
    }
    for (const path of ['/sites', '/services', '/counters', '/customers']) {
      assert.ok(
        !JSON.stringify((await send('GET', path, stranger, undefined, other.slug)).body).includes('Secret'),
      )
    }
  })

  test('a person confined to one site sees no other, and cannot add one', async () => {
    const mine = await newSite('Mien')
    const theirs = await newSite('Leur')
    const service = await created('/services', { site_id: theirs.id, name: 'Leur', prefix: 'A' })
    const { headers } = await house.person(tenant, 'manager', [mine.id])
    const sites = await send('GET', '/sites', headers)
    assert.deepEqual(
      sites.body.items.map((site: { id: string }) => site.id),
      [mine.id],
    )
    assert.equal(
      (await send('PATCH', `/services/${service.id}`, headers, { name: 'X' })).body.code,
      'organisation.service_unknown',
    )
    assert.equal(
      (await send('GET', `/services?site_id=${theirs.id}`, headers)).body.code,
      'organisation.site_unknown',
    )
    assert.equal(
      (await send('POST', '/sites', headers, { name: 'X' })).body.code,
      'organisation.all_sites_needed',
    )
  })

  test('each role writes what it may and no more', async () => {
    const { id: site_id } = await newSite('Rôles')
    const tries = {
      'organisation.tenant.write': () => ['PATCH', '/organisation', {}] as const,
      'organisation.site.write': () => ['PATCH', `/sites/${site_id}`, {}] as const,
      'organisation.customer.read': () => ['GET', '/customers', undefined] as const,
      'organisation.customer.write': () => ['POST', '/customers', { name: 'Rôle' }] as const,
    }
    for (const role of ['owner', 'admin', 'manager', 'agent', 'receptionist', 'viewer'] as const) {
      const { headers } = await house.person(tenant, role)
      for (const [permission, attempt] of Object.entries(tries)) {
        const [method, path, payload] = attempt()
        const { status } = await send(method, path, headers, payload)
        const may = organisation.permissions[permission]!.includes(role)
        assert.equal(status < 300, may, `${role} ${permission} answered ${status}`)
        if (!may) assert.equal(status, 403)
      }
      assert.equal((await send('GET', '/services', headers)).status, 200)
    }
  })

  test('text that PostgreSQL cannot store is refused as input', async () => {
    assert.equal((await send('POST', '/sites', owner, { name: 'a\u0000b' })).status, 400)
    assert.equal((await send('GET', '/customers?search=a%00b', owner)).status, 400)
    const photo = { site_id: newId(), name: 'Photo', prefix: 'A', photo_url: 'https://example.org/a\u0000b' }
    assert.equal((await send('POST', '/services', owner, photo)).status, 400)
  })
})
