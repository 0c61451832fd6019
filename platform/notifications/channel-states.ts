import { sql } from 'kysely'
import type { ReplyOf } from '../contract.ts'
import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { invalid, notFound } from '../errors.ts'
import { localDate } from '../local-time.ts'
import type { Platform } from '../platform.ts'
import type { PlatformTables } from '../tables.ts'
import {
  accountShapes,
  accountsOf,
  carries,
  FcmAccount,
  sealAccount,
  type Accounts,
  type HeldAccount,
  type OwnVendor,
} from './accounts.ts'
import { defaultQuiet } from './claim.ts'
import type { listChannels } from './contract.ts'
import { channels } from './define.ts'
import { settingsOf } from './limits.ts'
import { carriers } from './rules.ts'

const db = tablesOf<PlatformTables>()

export async function channelStates(ctx: Ctx, platform: Platform): Promise<ReplyOf<typeof listChannels>> {
  const accounts = await accountsOf(ctx, platform)
  const setting = await settingsOf(ctx)
  const health = new Map(
    (await db(ctx).selectFrom('platform.vendor_health').selectAll().execute()).map((row) => [
      row.vendor,
      row,
    ]),
  )
  const today = localDate(ctx.now(), ctx.tenant.time_zone)
  const { rows } = await sql<{
    channel: string
    sent_today: number
    sent: number
    simulated: number
    cost: number
  }>`
    select channel, sum(sent) filter (where day = ${today}::date)::int as sent_today, sum(sent)::int as sent,
      sum(simulated)::int as simulated, sum(cost)::float8 as cost
    from platform.channel_use where day >= date_trunc('month', ${today}::date) group by channel`.execute(
    ctx.transaction.db,
  )
  const used = new Map(rows.map((row) => [row.channel, row]))
  const quiet =
    (await db(ctx).selectFrom('platform.notification_setting').selectAll().executeTakeFirst()) ?? defaultQuiet
  const base = platform.config.PUBLIC_URL?.replace(/\/$/, '')
  return {
    quiet_from: quiet.quiet_from,
    quiet_to: quiet.quiet_to,
    receipts: base
      ? {
          twilio: `${base}/receipts/twilio/${ctx.tenant.ref}`,
          twilio_incoming: `${base}/receipts/twilio/${ctx.tenant.ref}/incoming`,
          sendgrid: `${base}/receipts/sendgrid/${ctx.tenant.ref}`,
        }
      : null,
    items: channels.map((channel) => {
      const own = setting(channel)
      const use = used.get(channel)
      const live = carriers[channel].some((vendor) => carries(accounts.get(vendor), { channel, vendor }))
      return {
        id: channel,
        state: own.enabled ? (live ? 'live' : 'simulated') : 'off',
        ...own,
        sent_today: use?.sent_today ?? 0,
        sent_month: use?.sent ?? 0,
        simulated_month: use?.simulated ?? 0,
        cost_month: use?.cost ?? 0,
        carriers: carriers[channel].map((vendor) => {
          const row = health.get(vendor)
          const resting = row?.open_until && new Date(row.open_until) > ctx.now() ? row.open_until : null
          const held = accounts.get(vendor)
          return {
            vendor,
            whose: carries(held, { channel, vendor }) ? held!.whose : null,
            // What is the operator's own stays with the operator.
            shown: held?.whose === 'organisation' ? shownOf(held) : {},
            resting_until: resting,
            failures: row?.failures ?? 0,
            last_failure: row?.last_failure ?? null,
            last_failure_at: row?.last_failure_at ?? null,
            last_success_at: row?.last_success_at ?? null,
          }
        }),
      }
    }),
  }
}

/** What a person recognises an account by; never a secret. */
function shownOf({ vendor, account }: Pick<HeldAccount, 'vendor' | 'account'>): Record<string, string> {
  const of = <V extends keyof Accounts>(): Accounts[V] => account as Accounts[V]
  switch (vendor) {
    case 'twilio': {
      const { account_sid, sms_from = '', whatsapp_from = '' } = of<'twilio'>()
      return { account: `…${account_sid.slice(-4)}`, sms_from, whatsapp_from }
    }
    case 'sendgrid':
      return { from: of<'sendgrid'>().from }
    case 'smtp':
      return { from: of<'smtp'>().from, host: `${of<'smtp'>().host}:${of<'smtp'>().port}` }
    case 'fcm':
      return { project: of<'fcm'>().project_id }
    default:
      return {}
  }
}

/** Seals an account of the organisation's own. Empty fields count as absent. */
export async function keepAccount(
  ctx: Ctx,
  platform: Platform,
  vendor: OwnVendor,
  body: Record<string, unknown>,
): Promise<void> {
  const given = Object.fromEntries(
    Object.entries(body).filter(([, value]) => value !== '' && value !== undefined),
  )
  const read =
    vendor === 'fcm'
      ? FcmAccount.safeParse(jsonOf(given.service_account))
      : accountShapes[vendor].safeParse(given)
  if (!read.success) {
    const fields =
      vendor === 'fcm'
        ? [{ path: 'body.service_account', code: 'invalid_format' }]
        : read.error.issues.map((issue) => ({
            path: `body.${issue.path.join('.')}`,
            code: issue.code,
          }))
    throw invalid('platform.account_incomplete', fields)
  }
  const account = { ...read.data } as Record<string, unknown>
  // Only the operator's own server may stand on a private address.
  delete account.trusted
  await db(ctx)
    .insertInto('platform.vendor_account')
    .values({
      tenant_id: ctx.tenant.id,
      vendor,
      sealed: sealAccount(account, platform.config),
      updated_at: ctx.now(),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'vendor'])
        .doUpdateSet({ sealed: sealAccount(account, platform.config), updated_at: ctx.now() }),
    )
    .execute()
  // A new account deserves a fresh try.
  await db(ctx).deleteFrom('platform.vendor_health').where('vendor', '=', vendor).execute()
}

const jsonOf = (text: unknown): unknown => {
  try {
    return JSON.parse(String(text))
  } catch {
    return null
  }
}

export async function dropAccount(ctx: Ctx, vendor: OwnVendor): Promise<void> {
  const gone = await db(ctx)
    .deleteFrom('platform.vendor_account')
    .where('vendor', '=', vendor)
    .returning('vendor')
    .executeTakeFirst()
  if (!gone) throw notFound('platform.not_found')
}
