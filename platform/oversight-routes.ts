import { sql } from 'kysely'
import { onSitesOf } from './db/on-sites.ts'
import { tablesOf } from './db/tables-of.ts'
import { notFound } from './errors.ts'
import { handle, type Route } from './http/handle.ts'
import * as contract from './oversight-contract.ts'
import { cutPage, readCursor } from './paging.ts'
import type { PlatformTables } from './tables.ts'

const db = tablesOf<PlatformTables>()

/** What the organisation may see of its own machinery: the audit trail and the jobs. */
export const oversightRoutes: Route[] = [
  handle(contract.listEvents, async (ctx, { query }) => {
    const after = readCursor(query.cursor)
    const rows = await db(ctx)
      .selectFrom('platform.event')
      .select(['id', 'at', 'name', 'site_id', 'actor', 'payload', 'request_id'])
      .$if(query.name !== undefined, (q) => q.where('name', '=', query.name!))
      .$if(query.site_id !== undefined, (q) => q.where('site_id', '=', query.site_id!))
      .where(onSitesOf(ctx.actor))
      .$if(after !== null, (q) =>
        q.where(sql<boolean>`(at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
      )
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .execute()
    return cutPage(rows, query.limit, (row) => [row.at, row.id]) as never
  }),
  handle(contract.listJobRuns, async (ctx, { query }) => {
    const after = readCursor(query.cursor)
    const rows = await db(ctx)
      .selectFrom('platform.job_run')
      .select([
        'id',
        'task',
        'queue',
        'status',
        'attempt',
        'max_attempts',
        'error',
        'started_at',
        'ended_at',
        'next_attempt_at',
      ])
      .$if(query.status !== undefined, (q) => q.where('status', '=', query.status!))
      .$if(after !== null, (q) =>
        q.where(sql<boolean>`(started_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
      )
      .orderBy('started_at', 'desc')
      .orderBy('id', 'desc')
      .limit(query.limit + 1)
      .execute()
    return cutPage(rows, query.limit, (row) => [row.started_at, row.id]) as never
  }),
  handle(contract.retryJobRun, async (ctx, { params }) => {
    const dead = await db(ctx)
      .updateTable('platform.job_run')
      .set({ status: 'retrying', next_attempt_at: ctx.now() })
      .where('id', '=', params.job_run_id)
      .where('status', '=', 'dead')
      .returning(['task', 'payload', 'max_attempts', 'job_key'])
      .executeTakeFirst()
    if (!dead) throw notFound('platform.not_found')
    const payload = JSON.stringify({ ...dead.payload, job_key: dead.job_key })
    await sql`select platform.add_job(${dead.task}, ${payload}::json, ${dead.max_attempts})`.execute(db(ctx))
    return { queued: true }
  }),
]
