import { sql } from 'kysely'
import { serviceNames } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { cutPage, readCursor } from '@guichet/platform/paging'
import { tablesOf } from '@guichet/platform/db'
import type { InputOf, ReplyOf } from '@guichet/platform/contract'
import type { AnalyticsTables } from '../../tables.ts'
import type { listComments } from '../contract.ts'

const db = tablesOf<AnalyticsTables>()

/** What visitors wrote, the newest first; of the sites the reader may see. */
export async function commentsOf(
  ctx: Ctx,
  query: InputOf<typeof listComments>['query'],
): Promise<ReplyOf<typeof listComments>> {
  const after = readCursor(query.cursor)
  const { site_ids } = ctx.actor
  const rows = await db(ctx)
    .selectFrom('analytics.vote')
    .select(['id', 'cast_at', 'service_id', 'csat', 'comment'])
    .where('comment', 'is not', null)
    .where(sql<boolean>`(${site_ids}::uuid[] is null or site_id = any(${site_ids}::uuid[]))`)
    .$if(query.site_id !== undefined, (q) => q.where('site_id', '=', query.site_id as string))
    .$if(query.service_id !== undefined, (q) => q.where('service_id', '=', query.service_id as string))
    .$if(query.from !== undefined, (q) => q.where('local_day', '>=', query.from as string))
    .$if(query.to !== undefined, (q) => q.where('local_day', '<=', query.to as string))
    .$if(query.at_most !== undefined, (q) => q.where('csat', '<=', query.at_most as number))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(cast_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('cast_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute()
  const page = cutPage(rows, query.limit, (row) => [row.cast_at, row.id])
  const names = await serviceNames(ctx, [...new Set(page.items.map((row) => row.service_id))])
  return {
    items: page.items.map((row) => ({
      ...row,
      comment: row.comment as string,
      service_name: names.get(row.service_id) ?? '',
    })),
    next_cursor: page.next_cursor,
  }
}
