import type { Ctx, Locale } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { invalid, notFound } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Platform } from '../platform.ts'
import type { PlatformTables } from '../tables.ts'
import { noticesOf, type Channel, type NoticeDefinition } from './define.ts'
import { fieldsIn, fieldsOf, ownWords, render, valuesOf, type Words } from './render.ts'
import { smsParts } from './rules.ts'

const db = tablesOf<PlatformTables>()

export interface TemplatePlace {
  notice: string
  channel: Channel
  locale: Locale
}
export interface Wording {
  title: string | null
  body: string
  content_sid: string | null
}

export async function noticesWithWords(ctx: Ctx, platform: Platform) {
  const templates = await db(ctx)
    .selectFrom('platform.message_template')
    .select(['notice', 'channel', 'locale', 'title', 'body', 'content_sid'])
    .orderBy('channel')
    .orderBy('locale')
    .execute()
  return [...noticesOf(platform).values()].map((notice) => ({
    id: notice.name,
    audience: notice.audience,
    channels: [...notice.channels],
    urgency: notice.urgency,
    consent: notice.consent,
    hold_s: notice.hold_s ?? 0,
    expires_s: notice.expires_s,
    fields: fieldsOf(notice),
    own: { fr: ownWords(platform, notice, 'fr'), en: ownWords(platform, notice, 'en') },
    templates: templates.filter((template) => template.notice === notice.name) as never[],
  }))
}

/** Keeps the organisation's words; a field the notice does not have would reach people as `{field}`. */
export async function keepTemplate(
  ctx: Ctx,
  platform: Platform,
  place: TemplatePlace,
  wording: Wording,
): Promise<void> {
  checkWords(noticeAt(platform, place), wording)
  await db(ctx)
    .insertInto('platform.message_template')
    .values({ tenant_id: ctx.tenant.id, id: newId(), ...place, ...wording, updated_at: ctx.now() })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'notice', 'channel', 'locale'])
        .doUpdateSet({ ...wording, updated_at: ctx.now() }),
    )
    .execute()
}

export async function dropTemplate(ctx: Ctx, place: TemplatePlace): Promise<void> {
  const gone = await db(ctx)
    .deleteFrom('platform.message_template')
    .where('notice', '=', place.notice)
    .where('channel', '=', place.channel)
    .where('locale', '=', place.locale)
    .returning('id')
    .executeTakeFirst()
  if (!gone) throw notFound('platform.not_found')
}

/** Words with the facts of the last message of this kind; before there is one, with the fields' names. */
export async function preview(
  ctx: Ctx,
  platform: Platform,
  place: TemplatePlace,
  wording: Wording,
): Promise<Words & { parts: number }> {
  const notice = noticeAt(platform, place)
  checkWords(notice, wording)
  const last = await db(ctx)
    .selectFrom('platform.message')
    .select('facts')
    .where('notice', '=', notice.name)
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const named = Object.fromEntries(fieldsOf(notice).map((field) => [field, `‹${field}›`]))
  const values = { ...named, ...valuesOf(platform, ctx.tenant, { ...last?.facts }) }
  const words = render(platform, notice, place.locale, values, wording)
  return { ...words, parts: place.channel === 'sms' ? smsParts(words.body) : 1 }
}

function noticeAt(platform: Platform, { notice, channel }: TemplatePlace): NoticeDefinition {
  const found = noticesOf(platform).get(notice)
  if (!found?.channels.includes(channel)) throw notFound('platform.notice_unknown')
  return found
}

function checkWords(notice: NoticeDefinition, { title, body }: Pick<Wording, 'title' | 'body'>): void {
  const known = fieldsOf(notice)
  for (const [part, words] of [
    ['title', title ?? ''],
    ['body', body],
  ] as const) {
    const field = fieldsIn(words).find((name) => !known.includes(name))
    if (field !== undefined) {
      throw invalid('platform.template_unknown_field', [{ path: `body.${part}`, code: 'unknown_field' }], {
        field,
        known: known.map((name) => `{${name}}`).join(', '),
      })
    }
  }
}
