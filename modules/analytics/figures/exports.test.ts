import assert from 'node:assert/strict'
import { test } from 'node:test'
import { figuresHouse, openPlace } from '../testing.ts'
import { projectAgain } from './commands/project.ts'

const house = await figuresHouse()
const place = await openPlace(house, ['Africa/Dakar', 'Europe/Paris'])
const [site, other] = place.sites
const { headers: agent } = await house.person(place.tenant, 'manager')
for (const { id, service_ids } of place.sites)
  for (let n = 0; n < 5; n++)
    await place.ask('POST', `/queue/sites/${id}/tickets`, { service_id: service_ids[n % 2]! })
await place.ask('POST', `/queue/counters/${site!.counter_ids[0]}/session`, {}, agent)
for (let n = 0; n < 2; n++) {
  house.clock.advance(125)
  const { body } = await place.ask('POST', `/queue/counters/${site!.counter_ids[0]}/calls`, {}, agent)
  house.clock.advance(60)
  await place.ask('POST', `/queue/tickets/${body.id}/closing`, {}, agent)
}
await house.as(place.tenant, 'system', (ctx) => projectAgain(ctx, null))

const download = async (path: string, headers = place.owner, language = 'fr') => {
  const answer = await house.server.app.inject({
    url: `/api/v1/tenants/${place.tenant.slug}/reports/${path}`,
    headers: { ...headers, 'accept-language': language },
  })
  return answer
}
const lines = (text: string) =>
  text
    .replace(/^\uFEFF/, '')
    .trim()
    .split('\r\n')

test('every ticket of the period is one line, in the reader’s language', async () => {
  const answer = await download('tickets/export?format=csv&from=2026-03-10&to=2026-03-10')
  assert.equal(answer.statusCode, 200)
  assert.match(String(answer.headers['content-disposition']), /tickets-2026-03-10-2026-03-10\.csv/)
  const [head, ...rows] = lines(answer.body)
  assert.ok(head!.startsWith('Numéro;Site;Service;Jour;État'))
  assert.equal(rows.length, 10)
  assert.equal(rows.filter((row) => row.includes(';servi;')).length, 2)
  const english = await download('tickets/export?format=csv&from=2026-03-10&to=2026-03-10', place.owner, 'en')
  assert.ok(lines(english.body)[0]!.startsWith('Number,Site,Service'))
})

test('files hold what the report says, for the sites one may see', async () => {
  const { headers } = await house.person(place.tenant, 'viewer', [other!.id])
  assert.equal(lines((await download('tickets/export?format=csv', headers)).body).length, 6)
  assert.equal(
    (await download(`tickets/export?format=csv&site_id=${site!.id}`, headers)).json().code,
    'organisation.site_unknown',
  )
  for (const report of ['wait-times', 'agent-performance', 'queue-stats']) {
    const workbook = await download(`${report}/export?format=xlsx`)
    assert.equal(workbook.rawPayload.subarray(0, 2).toString(), 'PK')
    assert.match(String(workbook.headers['content-type']), /spreadsheetml/)
    const csv = await download(`${report}/export?format=csv&from=2026-03-10&to=2026-03-10`)
    assert.ok(lines(csv.body).length >= 2, report)
  }
  const services = lines((await download('wait-times/export?format=csv&table=services')).body)
  assert.equal(services.length, 5)
  assert.equal(
    (await download('queue-stats/export?format=csv&from=2026-03-11&to=2026-03-10')).json().code,
    'analytics.period_reversed',
  )
})

test('a name that a spreadsheet would run is made harmless', async () => {
  await house.as(place.tenant, 'system', (ctx) =>
    ctx.transaction.db
      .updateTable('organisation.service')
      .set({ name: '=HYPERLINK("http://evil.test";"x")' })
      .where('id', '=', site!.service_ids[0]!)
      .execute(),
  )
  const { body } = await download('tickets/export?format=csv')
  assert.ok(body.includes('HYPERLINK'))
  assert.doesNotMatch(body, /(^|;)"?=HYPERLINK/m)
})
