import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPlatform, type Platform } from '@guichet/platform/platform'
import { dispatchSchedules } from '@guichet/platform/schedules'
import { until } from '@guichet/platform/testing'
import { createWorker } from '@guichet/platform/worker'
import { figuresHouse, openPlace, type Place } from '../testing.ts'
import { projectAgain } from './commands/project.ts'

const house = await figuresHouse()
const duty = (name: string) =>
  house.platform.modules.flatMap((one) => [...one.schedules]).find((one) => one.name === name)!
const { due, run } = duty('analytics.daily_reports')

/** One visitor at each site, so that there is something to tell. */
async function visit(place: Place): Promise<void> {
  for (const site of place.sites)
    await place.ask('POST', `/queue/sites/${site.id}/tickets`, { service_id: site.service_ids[0]! })
  await house.as(place.tenant, 'system', (ctx) => projectAgain(ctx, null))
}

interface Made {
  site_id: string
  local_day: string
  due_at: string
  late: boolean
}
const reports = (place: Place): Promise<Made[]> =>
  house.as(
    place.tenant,
    'system',
    (ctx) =>
      ctx.transaction.db
        .selectFrom('analytics.daily_report')
        .select(['site_id', 'local_day', 'due_at', 'late'])
        .orderBy('due_at')
        .execute() as Promise<Made[]>,
  )

/** What workers do between two moments, every quarter of an hour. */
async function passTime(place: Place, from: string, to: string): Promise<void> {
  for (house.clock.now = new Date(from); house.clock.now < new Date(to); house.clock.advance(900))
    await house.as(place.tenant, 'system', (ctx) => run(ctx, due(house.clock.now, place.tenant)))
}

test('each site gets its report at its own midnight, once, on both nights on which clocks change', async () => {
  house.clock.now = new Date('2026-03-27T10:00:00Z')
  const place = await openPlace(house, ['Europe/Paris', 'Indian/Reunion', 'Africa/Dakar'])
  await visit(place)
  const [paris, reunion, dakar] = place.sites.map((site) => site.id)
  const expected: Record<string, [string, string][]> = {
    [paris!]: [
      ['2026-03-27', '2026-03-27T23:00:00Z'],
      ['2026-03-28', '2026-03-28T23:00:00Z'],
      ['2026-03-29', '2026-03-29T22:00:00Z'],
      ['2026-10-24', '2026-10-24T22:00:00Z'],
      ['2026-10-25', '2026-10-25T23:00:00Z'],
    ],
    [reunion!]: [
      ['2026-03-27', '2026-03-27T20:00:00Z'],
      ['2026-03-28', '2026-03-28T20:00:00Z'],
      ['2026-03-29', '2026-03-29T20:00:00Z'],
      ['2026-10-24', '2026-10-24T20:00:00Z'],
      ['2026-10-25', '2026-10-25T20:00:00Z'],
    ],
    [dakar!]: [
      ['2026-03-27', '2026-03-28T00:00:00Z'],
      ['2026-03-28', '2026-03-29T00:00:00Z'],
      ['2026-03-29', '2026-03-30T00:00:00Z'],
      ['2026-10-24', '2026-10-25T00:00:00Z'],
      ['2026-10-25', '2026-10-26T00:00:00Z'],
    ],
  }
  await passTime(place, '2026-03-27T18:00:00Z', '2026-03-30T06:00:00Z')
  await passTime(place, '2026-10-24T19:00:00Z', '2026-10-26T06:00:00Z')
  // At the first look of October the night before was hours ago: it is told late, and is not what this test is about.
  const made = (await reports(place)).filter((report) => report.local_day !== '2026-10-23')
  for (const [site_id, days] of Object.entries(expected)) {
    const own = made.filter((report) => report.site_id === site_id)
    assert.deepEqual(
      own.map((report) => [report.local_day, report.due_at]),
      days,
    )
    assert.ok(own.every((report) => !report.late))
  }
})

test('a report missed for less than a day is made late and says so; one missed for longer is left out', async () => {
  house.clock.now = new Date('2026-05-04T10:00:00Z')
  const place = await openPlace(house, ['Africa/Dakar'])
  await visit(place)
  // The machine was off from the evening of the 4th to the afternoon of the 7th.
  house.clock.now = new Date('2026-05-07T15:00:00Z')
  await house.as(place.tenant, 'system', (ctx) => run(ctx, due(house.clock.now, place.tenant)))
  assert.deepEqual(
    (await reports(place)).map(({ local_day, late }) => [local_day, late]),
    [['2026-05-06', true]],
  )
})

async function another(): Promise<Platform> {
  const { config, modules, now, log } = house.platform
  const platform = await createPlatform({ config, modules, now, log })
  house.beforeClosing(() => platform.close())
  return platform
}

test('two workers make it once: PDF, inbox, e-mail to who asked and may still read it', async () => {
  house.clock.now = new Date('2026-06-02T10:00:00Z')
  const place = await openPlace(house, ['Africa/Dakar', 'Europe/Paris'])
  await visit(place)
  const [dakar, paris] = place.sites
  const all = await house.person(place.tenant, 'manager')
  const one = await house.person(place.tenant, 'viewer', [paris!.id])
  for (const { headers } of [all, one]) {
    const answer = await place.ask('PUT', '/reports/daily-subscription', {}, headers)
    assert.deepEqual(answer.body, { subscribed: true, site_id: null })
  }
  const foreign = await place.ask('PUT', '/reports/daily-subscription', { site_id: dakar!.id }, one.headers)
  assert.equal(foreign.body.code, 'organisation.site_unknown')

  house.clock.now = new Date('2026-06-03T00:00:20Z')
  const platforms = [await another(), await another()]
  const workers = await Promise.all(platforms.map((platform) => createWorker(platform)))
  try {
    for (const platform of [...platforms, house.platform]) await dispatchSchedules(platform)
    await until(
      'both reports are in the inbox',
      async () => (await place.ask('GET', '/reports/daily')).body.items.length === 2,
      { within_ms: 40_000 },
    )
    const sent = () =>
      house.as(place.tenant, 'system', (ctx) =>
        ctx.transaction.db
          .selectFrom('platform.message')
          .select(['recipient_id', 'site_id'])
          .where('notice', '=', 'analytics.daily_report')
          .execute(),
      )
    await until('whoever asked is written to', async () => (await sent()).length >= 3, { within_ms: 20_000 })
    const told = (await sent()).map((message) => `${message.recipient_id} ${message.site_id}`).toSorted()
    assert.deepEqual(
      told,
      [
        `${all.user_id} ${dakar!.id}`,
        `${all.user_id} ${paris!.id}`,
        `${one.user_id} ${paris!.id}`,
      ].toSorted(),
      'nobody hears of a site outside their own',
    )
  } finally {
    await Promise.all(workers.map((worker) => worker.close()))
  }

  const inbox = (await place.ask('GET', '/reports/daily')).body
  assert.equal(inbox.unread, 2)
  const own = (await place.ask('GET', '/reports/daily', undefined, one.headers)).body
  assert.deepEqual(
    own.items.map((item: { site_id: string }) => item.site_id),
    [paris!.id],
  )
  const hidden = inbox.items.find((item: { site_id: string }) => item.site_id === dakar!.id)
  const refused = await place.ask('POST', `/reports/daily/${hidden.id}/readings`, {}, one.headers)
  assert.equal(refused.body.code, 'analytics.daily_report_unknown')

  const opened = await place.ask('POST', `/reports/daily/${hidden.id}/readings`, {})
  assert.equal(opened.status, 201)
  const file = await house.server.app.inject({ url: opened.body.url })
  assert.equal(file.statusCode, 200)
  assert.equal(file.rawPayload.subarray(0, 5).toString(), '%PDF-')
  assert.equal(file.rawPayload.length, hidden.bytes)
  assert.equal((await place.ask('GET', '/reports/daily')).body.unread, 1)

  await place.ask('DELETE', '/reports/daily-subscription', undefined, all.headers)
  assert.deepEqual((await place.ask('GET', '/reports/daily-subscription', undefined, all.headers)).body, {
    subscribed: false,
    site_id: null,
  })
})

test('the queue is noted every thirty seconds where anybody is, and kept for two days', async () => {
  house.clock.now = new Date('2026-07-01T10:00:00Z')
  const place = await openPlace(house, ['Africa/Dakar', 'Africa/Dakar'])
  const [busy, quiet] = place.sites
  const notes = duty('analytics.note_queues')
  const note = () =>
    house.as(place.tenant, 'system', (ctx) => notes.run(ctx, notes.due(house.clock.now, place.tenant)))
  await place.ask('POST', `/queue/sites/${busy!.id}/tickets`, { service_id: busy!.service_ids[0]! })
  for (let n = 0; n < 4; n++) {
    await note()
    await note()
    house.clock.advance(30)
  }
  const today = (await place.ask('GET', `/reports/sites/${busy!.id}/metrics`)).body
  assert.deepEqual(
    today.items.map((item: { at: string; waiting: number }) => [item.at, item.waiting]),
    ['10:00:00', '10:00:30', '10:01:00', '10:01:30'].map((time) => [`2026-07-01T${time}Z`, 1]),
  )
  assert.deepEqual((await place.ask('GET', `/reports/sites/${quiet!.id}/metrics`)).body.items, [])
  house.clock.advance(49 * 3_600)
  await note()
  const left = await house.as(place.tenant, 'system', (ctx) =>
    ctx.transaction.db.selectFrom('analytics.queue_metric').select('at').execute(),
  )
  assert.equal(left.length, 1)
})
