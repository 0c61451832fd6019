import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { conflict, notFound } from '@guichet/platform/errors'
import { hashSecret } from '@guichet/platform/ids'
import { visitByToken, visitOf, type Visit } from '@guichet/queue'
import type { AnalyticsTables } from '../../tables.ts'

const db = tablesOf<AnalyticsTables>()

/** The visit that a link of a message asks about. */
export async function visitOfLink(ctx: Ctx, token: string): Promise<Visit> {
  const link = await db(ctx)
    .selectFrom('analytics.rating_link')
    .select(['ticket_id', 'expires_at'])
    .where('token_hash', '=', hashSecret(token))
    .executeTakeFirst()
  const visit = link && (await visitOf(ctx, link.ticket_id))
  if (!visit) throw notFound('analytics.rating_unknown')
  if (Date.parse(link.expires_at) < ctx.now().getTime()) throw conflict('analytics.rating_expired')
  return visit
}

/** The visit whose own page this token opens: who holds it was there. */
export async function visitOfPage(ctx: Ctx, token: string): Promise<Visit> {
  const visit = await visitByToken(ctx, token)
  if (!visit) throw notFound('analytics.rating_unknown')
  return visit
}

export async function isRated(ctx: Ctx, ticket_id: string): Promise<boolean> {
  const vote = await db(ctx)
    .selectFrom('analytics.vote')
    .select('id')
    .where('ticket_id', '=', ticket_id)
    .executeTakeFirst()
  return vote !== undefined
}
