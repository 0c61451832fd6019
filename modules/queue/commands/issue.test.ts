import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openHall, queueHouse } from '../testing.ts'
import { issueTicket } from './issue.ts'

const house = await queueHouse({ DATABASE_POOL: '20' })

test('500 tickets issued by 20 kiosks at once are unique and without gaps per service', async () => {
  const hall = await openHall(house, { services: 3 })
  const kiosk = async (index: number) => {
    const numbers: string[] = []
    for (let turn = 0; turn < 25; turn++) {
      const service_id = hall.service_ids[(index + turn) % 3]!
      const issued = await hall.run((ctx) =>
        issueTicket(ctx, { site_id: hall.site_id, service_id, source: 'kiosk' }),
      )
      numbers.push(issued.ticket.number)
    }
    return numbers
  }
  const numbers = (await Promise.all(Array.from({ length: 20 }, (_, index) => kiosk(index)))).flat()
  assert.equal(new Set(numbers).size, 500)
  for (const prefix of ['A', 'B', 'C']) {
    const given = numbers
      .filter((number) => number.startsWith(prefix))
      .map((number) => Number(number.slice(1)))
    assert.deepEqual(
      given.toSorted((a, b) => a - b),
      given.map((_, index) => index + 1),
    )
  }
})

test('a refused ticket leaves no gap', async () => {
  const hall = await openHall(house, { service: { waiting_limit: 2 } })
  const issue = () =>
    hall.run((ctx) =>
      issueTicket(ctx, { site_id: hall.site_id, service_id: hall.service_ids[0]!, source: 'kiosk' }),
    )
  assert.equal((await issue()).ticket.number, 'A001')
  assert.equal((await issue()).ticket.number, 'A002')
  await assert.rejects(issue(), { code: 'queue.service_full' })
  await hall.send('PATCH', `/services/${hall.service_ids[0]}`, { waiting_limit: null })
  assert.equal((await issue()).ticket.number, 'A003')
})

const zones = ['Africa/Dakar', 'Europe/Paris', 'Indian/Reunion']
/** Nights on which clocks in Paris change, and an ordinary one. */
const nights = ['2026-03-28', '2026-10-24', '2026-06-10']

for (const time_zone of zones) {
  test(`numbers begin again each local day in ${time_zone}, also when clocks change`, async () => {
    const hall = await openHall(house, { site: { time_zone } })
    for (const night of nights) {
      const seen = new Map<string, number[]>()
      // Every half hour from noon to noon around the night.
      for (let half = 0; half < 48; half++) {
        house.clock.now = new Date(Date.parse(`${night}T12:00:00Z`) + half * 1_800_000)
        const { ticket } = await hall.run((ctx) =>
          issueTicket(ctx, { site_id: hall.site_id, service_id: hall.service_ids[0]!, source: 'kiosk' }),
        )
        const local = new Intl.DateTimeFormat('en-CA', { timeZone: time_zone }).format(house.clock.now)
        seen.set(local, [...(seen.get(local) ?? []), Number(ticket.number.slice(1))])
      }
      assert.equal(seen.size, 2)
      for (const numbers of seen.values())
        assert.deepEqual(
          numbers,
          numbers.map((_, index) => index + 1),
        )
    }
  })
}

test('a site whose day begins at four keeps counting across midnight', async () => {
  const hall = await openHall(house, { site: { time_zone: 'Africa/Dakar', day_starts_at: '04:00' } })
  const issueAt = async (time: string) => {
    house.clock.now = new Date(time)
    return (
      await hall.run((ctx) =>
        issueTicket(ctx, { site_id: hall.site_id, service_id: hall.service_ids[0]!, source: 'kiosk' }),
      )
    ).ticket.number
  }
  assert.equal(await issueAt('2026-05-02T23:50:00Z'), 'A001')
  assert.equal(await issueAt('2026-05-03T00:10:00Z'), 'A002')
  assert.equal(await issueAt('2026-05-03T04:00:00Z'), 'A001')
})

test("another site's service, an unknown one and a closed site are refused", async () => {
  const [here, there] = [await openHall(house), await openHall(house)]
  const wrong = here.run((ctx) =>
    issueTicket(ctx, { site_id: here.site_id, service_id: there.service_ids[0]!, source: 'kiosk' }),
  )
  await assert.rejects(wrong, { code: 'organisation.service_unknown' })
  house.clock.now = new Date('2026-03-10T22:00:00Z')
  await here.send('PUT', `/sites/${here.site_id}/hours`, {
    items: [{ weekday: 2, opens_at: '08:00', closes_at: '17:00' }],
  })
  const late = here.run((ctx) =>
    issueTicket(ctx, { site_id: here.site_id, service_id: here.service_ids[0]!, source: 'kiosk' }),
  )
  await assert.rejects(late, { code: 'queue.service_closed' })
})
