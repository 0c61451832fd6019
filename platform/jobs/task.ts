import { sql } from 'kysely'
import type { Logger } from 'pino'
import type { z } from 'zod'
import type { Ctx, Tenant } from '../ctx.ts'
import type { JobQueue } from '../events/define.ts'
import type { OpenOptions, Platform } from '../platform.ts'

/**
 * What a task works with. No transaction is open: whatever calls a vendor, a parser or a model would
 * hold one for as long as the other side likes. It opens short ones itself, before and after.
 */
export interface Work {
  platform: Platform
  tenant: Tenant
  log: Logger
  /** Aborted when the process is asked to stop. */
  signal: AbortSignal
  /** 1 the first time. */
  attempt: number
  /** Whether a failure now would be the end: the job becomes a dead letter. */
  last_attempt: boolean
  /** One short transaction, as the system. */
  open: <T>(work: (ctx: Ctx) => Promise<T>, options?: Partial<OpenOptions>) => Promise<T>
}

/**
 * Work outside a transaction, at least once: killed (15 seconds later) or failed, it is done again from
 * the start, so it looks first at what is already done. A run may last 15 minutes; what needs more does one step and
 * asks for the next with `later`.
 */
export interface Task<P extends z.ZodObject = z.ZodObject> {
  name: `${string}.${string}`
  queue: JobQueue
  max_attempts: number
  payload: P
  run: (work: Work, payload: z.output<P>) => Promise<void>
}

export function defineTask<P extends z.ZodObject>(
  definition: Pick<Task<P>, 'name' | 'payload' | 'run'> & Partial<Task<P>>,
): Task<P> {
  return { queue: 'default', max_attempts: 8, ...definition }
}

/**
 * Has a task done after the commit of the caller's transaction. For subscribers, duties and tasks:
 * a command says what happened and leaves the consequences to its subscribers.
 *
 * @param options.run_at not before this moment
 * @param options.key asked for again under the same key before it has begun, it is moved instead of doubled
 */
export async function later<P extends z.ZodObject>(
  ctx: Ctx,
  task: Task<P>,
  payload: z.input<P>,
  options: { run_at?: Date; key?: string } = {},
): Promise<void> {
  const job = { tenant_id: ctx.tenant.id, input: task.payload.parse(payload) }
  await sql`select platform.add_job(${task.name}, ${JSON.stringify(job)}::json, ${task.max_attempts},
    ${options.run_at?.toISOString() ?? null}::timestamptz, ${options.key ? keyOf(ctx, task, options.key) : null})`.execute(
    ctx.transaction.db,
  )
}

/** Takes back what was asked for under this key, unless it has begun. */
export async function dropLater(ctx: Ctx, task: Pick<Task, 'name'>, key: string): Promise<void> {
  await sql`select platform.drop_job(${keyOf(ctx, task, key)})`.execute(ctx.transaction.db)
}

const keyOf = (ctx: Ctx, task: Pick<Task, 'name'>, key: string): string =>
  `${ctx.tenant.id}/${task.name}/${key}`
