import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { emit } from '../events/emit.ts'
import type { Platform } from '../platform.ts'
import type { PlatformTables } from '../tables.ts'
import { noticesOf, type Channel } from './define.ts'
import { messageAnswered } from './events.ts'
import { markContact } from './reach.ts'
import { replyWords } from './render.ts'
import { plainWord, wishOf } from './rules.ts'
import { addStep } from './steps.ts'

const db = tablesOf<PlatformTables>()

/** Takes a message that somebody wrote to the organisation by SMS or WhatsApp. */
export async function takeIncoming(
  ctx: Ctx,
  platform: Platform,
  fields: Record<string, string>,
): Promise<void> {
  const { MessageSid: id, From: from = '', Body: body = '' } = fields
  const channel: Channel = from.startsWith('whatsapp:') ? 'whatsapp' : 'sms'
  const address = from.replace(/^whatsapp:/, '')
  if (!id || !/^\+[1-9]\d{6,14}$/.test(address)) return
  const fresh = await db(ctx)
    .insertInto('platform.message_receipt')
    .values({ tenant_id: ctx.tenant.id, vendor: 'twilio', receipt_id: `${id} received`, at: ctx.now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('receipt_id')
    .executeTakeFirst()
  if (!fresh) return
  const wish = wishOf(body)
  await markContact(ctx, channel, address, {
    heard_at: ctx.now(),
    ...(wish === 'stop' ? { opted_out_at: ctx.now(), opted_out_by: 'stop' } : {}),
    // Who asks for messages again has agreed to them.
    ...(wish === 'start'
      ? { opted_out_at: null, opted_out_by: null, opted_in_at: ctx.now(), opted_in_by: 'start' }
      : {}),
  })
  if (wish) return
  const answered = await answeredBy(ctx, platform, { channel, address, fields })
  if (!answered) return
  await addStep(ctx, answered.message_id, { status: 'answered', channel, detail: answered.answer })
  await emit(ctx, messageAnswered, { ...answered, channel }, answered.site_id)
}

/** The message that was answered, and with which of its replies: the button's own name, or its word typed. */
async function answeredBy(
  ctx: Ctx,
  platform: Platform,
  { channel, address, fields }: { channel: Channel; address: string; fields: Record<string, string> },
) {
  const { ButtonPayload: payload, OriginalRepliedMessageSid: replied_sid, Body: body = '' } = fields
  const sent = await db(ctx)
    .selectFrom('platform.message')
    .select(['id', 'notice', 'key', 'site_id'])
    .where('address', '=', address)
    .where('channel', '=', channel)
    .where('status', 'in', ['sent', 'delivered', 'read'])
    .$if(Boolean(replied_sid), (query) => query.where('vendor_id', '=', replied_sid!))
    .orderBy('status_at', 'desc')
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
  for (const message of sent) {
    const notice = noticesOf(platform).get(message.notice)
    if (!notice?.replies) continue
    const words = (['fr', 'en'] as const).flatMap((locale) => replyWords(platform, notice, locale))
    const reply = words.find(({ name, word }) => name === payload || plainWord(word) === plainWord(body))
    if (reply) {
      const { id: message_id, notice: name, key, site_id } = message
      return { message_id, notice: name, key, site_id, answer: reply.name }
    }
  }
  return null
}
