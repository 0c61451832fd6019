import pg from 'pg'
import { urlFor } from '@guichet/platform/roles'
import { atMost, fact, median, round, type Figure, type Line } from './figure.ts'

interface Read {
  what: string
  text: string
  /** The same without a policy: the tenant named by hand. */
  filtered: string
  values: (row: { id: string; site_id: string }) => string[]
  index: string
}

const reads: Read[] = [
  {
    what: 'by primary key',
    text: 'select number, status from queue.ticket where id = $1',
    filtered: 'select number, status from queue.ticket where id = $1 and tenant_id = $2',
    values: ({ id }) => [id],
    index: 'ticket_pkey',
  },
  {
    what: 'next in line',
    text: "select number, status from queue.ticket where site_id = $1 and status = 'waiting' order by rank, id limit 1",
    filtered:
      "select number, status from queue.ticket where site_id = $1 and tenant_id = $2 and status = 'waiting' order by rank, id limit 1",
    values: ({ site_id }) => [site_id],
    index: 'ticket_waiting',
  },
]

type Ask = (client: pg.Client, row: { id: string; site_id: string }) => Promise<unknown>

/**
 * Both sides take turns, read by read, in one open transaction each, on many pairs of fresh connections: where
 * the system happens to run a connection's process doubles a reading, and does so for either side.
 */
export const rowSecurity: Figure = {
  name: 'rls',
  title: 'row security on an indexed read: the application role against the superuser naming the tenant',
  async run(bench) {
    const [tenant_count, per_tenant, pairs, turns] = bench.quick ? [20, 500, 7, 300] : [100, 2_000, 21, 1_000]
    const database = await bench.database('bench_rls')
    await database.admin.query(
      `insert into queue.ticket (tenant_id, id, site_id, service_id, numbered_service_id, local_day, sequence, number,
         status, rank, source, token_hash, issued_at, queued_at)
       select t.id, gen_random_uuid(), t.site_id, t.site_id, t.site_id, current_date, n, 'A' || n,
         case when n % 10 = 0 then 'waiting' else 'completed' end, n, 'kiosk', md5(random()::text || n), now(), now()
       from (select gen_random_uuid() as id, gen_random_uuid() as site_id from generate_series(1, $1::int)) t,
         generate_series(1, $2::int) n`,
      [tenant_count, per_tenant],
    )
    await database.admin.query('vacuum analyze queue.ticket')
    const { rows } = await database.admin.query<{ tenant_id: string; id: string; site_id: string }>(
      `select tenant_id, id, site_id from queue.ticket
       where tenant_id = (select tenant_id from queue.ticket limit 1) order by random() limit 200`,
    )
    const tenant_id = rows[0]!.tenant_id
    const app_url = urlFor('guichet_app', database.owner_url, bench.secret_key)
    const lines: Line[] = []
    for (const read of reads) {
      const ask: Ask = (client, row) =>
        client.query({ name: 'read', text: read.text, values: read.values(row) })
      const askByHand: Ask = (client, row) =>
        client.query({ name: 'read', text: read.filtered, values: [...read.values(row), tenant_id] })
      const together =
        (one: Ask): Ask =>
        (client, row) =>
          Promise.all(Array.from({ length: 50 }, () => one(client, row)))
      const alone: Compared[] = []
      const without_waiting: Compared[] = []
      for (let pair = 0; pair < pairs; pair++) {
        const sides = {
          app: await openTransaction(app_url, tenant_id),
          admin: await openTransaction(database.admin_url, tenant_id),
        }
        if (pair === 0) {
          await refuseOtherPlan(sides.app, read.text, read.values(rows[0]!), read.index)
          await refuseOtherPlan(sides.admin, read.filtered, [...read.values(rows[0]!), tenant_id], read.index)
        }
        alone.push(await takeTurns(sides, rows, turns, ask, askByHand))
        without_waiting.push(await takeTurns(sides, rows, turns / 10, together(ask), together(askByHand)))
        await Promise.all([sides.app.end(), sides.admin.end()])
      }
      const one = summary(alone)
      lines.push(atMost(`cost of one read ${read.what}`, one.percent, 10, ' %', one.detail))
      // Everything but the server's own work overlapped: an upper bound that no page sees.
      lines.push(fact(`50 sent at once ${read.what}`, `${round(summary(without_waiting).percent)} %`))
    }
    lines.push(
      fact(
        'rows',
        `${tenant_count * per_tenant} tickets of ${tenant_count} organisations, ${pairs} pairs of connections`,
      ),
    )
    return lines
  },
}

interface Compared {
  with_us: number
  without_us: number
}

function summary(compared: readonly Compared[]): { percent: number; detail: string } {
  const middle = (side: keyof Compared) => median(compared.map((pair) => pair[side])).toFixed(1)
  return {
    percent: (median(compared.map(({ with_us, without_us }) => with_us / without_us)) - 1) * 100,
    detail: `${middle('with_us')} µs against ${middle('without_us')} µs`,
  }
}

/** Median microseconds of each side; the first turns warm plans and caches and do not count. */
async function takeTurns(
  sides: { app: pg.Client; admin: pg.Client },
  rows: readonly { id: string; site_id: string }[],
  turns: number,
  ask: Ask,
  askByHand: Ask,
): Promise<Compared> {
  const took: Record<'app' | 'admin', number[]> = { app: [], admin: [] }
  const uncounted = Math.ceil(turns / 10)
  for (let turn = 0; turn < turns + uncounted; turn++) {
    for (const side of turn % 2 ? (['app', 'admin'] as const) : (['admin', 'app'] as const)) {
      const since = performance.now()
      await (side === 'app' ? ask : askByHand)(sides[side], rows[turn % rows.length]!)
      if (turn >= uncounted) took[side].push((performance.now() - since) * 1000)
    }
  }
  return { with_us: median(took.app), without_us: median(took.admin) }
}

async function openTransaction(url: string, tenant_id: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, pipeline: true } as pg.ClientConfig)
  await client.connect()
  await client.query('begin')
  await client.query("select set_config('app.tenant_id', $1, true)", [tenant_id])
  return client
}

/** Comparing two plans would say nothing about the policy. */
async function refuseOtherPlan(
  client: pg.Client,
  text: string,
  values: string[],
  index: string,
): Promise<void> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${text}`, values)
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  if (!plan.includes(index)) throw new Error(`not read through ${index}:\n${plan}`)
}
