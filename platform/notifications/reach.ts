import { sql } from 'kysely'
import type { Ctx, Locale } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import type { PlatformTables } from '../tables.ts'
import type { Channel } from './define.ts'
import { conversationOpen } from './rules.ts'

const db = tablesOf<PlatformTables>()

/** The message row, as far as finding its person needs it. */
export interface Addressed {
  recipient_kind: string
  recipient_id: string | null
  page_hash: string | null
  phone: string | null
  email: string | null
  locale: string
  consent: string
  consented: string[]
  channels: string[]
}

export type Obstacle =
  | 'no_address'
  | 'bad_address'
  | 'opted_out'
  | 'no_consent'
  | 'address_refused'
  | 'not_wanted'
  | 'not_a_member'

/** How one channel reaches the person, or why it does not. */
export type Way =
  | { channel: Channel; address: string; obstacle: null }
  | { channel: Channel; address: null; obstacle: Obstacle }

export interface Reach {
  locale: Locale
  name: string | null
  ways: Way[]
  /** The person's own quiet hours, before the organisation's. */
  quiet: { from: string; to: string } | null
  /** Whether WhatsApp takes free words now. */
  conversation_open: boolean
}

/** Finds the ways to a person: addresses, what they agreed to, what they refused. */
export async function reachOf(ctx: Ctx, message: Addressed): Promise<Reach> {
  const member = message.recipient_kind === 'user' ? await memberOf(ctx, message.recipient_id!) : null
  if (message.recipient_kind === 'user' && !member) {
    return {
      locale: message.locale as Locale,
      name: null,
      quiet: null,
      conversation_open: false,
      ways: (message.channels as Channel[]).map((channel) => ({
        channel,
        address: null,
        obstacle: 'not_a_member',
      })),
    }
  }
  const raw_phone = member ? member.phone : message.phone
  const phone = raw_phone ? (await import('./phone.ts')).phoneNumber(raw_phone, ctx.tenant.country) : null
  const email = member ? member.email : message.email
  const contacts = await contactsOf(
    ctx,
    [phone, email].filter((address): address is string => Boolean(address)),
  )
  const wanted = member?.channels ?? null
  const subscribed = await subscriptionsOf(ctx, message)
  const way = (channel: Channel): Way => {
    const no = (obstacle: Obstacle): Way => ({ channel, address: null, obstacle })
    if (wanted && !wanted.includes(channel)) return no('not_wanted')
    if (channel === 'push' || channel === 'web_push') {
      return subscribed.has(channel) ? { channel, address: channel, obstacle: null } : no('no_address')
    }
    const address = channel === 'email' ? email : phone
    if (!address) return no(channel !== 'email' && raw_phone ? 'bad_address' : 'no_address')
    const contact = contacts.get(`${channel} ${address}`)
    if (contact?.refused_at) return no('address_refused')
    // Who wrote STOP hears nothing more there; an unsubscribed inbox still gets what concerns its own affairs.
    if (contact?.opted_out_at && (channel !== 'email' || message.consent === 'optional'))
      return no('opted_out')
    const agreed =
      message.consented.includes(channel) ||
      Boolean(contact?.opted_in_at) ||
      Boolean(wanted?.includes(channel)) ||
      (channel === 'whatsapp' && conversationOpen(contact?.heard_at ?? null, ctx.now()))
    const needs = channel === 'whatsapp' || (message.consent === 'optional' && !member)
    if (needs && !agreed) return no('no_consent')
    return { channel, address, obstacle: null }
  }
  return {
    locale: (member?.locale ?? message.locale) as Locale,
    name: member?.name ?? null,
    ways: (message.channels as Channel[]).map(way),
    quiet: member?.quiet_from && member.quiet_to ? { from: member.quiet_from, to: member.quiet_to } : null,
    conversation_open: conversationOpen(
      phone ? (contacts.get(`whatsapp ${phone}`)?.heard_at ?? null) : null,
      ctx.now(),
    ),
  }
}

interface Member {
  email: string
  name: string
  locale: Locale
  phone: string | null
  channels: string[] | null
  quiet_from: string | null
  quiet_to: string | null
}

async function memberOf(ctx: Ctx, user_id: string): Promise<Member | null> {
  const { rows } = await sql<Member>`
    select u.email, u.name, u.locale, p.phone, p.channels, p.quiet_from, p.quiet_to
    from platform.membership m
    join auth.account_user u on u.id = m.user_id
    left join platform.member_preference p on p.tenant_id = m.tenant_id and p.user_id = m.user_id
    where m.user_id = ${user_id} and m.status = 'active'`.execute(ctx.transaction.db)
  return rows[0] ?? null
}

async function contactsOf(ctx: Ctx, addresses: string[]) {
  if (addresses.length === 0) return new Map<string, never>()
  const rows = await db(ctx)
    .selectFrom('platform.contact_channel')
    .selectAll()
    .where(sql<boolean>`address = any(${addresses}::text[])`)
    .execute()
  return new Map(rows.map((row) => [`${row.channel} ${row.address}`, row]))
}

async function subscriptionsOf(ctx: Ctx, message: Addressed): Promise<Set<string>> {
  if (!message.channels.some((channel) => channel === 'push' || channel === 'web_push')) return new Set()
  const rows = await subscriptions(ctx, message)?.select('channel').execute()
  return new Set((rows ?? []).map((row) => row.channel))
}

/** Browsers and apps of this person; null when there can be none. */
export function subscriptions(
  ctx: Ctx,
  message: Pick<Addressed, 'recipient_kind' | 'recipient_id' | 'page_hash'>,
) {
  const all = db(ctx).selectFrom('platform.push_subscription')
  if (message.recipient_kind === 'user') return all.where('user_id', '=', message.recipient_id)
  return message.page_hash ? all.where('page_hash', '=', message.page_hash) : null
}

/** Writes down that the person agreed to these channels; a STOP that came before stays. */
export async function recordConsent(ctx: Ctx, channel: string, address: string, by: string): Promise<void> {
  await db(ctx)
    .insertInto('platform.contact_channel')
    .values({ tenant_id: ctx.tenant.id, channel, address, opted_in_at: ctx.now(), opted_in_by: by })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'channel', 'address']).doUpdateSet((set) => ({
        opted_in_at: sql`coalesce(contact_channel.opted_in_at, ${set.ref('excluded.opted_in_at')})`,
        opted_in_by: sql`coalesce(contact_channel.opted_in_by, ${set.ref('excluded.opted_in_by')})`,
      })),
    )
    .execute()
}

/** Marks what became known of an address: refused by the vendor, opted out, opted in again, heard from. */
export async function markContact(
  ctx: Ctx,
  channel: string,
  address: string,
  marks: Partial<{
    opted_in_at: Date
    opted_in_by: string
    opted_out_at: Date | null
    opted_out_by: string | null
    heard_at: Date
    refused_at: Date | null
    refused_reason: string | null
  }>,
): Promise<void> {
  await db(ctx)
    .insertInto('platform.contact_channel')
    .values({ tenant_id: ctx.tenant.id, channel, address, ...marks })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'channel', 'address']).doUpdateSet(marks))
    .execute()
}
