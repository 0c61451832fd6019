import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { localDayOf } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { localHour } from '@guichet/platform/local-time'
import {
  figuresHouse,
  naivePercentile,
  openPlace,
  recompute,
  seeded,
  wholeLog,
  type NaiveTicket,
  type Place,
} from '../testing.ts'
import { projectAgain, projectTicket } from './commands/project.ts'
import { weekdayOf } from './model/period.ts'

const house = await figuresHouse()
const seed = Number(process.env.FIGURES_SEED ?? 20_260_328)
const random = seeded(seed)
const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!

/** A few hundred steps of a hall as it may go, across the night on which Paris loses an hour. */
async function live(place: Place, steps: number): Promise<void> {
  house.clock.now = new Date('2026-03-27T21:00:00Z')
  const staff: { headers: Record<string, string>; site: Place['sites'][number]; counter_id: string }[] = []
  for (const site of place.sites) {
    for (const counter_id of site.counter_ids) {
      const { headers } = await house.person(place.tenant, 'manager')
      await place.ask('POST', `/queue/counters/${counter_id}/session`, {}, headers)
      staff.push({ headers, site, counter_id })
    }
  }
  const tickets: { id: string; site: Place['sites'][number] }[] = []
  /** Whom each counter called last: most acts concern them. */
  const present = new Map<string, { id: string; site: Place['sites'][number] }>()
  const acts = [
    'recalls',
    'service',
    'service',
    'service',
    'closing',
    'closing',
    'transfers',
    'pause',
    'pause',
    'resumption',
    'parking',
    'absence',
    'reactivation',
    'cancellation',
    'undo',
    'undo',
  ]
  for (let step = 0; step < steps; step++) {
    house.clock.advance(random() < 0.02 ? 3 * 3_600 : 3 + random() * 100)
    const person = pick(staff)
    const dice = random()
    if (dice < 0.22 || tickets.length === 0) {
      const { status, body } = await place.ask(
        'POST',
        `/queue/sites/${person.site.id}/tickets`,
        { service_id: pick(person.site.service_ids), priority: random() < 0.2 ? 5 : 0 },
        person.headers,
      )
      if (status === 201) tickets.push({ id: body.ticket.id, site: person.site })
    } else if (dice < 0.45) {
      const { status, body } = await place.ask(
        'POST',
        `/queue/counters/${person.counter_id}/calls`,
        {},
        person.headers,
      )
      if (status === 201) present.set(person.counter_id, { id: body.id, site: person.site })
    } else {
      const at_counter = present.get(person.counter_id)
      const ticket = at_counter && random() < 0.75 ? at_counter : pick(tickets.slice(-14))
      const act = pick(acts)
      const who = pick(staff.filter((one) => one.site === ticket.site))
      await place.ask(
        'POST',
        `/queue/tickets/${ticket.id}/${act}`,
        act === 'transfers' ? { service_id: pick(ticket.site.service_ids) } : {},
        who.headers,
      )
      // Figures are read while the day goes on, now and then of the wrong ticket or twice.
      if (random() < 0.3)
        await house.as(place.tenant, 'system', (ctx) => projectTicket(ctx, pick(tickets).id))
    }
  }
  const expire = house.platform.modules
    .flatMap((one) => [...one.schedules])
    .find((one) => one.name === 'queue.expire_forgotten')!
  house.clock.advance(19 * 3_600)
  await house.as(place.tenant, 'system', (ctx) => expire.run(ctx, house.clock.now))
}

const place = await openPlace(house, ['Europe/Paris', 'Africa/Dakar', 'Indian/Reunion'])
await live(place, 480)
const asSystem = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> => house.as(place.tenant, 'system', work)
const log = await asSystem(wholeLog)
const truth = [...log].map(([id, events]) => recompute(id, events))
const ids = truth.map(({ id }) => id)

test(`the walk reached every part of a ticket's life (seed ${seed})`, () => {
  const names = new Set([...log.values()].flat().map((event) => event.name))
  for (const name of [
    'step_undone',
    'ticket_transferred',
    'ticket_reactivated',
    'ticket_parked',
    'ticket_paused',
    'ticket_absent',
    'ticket_cancelled',
    'ticket_expired',
    'ticket_closed',
  ])
    assert.ok(names.has(`queue.${name}`), name)
  assert.ok(truth.length > 80, String(truth.length))
  assert.ok(truth.some((ticket) => ticket.passages.some(({ ending }) => ending === 'transferred')))
})

interface Fact extends Omit<NaiveTicket, 'id' | 'passages' | 'issued_at'> {
  ticket_id: string
  issued_at: string
  local_day: string
  hour: number
}
const readFacts = () =>
  asSystem(async (ctx) => {
    const { rows } = await sql<Fact>`select * from analytics.ticket_fact order by ticket_id`.execute(
      ctx.transaction.db,
    )
    return rows
  })

const zone = new Map(place.sites.map((site) => [site.id, site.time_zone]))
const dayOf = (site_id: string, at: number) =>
  localDayOf({ time_zone: zone.get(site_id)!, day_starts_at: '00:00' }, new Date(at))

async function compareFacts(): Promise<void> {
  const facts = new Map((await readFacts()).map((fact) => [fact.ticket_id, fact]))
  assert.equal(facts.size, truth.length)
  for (const ticket of truth) {
    const fact = facts.get(ticket.id)!
    const { site_id, service_id, agent_id, status, wait_s, left_after_s, service_s } = fact
    const words = `ticket ${ticket.id}, seed ${seed}: ${log
      .get(ticket.id)!
      .map((event) => event.name)
      .join(' ')}`
    assert.deepEqual(
      { site_id, service_id, agent_id, status, wait_s, left_after_s, service_s },
      {
        site_id: ticket.site_id,
        service_id: ticket.service_id,
        agent_id: ticket.agent_id,
        status: ticket.status,
        wait_s: ticket.wait_s,
        left_after_s: ticket.left_after_s,
        service_s: ticket.service_s,
      },
      words,
    )
    assert.equal(fact.local_day, dayOf(ticket.site_id, ticket.issued_at), words)
    assert.equal(fact.hour, localHour(new Date(ticket.issued_at), zone.get(ticket.site_id)!), words)
  }
}

test('facts read in any order, and twice, are what the log says', async () => {
  const shuffled = [...ids, ...ids].map((id) => ({ id, at: random() })).toSorted((a, b) => a.at - b.at)
  // Several at once, as workers do: tickets of one day meet on the same sheets.
  for (let at = 0; at < shuffled.length; at += 4)
    await Promise.all(shuffled.slice(at, at + 4).map(({ id }) => asSystem((ctx) => projectTicket(ctx, id))))
  await compareFacts()
})

test('the facts agree with the tickets themselves, undone and moved ones included', async () => {
  const { rows } = await asSystem((ctx) =>
    sql<{ id: string }>`
      select t.id from queue.ticket t left join analytics.ticket_fact f on f.tenant_id = t.tenant_id and f.ticket_id = t.id
      where f.ticket_id is null or f.status <> t.status or f.service_id <> t.service_id or f.local_day <> t.local_day
        or f.agent_id is distinct from t.agent_id or f.called_at is distinct from t.called_at
        or f.ended_at is distinct from t.ended_at or f.calls <> t.calls
        or (t.status = 'completed' and abs(f.service_s - (extract(epoch from t.ended_at - t.started_at) - t.paused_s)) > 1)`.execute(
      ctx.transaction.db,
    ),
  )
  assert.deepEqual(rows, [])
})

const period = 'from=2026-03-27&to=2026-04-02'
const filters: {
  query: string
  keeps: (ticket: NaiveTicket) => boolean
  site?: string
  service?: string
  agent?: string
}[] = [
  { query: '', keeps: () => true },
  ...place.sites.map((site) => ({
    query: `&site_id=${site.id}`,
    site: site.id,
    keeps: (ticket: NaiveTicket) => ticket.site_id === site.id,
  })),
  ...place.sites.slice(0, 2).map(({ service_ids: [service] }) => ({
    query: `&service_id=${service}`,
    service: service!,
    keeps: (ticket: NaiveTicket) => ticket.service_id === service,
  })),
  ...[...new Set(truth.map((ticket) => ticket.agent_id))]
    .filter((id) => id !== null)
    .slice(0, 2)
    .map((agent) => ({
      query: `&agent_id=${agent}`,
      agent,
      keeps: (ticket: NaiveTicket) => ticket.agent_id === agent,
    })),
]
const near = (found: number | null, expected: number | null, what: string) => {
  if (expected === null || found === null) return assert.equal(found, expected, what)
  assert.ok(Math.abs(found - expected) < 1e-6, `${what}: ${found} for ${expected}`)
}
const numbers = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null)
const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length

for (const [index, filter] of filters.entries()) {
  test(`reports equal a recomputation from the raw events (${index}: ${filter.query.slice(0, 12) || 'everything'})`, async () => {
    const kept = truth.filter(filter.keeps)
    const waits = numbers(kept.map((ticket) => ticket.wait_s))
    const report = (await place.ask('GET', `/reports/wait-times?${period}${filter.query}`)).body
    assert.equal(report.issued, kept.length)
    assert.equal(report.wait.n, waits.length)
    near(report.wait.average_s, mean(waits), 'average')
    near(report.wait.min_s, waits.length ? Math.min(...waits) : null, 'min')
    near(report.wait.max_s, waits.length ? Math.max(...waits) : null, 'max')
    for (const [field, share] of [
      ['p10_s', 0.1],
      ['p50_s', 0.5],
      ['p90_s', 0.9],
      ['p95_s', 0.95],
    ] as const)
      near(report.wait[field], naivePercentile(waits, share), field)
    const services = numbers(kept.map((ticket) => ticket.service_s))
    assert.equal(report.service.n, services.length)
    near(report.service.average_s, mean(services), 'service average')
    near(report.service.p90_s, naivePercentile(services, 0.9), 'service p90')
    const left = kept.filter(({ status }) => status === 'cancelled' || status === 'expired')
    assert.equal(report.abandonment.left, left.length)
    near(
      report.abandonment.average_after_s,
      mean(numbers(left.map((ticket) => ticket.left_after_s))),
      'left after',
    )
    for (const point of report.series) {
      const of_day = kept.filter((ticket) => dayOf(ticket.site_id, ticket.issued_at) === point.day)
      assert.equal(point.issued, of_day.length, point.day)
      near(
        point.p50_s,
        naivePercentile(numbers(of_day.map((ticket) => ticket.wait_s)), 0.5),
        `p50 of ${point.day}`,
      )
    }
    for (const group of report.by_service) {
      const of_service = kept.filter((ticket) => ticket.service_id === group.service_id)
      near(
        group.p90_s,
        naivePercentile(numbers(of_service.map((ticket) => ticket.wait_s)), 0.9),
        'p90 of a service',
      )
    }
    for (const group of report.by_hour) {
      const of_hour = kept.filter(
        (ticket) => localHour(new Date(ticket.issued_at), zone.get(ticket.site_id)!) === group.hour,
      )
      near(
        group.p50_s,
        naivePercentile(numbers(of_hour.map((ticket) => ticket.wait_s)), 0.5),
        `p50 of ${group.hour} h`,
      )
    }
    near(
      report.within_target,
      waits.length ? waits.filter((wait) => wait <= 1_200).length / waits.length : null,
      'within target',
    )

    const volumes = (await place.ask('GET', `/reports/queue-stats?${period}${filter.query}`)).body
    for (const status of ['completed', 'no_show', 'cancelled', 'expired'])
      assert.equal(volumes.totals[status], kept.filter((ticket) => ticket.status === status).length, status)
    assert.equal(volumes.totals.issued, kept.length)
    assert.equal(volumes.arrivals.length, 7 * 24)
    for (const cell of volumes.arrivals) {
      const expected = kept.filter(
        (ticket) =>
          weekdayOf(dayOf(ticket.site_id, ticket.issued_at)) === cell.weekday &&
          localHour(new Date(ticket.issued_at), zone.get(ticket.site_id)!) === cell.hour,
      )
      assert.equal(cell.issued, expected.length, `weekday ${cell.weekday}, ${cell.hour} h`)
    }

    const work = (await place.ask('GET', `/reports/agent-performance?${period}${filter.query}`)).body
    const passages = truth.flatMap((ticket) =>
      ticket.passages.map((passage) => ({ ...passage, site_id: ticket.site_id })),
    )
    const given = passages.filter(
      (passage) =>
        (!filter.site || passage.site_id === filter.site) &&
        (!filter.service || passage.service_id === filter.service) &&
        (!filter.agent || passage.agent_id === filter.agent) &&
        passage.ending !== 'present' &&
        passage.ending !== 'cancelled',
    )
    assert.equal(work.total.handled, given.length)
    for (const agent of work.agents) {
      const own = given.filter((passage) => passage.agent_id === agent.agent_id)
      for (const ending of ['completed', 'no_show', 'transferred', 'parked'])
        assert.equal(agent[ending], own.filter((passage) => passage.ending === ending).length, ending)
      near(agent.service_average_s, mean(numbers(own.map((passage) => passage.service_s))), 'time of service')
      near(
        agent.service_p50_s,
        naivePercentile(numbers(own.map((passage) => passage.service_s)), 0.5),
        'its median',
      )
    }
  })
}

test('a rebuild from the log mends facts and sheets that were spoiled', async () => {
  await asSystem(async (ctx) => {
    await sql`update analytics.ticket_fact set wait_s = 7, status = 'expired' where ticket_id in (select ticket_id from analytics.ticket_fact limit 20)`.execute(
      ctx.transaction.db,
    )
    await sql`delete from analytics.day_sheet where local_day = '2026-03-28'`.execute(ctx.transaction.db)
    await sql`delete from analytics.passage_fact where position = 0`.execute(ctx.transaction.db)
  })
  const before = (await place.ask('GET', `/reports/wait-times?${period}`)).body
  let after: string | null = null
  do after = await asSystem((ctx): Promise<string | null> => projectAgain(ctx, after, 40))
  while (after !== null)
  await compareFacts()
  const mended = (await place.ask('GET', `/reports/wait-times?${period}`)).body
  assert.notDeepEqual(mended.wait, before.wait)
  assert.equal(mended.wait.n, truth.filter((ticket) => ticket.wait_s !== null).length)
})

test('somebody confined to a site reads that site alone', async () => {
  const [near_site, far] = place.sites
  const { headers } = await house.person(place.tenant, 'viewer', [near_site!.id])
  const own = (await place.ask('GET', `/reports/queue-stats?${period}`, undefined, headers)).body
  assert.equal(own.totals.issued, truth.filter((ticket) => ticket.site_id === near_site!.id).length)
  for (const report of ['wait-times', 'agent-performance', 'queue-stats']) {
    const foreign = await place.ask(
      'GET',
      `/reports/${report}?${period}&site_id=${far!.id}`,
      undefined,
      headers,
    )
    assert.equal(foreign.body.code, 'organisation.site_unknown')
    const service = await place.ask(
      'GET',
      `/reports/${report}?${period}&service_id=${far!.service_ids[0]}`,
      undefined,
      headers,
    )
    assert.equal(service.body.code, 'organisation.service_unknown')
  }
  const choices = (await place.ask('GET', '/reports/choices', undefined, headers)).body
  assert.deepEqual(
    choices.sites.map((site: { id: string }) => site.id),
    [near_site!.id],
  )
  assert.ok(choices.services.every((service: { site_id: string }) => service.site_id === near_site!.id))
  const { headers: agent } = await house.person(place.tenant, 'agent')
  assert.equal((await place.ask('GET', '/reports/wait-times', undefined, agent)).status, 403)
})

test('a period that ends before it begins, or lasts too long, is refused', async () => {
  assert.equal(
    (await place.ask('GET', '/reports/wait-times?from=2026-03-02&to=2026-03-01')).body.code,
    'analytics.period_reversed',
  )
  assert.equal(
    (await place.ask('GET', '/reports/queue-stats?from=2020-01-01&to=2026-03-01')).body.code,
    'analytics.period_too_long',
  )
  assert.equal(
    (await place.ask('GET', '/reports/queue-stats?from=2026-02-30')).body.code,
    'platform.invalid_input',
  )
})
