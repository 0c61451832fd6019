import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { tablesOf } from '@guichet/platform/db'
import { ModelFailure } from '@guichet/platform/language-model'
import type { Work } from '@guichet/platform/task'
import { percentAt, type Stage } from '../model.ts'
import type { ReportsTables } from '../tables.ts'
import { ThreadFailure } from './in-thread.ts'
import { note } from './log.ts'

const db = tablesOf<ReportsTables>()

/** The run has lasted long enough for one job: the next one goes on. */
export class Later extends Error {}

/** The same for the same values, in whatever order the database gives the keys of an object back. */
export const hashOf = (input: unknown): string =>
  createHash('sha256')
    .update(
      JSON.stringify(input, (_, value: unknown) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
          : value,
      ),
    )
    .digest('hex')

export interface Progress {
  work: Work
  report_id: string
  signal: AbortSignal
  /** Throws `Later` when this job should leave the rest to the next one. */
  breathe: () => void
}

export interface StepDefinition<R> {
  kind: 'facts' | 'selection' | 'section' | 'rendering'
  key?: string
  position?: number
  /** Everything the result depends on. */
  input: unknown
  make: (signal: AbortSignal) => Promise<R>
  /** What the log says of the result. */
  tell?: (result: R) => { code: string; facts?: Record<string, string | number>; level?: 'warning' }
  failed: { code: string; facts?: Record<string, string | number> }
}

/**
 * Does one piece of work and keeps its result; done before from the same input, it is not done again.
 * @returns null when it failed, which the log then says
 */
export async function step<R>(progress: Progress, definition: StepDefinition<R>): Promise<R | null> {
  const { work, report_id, signal } = progress
  const { kind, key = '', position = 0 } = definition
  const input_hash = hashOf(definition.input)
  const before = await work.open((ctx) =>
    db(ctx)
      .selectFrom('reports.step')
      .select(['status', 'input_hash', 'result'])
      .where('report_id', '=', report_id)
      .where('kind', '=', kind)
      .where('key', '=', key)
      .executeTakeFirst(),
  )
  if (before?.status === 'done' && before.input_hash === input_hash) return before.result as R
  signal.throwIfAborted()
  progress.breathe()
  await work.open((ctx) =>
    db(ctx)
      .insertInto('reports.step')
      .values({
        tenant_id: work.tenant.id,
        report_id,
        kind,
        key,
        position,
        input_hash,
        status: 'running',
        tries: 1,
        started_at: ctx.now(),
      })
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'report_id', 'kind', 'key']).doUpdateSet({
          input_hash,
          position,
          status: 'running',
          fault: null,
          result: null,
          tries: sql`step.tries + 1`,
          started_at: ctx.now(),
          ended_at: null,
        }),
      )
      .execute(),
  )
  try {
    const result = await definition.make(signal)
    signal.throwIfAborted()
    await work.open(async (ctx) => {
      await finish(ctx, { status: 'done', result: JSON.stringify(result) })
      const told = definition.tell?.(result)
      if (told) await note(ctx, report_id, told.code, told.facts, told.level)
    })
    return result
  } catch (error) {
    if (signal.aborted || error instanceof Later) throw error
    const fault = error instanceof ThreadFailure || error instanceof ModelFailure ? error.fault : 'unexpected'
    work.log.warn({ err: error, report_id, kind, key }, 'a step of a report failed')
    await work.open(async (ctx) => {
      await finish(ctx, { status: 'failed', fault })
      await note(
        ctx,
        report_id,
        definition.failed.code,
        { ...definition.failed.facts, reason: fault },
        'warning',
      )
    })
    return null
  }

  function finish(
    ctx: Parameters<Parameters<Work['open']>[0]>[0],
    values: { status: 'done' | 'failed'; result?: string; fault?: string },
  ) {
    return db(ctx)
      .updateTable('reports.step')
      .set({ ...values, ended_at: ctx.now() })
      .where('report_id', '=', report_id)
      .where('kind', '=', kind)
      .where('key', '=', key)
      .execute()
  }
}

/** Says how far the report is. */
export async function reach(progress: Progress, stage: Stage, part: number): Promise<void> {
  await progress.work.open((ctx) =>
    db(ctx)
      .updateTable('reports.report')
      .set({ stage, percent: percentAt(stage, part) })
      .where('id', '=', progress.report_id)
      .where('status', '=', 'RUNNING')
      .execute(),
  )
}
