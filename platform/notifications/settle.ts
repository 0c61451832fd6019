import type { Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { emit } from '../events/emit.ts'
import type { PlatformTables } from '../tables.ts'
import type { Outcome } from './channels/carrier.ts'
import type { Claim } from './claim.ts'
import type { Channel } from './define.ts'
import { messageFailed } from './events.ts'
import { recordFailure, recordSuccess, release } from './limits.ts'
import { markContact } from './reach.ts'
import { attemptsBeforeFallback, backoff, canBeAsked, legName, legsOf, type MessageStatus } from './rules.ts'
import { addStep } from './steps.ts'

const db = tablesOf<PlatformTables>()

export type MessageRow = Selectable<PlatformTables['platform.message']> & { status: MessageStatus }

/** When delivery looks again, once the caller's transaction is committed; the task reads it from the row. */
export async function postpone(
  ctx: Ctx,
  row: Pick<MessageRow, 'id'>,
  until: Date,
  step?: { status: string; channel?: Channel | null; reason?: string },
): Promise<null> {
  await db(ctx).updateTable('platform.message').set({ next_at: until }).where('id', '=', row.id).execute()
  if (step) await addStep(ctx, row.id, step)
  return null
}

/** Nothing more will be tried. */
export async function finish(
  ctx: Ctx,
  row: MessageRow,
  status: 'failed' | 'expired' | 'suppressed',
  reason: string | null = null,
): Promise<null> {
  await db(ctx)
    .updateTable('platform.message')
    .set({ status, status_at: ctx.now(), reason, outcome_known: true })
    .where('id', '=', row.id)
    .execute()
  if (row.attempt > 0 && row.channel && row.attempted_at && row.outcome_known)
    await release(ctx, row.channel, row.attempted_at, Number(row.cost))
  await addStep(ctx, row.id, { status, channel: row.channel as Channel | null, reason })
  if (status !== 'expired') {
    await emit(
      ctx,
      messageFailed,
      { message_id: row.id, notice: row.notice, key: row.key, reason: reason ?? status },
      row.site_id,
    )
  }
  return null
}

/** Writes down what the vendor made of it, and what follows. */
export async function settle(ctx: Ctx, claim: Claim, outcome: Outcome, random = Math.random): Promise<void> {
  const { leg, letter, attempt } = claim
  const row = (await db(ctx)
    .selectFrom('platform.message')
    .selectAll()
    .where('id', '=', letter.message_id)
    .forUpdate()
    .executeTakeFirst()) as MessageRow | undefined
  if (!row) return
  if ('gone' in outcome && outcome.gone?.length) await forget(ctx, outcome.gone)
  // A receipt was faster than the answer, or another worker took over: its word counts.
  if (row.status !== 'sending' || row.attempt !== attempt) {
    if (outcome.kind === 'sent' && outcome.vendor_id && !row.vendor_id)
      await keepVendorId(ctx, row.id, outcome.vendor_id)
    return
  }
  if (outcome.kind === 'sent') {
    await recordSuccess(ctx, leg.vendor)
    await db(ctx)
      .updateTable('platform.message')
      .set({
        status: 'sent',
        status_at: ctx.now(),
        outcome_known: true,
        vendor_id: outcome.vendor_id,
        reason: null,
      })
      .where('id', '=', row.id)
      .execute()
    await addStep(ctx, row.id, { status: 'sent', channel: leg.channel, detail: leg.vendor })
    return
  }
  if (outcome.kind === 'refused') {
    if (outcome.reason === 'bad_address' && letter.channel !== 'push' && letter.channel !== 'web_push') {
      await markContact(ctx, letter.channel, letter.address, {
        refused_at: ctx.now(),
        refused_reason: outcome.detail.slice(0, 200),
      })
    }
    if (outcome.reason === 'opted_out') {
      await markContact(ctx, letter.channel, letter.address, {
        opted_out_at: ctx.now(),
        opted_out_by: 'vendor',
      })
    }
    // The vendor is in good health: it answered.
    await recordSuccess(ctx, leg.vendor)
    await giveUp(ctx, row, outcome.reason, outcome.detail)
    return
  }
  if (outcome.counts_as_failure) await recordFailure(ctx, leg.vendor, outcome.detail)
  const others = legsOf(row.channels).filter(
    (other) => legName(other) !== legName(leg) && !row.given_up.includes(legName(other)),
  )
  const urgency = row.urgency as 'now' | 'normal'
  // A vendor that can be asked is asked until it answers; of another, better a second copy than none.
  const asking = outcome.uncertain && canBeAsked.has(leg.vendor)
  if (attempt >= attemptsBeforeFallback[urgency] && others.length > 0 && !asking) {
    await giveUp(ctx, row, 'vendor_away', outcome.detail)
    return
  }
  const wait_s = backoff(attempt, {
    urgency,
    random,
    ...(outcome.retry_after_s === undefined ? {} : { retry_after_s: outcome.retry_after_s }),
  })
  await db(ctx)
    .updateTable('platform.message')
    .set({
      status: 'pending',
      status_at: ctx.now(),
      outcome_known: !outcome.uncertain,
      next_at: new Date(ctx.now().getTime() + wait_s * 1_000),
    })
    .where('id', '=', row.id)
    .execute()
  await addStep(ctx, row.id, { status: 'retrying', channel: leg.channel, detail: outcome.detail })
}

/** This way is closed: the next one is tried at once. */
export async function giveUp(
  ctx: Ctx,
  row: MessageRow,
  reason: string,
  detail: string | null,
): Promise<void> {
  const leg = legName({ channel: row.channel as Channel, vendor: row.vendor as never })
  if (row.attempted_at) await release(ctx, row.channel!, row.attempted_at, Number(row.cost))
  await addStep(ctx, row.id, { status: 'given_up', channel: row.channel as Channel, reason, detail })
  await db(ctx)
    .updateTable('platform.message')
    .set({
      status: 'pending',
      status_at: ctx.now(),
      given_up: sql`array_append(given_up, ${leg})`,
      attempt: 0,
      outcome_known: true,
      channel: null,
      vendor: null,
      vendor_id: null,
      address: null,
      cost: '0',
      reason,
      next_at: ctx.now(),
    })
    .where('id', '=', row.id)
    .execute()
}

const keepVendorId = (ctx: Ctx, id: string, vendor_id: string) =>
  db(ctx).updateTable('platform.message').set({ vendor_id }).where('id', '=', id).execute()

/** Browsers and apps that are no more. */
const forget = (ctx: Ctx, ids: string[]) =>
  db(ctx)
    .deleteFrom('platform.push_subscription')
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
