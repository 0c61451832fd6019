import { sql } from 'kysely'
import type { ReplyOf } from '../contract.ts'
import type { Ctx } from '../ctx.ts'
import { onSitesOf } from '../db/on-sites.ts'
import { tablesOf } from '../db/tables-of.ts'
import { notFound } from '../errors.ts'
import { cutPage, readCursor } from '../paging.ts'
import type { PlatformTables } from '../tables.ts'
import type { listMessages, readMessage } from './contract.ts'

const db = tablesOf<PlatformTables>()

const lineColumns = [
  'id',
  'notice',
  'audience',
  'status',
  'status_at',
  'created_at',
  'channel',
  'title',
  'reason',
] as const
/** Where it went; before that, where it is meant for. A colleague is shown by e-mail. */
const recipient = sql<string | null>`coalesce(message.address, message.phone, message.email,
  (select u.email from auth.account_user u where u.id = message.recipient_id and message.recipient_kind = 'user'))`

export async function messagesOf(
  ctx: Ctx,
  query: {
    limit: number
    cursor?: string
    status?: string
    channel?: string
    notice?: string
    address?: string
  },
): Promise<ReplyOf<typeof listMessages>> {
  const after = readCursor(query.cursor)
  const rows = await db(ctx)
    .selectFrom('platform.message as message')
    .select(lineColumns)
    .select(recipient.as('recipient'))
    .where(onSitesOf(ctx.actor))
    .$if(query.status !== undefined, (q) => q.where('status', '=', query.status!))
    .$if(query.channel !== undefined, (q) => q.where('channel', '=', query.channel!))
    .$if(query.notice !== undefined, (q) => q.where('notice', '=', query.notice!))
    .$if(Boolean(query.address), (q) =>
      q.where(
        sql<boolean>`strpos(lower(coalesce(message.address, message.phone, message.email, '')), lower(${query.address!})) > 0`,
      ),
    )
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(created_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute()
  return cutPage(rows, query.limit, (row) => [row.created_at, row.id]) as never
}

export async function messageOf(ctx: Ctx, id: string): Promise<Omit<ReplyOf<typeof readMessage>, 'replies'>> {
  const row = await db(ctx)
    .selectFrom('platform.message as message')
    .select([
      ...lineColumns,
      'body',
      'locale',
      'consent',
      'attempt',
      'parts',
      'cost',
      'next_at',
      'expires_at',
      'vendor',
    ])
    .select(recipient.as('recipient'))
    .where('id', '=', id)
    .where(onSitesOf(ctx.actor))
    .executeTakeFirst()
  if (!row) throw notFound('platform.not_found')
  const steps = await db(ctx)
    .selectFrom('platform.message_step')
    .select(['id', 'at', 'status', 'channel', 'reason', 'detail'])
    .where('message_id', '=', id)
    .orderBy('id')
    .limit(300)
    .execute()
  const attachments = await db(ctx)
    .selectFrom('platform.message_attachment')
    .select(['name', 'type'])
    .where('message_id', '=', id)
    .orderBy('id')
    .execute()
  return { ...row, cost: Number(row.cost), steps, attachments } as never
}
