import { localDayOf, readSite } from '@guichet/organisation'
import type { Ctx, Locale } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { conflict } from '@guichet/platform/errors'
import { newId } from '@guichet/platform/ids'
import type { Visit } from '@guichet/queue'
import type { AnalyticsTables } from '../../tables.ts'
import { voteCast } from '../events.ts'
import { rating_life_ms, type VoteChannel } from '../model.ts'
import { satisfactionSettings } from '../queries/settings.ts'

const db = tablesOf<AnalyticsTables>()

export interface VoteInput {
  csat: number
  nps?: number | null | undefined
  comment?: string | undefined
  channel: VoteChannel
  locale: Locale
}

/** Refuses a visit that may not be rated, or not any more, or not in this way. */
export async function mayRate(ctx: Ctx, visit: Visit, channel: VoteChannel): Promise<void> {
  if (visit.status !== 'completed' || !visit.ended_at) throw conflict('analytics.visit_not_over')
  const age = ctx.now().getTime() - Date.parse(visit.ended_at)
  if (age > rating_life_ms) throw conflict('analytics.rating_expired')
  const { channels } = await satisfactionSettings(ctx)
  if (!channels.includes(channel)) throw conflict('analytics.rating_closed')
  const known = await db(ctx)
    .selectFrom('analytics.vote')
    .select('id')
    .where('ticket_id', '=', visit.ticket_id)
    .executeTakeFirst()
  if (known) throw conflict('analytics.already_rated')
}

/** Keeps what a visitor thought of a visit: once, whichever of the ways comes first. */
export async function castVote(ctx: Ctx, visit: Visit, input: VoteInput): Promise<string> {
  await mayRate(ctx, visit, input.channel)
  const settings = await satisfactionSettings(ctx)
  const site = await readSite(ctx, visit.site_id)
  const comment = settings.ask_comment ? input.comment?.trim().slice(0, 1000) : undefined
  const vote = await db(ctx)
    .insertInto('analytics.vote')
    .values({
      tenant_id: ctx.tenant.id,
      id: newId(),
      ticket_id: visit.ticket_id,
      site_id: visit.site_id,
      service_id: visit.service_id,
      agent_id: visit.agent_id,
      channel: input.channel,
      csat: input.csat,
      nps: settings.ask_nps ? (input.nps ?? null) : null,
      comment: comment || null,
      locale: input.locale,
      local_day: localDayOf(site, ctx.now()),
      cast_at: ctx.now(),
    })
    // Kiosk, counter and telephone may answer at the same instant: the first to write is the vote.
    .onConflict((on) => on.columns(['tenant_id', 'ticket_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!vote) throw conflict('analytics.already_rated')
  await emit(
    ctx,
    voteCast,
    { vote_id: vote.id, ticket_id: visit.ticket_id, service_id: visit.service_id },
    visit.site_id,
  )
  return vote.id
}
