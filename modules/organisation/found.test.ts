import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword } from '@guichet/platform/passwords'
import { testHouse, type TestHouse } from '@guichet/platform/testing'
import { openingAt, listSites } from './index.ts'
import { demoOrganisations, seedOrganisation } from './demo/seed.ts'
import { organisation } from './module.ts'

const first = {
  name: 'Mairie de Thiès',
  kind: 'town_hall',
  country: 'SN',
  counters: 3,
  owner: { name: 'Awa Diop', email: 'Awa@Mairie.test', password: 'une phrase bien longue' },
}
const found = (house: TestHouse, body: object) =>
  house.server.app.inject({ method: 'POST', url: '/api/v1/organisations', payload: body })
const installation = async (house: TestHouse) =>
  (await house.server.app.inject('/api/v1/installation')).json()

test('the first organisation is founded once, its owner is signed in and finds everything ready', async () => {
  const house = await testHouse([organisation])
  assert.deepEqual(await installation(house), { empty: true, demo: false, may_create: true })
  assert.equal(
    (await found(house, { ...first, owner: { ...first.owner, password: 'motdepasse1' } })).json().code,
    'platform.password_too_common',
  )
  assert.equal(
    (await found(house, { ...first, time_zone: 'Mars/Base' })).json().code,
    'organisation.time_zone_unknown',
  )

  const answer = await found(house, first)
  assert.equal(answer.statusCode, 201, answer.body)
  const { slug, site_id } = answer.json()
  assert.equal(slug, 'mairie-de-thies')
  const cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  const read = async (path: string) =>
    (await house.server.app.inject({ url: `/api/v1${path}`, headers: { cookie } })).json()
  const me = await read('/me')
  assert.deepEqual(
    [me.user.email, me.memberships[0].role, me.memberships[0].sites[0].id],
    ['awa@mairie.test', 'owner', site_id],
  )
  const services = (await read(`/tenants/${slug}/services?site_id=${site_id}`)).items
  assert.deepEqual(
    services.map((service: { prefix: string }) => service.prefix),
    ['A', 'L', 'U', 'K'],
  )
  assert.deepEqual([services[0].name, services[0].name_en], ['État civil', 'Civil registry'])
  assert.equal((await read(`/tenants/${slug}/counters`)).items.length, 3)
  assert.equal((await read(`/tenants/${slug}/sites/${site_id}/hours`)).items.length, 5)
  assert.equal((await read(`/tenants/${slug}/agents`)).items[0].display_name, 'Awa Diop')

  assert.deepEqual(await installation(house), { empty: false, demo: false, may_create: false })
  const late = await found(house, {
    ...first,
    name: 'Une autre',
    owner: { ...first.owner, email: 'b@mairie.test' },
  })
  assert.deepEqual([late.statusCode, late.json().code], [409, 'organisation.creation_closed'])
})

test('a founder whose answer was lost asks again and finds the organisation, another person does not', async () => {
  const house = await testHouse([organisation])
  const ask = (owner: object) =>
    house.server.app.inject({
      method: 'POST',
      url: '/api/v1/organisations',
      headers: { 'idempotency-key': 'founding-0001' },
      payload: { ...first, owner: { ...first.owner, ...owner } },
    })
  const [lost, again] = [await ask({}), await ask({})]
  assert.deepEqual([lost.statusCode, again.statusCode], [201, 201])
  assert.deepEqual(again.json(), lost.json())
  assert.ok(again.cookies.length > 0, 'signed in again')
  assert.equal((await ask({ password: 'pas le bon mot' })).statusCode, 401)
  assert.equal((await ask({ email: 'other@mairie.test' })).statusCode, 409)
})

test('of several founders at the same instant, one founds', async () => {
  const house = await testHouse([organisation])
  const answers = await Promise.all(
    [1, 2, 3].map((n) =>
      found(house, { ...first, name: `Centre ${n}`, owner: { ...first.owner, email: `o${n}@centre.test` } }),
    ),
  )
  assert.deepEqual(answers.map(({ statusCode }) => String(statusCode)).toSorted(), ['201', '409', '409'])
})

test('a demonstration seeds its organisations once, stays open at night, and lets visitors found theirs', async () => {
  const house = await testHouse([organisation], { GUICHET_DEMO: '1' })
  const password_hash = await hashPassword('une phrase de démonstration')
  for (const definition of demoOrganisations) {
    const { tenant, created, agent_ids, visitor_names } = await seedOrganisation(
      house.platform,
      definition,
      password_hash,
    )
    assert.deepEqual(
      [created, tenant.slug, agent_ids.length, visitor_names.length],
      [true, definition.slug, 5, 200],
    )
    assert.equal((await seedOrganisation(house.platform, definition, password_hash)).created, false)
    for (const { services } of definition.sites) {
      assert.ok(
        services.every(({ prefix }) => 'AKLMRUXZ'.includes(prefix)),
        'letters that sound different in French',
      )
      assert.equal(new Set(services.map(({ prefix }) => prefix)).size, services.length)
    }
    // Sunday at three in the morning.
    const night = new Date('2026-03-15T03:00:00Z')
    const opening = await house.as(tenant, 'system', async (ctx) =>
      openingAt(ctx, (await listSites(ctx))[0]!, night),
    )
    assert.deepEqual([opening.open, opening.demo], [true, true])
    assert.ok(opening.next_opens_at)
  }
  const signed_in = await house.server.app.inject({
    method: 'POST',
    url: '/api/v1/auth/sign-in',
    payload: { email: 'agent@visite-dakar.test', password: 'une phrase de démonstration' },
  })
  assert.equal(signed_in.statusCode, 200)
  const taken = await found(house, { ...first, name: 'Visite Dakar' })
  assert.equal(taken.json().code, 'organisation.slug_taken')
  assert.equal((await found(house, first)).statusCode, 201)
  const wrong = await found(house, {
    ...first,
    name: 'Encore',
    owner: { ...first.owner, password: 'pas la bonne phrase' },
  })
  assert.equal(wrong.json().code, 'platform.wrong_credentials')
})
