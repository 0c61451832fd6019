import { sql } from 'kysely'
import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { invalid } from '../errors.ts'
import { hashSecret, newId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import { seal } from '../seal.ts'
import type { PlatformTables } from '../tables.ts'
import type { Channel } from './define.ts'

const db = tablesOf<PlatformTables>()

export interface Preference {
  phone: string | null
  channels: Channel[] | null
  quiet_from: string | null
  quiet_to: string | null
}
const none: Preference = { phone: null, channels: null, quiet_from: null, quiet_to: null }

export async function preferenceOf(ctx: Ctx, user_id: string): Promise<Preference> {
  const row = await db(ctx)
    .selectFrom('platform.member_preference')
    .select(['phone', 'channels', 'quiet_from', 'quiet_to'])
    .where('user_id', '=', user_id)
    .executeTakeFirst()
  return (row as Preference | undefined) ?? none
}

export async function keepPreference(ctx: Ctx, user_id: string, given: Preference): Promise<Preference> {
  const phone = given.phone ? (await import('./phone.ts')).phoneNumber(given.phone, ctx.tenant.country) : null
  if (given.phone && !phone) throw invalid('platform.phone_invalid', [{ path: 'body.phone', code: 'phone' }])
  const quiet = given.quiet_from && given.quiet_to ? given : none
  const kept = { phone, channels: given.channels, quiet_from: quiet.quiet_from, quiet_to: quiet.quiet_to }
  await db(ctx)
    .insertInto('platform.member_preference')
    .values({ tenant_id: ctx.tenant.id, user_id, ...kept, updated_at: ctx.now() })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'user_id']).doUpdateSet({ ...kept, updated_at: ctx.now() }),
    )
    .execute()
  return kept
}

/** At most so many browsers and telephones of one person or page; a new one takes the oldest one's place. */
const mostSubscriptions = 10

/** Keeps what a browser or app gave us to reach it, sealed: who holds it can write to that screen. */
export async function keepSubscription(
  ctx: Ctx,
  platform: Pick<Platform, 'config'>,
  owner: { user_id: string } | { page_hash: string },
  subscription: { channel: 'push' | 'web_push'; text: string; address: string },
): Promise<void> {
  const whose = { user_id: null, page_hash: null, ...owner }
  await db(ctx)
    .insertInto('platform.push_subscription')
    .values({
      tenant_id: ctx.tenant.id,
      id: newId(),
      channel: subscription.channel,
      ...whose,
      endpoint_hash: hashSecret(subscription.address),
      sealed: seal(subscription.text, platform.config.SECRET_KEY),
      created_at: ctx.now(),
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'endpoint_hash']).doUpdateSet((row) => ({
        user_id: row.ref('excluded.user_id'),
        page_hash: row.ref('excluded.page_hash'),
        sealed: row.ref('excluded.sealed'),
        created_at: row.ref('excluded.created_at'),
      })),
    )
    .execute()
  await sql`delete from platform.push_subscription where id in (
    select id from platform.push_subscription
    where (user_id = ${whose.user_id}::uuid or page_hash = ${whose.page_hash}::text)
    order by created_at desc, id desc offset ${mostSubscriptions})`.execute(ctx.transaction.db)
}

export async function browsersOf(ctx: Ctx, user_id: string): Promise<number> {
  const row = await db(ctx)
    .selectFrom('platform.push_subscription')
    .select((eb) => eb.fn.countAll<string>().as('n'))
    .where('user_id', '=', user_id)
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

export async function forgetSubscriptions(ctx: Ctx, user_id: string): Promise<number> {
  const gone = await db(ctx)
    .deleteFrom('platform.push_subscription')
    .where('user_id', '=', user_id)
    .returning('id')
    .execute()
  return gone.length
}
