import { sql } from 'kysely'
import type { Tenant } from '../ctx.ts'
import { newId } from '../ids.ts'
import { asSystem, type Platform } from '../platform.ts'

export interface JobFacts {
  task: string
  queue: string
  job_key: string
  attempt: number
  max_attempts: number
  payload: object
}

async function record(
  platform: Platform,
  tenant: Tenant,
  facts: JobFacts,
  outcome: { status: string; started_at: Date; error: string | null; next_attempt_at: Date | null },
): Promise<void> {
  await asSystem(platform, tenant, (ctx) =>
    sql`
      insert into platform.job_run (tenant_id, id, task, queue, status, attempt, max_attempts, payload, error,
                                    started_at, ended_at, next_attempt_at, job_key)
      values (platform.tenant_id(), ${newId()}, ${facts.task}, ${facts.queue}, ${outcome.status}, ${facts.attempt},
              ${facts.max_attempts}, ${JSON.stringify(facts.payload)}, ${outcome.error}, ${outcome.started_at.toISOString()},
              ${ctx.now().toISOString()}, ${outcome.next_attempt_at?.toISOString() ?? null}, ${facts.job_key})
      on conflict (tenant_id, job_key) do update set status = excluded.status, attempt = excluded.attempt,
        error = coalesce(excluded.error, job_run.error), ended_at = excluded.ended_at, next_attempt_at = excluded.next_attempt_at
    `.execute(ctx.transaction.db),
  )
}

export const recordSuccess = (
  platform: Platform,
  tenant: Tenant,
  facts: JobFacts,
  started_at: Date,
): Promise<void> =>
  record(platform, tenant, facts, { status: 'succeeded', started_at, error: null, next_attempt_at: null })

/** A failed attempt becomes visible to the organisation; the last one as a dead letter, which can be tried again. */
export const recordAttempt = (
  platform: Platform,
  tenant: Tenant,
  facts: JobFacts,
  started_at: Date,
  error: Error,
  dead: boolean,
): Promise<void> =>
  record(platform, tenant, facts, {
    status: dead ? 'dead' : 'retrying',
    started_at,
    error: error.message.slice(0, 500),
    next_attempt_at: dead
      ? null
      : new Date(platform.now().getTime() + Math.exp(Math.min(facts.attempt, 10)) * 1_000),
  })
