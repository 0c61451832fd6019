import { sql } from 'kysely'
import { tablesOf } from '@guichet/platform/db'
import { newId } from '@guichet/platform/ids'
import type { Work } from '@guichet/platform/task'
import type { ReportsTables } from '../tables.ts'

const db = tablesOf<ReportsTables>()

/** A worker that says nothing for this long is gone, and another may take the report up. */
const held_ms = 20_000
const look_ms = 400

/** The report was cancelled, removed or taken by another worker, or the process is asked to stop. */
export class Stopped extends Error {}

export interface Hold {
  /** Aborted with `Stopped` within half a second of a cancellation. */
  signal: AbortSignal
  release: () => Promise<void>
}

/** Takes a report for this worker alone. @returns when somebody else may have it, or null when it has ended */
export async function takeHold(work: Work, report_id: string): Promise<Hold | { until: Date } | null> {
  const holder = newId()
  const row = await work.open((ctx) =>
    db(ctx)
      .updateTable('reports.report')
      .set({ held_by: holder, held_until: until(ctx.now()) })
      .where('id', '=', report_id)
      .where('status', 'in', ['PENDING', 'RUNNING'])
      .where((eb) => eb.or([eb('held_until', 'is', null), eb('held_until', '<', ctx.now().toISOString())]))
      .returning('id')
      .executeTakeFirst(),
  )
  if (!row) {
    const other = await work.open((ctx) =>
      db(ctx)
        .selectFrom('reports.report')
        .select('held_until')
        .where('id', '=', report_id)
        .where('status', 'in', ['PENDING', 'RUNNING'])
        .executeTakeFirst(),
    )
    return other?.held_until ? { until: new Date(Date.parse(other.held_until) + 500) } : null
  }
  return keep(work, report_id, holder)
}

const until = (now: Date): Date => new Date(now.getTime() + held_ms)

function keep(work: Work, report_id: string, holder: string): Hold {
  const stopping = new AbortController()
  const stop = () => stopping.abort(new Stopped('the process stops'))
  work.signal.addEventListener('abort', stop, { once: true })
  if (work.signal.aborted) stop()
  let looking = false
  const timer = setInterval(() => {
    if (looking) return
    looking = true
    void work
      .open((ctx) =>
        db(ctx)
          .updateTable('reports.report')
          .set({ held_until: until(ctx.now()) })
          .where('id', '=', report_id)
          .where('held_by', '=', holder)
          .where('status', 'in', ['PENDING', 'RUNNING'])
          .returning('id')
          .executeTakeFirst(),
      )
      .then((row) => {
        if (!row) stopping.abort(new Stopped('cancelled, removed or taken by another'))
      })
      // The database is away for a moment: the hold lasts longer than that.
      .catch(() => {})
      .finally(() => (looking = false))
  }, look_ms)
  return {
    signal: stopping.signal,
    async release() {
      clearInterval(timer)
      work.signal.removeEventListener('abort', stop)
      await work.open((ctx) =>
        db(ctx)
          .updateTable('reports.report')
          .set({ held_by: sql`null`, held_until: null })
          .where('id', '=', report_id)
          .where('held_by', '=', holder)
          .execute(),
      )
    },
  }
}
