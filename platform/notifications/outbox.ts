import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { newId } from '../ids.ts'
import { dropLater, later } from '../jobs/task.ts'
import type { PlatformTables } from '../tables.ts'
import type { Attachment, NoticeDefinition, Recipient } from './define.ts'
import { deliverMessage } from './deliver.ts'
import { inRealTime } from './real-time.ts'
import { addStep } from './steps.ts'

const db = tablesOf<PlatformTables>()

/** As the unique index says it: a parameter in its place would not be recognised. */
const notCancelled = sql<boolean>`status <> 'cancelled'`

export interface Notification<F extends z.ZodObject> {
  to: Recipient
  facts: z.input<F>
  /** What it is about. The same notice with the same key is sent once, unless it was withdrawn before it left. */
  key: string
  site_id?: string | null
  /** Earlier than the notice's own limit. */
  expires_at?: Date
  attachments?: readonly Attachment[]
}

/** Writes the message in the caller's transaction: it leaves after the commit, once for this notice and key. */
export async function notify<F extends z.ZodObject>(
  ctx: Ctx,
  notice: NoticeDefinition<F>,
  { to, facts, key, site_id, expires_at, attachments }: Notification<F>,
): Promise<{ message_ids: string[] }> {
  const now = ctx.now()
  const at = (seconds: number): Date => new Date(now.getTime() + seconds * 1_000)
  const leaves_at = at(notice.hold_s ?? 0)
  const latest = at(notice.expires_s)
  const person: Partial<Exclude<Recipient, { kind: 'user' }>> = to.kind === 'user' ? {} : to
  const id = newId()
  const fresh = await db(ctx)
    .insertInto('platform.message')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      notice: notice.name,
      key,
      site_id: site_id ?? null,
      audience: notice.audience,
      urgency: notice.urgency,
      consent: notice.consent,
      recipient_kind: to.kind,
      recipient_id: to.kind === 'user' ? to.user_id : to.kind === 'customer' ? to.customer_id : null,
      page_hash: to.kind === 'visitor' ? (to.page_hash ?? null) : null,
      phone: person.phone || null,
      email: person.email?.toLowerCase() || null,
      locale: person.locale ?? ctx.tenant.locale,
      consented: [...(person.consent ?? [])],
      facts: JSON.stringify(notice.facts.parse(facts)),
      channels: [...notice.channels],
      status_at: now,
      next_at: leaves_at,
      expires_at: expires_at && expires_at < latest ? expires_at : latest,
      created_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'notice', 'key']).where(notCancelled).doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
  if (!fresh) {
    const earlier = await db(ctx)
      .selectFrom('platform.message')
      .select('id')
      .where('notice', '=', notice.name)
      .where('key', '=', key)
      .where('status', '!=', 'cancelled')
      .execute()
    return { message_ids: earlier.map((row) => row.id) }
  }
  if (attachments?.length) {
    await db(ctx)
      .insertInto('platform.message_attachment')
      .values(
        attachments.map(({ sha256, name, type }) => ({
          tenant_id: ctx.tenant.id,
          id: newId(),
          message_id: id,
          sha256,
          name,
          type,
        })),
      )
      .execute()
  }
  await addStep(ctx, id, { status: notice.hold_s ? 'held' : 'written' })
  await later(ctx, deliverMessage, { message_id: id }, { run_at: inRealTime(ctx, leaves_at), key: id })
  return { message_ids: [id] }
}

/** Cancels what has not left under this key; what has left stays as it is. */
export async function withdrawNotice(
  ctx: Ctx,
  notice: Pick<NoticeDefinition, 'name'>,
  key: string,
): Promise<void> {
  const withdrawn = await db(ctx)
    .updateTable('platform.message')
    .set({ status: 'cancelled', status_at: ctx.now() })
    .where('notice', '=', notice.name)
    .where('key', '=', key)
    .where('status', '=', 'pending')
    // A retry under way may already have reached the person: it is not ours to call cancelled.
    .where('outcome_known', '=', true)
    .returning('id')
    .execute()
  for (const { id } of withdrawn) {
    await addStep(ctx, id, { status: 'cancelled' })
    await dropLater(ctx, deliverMessage, id)
  }
}
