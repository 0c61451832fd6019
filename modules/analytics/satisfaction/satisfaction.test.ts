import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '@guichet/platform/ids'
import { dispatchSchedules } from '@guichet/platform/schedules'
import { visitOf } from '@guichet/queue'
import { figuresHouse, openPlace, type Place } from '../testing.ts'
import { addUpDays } from './commands/add-up.ts'
import { castVote } from './commands/vote.ts'
import { watchStreak } from './commands/watch.ts'
import { askForRating } from './jobs.ts'
import type { SatisfactionReport } from './contract.ts'

const house = await figuresHouse()

interface Hall {
  place: Place
  /** Receives a visitor from number to thanks. */
  visit: (options?: {
    service?: number
    phone?: string
    open?: boolean
  }) => Promise<{ id: string; number: string; token: string }>
}

async function openHall(zone = 'Africa/Dakar'): Promise<Hall> {
  house.clock.now = new Date('2026-03-10T10:00:00Z')
  const place = await openPlace(house, [zone])
  const [site] = place.sites
  const counter = site!.counter_ids[0]!
  await place.ask('POST', `/queue/counters/${counter}/session`, {})
  return {
    place,
    async visit({ service = 0, phone, open = false } = {}) {
      house.clock.advance(5)
      const { status, body } = await place.ask('POST', `/queue/sites/${site!.id}/tickets`, {
        service_id: site!.service_ids[service],
        ...(phone ? { visitor_name: 'Awa', visitor_phone: phone } : {}),
      })
      assert.equal(status, 201, JSON.stringify(body))
      const { id, number } = body.ticket
      if (!open) {
        assert.equal((await place.ask('POST', `/queue/counters/${counter}/calls`, {})).status, 201)
        await place.ask('POST', `/queue/tickets/${id}/service`, {})
        assert.equal((await place.ask('POST', `/queue/tickets/${id}/closing`, {})).status, 200)
      }
      return { id, number, token: String(body.url).split('/').at(-1)! }
    },
  }
}

const post = (url: string, form: Record<string, string>) =>
  house.server.app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(form).toString(),
  })
const get = (url: string, locale = 'fr') =>
  house.server.app.inject({ url, headers: { 'accept-language': locale } })
const votesOf = (place: Place): Promise<Record<string, unknown>[]> =>
  house.as(place.tenant, 'system', async (ctx) => {
    const { rows } = await sql<Record<string, unknown>>`select * from analytics.vote order by id`.execute(
      ctx.transaction.db,
    )
    return rows
  })
const report = async (place: Place, query = ''): Promise<SatisfactionReport> =>
  (await place.ask('GET', `/reports/satisfaction${query}`)).body

test("a visit is offered for rating on the visitor's page, rated once, and the second time changes nothing", async () => {
  const { place, visit } = await openHall()
  const { token, id } = await visit()
  const page = await get(`/q/${token}`)
  assert.match(page.body, new RegExp(`href="/f/by-ticket/${token}"`))
  const question = await get(`/f/by-ticket/${token}`)
  assert.equal(question.statusCode, 200)
  assert.equal(question.body.match(/name="csat"/g)?.length, 5)
  assert.equal(question.body.match(/name="nps"/g)?.length, 11)
  assert.ok(Buffer.byteLength(question.body) < 50_000)
  assert.match((await get(`/f/by-ticket/${token}`, 'en')).body, /How was your visit/)

  const sent = await post(`/f/by-ticket/${token}`, { csat: '4', nps: '9', comment: '<b>Merci</b>' })
  assert.equal(sent.statusCode, 303)
  assert.match((await get(String(sent.headers.location))).body, /Merci de votre avis/)
  const again = await post(`/f/by-ticket/${token}`, { csat: '1', nps: '0' })
  assert.equal(again.statusCode, 200)
  assert.match(again.body, /déjà enregistré/)
  const votes = await votesOf(place)
  assert.equal(votes.length, 1)
  const [vote] = votes
  assert.deepEqual(
    [vote?.ticket_id, vote?.csat, vote?.nps, vote?.comment, vote?.channel],
    [id, 4, 9, '<b>Merci</b>', 'page'],
  )
  assert.doesNotMatch((await get(`/q/${token}`)).body, /by-ticket/, 'nobody is asked twice')
})

test('without a face nothing is kept, what was written stays, and the page says what is missing', async () => {
  const { place, visit } = await openHall()
  const { token } = await visit()
  for (const csat of ['', '0', '6', '4.5', 'x']) {
    const answer = await post(`/f/by-ticket/${token}`, { csat, nps: '7', comment: 'à garder' })
    assert.equal(answer.statusCode, 400)
    assert.match(answer.body, /à garder/)
    assert.match(answer.body, /role="alert"/)
  }
  assert.equal((await votesOf(place)).length, 0)
})

test('a visit that goes on, another organisation and an invented link are refused in words', async () => {
  const { visit, place } = await openHall()
  const { token } = await visit({ open: true })
  assert.match((await get(`/f/by-ticket/${token}`)).body, /pas terminée/)
  assert.equal((await post(`/f/by-ticket/${token}`, { csat: '5' })).statusCode, 409)
  const invented = await get(`/f/${place.tenant.ref}-${'x'.repeat(27)}`)
  assert.equal(invented.statusCode, 404)
  assert.match(invented.body, /pas valable/)
  const other = await openHall()
  const swapped = await get(`/f/by-ticket/${other.place.tenant.ref}-${token.split('-').at(-1)}`)
  assert.equal(swapped.statusCode, 404)
})

test('of many hands at one instant a single vote is kept', async () => {
  const { place, visit } = await openHall()
  const { token } = await visit()
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) => post(`/f/by-ticket/${token}`, { csat: String((n % 5) + 1) })),
  )
  assert.equal(answers.filter((answer) => answer.statusCode === 303).length, 1)
  assert.equal((await votesOf(place)).length, 1)
})

test('a link of a message asks about its visit for seven days', async () => {
  const { place, visit } = await openHall()
  const { id } = await visit({ phone: '+221771234567' })
  await house.as(place.tenant, 'system', (ctx) => askForRating(ctx, id))
  const messages = await house.as(place.tenant, 'system', async (ctx) => {
    const { rows } = await sql<{ key: string; facts: { link: string }; consent: string }>`
      select key, facts, consent from platform.message where notice = 'analytics.rating_asked'`.execute(
      ctx.transaction.db,
    )
    return rows
  })
  assert.equal(messages.length, 1)
  assert.equal(messages[0]?.consent, 'optional')
  const link = new URL(messages[0]!.facts.link, 'https://guichet.test').pathname
  assert.ok(link.split('-').at(-1)!.length >= 22, 'at least 128 bits')
  assert.equal((await get(link)).statusCode, 200)
  house.clock.advance(8 * 86_400)
  const late = await post(link, { csat: '5' })
  assert.equal(late.statusCode, 409)
  assert.match(late.body, /sept jours/)
  assert.equal((await votesOf(place)).length, 0)
})

test('who rated already, or gave no number, is not written to', async () => {
  const { place, visit } = await openHall()
  const rated = await visit({ phone: '+221771234567' })
  await post(`/f/by-ticket/${rated.token}`, { csat: '5' })
  const silent = await visit()
  await house.as(place.tenant, 'system', async (ctx) => {
    await askForRating(ctx, rated.id)
    await askForRating(ctx, silent.id)
    await askForRating(ctx, newId())
    const { rows } =
      await sql`select 1 from platform.message where notice = 'analytics.rating_asked'`.execute(
        ctx.transaction.db,
      )
    assert.equal(rows.length, 0)
  })
})

/** Votes without the way through a page, for figures that need many. */
async function votes(
  hall: Hall,
  ratings: readonly [csat: number, nps: number | null][],
  service = 0,
): Promise<void> {
  for (const [csat, nps] of ratings) {
    const { id } = await hall.visit({ service })
    await house.as(hall.place.tenant, 'system', async (ctx) => {
      const visit = await visitOf(ctx, id)
      await castVote(ctx, visit!, { csat, nps, channel: 'kiosk', locale: 'fr' })
    })
  }
}

test('nothing is shown under thirty answers, and from thirty on it equals the votes', async () => {
  const hall = await openHall()
  const { place } = hall
  const first = Array.from({ length: 29 }, (_, n): [number, number | null] => [
    (n % 5) + 1,
    n % 3 === 0 ? 10 : 5,
  ])
  await votes(hall, first)
  const hidden = await report(place)
  assert.equal(hidden.total.votes, 29)
  assert.equal(hidden.total.csat, null)
  assert.equal(hidden.total.nps, null)
  await votes(hall, [
    [5, 9],
    [3, null],
  ])
  const shown = await report(place)
  const all: [number, number | null][] = [...first, [5, 9], [3, null]]
  const mean = all.reduce((sum, [csat]) => sum + csat, 0) / all.length
  assert.ok(shown.total.csat && Math.abs(shown.total.csat.mean - mean) < 1e-9)
  assert.deepEqual(
    shown.total.csat.distribution,
    [1, 2, 3, 4, 5].map((rating) => all.filter(([csat]) => csat === rating).length),
  )
  assert.equal(shown.total.nps_answers, 30)
  assert.equal(shown.total.nps?.promoters, all.filter(([, nps]) => nps !== null && nps >= 9).length)
  assert.equal(shown.total.nps?.detractors, all.filter(([, nps]) => nps !== null && nps <= 6).length)
  assert.equal(shown.by_service.length, 1)
  assert.equal(shown.by_week[0]?.week, '2026-03-09')
})

test('ratings are not read by agent unless the organisation decides so', async () => {
  const hall = await openHall()
  const { place } = hall
  await votes(hall, [[5, 9]])
  assert.equal((await report(place)).by_agent, null)
  const refused = await place.ask('GET', `/reports/satisfaction?agent_id=${newId()}`)
  assert.equal(refused.status, 403)
  assert.equal(refused.body.code, 'analytics.agent_ratings_closed')
  const settings = (await place.ask('GET', '/satisfaction/settings')).body
  await place.ask('PUT', '/satisfaction/settings', { ...settings, by_agent: true })
  const open = await report(place)
  assert.equal(open.by_agent?.length, 1)
  assert.equal(open.by_agent[0]?.votes, 1)
  assert.equal(open.by_agent[0]?.csat, null, 'and hidden under thirty all the same')
  const { headers } = await house.person(place.tenant, 'agent')
  assert.equal((await place.ask('GET', '/reports/satisfaction', undefined, headers)).status, 403)
})

test('days are added up once at midnight of the place and equal the votes', async () => {
  const hall = await openHall('Europe/Paris')
  const { place } = hall
  await votes(hall, [
    [5, 10],
    [1, 0],
    [4, null],
  ])
  house.clock.now = new Date('2026-03-11T00:30:00Z')
  await dispatchSchedules(house.platform)
  await dispatchSchedules(house.platform)
  const { runs, days } = await house.as(place.tenant, 'system', async (ctx) => {
    const due = new Date('2026-03-11T00:00:00Z')
    await addUpDays(ctx, due)
    await addUpDays(ctx, due)
    const found = await sql<Record<string, unknown>>`
      select to_char(local_day, 'YYYY-MM-DD') as local_day, votes, csat_1, csat_4, csat_5, promoters, detractors
      from analytics.satisfaction_day`.execute(ctx.transaction.db)
    const schedule = await sql`
      select 1 from platform.schedule_run where schedule = 'analytics.add_up_satisfaction'`.execute(
      ctx.transaction.db,
    )
    return { runs: schedule.rows.length, days: found.rows }
  })
  assert.equal(runs, 1)
  assert.deepEqual(days, [
    { local_day: '2026-03-10', votes: 3, csat_1: 1, csat_4: 1, csat_5: 1, promoters: 1, detractors: 1 },
  ])
})

test('a bad streak rings once, stays quiet while it lasts, and rings again in a new episode', async () => {
  const hall = await openHall()
  const { place } = hall
  const [site] = place.sites
  const watch = () =>
    house.as(place.tenant, 'system', (ctx) => watchStreak(ctx, site!.id, site!.service_ids[0]!))
  const alerts = () =>
    house.as(place.tenant, 'system', async (ctx) => {
      const { rows } = await sql<{ open: boolean }>`
        select closed_at is null as open from analytics.satisfaction_alert order by opened_at, id`.execute(
        ctx.transaction.db,
      )
      return rows.map((row) => row.open)
    })
  for (const csat of [5, 1, 2, 1]) {
    await votes(hall, [[csat, null]])
    await watch()
  }
  assert.deepEqual(await alerts(), [])
  await votes(hall, [[2, null]])
  await Promise.all([watch(), watch(), watch()])
  assert.deepEqual(await alerts(), [true])
  await votes(hall, [
    [1, null],
    [5, null],
  ])
  await watch()
  assert.deepEqual(await alerts(), [true])
  for (let good = 0; good < 7; good++) {
    await votes(hall, [[5, null]])
    await watch()
  }
  assert.deepEqual(await alerts(), [false])
  await votes(hall, [
    [1, null],
    [1, null],
    [1, null],
    [1, null],
  ])
  await watch()
  assert.deepEqual(await alerts(), [false, true])
})

async function device(
  place: Place,
  kind: 'kiosk' | 'counter',
  settings?: object,
): Promise<Record<string, string>> {
  const { app } = house.server
  const { code, secret } = (await app.inject({ method: 'POST', url: '/api/v1/device-pairings' })).json()
  const made = await place.ask('POST', '/devices', {
    code,
    site_id: place.sites[0]!.id,
    kind,
    name: kind,
    ...(settings ? { settings } : {}),
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
  const claim = await app.inject({
    method: 'POST',
    url: `/api/v1/device-pairings/${code}/claim`,
    payload: { secret },
  })
  assert.equal(claim.json().kind, kind)
  return { cookie: ([claim.headers['set-cookie']].flat()[0] ?? '').split(';')[0]! }
}

test("a counter's screen shows who is served, asks after the visit, and takes one vote", async () => {
  const hall = await openHall()
  const { place } = hall
  const [site] = place.sites
  const counter_id = site!.counter_ids[0]!
  const screen = await device(place, 'counter', { counter_id })
  const shown = () => place.ask('GET', `/satisfaction/counters/${counter_id}/screen`, undefined, screen)
  const { number } = await hall.visit({ open: true })
  await place.ask('POST', `/queue/counters/${counter_id}/calls`, {})
  assert.deepEqual((await shown()).body.serving, { number, called: true })
  const ticket = (await place.ask('GET', `/queue/sites/${site!.id}/desk`)).body.current
  await place.ask('POST', `/queue/tickets/${ticket.id}/closing`, {})
  const { body } = await shown()
  assert.equal(body.serving, null)
  assert.equal(body.asking.ticket_id, ticket.id)
  const vote = (csat: number) =>
    place.ask('POST', `/satisfaction/sites/${site!.id}/votes`, { ticket_id: ticket.id, csat, nps: 8 }, screen)
  assert.equal((await vote(4)).status, 201)
  assert.equal((await shown()).body.asking, null)
  const second = await vote(1)
  assert.equal(second.status, 409)
  assert.equal(second.body.code, 'analytics.already_rated')
  assert.equal((await votesOf(place))[0]?.channel, 'counter')
  await hall.visit()
  house.clock.advance(120)
  assert.equal((await shown()).body.asking, null, 'who has left is not asked')
})

test('a kiosk takes a rating by the number of a visit of today, and of its own site', async () => {
  const hall = await openHall()
  const { place } = hall
  const [site] = place.sites
  const kiosk = await device(place, 'kiosk')
  const { number } = await hall.visit()
  const vote = (body: object, site_id = site!.id) =>
    place.ask('POST', `/satisfaction/sites/${site_id}/votes`, { csat: 5, ...body }, kiosk)
  assert.equal((await vote({ number: 'Z999' })).body.code, 'analytics.visit_unknown')
  assert.equal((await vote({})).body.code, 'analytics.visit_unknown')
  assert.equal((await vote({ number }, newId())).status, 404)
  assert.equal((await vote({ number: number.toLowerCase() })).status, 201)
  const settings = (await place.ask('GET', '/satisfaction/settings')).body
  await place.ask('PUT', '/satisfaction/settings', { ...settings, channels: ['page'] })
  const next = await hall.visit()
  assert.equal((await vote({ number: next.number })).body.code, 'analytics.rating_closed')
})

test('comments are paged, the newest first, and say no agent', async () => {
  const hall = await openHall()
  const { place } = hall
  for (let n = 1; n <= 5; n++) {
    const { token } = await hall.visit()
    await post(`/f/by-ticket/${token}`, { csat: String(n), comment: `c${n}` })
  }
  const first = (await place.ask('GET', '/satisfaction/comments?limit=3')).body
  assert.deepEqual(
    first.items.map((item: { comment: string }) => item.comment),
    ['c5', 'c4', 'c3'],
  )
  assert.doesNotMatch(JSON.stringify(first), /agent/)
  const rest = (await place.ask('GET', `/satisfaction/comments?limit=3&cursor=${first.next_cursor}`)).body
  assert.deepEqual(
    rest.items.map((item: { comment: string }) => item.comment),
    ['c2', 'c1'],
  )
  assert.equal(rest.next_cursor, null)
  const bad = (await place.ask('GET', '/satisfaction/comments?at_most=2')).body
  assert.equal(bad.items.length, 2)
})

test('a rule that could never ring is refused at its field', async () => {
  const { place } = await openHall()
  const settings = (await place.ask('GET', '/satisfaction/settings')).body
  const refused = await place.ask('PUT', '/satisfaction/settings', {
    ...settings,
    alert_bad: 9,
    alert_latest: 8,
  })
  assert.equal(refused.status, 400)
  assert.equal(refused.body.code, 'analytics.alert_impossible')
})
