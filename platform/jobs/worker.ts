import { createHash } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { Logger, run, type JobHelpers, type Runner, type TaskList, type WorkerEvents } from 'graphile-worker'
import { createPool } from '../db/pool.ts'
import { urlFor } from '../db/roles.ts'
import type { DeliveredEvent, JobQueue, Subscription } from '../events/define.ts'
import { cached } from '../auth/identity.ts'
import { system, type Ctx, type Tenant } from '../ctx.ts'
import type { Schedule } from '../module.ts'
import { asSystem, inTenant, type Platform } from '../platform.ts'
import { recordAttempt, recordSuccess } from './job-run.ts'
import { createPresence, type Abandoned, type Presence } from './presence.ts'
import { dispatchSchedules, scheduleTask } from './schedules.ts'
import type { Task } from './task.ts'

export interface Worker {
  close: () => Promise<void>
}

interface Payload {
  tenant_id: string
  event_id?: string
  due_at?: string
  /** What a task was asked to do. */
  input?: unknown
  /** The dead job that a person put back: its row is the one to bring up to date. */
  job_key?: string
}
type Run = (tenant: Tenant, payload: Payload, attempts: { made: number; most: number }) => Promise<void>
interface TaskEntry {
  name: string
  queue: JobQueue
  /** Schedules leave a trace each time; reactions only when they fail. */
  always_recorded: boolean
  run: Run
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
  const stopping = new AbortController()
  const entries = [
    ...[...platform.subscriptions.values()].flat().map((subscription) => reaction(platform, subscription)),
    ...platform.modules.flatMap((module) => module.schedules.map((schedule) => duty(platform, schedule))),
    ...platform.modules.flatMap((module) =>
      (module.tasks ?? []).map((task) => errand(platform, task, stopping.signal)),
    ),
  ]
  const presence = createPresence(
    urlFor('guichet_jobs', platform.config.DATABASE_URL, platform.config.SECRET_KEY),
    log,
  )
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
        events: announcing(presence),
        pollInterval: 1_000,
        logger: new Logger(() => (level, message, meta) => {
          if (level === 'error' || level === 'warning') log.warn({ jobs: meta }, message)
        }),
      }),
    )
  }
  const ticker = setInterval(() => void tick(), 1_000)
  const sweeper = setInterval(() => void sweep(), sweepEvery_ms)
  void sweep()
  async function tick(): Promise<void> {
    await dispatchSchedules(platform).catch((error: unknown) =>
      log.warn({ err: error }, 'could not look at the schedules'),
    )
  }
  async function sweep(): Promise<void> {
    try {
      for (const job of await presence.freeAbandoned()) await tellDead(platform, tenants, entries, job)
    } catch (error) {
      log.warn({ err: error }, 'could not look for abandoned jobs')
    }
  }
  return {
    async close() {
      clearInterval(ticker)
      clearInterval(sweeper)
      stopping.abort()
      await Promise.all(runners.map((runner) => runner.stop().catch(() => {})))
      await presence.close()
      await pool.end()
    },
  }
}

/** A killed worker's jobs wait this long, and ten seconds of grace, for the others. */
const sweepEvery_ms = 5_000

function createTenantReader(platform: Platform) {
  const all = cached<Map<string, Tenant>>(platform.now)
  const load = async () => {
    const { rows } = await platform.app_pool.query('select * from platform.all_tenants()')
    return new Map((rows as Tenant[]).map((tenant) => [tenant.id, tenant]))
  }
  return async (id: string): Promise<Tenant | null> =>
    (await all.get('', load)).get(id) ?? (await all.get('', load, true)).get(id) ?? null
}

/** Written in the transaction of the work itself: told twice, it is done once. */
async function isFirstDelivery(ctx: Ctx, event_id: string, subscriber: string): Promise<boolean> {
  const first = await ctx.transaction.db
    .insertInto('platform.delivery')
    .values({ tenant_id: ctx.tenant.id, event_id, subscriber, at: ctx.now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('event_id')
    .executeTakeFirst()
  return first !== undefined
}

/** Delivery and effects share a transaction: told twice, an event still acts once in the database. */
function reaction(platform: Platform, subscription: Subscription): TaskEntry {
  return {
    name: subscription.name,
    queue: subscription.queue,
    always_recorded: false,
    run: (tenant, payload) =>
      asSystem(platform, tenant, async (ctx) => {
        if (!(await isFirstDelivery(ctx, payload.event_id!, subscription.name))) return
        const event = await ctx.transaction.db
          .selectFrom('platform.event')
          .select(['id', 'at', 'site_id', 'payload'])
          .where('id', '=', payload.event_id)
          .executeTakeFirstOrThrow()
        await subscription.run(ctx, event as DeliveredEvent)
      }),
  }
}

function duty(platform: Platform, schedule: Schedule): TaskEntry {
  const name = scheduleTask(schedule)
  return {
    name,
    queue: schedule.queue,
    always_recorded: !schedule.quiet,
    run: (tenant, payload) =>
      asSystem(platform, tenant, async (ctx) => {
        // A due moment has no id of its own: any 128 bits that depend on it alone will do.
        const moment_id = createHash('sha256').update(payload.due_at!).digest('hex').slice(0, 32)
        if (await isFirstDelivery(ctx, moment_id, name)) await schedule.run(ctx, new Date(payload.due_at!))
      }),
  }
}

/** No transaction around it: the task opens its own. */
function errand(platform: Platform, task: Task, signal: AbortSignal): TaskEntry {
  return {
    name: task.name,
    queue: task.queue,
    always_recorded: false,
    run: (tenant, payload, { made, most }) =>
      task.run(
        {
          platform,
          tenant,
          log: platform.log,
          signal,
          attempt: made,
          last_attempt: made >= most,
          open: (work, options) => inTenant(platform, { tenant, actor: system, ...options }, work),
        },
        task.payload.parse(payload.input),
      ),
  }
}

function announcing(presence: Presence): WorkerEvents {
  const events: WorkerEvents = new EventEmitter()
  events.on('worker:create', ({ worker }) => presence.announce(worker.workerId))
  return events
}

/** A job whose every attempt took its worker down with it: shown like any other that failed for good. */
async function tellDead(
  platform: Platform,
  tenants: (id: string) => Promise<Tenant | null>,
  entries: readonly TaskEntry[],
  job: Abandoned,
): Promise<void> {
  const payload = job.payload as Payload
  const tenant = await tenants(payload.tenant_id)
  if (!tenant) return
  const facts = {
    task: job.task,
    queue: entries.find((entry) => entry.name === job.task)?.queue ?? 'default',
    job_key: payload.job_key ?? job.id,
    attempt: job.attempts,
    max_attempts: job.max_attempts,
    payload,
  }
  const error = new Error('the process died or was stopped while it did this')
  await recordAttempt(platform, tenant, facts, platform.now(), error, true)
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
  const facts = {
    task: entry.name,
    queue: entry.queue,
    job_key: payload.job_key ?? job.id,
    attempt: job.attempts,
    max_attempts: job.max_attempts,
    payload,
  }
  const stop = platform.metrics.job_s.startTimer({ task: entry.name })
  const started_at = platform.now()
  try {
    await entry.run(tenant, payload, { made: job.attempts, most: job.max_attempts })
    stop()
    platform.metrics.jobs.inc({ task: entry.name, outcome: 'succeeded' })
    if (entry.always_recorded || job.attempts > 1 || payload.job_key)
      await recordSuccess(platform, tenant, facts, started_at)
  } catch (error) {
    stop()
    const dead = job.attempts >= job.max_attempts
    platform.metrics.jobs.inc({ task: entry.name, outcome: dead ? 'dead' : 'retrying' })
    platform.log.warn({ err: error, task: entry.name, attempt: job.attempts, dead }, 'job failed')
    await recordAttempt(platform, tenant, facts, started_at, error as Error, dead)
    throw error // graphile-worker waits exp(attempt) seconds before the next one
  }
}
