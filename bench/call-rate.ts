import { pino } from 'pino'
import { hashSecret, newId } from '@guichet/platform/ids'
import { createPool } from '@guichet/platform/pool'
import { urlFor } from '@guichet/platform/roles'
import { createServer } from '@guichet/platform/server'
import { capturing, replayOf, type Filling, type Replay } from './capture.ts'
import { atLeast, fact, median, type Figure } from './figure.ts'
import { openHall, type Agent, type Hall } from './hall.ts'
import { configOf } from './house.ts'
import { openWire } from './wire.ts'

/**
 * Everybody calls at once, over HTTP and then by the very statements that HTTP sends, taken down from one
 * real call. Between two rounds the visitors leave in one statement that is not counted.
 */
export const callRate: Figure = {
  name: 'call-rate',
  title: 'calling a ticket over HTTP against the same transaction driven straight at PostgreSQL',
  async run(bench) {
    const [agent_count, slots, rounds] = bench.quick ? [60, 6, 3] : [200, 13, 5]
    const hall = await openHall(bench, 'calls', { services: 4 })
    const agents = await hall.agents(agent_count)
    await hall.fillQueue((slots * rounds * 2 + rounds * 2 + 2) * agent_count)
    const replay = await captureCall(hall, agents[0]!)
    const fillings = await fillingsOf(hall, agents)

    const wires = agents.map(() => openWire(hall.port))
    const overHttp = () =>
      Promise.all(
        agents.map(async (agent, index) => {
          const path = hall.path(`/queue/counters/${agent.counter_id}/calls`)
          const answer = await wires[index]!.send(
            'POST',
            path,
            { ...agent.headers, 'idempotency-key': newId() },
            {},
          )
          if (answer.status !== 201) throw new Error(`call: ${answer.status} ${answer.body}`)
        }),
      )
    const pool = createPool({
      url: urlFor('guichet_app', hall.database.owner_url, bench.secret_key),
      max: configOf(hall.environment).DATABASE_POOL,
      name: 'bench',
      log: pino({ level: 'silent' }),
      pipeline: true,
    })
    bench.afterwards(() => pool.end())
    const straight = () =>
      Promise.all(
        fillings.map(async (filling) => {
          const client = await pool.connect()
          try {
            await replay.run(client, { ...filling, key: hashSecret(newId()) })
          } finally {
            client.release()
          }
        }),
      )
    const slot = async (callAll: () => Promise<unknown>): Promise<number> => {
      let took = 0
      for (let round = 0; round < rounds; round++) {
        const since = performance.now()
        await callAll()
        took += performance.now() - since
        await everybodyLeaves(hall, agent_count)
      }
      return (rounds * agent_count * 1000) / took
    }
    await slot(overHttp)
    await slot(straight)
    const http: number[] = []
    const sql: number[] = []
    for (let index = 0; index < slots; index++) {
      http.push(await slot(overHttp))
      sql.push(await slot(straight))
    }
    for (const wire of wires) wire.close()
    const ratio = median(http.map((rate, index) => rate / sql[index]!))
    return [
      atLeast(
        'rate over HTTP / rate of its SQL',
        ratio,
        0.5,
        '',
        `${median(http).toFixed(0)}/s against ${median(sql).toFixed(0)}/s`,
      ),
      fact(
        'spread',
        `HTTP ${range(http)}/s, SQL ${range(sql)}/s, ${slots} interleaved slots of ${rounds * agent_count} calls, ${agent_count} agents at once`,
      ),
      fact('one call', `${replay.statements} statements in ${replay.round_trips} round trips`),
    ]
  },
}

const range = (values: number[]): string =>
  `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)}`

/** Every visitor called is gone, so that every agent may call again; each must have had exactly one. */
async function everybodyLeaves(hall: Hall, expected: number): Promise<void> {
  const { rowCount } = await hall.database.admin.query(
    `update queue.ticket set status = 'completed', outcome = 'served', ended_at = now()
     where tenant_id = $1 and status = 'called'`,
    [hall.tenant.id],
  )
  if (rowCount !== expected) throw new Error(`${rowCount} visitors were called by ${expected} agents`)
}

/** Makes one call through a server in this process, over a pool that writes down what it is sent. */
async function captureCall(hall: Hall, agent: Agent): Promise<Replay> {
  const { pool, taken } = capturing(hall.platform.app_pool)
  const { app } = await createServer(
    { ...hall.platform, app_pool: pool },
    { version: 'bench', web_directory: null },
  )
  const key = newId()
  const answer = await app.inject({
    method: 'POST',
    url: hall.path(`/queue/counters/${agent.counter_id}/calls`),
    headers: { ...agent.headers, 'idempotency-key': key },
    payload: {},
  })
  await app.close()
  if (answer.statusCode !== 201) throw new Error(`call: ${answer.statusCode} ${answer.body}`)
  await everybodyLeaves(hall, 1)
  // Only its hash reaches the database.
  const kept_key = hashSecret(key)
  const sent = taken.find((statements) => JSON.stringify(statements).includes(kept_key))
  if (!sent) throw new Error('the call was not captured')
  const known = new Map([
    [kept_key, 'key'],
    [agent.user_id, 'agent_id'],
    [agent.name, 'agent_name'],
    [agent.counter_id, 'counter_id'],
    [agent.counter_name, 'counter_name'],
    [(await sessionsOf(hall)).get(agent.user_id)!, 'session_id'],
  ])
  const constants = new Set([hall.tenant.id, hall.site_id, ...hall.service_ids])
  return replayOf(sent, { known, constants, ticket_id: answer.json<{ id: string }>().id, fresh: newId })
}

async function sessionsOf(hall: Hall): Promise<Map<string, string>> {
  const { rows } = await hall.database.admin.query<{ id: string; agent_id: string }>(
    "select id, agent_id from queue.counter_session where tenant_id = $1 and status = 'open'",
    [hall.tenant.id],
  )
  return new Map(rows.map(({ id, agent_id }) => [agent_id, id]))
}

async function fillingsOf(hall: Hall, agents: readonly Agent[]): Promise<Filling[]> {
  const sessions = await sessionsOf(hall)
  return agents.map((agent) => ({
    agent_id: agent.user_id,
    agent_name: agent.name,
    counter_id: agent.counter_id,
    counter_name: agent.counter_name,
    session_id: sessions.get(agent.user_id)!,
  }))
}
