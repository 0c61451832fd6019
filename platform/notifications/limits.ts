import { sql } from 'kysely'
import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { localDate } from '../local-time.ts'
import type { PlatformTables } from '../tables.ts'
import type { Channel } from './define.ts'
import { failuresUntilRest, restSeconds, type Vendor } from './rules.ts'

const db = tablesOf<PlatformTables>()

export interface ChannelSetting {
  enabled: boolean
  price: number
  daily_cap: number | null
  monthly_budget: number | null
}
const unset: ChannelSetting = { enabled: true, price: 0, daily_cap: null, monthly_budget: null }

export async function settingsOf(ctx: Ctx): Promise<(channel: string) => ChannelSetting> {
  const rows = await db(ctx).selectFrom('platform.channel_setting').selectAll().execute()
  const known = new Map(
    rows.map((row) => [
      row.channel,
      {
        enabled: row.enabled,
        price: Number(row.price),
        daily_cap: row.daily_cap,
        monthly_budget: row.monthly_budget === null ? null : Number(row.monthly_budget),
      },
    ]),
  )
  return (channel) => known.get(channel) ?? unset
}

/**
 * Counts one more message on the channel, unless the day's cap or the month's budget is used up. The day's
 * row is held first, so that of two that want the last place one gets it.
 */
export async function reserve(
  ctx: Ctx,
  channel: Channel,
  setting: ChannelSetting,
  cost: number,
): Promise<boolean> {
  const day = localDate(ctx.now(), ctx.tenant.time_zone)
  await sql`insert into platform.channel_use (tenant_id, channel, day) values (platform.tenant_id(), ${channel}, ${day}::date)
    on conflict do nothing`.execute(ctx.transaction.db)
  const { rows } = await sql<{ channel: string }>`
    update platform.channel_use u set sent = sent + 1, cost = cost + ${cost}::numeric
    where channel = ${channel} and day = ${day}::date
      and (${setting.daily_cap}::int is null or sent < ${setting.daily_cap}::int)
      and (${setting.monthly_budget}::numeric is null or ${cost}::numeric + (
        select coalesce(sum(m.cost), 0) from platform.channel_use m
        where m.channel = ${channel} and m.day >= date_trunc('month', ${day}::date)) <= ${setting.monthly_budget}::numeric)
    returning channel`.execute(ctx.transaction.db)
  return rows.length === 1
}

/** Gives the place back: the vendor took nothing. */
export async function release(
  ctx: Ctx,
  channel: string,
  counted_at: Date | string,
  cost: number,
): Promise<void> {
  const day = localDate(new Date(counted_at), ctx.tenant.time_zone)
  await sql`update platform.channel_use set sent = greatest(0, sent - 1), cost = greatest(0, cost - ${cost}::numeric)
    where channel = ${channel} and day = ${day}::date`.execute(ctx.transaction.db)
}

export async function countSimulated(ctx: Ctx, channel: Channel): Promise<void> {
  const day = localDate(ctx.now(), ctx.tenant.time_zone)
  await sql`insert into platform.channel_use as u (tenant_id, channel, day, simulated)
    values (platform.tenant_id(), ${channel}, ${day}::date, 1)
    on conflict (tenant_id, channel, day) do update set simulated = u.simulated + 1`.execute(
    ctx.transaction.db,
  )
}

/** Until when each vendor is left alone by this organisation. */
export async function restingVendors(ctx: Ctx): Promise<Map<string, Date>> {
  const rows = await db(ctx)
    .selectFrom('platform.vendor_health')
    .select(['vendor', 'open_until'])
    .where('open_until', 'is not', null)
    .execute()
  return new Map(rows.map((row) => [row.vendor, new Date(row.open_until!)]))
}

/** One message tries whether the vendor is back; whoever comes second keeps waiting. */
export async function takeProbe(ctx: Ctx, vendor: Vendor): Promise<boolean> {
  const now = ctx.now()
  const taken = await db(ctx)
    .updateTable('platform.vendor_health')
    .set({ open_until: new Date(now.getTime() + 20_000) })
    .where('vendor', '=', vendor)
    .where('open_until', '<=', now.toISOString())
    .returning('vendor')
    .executeTakeFirst()
  return taken !== undefined
}

export async function recordSuccess(ctx: Ctx, vendor: Vendor): Promise<void> {
  // Written once a minute at most: ten thousand messages must not queue for one row.
  await sql`insert into platform.vendor_health as h (tenant_id, vendor, last_success_at)
    values (platform.tenant_id(), ${vendor}, ${ctx.now().toISOString()})
    on conflict (tenant_id, vendor) do update set failures = 0, open_until = null, last_success_at = excluded.last_success_at
    where h.failures > 0 or h.open_until is not null
      or h.last_success_at is null or h.last_success_at < excluded.last_success_at - interval '1 minute'`.execute(
    ctx.transaction.db,
  )
}

export async function recordFailure(ctx: Ctx, vendor: Vendor, detail: string): Promise<void> {
  const now = ctx.now()
  const { rows } = await sql<{ failures: number }>`
    insert into platform.vendor_health as h (tenant_id, vendor, failures, last_failure_at, last_failure)
    values (platform.tenant_id(), ${vendor}, 1, ${now.toISOString()}, ${detail.slice(0, 300)})
    on conflict (tenant_id, vendor) do update set failures = h.failures + 1,
      last_failure_at = excluded.last_failure_at, last_failure = excluded.last_failure
    returning failures`.execute(ctx.transaction.db)
  const failures = rows[0]!.failures
  if (failures < failuresUntilRest) return
  await db(ctx)
    .updateTable('platform.vendor_health')
    .set({ open_until: new Date(now.getTime() + restSeconds(failures) * 1_000) })
    .where('vendor', '=', vendor)
    .execute()
}
