import pg from 'pg'
import type { Logger } from 'pino'

/** Time a worker has to announce itself after it took its first job. */
const grace = '10 seconds'
/** No job may take longer, alive or not: what needs more is cut into steps. */
const longestJob = '15 minutes'

export interface Abandoned {
  id: string
  task: string
  payload: object
  attempts: number
  max_attempts: number
}

export interface Presence {
  /** This worker lives as long as this process does. */
  announce: (worker_id: string) => void
  /** Gives jobs of workers that died back to the others. @returns those that have no attempt left */
  freeAbandoned: () => Promise<Abandoned[]>
  close: () => Promise<void>
}

/**
 * Who is alive: each worker holds an advisory lock on its name, which PostgreSQL lets go of at the instant
 * its process dies, however it dies. graphile-worker by itself would wait four hours for a killed worker.
 */
export function createPresence(url: string, log: Logger): Presence {
  const own = new Set<string>()
  let client: pg.Client | null = null
  let busy: Promise<unknown> = Promise.resolve()

  /** One statement at a time on one connection, since the locks belong to it. */
  function inTurn<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const turn = busy.then(async () => work(client ?? (await connect())))
    busy = turn.catch(() => {})
    return turn
  }
  async function connect(): Promise<pg.Client> {
    const fresh = new pg.Client({ connectionString: url, application_name: 'guichet presence' })
    fresh.on('error', () => {
      if (client === fresh) client = null
    })
    fresh.on('end', () => {
      if (client === fresh) client = null
    })
    await fresh.connect()
    // After a lost connection: until here others may have thought us dead, and done our jobs again.
    for (const worker_id of own) await hold(fresh, worker_id)
    client = fresh
    return fresh
  }
  return {
    announce(worker_id) {
      own.add(worker_id)
      void inTurn((present) => hold(present, worker_id)).catch((error: unknown) =>
        log.warn({ err: error }, 'could not announce a worker'),
      )
    },
    freeAbandoned: () =>
      inTurn(async (present) => {
        const { rows } = await present.query(
          `select distinct locked_by as worker_id, bool_or(locked_at < now() - $2::interval) as too_long
           from graphile_worker._private_jobs
           where locked_by is not null and locked_at < now() - $1::interval group by 1`,
          [grace, longestJob],
        )
        const freed: Abandoned[] = []
        for (const { worker_id, too_long } of rows as { worker_id: string; too_long: boolean }[]) {
          // Our own lock would let us in again and prove nothing.
          if (!too_long && (own.has(worker_id) || !(await isDead(present, worker_id)))) continue
          freed.push(...(await lastAttempts(present, worker_id)))
          await present.query('select graphile_worker.force_unlock_workers(array[$1])', [worker_id])
        }
        return freed
      }),
    async close() {
      await busy
      await client?.end().catch(() => {})
      client = null
    },
  }
}

const lockOf = `hashtextextended('guichet worker ' || $1, 0)`

const hold = (client: pg.Client, worker_id: string): Promise<unknown> =>
  client.query(`select pg_advisory_lock(${lockOf})`, [worker_id])

async function isDead(client: pg.Client, worker_id: string): Promise<boolean> {
  const { rows } = await client.query(`select pg_try_advisory_lock(${lockOf}) as taken`, [worker_id])
  if (!rows[0].taken) return false
  await client.query(`select pg_advisory_unlock(${lockOf})`, [worker_id])
  return true
}

/** Jobs that killed their worker at each attempt: nobody will take them again, so somebody must be told. */
async function lastAttempts(client: pg.Client, worker_id: string): Promise<Abandoned[]> {
  const { rows } = await client.query(
    `select j.id, t.identifier as task, j.payload, j.attempts, j.max_attempts
     from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where j.locked_by = $1 and j.attempts >= j.max_attempts`,
    [worker_id],
  )
  return rows as Abandoned[]
}
