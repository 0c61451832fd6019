import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { emit } from '@guichet/platform/emit'
import { invalid } from '@guichet/platform/errors'
import { db } from '../../catalogue/queries.ts'
import { alertsAcknowledged, alertsSnoozed } from '../../events.ts'

/** Says that somebody takes care of these: they are silent until well again; the others are not. */
export async function acknowledge(ctx: Ctx, episode_ids: readonly string[], by: string): Promise<number> {
  const { rows } = await sql<{ product_id: string | null }>`
    update stock.alert_episode set acknowledged_at = ${ctx.now().toISOString()}::timestamptz, acknowledged_by = ${by}
    where id = any(${episode_ids}::uuid[]) and resolved_at is null and acknowledged_at is null
    returning product_id`.execute(db(ctx))
  if (rows.length > 0)
    await emit(ctx, alertsAcknowledged, {
      kind: 'acknowledged',
      episodes: rows.length,
      product_id: only(rows),
    })
  return rows.length
}

const longest_ms = 31 * 86_400_000

/** Puts these off: they are told again when the time is over and nothing has changed. */
export async function snooze(ctx: Ctx, episode_ids: readonly string[], until: string): Promise<number> {
  const end = Date.parse(until)
  const now = ctx.now().getTime()
  if (end <= now || end > now + longest_ms)
    throw invalid('platform.invalid_input', [{ path: 'body.until', code: 'out_of_range' }])
  const { rows } = await sql<{ product_id: string | null }>`
    update stock.alert_episode set snoozed_until = ${new Date(end).toISOString()}::timestamptz, told_at = null
    where id = any(${episode_ids}::uuid[]) and resolved_at is null
    returning product_id`.execute(db(ctx))
  if (rows.length > 0)
    await emit(ctx, alertsSnoozed, { kind: 'snoozed', episodes: rows.length, product_id: only(rows) })
  return rows.length
}

const only = (rows: { product_id: string | null }[]): string | null =>
  rows.length === 1 ? rows[0]!.product_id : null

/** Whoever presses “Vu” under a message takes care of what it named. */
export async function acknowledgeMessage(ctx: Ctx, key: string, by: string): Promise<void> {
  const id = key.split('/')[0]!
  const message = await db(ctx)
    .selectFrom('stock.alert_message')
    .select('episode_ids')
    .where('id', '=', id)
    .executeTakeFirst()
  if (message) await acknowledge(ctx, message.episode_ids, by)
}

/** Keeps in the history that a message could not be brought to its reader. */
export async function noteFailure(ctx: Ctx, key: string, reason: string): Promise<void> {
  await sql`update stock.alert_message set failures = failures + 1, failure_reason = ${reason.slice(0, 200)}
    where id = ${key.split('/')[0]!}::uuid`.execute(db(ctx))
}
