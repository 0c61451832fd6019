import { readFileSync } from 'node:fs'
import { addUpFacts } from '@guichet/analytics/bench'
import { atMost, fact, median, none, quantile, round, type Figure, type Line } from './figure.ts'
import { openHall, type Hall } from './hall.ts'

/** A large organisation's two years: 5 sites of 4 services and 6 agents each. */
const shape = { sites: 5, services: 4, agents: 6, days: 730 }
const last_day = '2026-06-30'
const dayBefore = (days: number): string =>
  new Date(Date.parse(`${last_day}T12:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)

export const figures: Figure = {
  name: 'figures',
  title: 'reports over a million tickets, and the export of a hundred thousand rows',
  async run(bench) {
    const tickets = bench.quick ? 73_000 : 1_000_000
    const export_days = Math.ceil((bench.quick ? 10_000 : 100_000) / (tickets / shape.days))
    const turns = bench.quick ? 5 : 20
    const hall = await openHall(bench, 'figures')
    bench.say(`  writing ${tickets} tickets into the facts…`)
    const { site_id, agent_id } = await writeFacts(hall, tickets)
    // By the product's own command, as after a rebuild.
    await addUpFacts(hall.platform, hall.tenant)
    const { rows } = await hall.database.admin.query('select count(*)::int as n from analytics.day_sheet')
    await hall.database.admin.query('vacuum analyze')
    const ask = async (path: string): Promise<{ ms: number; answer: Response }> => {
      const since = performance.now()
      const answer = await fetch(`http://127.0.0.1:${hall.port}${hall.path(path)}`, {
        headers: hall.owner.headers,
      })
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      return { ms: performance.now() - since, answer }
    }

    const all = `from=${dayBefore(shape.days - 1)}&to=${last_day}`
    const questions = [
      ['two years, everybody', all],
      ['two years, one site', `${all}&site_id=${site_id}`],
      ['two years, one agent', `${all}&agent_id=${agent_id}`],
      ['28 days', `from=${dayBefore(27)}&to=${last_day}`],
    ] as const
    const took = new Map<string, number[]>()
    for (let turn = -2; turn < turns; turn++) {
      await hall.renew(hall.owner)
      for (const report of ['wait-times', 'queue-stats', 'agent-performance']) {
        for (const [what, query] of questions) {
          const since = performance.now()
          const { answer } = await ask(`/reports/${report}?${query}`)
          await answer.text()
          // The first two turns warm caches and the compiler.
          if (turn >= 0)
            took.set(`${report}, ${what}`, [
              ...(took.get(`${report}, ${what}`) ?? []),
              performance.now() - since,
            ])
        }
      }
    }
    const slowest = [...took].map(([what, values]) => ({
      what,
      p95: quantile(values, 0.95),
      p50: median(values),
    }))
    const worst = slowest.toSorted((a, b) => b.p95 - a.p95)[0]!

    await hall.renew(hall.owner)
    const few = await download(hall, 'xlsx', Math.ceil(export_days / 10))
    const many = await download(hall, 'xlsx', export_days)
    const csv = await download(hall, 'csv', export_days)
    return [
      atMost('the dearest report, p95', worst.p95, 500, ' ms', worst.what),
      ...slowest.map(({ what, p95, p50 }): Line =>
        fact(what, `p95 ${round(p95)} ms, median ${round(p50)} ms`),
      ),
      none(
        'figures that differ from the facts counted by PostgreSQL, in 12 samples',
        await differences(hall, site_id, ask),
      ),
      atMost(
        `export of ${many.rows} tickets, XLSX`,
        many.seconds,
        30,
        ' s',
        `${round(many.bytes / 2 ** 20)} MiB`,
      ),
      atMost(`the same, CSV (${csv.rows} lines)`, csv.seconds, 30, ' s', `${round(csv.bytes / 2 ** 20)} MiB`),
      // Flat: what grows with the rows, beyond what a tenth of them take.
      atMost(
        'memory it takes above a tenth of the rows',
        Math.max(0, many.grew - few.grew) / 2 ** 20,
        48,
        ' MiB',
        `${round(few.grew / 2 ** 20)} and ${round(many.grew / 2 ** 20)} MiB`,
      ),
      fact('read from', `${tickets} tickets in ${rows[0].n} day sheets`),
    ]
  },
}

/** Facts as the projection writes them, by one statement: it is the reading of them that is measured. */
async function writeFacts(hall: Hall, tickets: number): Promise<{ site_id: string; agent_id: string }> {
  const { admin } = hall.database
  const tenant = hall.tenant.id
  await admin.query(
    `with site as (
       insert into organisation.site (tenant_id, id, name, time_zone) select $1, gen_random_uuid(), 'Site ' || n, 'Africa/Dakar'
       from generate_series(1, $2::int) n returning id)
     insert into organisation.service (tenant_id, id, site_id, name, prefix)
     select $1, gen_random_uuid(), site.id, 'Service ' || n, chr(64 + n) from site, generate_series(1, $3::int) n`,
    [tenant, shape.sites, shape.services],
  )
  await admin.query(
    'create temp table place as select row_number() over (order by site_id, id) - 1 as n, site_id, id as service_id from organisation.service where tenant_id = $1 and name like $2',
    [tenant, 'Service _'],
  )
  await admin.query(
    'create temp table agent as select n as n, gen_random_uuid() as id from generate_series(0, $1::int - 1) n',
    [shape.sites * shape.agents],
  )
  const each = Math.ceil(tickets / 20)
  for (let part = 0; part < 20; part++) {
    await admin.query(
      `insert into analytics.ticket_fact (tenant_id, ticket_id, number, site_id, service_id, agent_id, local_day, hour, status,
         issued_at, called_at, started_at, ended_at, wait_s, left_after_s, service_s, calls, transfers, last_seq)
       select $1, gen_random_uuid(), 'A' || g, place.site_id, place.service_id, case when left_it then null else agent.id end, day, hour,
         case when left_it then 'cancelled' when dice < 0.1 then 'no_show' else 'completed' end,
         day + make_interval(hours => hour), case when left_it then null else day + make_interval(hours => hour, secs => wait) end,
         null, day + make_interval(hours => hour, secs => wait + service), case when left_it then null else wait end,
         case when left_it then wait end, case when left_it or dice < 0.1 then null else service end, 1, 0, g
       from (select g, floor(random() * $2::int)::int as place_n, floor(random() * $3::int)::int as agent_n, random() as dice, random() < 0.05 as left_it,
               $4::date - floor(random() * $5::int)::int as day, 8 + floor(random() * 9)::int as hour,
               least(14000, (-ln(1 - random()) * 900))::int as wait, (120 - ln(1 - random()) * 480)::int as service
             from generate_series($6::bigint, $7::bigint) g) x
       join place on place.n = place_n join agent on agent.n = (place_n / $8::int) * $9::int + agent_n % $9::int`,
      [
        tenant,
        shape.sites * shape.services,
        shape.sites * shape.agents,
        last_day,
        shape.days,
        part * each,
        Math.min(tickets, (part + 1) * each) - 1,
        shape.services,
        shape.agents,
      ],
    )
  }
  await admin.query(`insert into analytics.passage_fact (tenant_id, ticket_id, position, site_id, service_id, agent_id, local_day, called_at, ended_at, ending, service_s)
    select tenant_id, ticket_id, 0, site_id, service_id, agent_id, local_day, called_at, ended_at, status, service_s
    from analytics.ticket_fact where agent_id is not null`)
  await admin.query('analyze analytics.ticket_fact; analyze analytics.passage_fact')
  const { rows } = await admin.query(
    'select place.site_id, agent.id as agent_id from place, agent where place.n = 0 and agent.n = 0',
  )
  return rows[0]
}

/** The same figures counted from the facts by PostgreSQL itself, for a dozen stretches of days. */
async function differences(
  hall: Hall,
  site_id: string,
  ask: (path: string) => Promise<{ answer: Response }>,
): Promise<number> {
  let differing = 0
  for (let sample = 0; sample < 12; sample++) {
    const from = dayBefore(30 + sample * 55)
    const to = dayBefore(Math.max(0, 30 + sample * 55 - sample * 3))
    const { answer } = await ask(`/reports/wait-times?from=${from}&to=${to}&site_id=${site_id}`)
    const { issued, wait, service, abandonment } = (await answer.json()) as never as Record<
      string,
      Record<string, number>
    >
    const { rows } = await hall.database.admin.query(
      `select count(*)::int as issued, count(wait_s)::int as n, avg(wait_s)::float8 as average_s, min(wait_s) as min_s, max(wait_s) as max_s,
         percentile_cont(array[0.1, 0.5, 0.9, 0.95]) within group (order by wait_s) as shares, avg(service_s)::float8 as service_s,
         percentile_cont(0.9) within group (order by service_s) as service_p90, count(*) filter (where status in ('cancelled', 'expired'))::int as gone
       from analytics.ticket_fact where tenant_id = $1 and site_id = $2 and local_day between $3 and $4`,
      [hall.tenant.id, site_id, from, to],
    )
    const [truth] = rows
    const pairs = [
      [issued as never as number, truth.issued],
      [wait!.n, truth.n],
      [wait!.average_s, truth.average_s],
      [wait!.min_s, truth.min_s],
      [wait!.max_s, truth.max_s],
      [wait!.p10_s, truth.shares[0]],
      [wait!.p50_s, truth.shares[1]],
      [wait!.p90_s, truth.shares[2]],
      [wait!.p95_s, truth.shares[3]],
      [service!.average_s, truth.service_s],
      [service!.p90_s, truth.service_p90],
      [abandonment!.left, truth.gone],
    ] as const
    if (truth.n === 0) differing++
    differing += pairs.filter(([found, expected]) => Math.abs(found! - expected) > 1e-6).length
  }
  return differing
}

interface Downloaded {
  seconds: number
  bytes: number
  rows: number
  /** Bytes of memory that the server holds at most during the export, above what it held before. */
  grew: number
}

async function download(hall: Hall, format: 'csv' | 'xlsx', days: number): Promise<Downloaded> {
  await hall.server.memory()
  const before = residentBytes(hall.server.pid)
  let most = before
  const watch = setInterval(() => (most = Math.max(most, residentBytes(hall.server.pid))), 25)
  const since = performance.now()
  const period = `from=${dayBefore(days - 1)}&to=${last_day}`
  const answer = await fetch(
    `http://127.0.0.1:${hall.port}${hall.path(`/reports/tickets/export?format=${format}&${period}`)}`,
    { headers: hall.owner.headers },
  )
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
  let bytes = 0
  let lines = 0
  for await (const chunk of answer.body!) {
    bytes += chunk.length
    if (format === 'csv') for (const byte of chunk) if (byte === 10) lines++
  }
  const seconds = (performance.now() - since) / 1_000
  clearInterval(watch)
  const { rows } = await hall.database.admin.query(
    'select count(*)::int as n from analytics.ticket_fact where local_day >= $1',
    [dayBefore(days - 1)],
  )
  if (format === 'csv' && lines !== rows[0].n + 1) throw new Error(`${lines} lines for ${rows[0].n} tickets`)
  return { seconds, bytes, rows: rows[0].n, grew: most - before }
}

const residentBytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1_024
