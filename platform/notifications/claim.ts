import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx, Locale } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { Failure } from '../errors.ts'
import { hashSecret } from '../ids.ts'
import type { Platform } from '../platform.ts'
import type { PlatformTables } from '../tables.ts'
import { accountsOf, carries, openSealed, type HeldAccount } from './accounts.ts'
import type { Letter } from './channels/carrier.ts'
import { noticesOf, type Attachment, type Channel, type NoticeDefinition } from './define.ts'
import {
  countSimulated,
  release,
  reserve,
  restingVendors,
  settingsOf,
  takeProbe,
  type ChannelSetting,
} from './limits.ts'
import { reachOf, recordConsent, subscriptions, type Reach } from './reach.ts'
import { sayer } from '../texts.ts'
import { fieldsIn, render, replyWords, valuesOf, type Words } from './render.ts'
import { disturbs, legName, legsOf, quietUntil, smsParts, type Leg } from './rules.ts'
import { finish, postpone, type MessageRow } from './settle.ts'
import { addStep } from './steps.ts'

const db = tablesOf<PlatformTables>()

/** How long a worker may be silent before another takes its message over; well beyond the vendors' time limit. */
const lease_s = 45

export interface Claim {
  letter: Letter
  leg: Leg
  held: HeldAccount
  attempt: number
  cost: number
  /** The attempt whose outcome nobody knows: the vendor is asked before anything is sent again. */
  unsure_since: Date | null
  /** Whether it may still be sent: it may have expired while its outcome was unknown. */
  may_send: boolean
}

/** Takes a message in hand: decides the way it leaves, puts it into words, and marks it as being sent. */
export async function claim(ctx: Ctx, platform: Platform, message_id: string): Promise<Claim | null> {
  const row = (await db(ctx)
    .selectFrom('platform.message')
    .selectAll()
    .where('id', '=', message_id)
    .forUpdate()
    .executeTakeFirst()) as MessageRow | undefined
  if (!row || (row.status !== 'pending' && row.status !== 'sending')) return null
  const now = ctx.now()
  // Held, waiting for its next attempt, or in another worker's hands.
  if (new Date(row.next_at) > now) return postpone(ctx, row, new Date(row.next_at))
  const expired = new Date(row.expires_at) <= now
  if (expired && row.outcome_known) return finish(ctx, row, 'expired')
  const notice = noticesOf(platform).get(row.notice)
  if (!notice) return finish(ctx, row, 'failed', 'unknown_notice')
  const reach = await reachOf(ctx, row)
  const accounts = await accountsOf(ctx, platform)
  if (!row.outcome_known) {
    const leg = { channel: row.channel as Channel, vendor: row.vendor as Leg['vendor'] }
    const held = accounts.get(leg.vendor)
    const way = reach.ways.find(({ channel }) => channel === leg.channel)
    if (held && way?.address) {
      const until = (await restingVendors(ctx)).get(leg.vendor)
      if (until && until > now) return postpone(ctx, row, spread(until))
      return take(ctx, platform, row, {
        notice,
        leg,
        held,
        address: way.address,
        reach,
        counted: true,
        expired,
      })
    }
    if (expired) return finish(ctx, row, 'expired')
  }
  const choice = await chooseLeg(ctx, platform, row, { notice, reach, accounts })
  return choice && take(ctx, platform, row, { notice, reach, counted: false, expired, ...choice })
}

interface Surroundings {
  notice: NoticeDefinition
  reach: Reach
  accounts: Map<string, HeldAccount>
}
interface Choice {
  leg: Leg
  held: HeldAccount
  address: string
}

/** The way it leaves now; null when it does not, and then the row already says why. */
async function chooseLeg(
  ctx: Ctx,
  platform: Platform,
  row: MessageRow,
  { notice, reach, accounts }: Surroundings,
): Promise<Choice | null> {
  const settings = await settingsOf(ctx)
  const obstacles: { channel: Channel; reason: string }[] = []
  const usable: (Leg & { address: string })[] = []
  for (const leg of legsOf(row.channels)) {
    if (row.given_up.includes(legName(leg))) continue
    const way = reach.ways.find(({ channel }) => channel === leg.channel)!
    const reason = !settings(leg.channel).enabled ? 'channel_off' : way.obstacle
    if (reason) obstacles.push({ channel: leg.channel, reason })
    else usable.push({ ...leg, address: way.address! })
  }
  let live = usable.filter((leg) => carries(accounts.get(leg.vendor), leg))
  if (live.some((leg) => leg.channel === 'whatsapp') && !reach.conversation_open) {
    if (!(await contentOf(ctx, row.notice, reach.locale))) {
      live = live.filter((leg) => leg.channel !== 'whatsapp')
      obstacles.push({ channel: 'whatsapp', reason: 'no_conversation' })
    }
  }
  const first = row.channels.indexOf((live[0] ?? usable[0])?.channel ?? '')
  await tellObstacles(
    ctx,
    row,
    first === -1 ? obstacles : obstacles.filter(({ channel }) => row.channels.indexOf(channel) < first),
  )
  const quiet = await quietFor(ctx, row, reach)
  const pass = async (legs: typeof usable): Promise<typeof usable | null> => {
    if (!quiet || legs.length === 0 || !disturbs(legs[0]!.channel)) return legs
    if (quiet < new Date(row.expires_at)) {
      await postpone(ctx, row, quiet, { status: 'quiet', channel: legs[0]!.channel })
      return null
    }
    return legs.filter((leg) => !disturbs(leg.channel))
  }
  if (
    live.length === 0 &&
    usable.length > 0 &&
    row.given_up.length === 0 &&
    usable.some((leg) => !isBlocked(leg, obstacles))
  ) {
    const simulated = await pass(usable.filter((leg) => !isBlocked(leg, obstacles)))
    if (simulated === null) return null
    if (simulated.length === 0) return finish(ctx, row, 'expired', 'quiet_hours')
    return simulate(ctx, platform, row, notice, reach, simulated[0]!)
  }
  if (live.length === 0) {
    const reason = row.reason ?? obstacles[0]?.reason ?? 'no_address'
    await keepWords(ctx, platform, row, notice, reach)
    return finish(ctx, row, row.given_up.length > 0 ? 'failed' : 'suppressed', reason)
  }
  const now_possible = await pass(live)
  if (now_possible === null) return null
  if (now_possible.length === 0) return finish(ctx, row, 'expired', 'quiet_hours')
  const resting = await restingVendors(ctx)
  let back: Date | null = null
  for (const leg of now_possible) {
    const until = resting.get(leg.vendor)
    if (until && (until > ctx.now() || !(await takeProbe(ctx, leg.vendor)))) {
      const wait = until > ctx.now() ? until : new Date(ctx.now().getTime() + 5_000)
      if (!back || wait < back) back = wait
      continue
    }
    return {
      leg: { channel: leg.channel, vendor: leg.vendor },
      held: accounts.get(leg.vendor)!,
      address: leg.address,
    }
  }
  return postpone(ctx, row, spread(back!), {
    status: 'waiting',
    channel: now_possible[0]!.channel,
    reason: 'vendor_resting',
  })
}

const isBlocked = (leg: Leg, obstacles: { channel: Channel; reason: string }[]): boolean =>
  obstacles.some(({ channel }) => channel === leg.channel)

/** Those who waited for the same vendor do not all come back in the same instant. */
const spread = (moment: Date): Date => new Date(moment.getTime() + Math.random() * 5_000)

/** Said once, when delivery first looks: why a channel that stands before the chosen one was passed over. */
async function tellObstacles(
  ctx: Ctx,
  row: MessageRow,
  obstacles: { channel: Channel; reason: string }[],
): Promise<void> {
  if (row.channel !== null || row.given_up.length > 0) return
  const known = await db(ctx)
    .selectFrom('platform.message_step')
    .select('id')
    .where('message_id', '=', row.id)
    .where('status', '=', 'skipped')
    .limit(1)
    .executeTakeFirst()
  if (known) return
  const told = new Set<Channel>()
  for (const { channel, reason } of obstacles) {
    if (told.has(channel)) continue
    told.add(channel)
    await addStep(ctx, row.id, { status: 'skipped', channel, reason })
  }
}

async function quietFor(ctx: Ctx, row: MessageRow, reach: Reach): Promise<Date | null> {
  if (row.urgency === 'now') return null
  const setting = reach.quiet
    ? { quiet_from: reach.quiet.from, quiet_to: reach.quiet.to }
    : ((await db(ctx).selectFrom('platform.notification_setting').selectAll().executeTakeFirst()) ??
      defaultQuiet)
  return quietUntil(ctx.now(), ctx.tenant.time_zone, setting.quiet_from, setting.quiet_to)
}
export const defaultQuiet = { quiet_from: '21:00', quiet_to: '08:00' }

const templateOf = (ctx: Ctx, notice: string, channel: Channel, locale: Locale) =>
  db(ctx)
    .selectFrom('platform.message_template')
    .select(['title', 'body', 'content_sid'])
    .where('notice', '=', notice)
    .where('channel', '=', channel)
    .where('locale', '=', locale)
    .executeTakeFirst()

const contentOf = async (ctx: Ctx, notice: string, locale: Locale): Promise<string | null> =>
  (await templateOf(ctx, notice, 'whatsapp', locale))?.content_sid ?? null

interface Worded {
  /** As it leaves. */
  words: Words
  /** As it is kept: what must not rest in the database is dots. */
  kept: Words
  values: Record<string, string | number>
  content: Letter['content']
}

async function put(
  ctx: Ctx,
  platform: Platform,
  row: MessageRow,
  notice: NoticeDefinition,
  reach: Reach,
  channel: Channel,
  sends: boolean,
): Promise<Worded> {
  const template = (await templateOf(ctx, notice.name, channel, reach.locale)) ?? null
  const dots = Object.fromEntries((notice.unstored?.facts ?? []).map((fact) => [fact, '•••']))
  const made = notice.unstored && sends ? await notice.unstored.make(ctx, row.facts, platform) : dots
  const values = valuesOf(platform, ctx.tenant, { ...row.facts, ...made })
  const kept = valuesOf(platform, ctx.tenant, { ...row.facts, ...dots })
  const sid = template?.content_sid
  return {
    words: render(platform, notice, reach.locale, values, template),
    kept: render(platform, notice, reach.locale, kept, template),
    values,
    content: sid
      ? { sid, values: [...new Set(fieldsIn(template.body))].map((field) => String(values[field] ?? '')) }
      : null,
  }
}

/** What would have been said, for whoever looks up why it was not. */
async function keepWords(
  ctx: Ctx,
  platform: Platform,
  row: MessageRow,
  notice: NoticeDefinition,
  reach: Reach,
): Promise<void> {
  if (row.title !== null) return
  const { kept } = await put(ctx, platform, row, notice, reach, row.channels[0] as Channel, false)
  await db(ctx)
    .updateTable('platform.message')
    .set({ title: kept.title, body: kept.body, locale: reach.locale })
    .where('id', '=', row.id)
    .execute()
}

async function simulate(
  ctx: Ctx,
  platform: Platform,
  row: MessageRow,
  notice: NoticeDefinition,
  reach: Reach,
  leg: Leg & { address: string },
): Promise<null> {
  const { kept } = await put(ctx, platform, row, notice, reach, leg.channel, false)
  await agree(ctx, row, leg.channel, leg.address)
  await countSimulated(ctx, leg.channel)
  await db(ctx)
    .updateTable('platform.message')
    .set({
      status: 'simulated',
      status_at: ctx.now(),
      channel: leg.channel,
      address: leg.address,
      title: kept.title,
      body: kept.body,
      locale: reach.locale,
    })
    .where('id', '=', row.id)
    .execute()
  await addStep(ctx, row.id, { status: 'simulated', channel: leg.channel })
  return null
}

const agree = async (ctx: Ctx, row: MessageRow, channel: Channel, address: string): Promise<void> => {
  if (row.consented.includes(channel) && channel !== 'push' && channel !== 'web_push')
    await recordConsent(ctx, channel, address, row.notice)
}

interface Taking extends Choice {
  notice: NoticeDefinition
  reach: Reach
  /** Whether this attempt continues one that was counted already. */
  counted: boolean
  expired: boolean
}

async function take(ctx: Ctx, platform: Platform, row: MessageRow, taking: Taking): Promise<Claim | null> {
  const { notice, leg, held, address, reach, counted, expired } = taking
  const { words, kept, values, content } = await put(ctx, platform, row, notice, reach, leg.channel, true)
  const replies = replyWords(platform, notice, reach.locale)
  const use_content =
    leg.channel === 'whatsapp' && content !== null && (!reach.conversation_open || replies.length > 0)
  const parts = leg.channel === 'sms' ? smsParts(words.body) : 1
  const setting = (await settingsOf(ctx))(leg.channel)
  const cost = setting.price * parts
  const same_leg = row.channel === leg.channel && row.vendor === leg.vendor
  if (!counted && !(same_leg && row.attempt > 0) && !(await count(ctx, row, leg, setting, cost))) return null
  const attempt = same_leg ? row.attempt + 1 : 1
  const now = ctx.now()
  const unsubscribe =
    notice.consent === 'optional' ? unsubscribeToken(platform, ctx.tenant.ref, row.id) : null
  await agree(ctx, row, leg.channel, address)
  await db(ctx)
    .updateTable('platform.message')
    .set({
      status: 'sending',
      status_at: now,
      channel: leg.channel,
      vendor: leg.vendor,
      address: leg.channel === 'push' || leg.channel === 'web_push' ? null : address,
      title: kept.title,
      body: kept.body,
      locale: reach.locale,
      attempt,
      outcome_known: false,
      attempted_at: row.outcome_known ? now : row.attempted_at,
      next_at: new Date(now.getTime() + lease_s * 1_000),
      parts,
      cost: String(cost),
      unsubscribe_hash: unsubscribe && hashSecret(unsubscribe),
    })
    .where('id', '=', row.id)
    .execute()
  const attachments = await db(ctx)
    .selectFrom('platform.message_attachment')
    .select(['sha256', 'name', 'type'])
    .where('message_id', '=', row.id)
    .orderBy('id')
    .execute()
  const { config } = platform
  const link = Object.entries(values).find(
    ([name, value]) => /(^|_)link$/.test(name) && /^https?:/.test(String(value)),
  )
  return {
    leg,
    held,
    attempt,
    cost,
    unsure_since: row.outcome_known || !row.attempted_at ? null : new Date(row.attempted_at),
    may_send: !expired,
    letter: {
      message_id: row.id,
      channel: leg.channel,
      address,
      subscriptions: await openSubscriptions(ctx, platform, row, leg.channel),
      name: reach.name,
      title: words.title.replaceAll(/\s+/g, ' '),
      body: words.body,
      locale: reach.locale,
      tenant: ctx.tenant,
      link: link ? String(link[1]) : null,
      replies,
      content: use_content ? content : null,
      open_attachments: () => openAttachments(platform, ctx.tenant.id, attachments),
      words: { unsubscribe: sayer(platform.texts, reach.locale)('platform', 'message.unsubscribe') },
      unsubscribe_url: unsubscribe && `${platform.sign_in.issuer.replace(/\/$/, '')}/u/${unsubscribe}`,
      receipts_url: config.PUBLIC_URL
        ? `${config.PUBLIC_URL.replace(/\/$/, '')}/receipts/${leg.vendor}/${ctx.tenant.ref}?message=${row.id}`
        : null,
      urgency: notice.urgency,
      life_s: Math.max(60, Math.round((new Date(row.expires_at).getTime() - now.getTime()) / 1_000)),
    },
  }
}

/** Counts the message on its new channel, and off the one it leaves. A used-up channel is given up. */
async function count(
  ctx: Ctx,
  row: MessageRow,
  leg: Leg,
  setting: ChannelSetting,
  cost: number,
): Promise<boolean> {
  if (row.attempt > 0 && row.channel && row.attempted_at) {
    await release(ctx, row.channel, row.attempted_at, Number(row.cost))
  }
  if (await reserve(ctx, leg.channel, setting, cost)) return true
  await addStep(ctx, row.id, { status: 'skipped', channel: leg.channel, reason: 'cap_reached' })
  await db(ctx)
    .updateTable('platform.message')
    .set({
      given_up: [...row.given_up, legName(leg)],
      attempt: 0,
      reason: 'cap_reached',
      channel: null,
      vendor: null,
    })
    .where('id', '=', row.id)
    .execute()
  await postpone(ctx, row, ctx.now())
  return false
}

async function openSubscriptions(
  ctx: Ctx,
  platform: Platform,
  row: MessageRow,
  channel: Channel,
): Promise<Letter['subscriptions']> {
  if (channel !== 'push' && channel !== 'web_push') return []
  const rows = await subscriptions(ctx, row)
    ?.select(['id', 'sealed'])
    .where('channel', '=', channel)
    .limit(20)
    .execute()
  return (rows ?? []).map(({ id, sealed }) => ({ id, text: openSealed(sealed, platform.config) }))
}

/** The same for the same message, so that a second attempt carries the same link; 160 bits. */
export function unsubscribeToken(
  platform: Pick<Platform, 'config'>,
  tenant_ref: string,
  message_id: string,
): string {
  const secret = createHmac('sha256', platform.config.SECRET_KEY).update(`unsubscribe ${message_id}`).digest()
  return `${tenant_ref}-${secret.subarray(0, 20).toString('base64url')}`
}

/** Messages that should have moved by now and did not: their worker died. */
export async function stuckMessages(ctx: Ctx, most: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from platform.message where status in ('pending', 'sending')
      and next_at < ${ctx.now().toISOString()}::timestamptz - interval '20 seconds'
    order by next_at limit ${most}`.execute(ctx.transaction.db)
  return rows.map((row) => row.id)
}

/** All of them, or null when one is gone: a report without its file would be no report. */
async function openAttachments(platform: Platform, tenant_id: string, attachments: Attachment[]) {
  const files: { name: string; type: string; bytes: Buffer }[] = []
  for (const { sha256, name, type } of attachments) {
    const bytes = await platform.files.read(tenant_id, sha256).catch(refusedOnly)
    if (!bytes) return null
    files.push({ name, type, bytes })
  }
  return files
}
const refusedOnly = (error: unknown): null => {
  if (error instanceof Failure) return null
  throw error
}
