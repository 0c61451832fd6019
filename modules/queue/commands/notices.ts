import { z } from 'zod'
import { readSite } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { hashSecret, newToken } from '@guichet/platform/ids'
import { defineNotice, notify, withdrawNotice, type Recipient } from '@guichet/platform/notifications'
import { peopleOf } from '@guichet/platform/people'
import { defineTask, dropLater, later } from '@guichet/platform/task'
import { permissions } from '../permissions.ts'
import { settingsOf } from '../queries/settings.ts'
import { foresee, siteNow } from '../queries/situation.ts'
import { ticketRow, type TicketRow } from '../queries/tickets.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

/** The key to the visitor's page is made when the message leaves: only its hash is kept, as of every key. */
const ownLink = {
  facts: ['link'],
  async make(ctx: Ctx, stored: { ticket_id: string }): Promise<Record<string, string>> {
    const token = newToken(ctx.tenant.ref)
    await db(ctx)
      .insertInto('queue.ticket_link')
      .values({
        tenant_id: ctx.tenant.id,
        token_hash: hashSecret(token),
        ticket_id: stored.ticket_id,
        made_at: ctx.now(),
      })
      .execute()
    return { link: `/q/${token}` }
  },
}
const TicketFacts = z.object({ ticket_id: z.uuid(), number: z.string(), place: z.string() })
const toVisitor = {
  audience: 'visitor',
  channels: ['whatsapp', 'sms', 'web_push'],
  urgency: 'now',
  consent: 'transactional',
} as const

/** Too late, each of these would mislead. */
const soon_s = 900
export const givenNotice = defineNotice({
  ...toVisitor,
  name: 'queue.ticket_given',
  facts: TicketFacts,
  expires_s: soon_s,
  unstored: ownLink,
})
export const nearNotice = defineNotice({
  ...toVisitor,
  name: 'queue.nearly_your_turn',
  facts: TicketFacts.extend({ position: z.string() }),
  expires_s: soon_s,
  unstored: ownLink,
})
export const calledNotice = defineNotice({
  ...toVisitor,
  name: 'queue.your_turn',
  facts: TicketFacts.extend({ counter: z.string() }),
  expires_s: soon_s,
  unstored: ownLink,
})
/** Held a minute: a third of such slips are corrected within one (rdv-service-public, issue 2538). */
export const missedNotice = defineNotice({
  ...toVisitor,
  name: 'queue.turn_missed',
  facts: TicketFacts,
  hold_s: 60,
  expires_s: soon_s,
  unstored: ownLink,
})
export const waitNotice = defineNotice({
  name: 'queue.wait_exceeded',
  audience: 'staff',
  facts: z.object({
    site: z.string(),
    service: z.string(),
    minutes: z.int(),
    limit: z.int(),
    link: z.string(),
  }),
  channels: ['web_push', 'email'],
  urgency: 'now',
  expires_s: 1_800,
  consent: 'transactional',
})

const visitorOf = (row: TicketRow): Recipient => ({
  kind: 'visitor',
  phone: row.visitor_phone,
  locale: row.locale,
  consent: row.channels,
  page_hash: row.token_hash,
})
const factsOf = async (ctx: Ctx, row: TicketRow) => ({
  ticket_id: row.id,
  number: row.number,
  place: (await readSite(ctx, row.site_id)).name,
})

/** The ticket by message, with its link, to whoever left a number. */
export async function tellGiven(ctx: Ctx, ticket_id: string): Promise<void> {
  const row = await ticketRow(ctx, ticket_id)
  if (!row.visitor_phone || row.status !== 'waiting') return
  await notify(ctx, givenNotice, {
    to: visitorOf(row),
    facts: await factsOf(ctx, row),
    key: row.id,
    site_id: row.site_id,
  })
}

/** "2e", "1er", "2nd": as people say a place. */
export function placeInLine(position: number, locale: 'fr' | 'en'): string {
  if (locale === 'fr') return position === 1 ? '1er' : `${position}e`
  const tail = { one: 'st', two: 'nd', few: 'rd', other: 'th' } as Record<string, string>
  return `${position}${tail[new Intl.PluralRules('en', { type: 'ordinal' }).select(position)] ?? 'th'}`
}

/**
 * Tells those whose turn is near, each once: the row is held while it is looked at and marked in the same
 * transaction, so neither reordering nor a second worker tells twice, and a call that came first is seen.
 */
export async function tellNear(ctx: Ctx, site_id: string): Promise<void> {
  const { tell_at_place } = await settingsOf(ctx, site_id)
  if (tell_at_place === null) return
  const untold = await db(ctx)
    .selectFrom('queue.ticket')
    .selectAll()
    .where('site_id', '=', site_id)
    .where('status', '=', 'waiting')
    .where('visitor_phone', 'is not', null)
    .where('near_told_at', 'is', null)
    .orderBy('id')
    .limit(500)
    .forUpdate()
    .skipLocked()
    .execute()
  if (untold.length === 0) return
  const place = await siteNow(ctx, site_id)
  for (const row of untold as unknown as TicketRow[]) {
    const position = foresee(place, row.service_id, row.id).ahead + 1
    if (position > tell_at_place) continue
    await db(ctx)
      .updateTable('queue.ticket')
      .set({ near_told_at: ctx.now() })
      .where('id', '=', row.id)
      .execute()
    // Whoever takes a ticket when nearly nobody waits has just read it.
    if (ctx.now().getTime() - Date.parse(row.issued_at) < justTaken_ms) continue
    await notify(ctx, nearNotice, {
      to: visitorOf(row),
      facts: { ...(await factsOf(ctx, row)), position: placeInLine(position, row.locale) },
      key: row.id,
      site_id,
    })
  }
}
const justTaken_ms = 60_000

/** "Your turn", as soon as the call can no longer be taken back: before that it may be a slip. */
export const tellTurn = defineTask({
  name: 'queue.tell_turn',
  queue: 'alerts',
  payload: z.object({ ticket_id: z.uuid(), called_at: z.string() }),
  run: (work, { ticket_id, called_at }) =>
    work.open(async (ctx) => {
      const row = await ticketRow(ctx, ticket_id, true)
      // Undone, served or missed meanwhile: the news would be wrong.
      if (row.status !== 'called' || row.called_at !== called_at) return
      await notify(ctx, calledNotice, {
        to: visitorOf(row),
        facts: { ...(await factsOf(ctx, row)), counter: row.counter_name ?? '' },
        key: `${row.id}/${row.called_at}`,
        site_id: row.site_id,
        expires_at: new Date(Date.parse(called_at) + soon_s * 1_000),
      })
    }),
})

/** Longest hold of what a slip may have caused. */
const longestHold_s = 60

/** A call ends what was said of waiting, and begins what is said of the turn. */
export async function afterCall(ctx: Ctx, ticket_id: string): Promise<void> {
  const row = await ticketRow(ctx, ticket_id)
  if (!row.visitor_phone) return
  await withdrawNotice(ctx, nearNotice, row.id)
  await withdrawNotice(ctx, givenNotice, row.id)
  if (row.status !== 'called' || !row.called_at) return
  const { undo_s } = await settingsOf(ctx, row.site_id)
  await later(
    ctx,
    tellTurn,
    { ticket_id, called_at: row.called_at },
    { run_at: new Date(Date.now() + Math.min(undo_s, longestHold_s) * 1_000), key: ticket_id },
  )
}

export async function tellMissed(ctx: Ctx, ticket_id: string): Promise<void> {
  const row = await ticketRow(ctx, ticket_id)
  if (!row.visitor_phone || row.status !== 'no_show') return
  await notify(ctx, missedNotice, {
    to: visitorOf(row),
    facts: await factsOf(ctx, row),
    key: `${row.id}/${row.ended_at}`,
    site_id: row.site_id,
  })
}

/** Whatever was about to be said of a step that no longer stands is not said. */
export async function takeBack(ctx: Ctx, ticket_id: string): Promise<void> {
  const row = await ticketRow(ctx, ticket_id)
  if (!row.visitor_phone) return
  if (row.status !== 'called') await dropLater(ctx, tellTurn, ticket_id)
  for (const { notice, key } of await pendingOf(ctx, ticket_id)) {
    const stands =
      (notice === calledNotice.name && row.status === 'called') ||
      (notice === missedNotice.name && row.status === 'no_show') ||
      (notice === nearNotice.name && row.status === 'waiting') ||
      (notice === givenNotice.name && row.status === 'waiting')
    if (!stands) await withdrawNotice(ctx, { name: notice as `${string}.${string}` }, key)
  }
}

/** Notices of a ticket have its id at the beginning of their key. */
async function pendingOf(ctx: Ctx, ticket_id: string): Promise<{ notice: string; key: string }[]> {
  return (await ctx.transaction.db
    .selectFrom('platform.message')
    .select(['notice', 'key'])
    .where('key', 'like', `${ticket_id}%`)
    .where('status', '=', 'pending')
    .execute()) as { notice: string; key: string }[]
}

/** One message per episode to each manager of the site. */
export async function tellManagers(ctx: Ctx, episode_id: string): Promise<void> {
  const episode = await db(ctx)
    .selectFrom('queue.wait_episode')
    .selectAll()
    .where('id', '=', episode_id)
    .executeTakeFirst()
  if (!episode || episode.ended_at) return
  const site = await readSite(ctx, episode.site_id)
  const place = await siteNow(ctx, episode.site_id)
  const service = place.services.find(({ id }) => id === episode.service_id)
  for (const person of await peopleOf(ctx)) {
    if (!permissions['queue.setting.write']!.includes(person.role as never)) continue
    if (person.site_ids && !person.site_ids.includes(site.id)) continue
    await notify(ctx, waitNotice, {
      to: { kind: 'user', user_id: person.user_id },
      key: `${episode.id}/${person.user_id}`,
      site_id: site.id,
      facts: {
        site: site.name,
        service: service?.name ?? '',
        minutes: Math.round(episode.longest_s / 60),
        limit: episode.limit_minutes,
        link: `/t/${ctx.tenant.slug}/live?site=${site.id}`,
      },
    })
  }
}
