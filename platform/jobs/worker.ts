import { Logger, run, type JobHelpers, type Runner, type TaskList } from 'graphile-worker'
import { createPool } from '../db/pool.ts'
import { urlFor } from '../db/roles.ts'
import type { DeliveredEvent, JobQueue, Subscription } from '../events/define.ts'
import type { Tenant } from '../ctx.ts'
import type { Schedule } from '../module.ts'
import { asSystem, type Platform } from '../platform.ts'
import { recordAttempt, recordSuccess } from './job-run.ts'
import { dispatchSchedules, scheduleTask } from './schedules.ts'

export interface Worker {
  close: () => Promise<void>
}

interface Payload {
  tenant_id: string
  event_id?: string
  due_at?: string
}
type Task = (tenant: Tenant, payload: Payload) => Promise<void>
interface TaskEntry {
  name: string
  queue: JobQueue
  /** Schedules leave a trace each time; reactions only when they fail. */
  always_recorded: boolean
  run: Task
}

/** How many jobs of each queue a process works on at once: alerts have hands of their own. */
const hands: Record<JobQueue, number> = { default: 4, alerts: 2, maintenance: 1 }

/** Works off the jobs of all organisations, each in its own tenant's transaction. */
export async function createWorker(platform: Platform): Promise<Worker> {
  const { log } = platform
  const pool = createPool({
    url: urlFor('guichet_jobs', platform.config.DATABASE_URL, platform.config.SECRET_KEY),
    max: 8,
    name: 'jobs',
    log,
    statement_timeout_ms: 60_000,
  })
  const tenants = createTenantReader(platform)
  const entries = [
    ...[...platform.subscriptions.values()].flat().map((subscription) => reaction(platform, subscription)),
    ...platform.modules.flatMap((module) => module.schedules.map((schedule) => duty(platform, schedule))),
  ]
  const runners: Runner[] = []
  for (const queue of Object.keys(hands) as JobQueue[]) {
    const tasks: TaskList = {}
    for (const entry of entries.filter((candidate) => candidate.queue === queue)) {
      tasks[entry.name] = (payload, helpers) => attempt(platform, tenants, entry, payload as Payload, helpers)
    }
    if (Object.keys(tasks).length === 0) continue
    runners.push(
      await run({
        pgPool: pool,
        taskList: tasks,
        concurrency: hands[queue],
        noHandleSignals: true,
        pollInterval: 1_000,
        logger: new Logger(() => (level, message, meta) => {
          if (level === 'error' || level === 'warning') log.warn({ jobs: meta }, message)
        }),
      }),
    )
  }
  const ticker = setInterval(() => void tick(), 1_000)
  async function tick(): Promise<void> {
    await dispatchSchedules(platform).catch((error: unknown) => log.warn({ err: error }, 'could not look at the schedules'))
  }
  return {
    async close() {
      clearInterval(ticker)
      await Promise.all(runners.map((runner) => runner.stop().catch(() => {})))
      await pool.end()
    },
  }
}

function createTenantReader(platform: Platform) {
  const known = new Map<string, Tenant>()
  return async (id: string): Promise<Tenant | null> => {
    if (!known.has(id)) {
      known.clear()
      const { rows } = await platform.app_pool.query('select * from platform.all_tenants()')
      for (const row of rows as Tenant[]) known.set(row.id, row)
    }
    return known.get(id) ?? null
  }
}

/** Delivery and effects share a transaction: told twice, an event still acts once in the database. */
function reaction(platform: Platform, subscription: Subscription): TaskEntry {
  return {
    name: subscription.name,
    queue: subscription.queue,
    always_recorded: false,
    run: (tenant, payload) =>
      asSystem(platform, tenant, async (ctx) => {
        const db = ctx.transaction.db
        const first = await db
          .insertInto('platform.delivery')
          .values({ tenant_id: tenant.id, event_id: payload.event_id, subscriber: subscription.name, at: ctx.now() })
          .onConflict((conflict) => conflict.doNothing())
          .returning('event_id')
          .executeTakeFirst()
        if (!first) return
        const event = await db
          .selectFrom('platform.event')
          .select(['id', 'at', 'site_id', 'payload'])
          .where('id', '=', payload.event_id)
          .executeTakeFirstOrThrow()
        await subscription.run(ctx, event as DeliveredEvent)
      }),
  }
}

function duty(platform: Platform, schedule: Schedule): TaskEntry {
  return {
    name: scheduleTask(schedule),
    queue: schedule.queue,
    always_recorded: true,
    run: (tenant, payload) => asSystem(platform, tenant, (ctx) => schedule.run(ctx, new Date(payload.due_at!))),
  }
}

async function attempt(
  platform: Platform,
  tenants: (id: string) => Promise<Tenant | null>,
  entry: TaskEntry,
  payload: Payload,
  helpers: JobHelpers,
): Promise<void> {
  const tenant = await tenants(payload.tenant_id)
  if (!tenant) return // the organisation was deleted meanwhile
  const { job } = helpers
  const facts = { task: entry.name, queue: entry.queue, job_key: job.id, attempt: job.attempts, max_attempts: job.max_attempts, payload }
  const stop = platform.metrics.job_s.startTimer({ task: entry.name })
  const started_at = platform.now()
  try {
    await entry.run(tenant, payload)
    stop()
    platform.metrics.jobs.inc({ task: entry.name, outcome: 'succeeded' })
    if (entry.always_recorded || job.attempts > 1) await recordSuccess(platform, tenant, facts, started_at)
  } catch (error) {
    stop()
    const dead = job.attempts >= job.max_attempts
    platform.metrics.jobs.inc({ task: entry.name, outcome: dead ? 'dead' : 'retrying' })
    platform.log.warn({ err: error, task: entry.name, attempt: job.attempts, dead }, 'job failed')
    await recordAttempt(platform, tenant, facts, started_at, error as Error, dead)
    throw error // graphile-worker waits exp(attempt) seconds before the next one
  }
}
