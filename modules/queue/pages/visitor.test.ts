import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { callNext } from '../commands/call.ts'
import { issueTicket } from '../commands/issue.ts'
import { openHall, queueHouse, type Hall } from '../testing.ts'

const house = await queueHouse()

const get = (url: string, headers: Record<string, string> = {}) => house.server.app.inject({ url, headers })
const post = (url: string, form: Record<string, string>) =>
  house.server.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })
const ticketsOf = (hall: Hall) =>
  hall.send('GET', `/queue/sites/${hall.site_id}/tickets`).then(
    ({ body }) =>
      (
        body as {
          items: {
            number: string
            visitor_name: string | null
            visitor_phone: string | null
            source: string
          }[]
        }
      ).items,
  )

describe('taking a ticket by phone', () => {
  test('one screen, one form, no script: the ticket and a cookie that finds it again', async () => {
    const hall = await openHall(house, { services: 2 })
    const page = await get(`/p/${hall.tenant.slug}`)
    assert.equal(page.statusCode, 200)
    const key = /name="key" value="([^"]+)"/.exec(page.body)![1]!
    const answer = await post(`/p/${hall.tenant.slug}/tickets`, {
      key,
      site_id: hall.site_id,
      service_id: hall.service_ids[1]!,
      visitor_name: 'Awa <b>Diop</b>',
      visitor_phone: '77 123 45 67',
    })
    assert.equal(answer.statusCode, 303)
    const [ticket] = await ticketsOf(hall)
    assert.deepEqual(
      [ticket?.number, ticket?.source, ticket?.visitor_phone],
      ['B001', 'web', '+221771234567'],
    )

    const address = answer.headers.location as string
    const own = await get(address)
    assert.match(own.body, /B001/)
    assert.match(own.body, /data-stream="\/q\/.*\/events"/)
    assert.doesNotMatch(own.body, /http-equiv="refresh"/)

    const cookie = String(answer.headers['set-cookie']).split(';')[0]!
    assert.match((await get(`/p/${hall.tenant.slug}`, { cookie })).body, /déjà le ticket B001/)
  })

  test('a double tap and a resend give the same ticket; another service gives another', async () => {
    const hall = await openHall(house, { services: 2 })
    const form = { key: 'one-key-for-one-form', site_id: hall.site_id, service_id: hall.service_ids[0]! }
    const answers = await Promise.all([1, 2, 3].map(() => post(`/p/${hall.tenant.slug}/tickets`, form)))
    assert.deepEqual(
      answers.map(({ statusCode }) => statusCode),
      [303, 303, 303],
    )
    assert.equal(new Set(answers.map(({ headers }) => headers.location)).size, 1)
    await post(`/p/${hall.tenant.slug}/tickets`, { ...form, visitor_name: 'Awa' })
    assert.equal((await ticketsOf(hall)).length, 1)
    await post(`/p/${hall.tenant.slug}/tickets`, { ...form, service_id: hall.service_ids[1]! })
    assert.equal((await ticketsOf(hall)).length, 2)
  })

  test('a wrong number comes back with what was typed, and nothing is taken', async () => {
    const hall = await openHall(house)
    const form = {
      key: 'abcdefgh',
      site_id: hall.site_id,
      service_id: hall.service_ids[0]!,
      visitor_name: '"Awa"',
      visitor_phone: '12',
    }
    const answer = await post(`/p/${hall.tenant.slug}/tickets`, form)
    assert.equal(answer.statusCode, 409)
    assert.match(answer.body, /value="&quot;Awa&quot;"/)
    assert.match(answer.body, /value="12"/)
    assert.match(answer.body, /value="abcdefgh"/)
    assert.equal((await ticketsOf(hall)).length, 0)
  })

  test('a full queue says so on the page it came from', async () => {
    const hall = await openHall(house, { service: { waiting_limit: 1 } })
    const form = { site_id: hall.site_id, service_id: hall.service_ids[0]! }
    assert.equal(
      (await post(`/p/${hall.tenant.slug}/tickets`, { ...form, key: 'first-one' })).statusCode,
      303,
    )
    const answer = await post(`/p/${hall.tenant.slug}/tickets`, { ...form, key: 'second-one' })
    assert.equal(answer.statusCode, 409)
    assert.match(answer.body, /complète/)
    assert.match(answer.body, /role="alert"/)
  })

  test('where tickets are not given to phones, the page and the form say no', async () => {
    const hall = await openHall(house)
    const settings = {
      calling_order: 'fifo',
      may_pick: false,
      public_join: false,
      voice_languages: ['fr'],
      undo_s: 10,
    }
    assert.equal((await hall.send('PUT', `/queue/sites/${hall.site_id}/settings`, settings)).status, 200)
    assert.match((await get(`/p/${hall.tenant.slug}`)).body, /Aucun ticket par téléphone/)
    const answer = await post(`/p/${hall.tenant.slug}/tickets`, {
      key: 'abcdefgh',
      site_id: hall.site_id,
      service_id: hall.service_ids[0]!,
    })
    assert.equal(answer.statusCode, 409)
    assert.equal((await ticketsOf(hall)).length, 0)
  })

  test("another organisation's site and service are unknown here", async () => {
    const [mine, other] = [await openHall(house), await openHall(house)]
    const answer = await post(`/p/${mine.tenant.slug}/tickets`, {
      key: 'abcdefgh',
      site_id: other.site_id,
      service_id: other.service_ids[0]!,
    })
    assert.equal(answer.statusCode, 404)
    assert.equal((await ticketsOf(other)).length, 0)
  })
})

describe("the visitor's page", () => {
  const taken = (hall: Hall, service = 0) => {
    house.clock.advance(1)
    return hall.run((ctx) =>
      issueTicket(ctx, { site_id: hall.site_id, service_id: hall.service_ids[service]!, source: 'web' }),
    )
  }

  test('tells the place, then the call with its counter, in either language', async () => {
    const hall = await openHall(house)
    const first = await taken(hall)
    const second = await taken(hall)
    assert.match((await get(`/q/${second.token}`)).body, /1 personne devant vous/)
    assert.match((await get(`/q/${second.token}`, { 'accept-language': 'en' })).body, /1 person ahead of you/)
    const agent = await hall.agent(0)
    await agent.run((ctx) => callNext(ctx, agent.counter_id))
    const called = (await get(`/q/${first.token}`)).body
    assert.match(called, /C’est votre tour/)
    assert.match(called, /Guichet 1/)
    assert.match(called, /data-turn="1"/)
    assert.match((await get(`/q/${second.token}`)).body, /Vous êtes le numéro suivant/)
  })

  test('its buttons are plain forms; postponing twice by accident lets three pass, not six', async () => {
    const hall = await openHall(house)
    const mine = await taken(hall)
    for (let others = 0; others < 8; others++) await taken(hall)
    assert.equal((await post(`/q/${mine.token}/arrival`, {})).statusCode, 303)
    assert.match((await get(`/q/${mine.token}`)).body, /L’équipe sait que vous arrivez/)
    for (let taps = 0; taps < 2; taps++)
      await post(`/q/${mine.token}/postponement`, { key: 'one-nervous-finger' })
    assert.match((await get(`/q/${mine.token}`)).body, /3 personnes devant vous/)
    await post(`/q/${mine.token}/departure`, {})
    const left = await get(`/q/${mine.token}`)
    assert.match(left.body, /Vous avez quitté la file/)
    assert.doesNotMatch(left.body, /data-stream/)
    assert.equal((await get(`/q/${mine.token}/events`)).statusCode, 204)
  })

  test('a refusal is told on the page itself', async () => {
    const hall = await openHall(house)
    const mine = await taken(hall)
    const answer = await post(`/q/${mine.token}/postponement`, {})
    assert.equal(answer.headers.location, `/q/${mine.token}?notice=nobody_behind`)
    assert.match((await get(answer.headers.location as string)).body, /Personne n’attend après vous/)
    assert.doesNotMatch((await get(`/q/${mine.token}?notice=<script>`)).body, /<script>/)
  })

  test('a link that opens nothing says so, and a foreign page cannot press its buttons', async () => {
    const hall = await openHall(house)
    const mine = await taken(hall)
    assert.equal((await get(`/q/${hall.tenant.ref}-${'x'.repeat(27)}`)).statusCode, 404)
    assert.equal((await get('/q/nonsense')).statusCode, 404)
    const foreign = await house.server.app.inject({
      method: 'POST',
      url: `/q/${mine.token}/departure`,
      headers: { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
    })
    assert.equal(foreign.statusCode, 403)
  })
})

test('the front page lists who gives tickets to phones', async () => {
  const hall = await openHall(house, { site: { address: '1 rue de Thiong, Dakar' } })
  // The list is kept for half a minute.
  house.clock.advance(60)
  const page = await get('/')
  assert.equal(page.statusCode, 200)
  assert.ok(page.body.includes(`href="/p/${hall.tenant.slug}"`))
  assert.match(page.body, /Dakar/)
})
