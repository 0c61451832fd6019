import { setTimeout as wait } from 'node:timers/promises'
import { newId } from '@guichet/platform/ids'
import { atLeast, fact, median, none, type Figure } from './figure.ts'
import { bodyOf, openHall, type Agent, type Hall, type Person } from './hall.ts'
import { openWire, type Answer, type Wire } from './wire.ts'

interface Told {
  /** Tickets that the reception was given, with their numbers. */
  issued: Map<string, string>
  /** Who was told of which visitor. */
  called: Map<string, string[]>
  closed: Set<string>
  retries: number
  replays: number
  /** Answers that nobody should get: an agent refused because of a visitor they were never told of. */
  surprises: string[]
  /** The server does not come back: there is nothing more to wait for. */
  over: boolean
}

/** The server is killed again and again under agents who repeat every lost answer with the same key. */
export const kill: Figure = {
  name: 'kill',
  title: 'calling while the server is killed (-9) about every second',
  async run(bench) {
    const [agent_count, ticket_count, desk_count] = bench.quick ? [40, 1_500, 8] : [200, 20_000, 20]
    const hall = await openHall(bench, 'kill', { services: 4 })
    const agents = await hall.agents(agent_count)
    // Most are waiting when the doors open, so that every agent is busy from the first to the last moment.
    const present = ticket_count * 0.6
    await hall.fillQueue(present)
    const told: Told = {
      issued: new Map(),
      called: new Map(),
      closed: new Set(),
      retries: 0,
      replays: 0,
      surprises: [],
      over: false,
    }

    const since = performance.now()
    const killing = killAgainAndAgain(hall, told)
    let left = ticket_count - present
    let issuing = desk_count
    const desks = Array.from({ length: desk_count }, async (_, index) => {
      const wire = openWire(hall.port)
      while (left-- > 0) await issue(hall, wire, told, index)
      issuing--
      wire.close()
    })
    const working = [...desks, ...agents.map((agent) => work(hall, agent, told, () => issuing > 0))]
    await Promise.all(working).catch(async (error: unknown) => {
      // Its own error says why nobody was answered any more.
      await killing.stop()
      throw error
    })
    const seconds = (performance.now() - since) / 1000
    const { kills, returns_ms } = await killing.stop()

    const truth = await lookUp(hall, told)
    return [
      none('double calls', truth.doubled),
      none('called and no agent knows', truth.unknown),
      none('acknowledged and lost', truth.lost),
      none('numbers missing or twice', truth.misnumbered),
      none('unexpected answers', told.surprises.length),
      {
        ...atLeast('tickets completed', truth.completed, ticket_count),
        measured: `${truth.completed} by ${agent_count} agents`,
      },
      fact('kills', `${kills}, server back in ${median(returns_ms).toFixed(0)} ms (median)`),
      fact('lost answers repeated', `${told.retries}, of which ${told.replays} had already taken effect`),
      fact(
        'duration',
        `${seconds.toFixed(0)} s, ${(ticket_count / seconds).toFixed(0)} tickets/s called and closed, ${told.issued.size} issued meanwhile`,
      ),
      ...told.surprises.slice(0, 3).map((surprise) => fact('unexpected answer', surprise)),
    ]
  },
}

function killAgainAndAgain(
  hall: Hall,
  told: Told,
): { stop: () => Promise<{ kills: number; returns_ms: number[] }> } {
  let stopped = false
  let kills = 0
  const returns_ms: number[] = []
  async function loop(): Promise<void> {
    while (!stopped) {
      // Counted from its return, or a slow machine would kill it before it ever served; never in step with anything.
      await wait(500 + Math.random() * 1_000)
      if (stopped) return
      await hall.server.kill()
      kills++
      const since = performance.now()
      await hall.startServer().ready
      returns_ms.push(performance.now() - since)
    }
  }
  const running = loop()
  running.catch(() => (told.over = true))
  return {
    async stop() {
      stopped = true
      await running
      return { kills, returns_ms }
    },
  }
}

/** Repeats one request, with its key, until the answer is here. */
async function insist(
  hall: Hall,
  wire: Wire,
  told: Told,
  person: Person,
  path: string,
  body: object,
): Promise<Answer> {
  const key = newId()
  for (let attempt = 0; attempt < 2_000 && !told.over; attempt++) {
    let answer: Answer | null = null
    try {
      answer = await wire.send('POST', hall.path(path), { ...person.headers, 'idempotency-key': key }, body)
    } catch {
      // The server is dead, or died with our answer.
    }
    if (answer?.status === 401) {
      await hall.renew(person)
      continue
    }
    if (answer && answer.status < 500 && !answer.body.includes('platform.request_in_flight')) {
      if (answer.headers['idempotency-replayed']) told.replays++
      return answer
    }
    told.retries++
    // Knocking at a dead server would only slow its return; the moment it is back everybody knocks.
    await wait(Math.random() * 100)
    await hall.server.ready
  }
  throw new Error(`no answer from ${path}`)
}

async function issue(hall: Hall, wire: Wire, told: Told, index: number): Promise<void> {
  const service_id = hall.service_ids[index % hall.service_ids.length]
  const answer = await insist(hall, wire, told, hall.owner, `/queue/sites/${hall.site_id}/tickets`, {
    service_id,
  })
  if (answer.status !== 201)
    return void told.surprises.push(`issue ${answer.status} ${answer.body.slice(0, 200)}`)
  const { ticket } = bodyOf(answer) as { ticket: { id: string; number: string } }
  told.issued.set(ticket.id, ticket.number)
}

async function work(hall: Hall, agent: Agent, told: Told, moreToCome: () => boolean): Promise<void> {
  const wire = openWire(hall.port)
  for (;;) {
    const expecting = moreToCome()
    const called = await insist(hall, wire, told, agent, `/queue/counters/${agent.counter_id}/calls`, {})
    if (called.status === 409 && called.body.includes('queue.nobody_waiting')) {
      if (!expecting) break
      // A desk waits for news of a visitor; asking all the time would be most of what is measured.
      await wait(300 + Math.random() * 600)
      continue
    }
    if (called.status !== 201) {
      told.surprises.push(`call ${called.status} ${called.body.slice(0, 200)}`)
      break
    }
    const { id } = bodyOf(called) as { id: string }
    told.called.set(id, [...(told.called.get(id) ?? []), agent.user_id])
    const closed = await insist(hall, wire, told, agent, `/queue/tickets/${id}/closing`, {})
    if (closed.status === 200) told.closed.add(id)
    else told.surprises.push(`close ${closed.status} ${closed.body.slice(0, 200)}`)
  }
  wire.close()
}

/** Compares what people were told with what the database holds. */
async function lookUp(hall: Hall, told: Told) {
  const { rows } = await hall.database.admin.query<{
    id: string
    status: string
    agent_id: string | null
    calls: number
    service_id: string
    sequence: number
    source: string
    called_events: number
  }>(
    `select t.id, t.status, t.agent_id, t.calls, t.service_id, t.sequence, t.source, count(e.id)::int as called_events
     from queue.ticket t
     left join platform.event e on e.tenant_id = t.tenant_id and e.subject_id = t.id and e.name = 'queue.ticket_called'
     where t.tenant_id = $1 group by t.tenant_id, t.id`,
    [hall.tenant.id],
  )
  const kept = new Map(rows.map((row) => [row.id, row]))
  let doubled = 0
  let unknown = 0
  let lost = 0
  for (const row of rows) {
    const agents = told.called.get(row.id) ?? []
    if (agents.length > 1 || row.called_events > 1 || row.calls > 1) doubled++
    else if (row.called_events === 1 && agents[0] !== row.agent_id) unknown++
    // A ticket that exists and that nobody was told of is lost to the visitor who asked. Those of source
    // `kiosk` were there before.
    if (row.source !== 'kiosk' && !told.issued.has(row.id)) lost++
  }
  for (const id of told.issued.keys()) if (!kept.has(id)) lost++
  for (const id of told.called.keys()) if (kept.get(id)?.called_events !== 1) lost++
  for (const id of told.closed) if (kept.get(id)?.status !== 'completed') lost++
  const by_service = Map.groupBy(
    rows.filter((row) => row.source !== 'kiosk'),
    (row) => row.service_id,
  )
  let misnumbered = 0
  for (const group of by_service.values()) {
    const numbers = new Set(group.map((row) => row.sequence))
    for (let number = 1; number <= group.length; number++) if (!numbers.has(number)) misnumbered++
  }
  return {
    doubled,
    unknown,
    lost,
    misnumbered,
    completed: rows.filter((row) => row.status === 'completed').length,
  }
}
