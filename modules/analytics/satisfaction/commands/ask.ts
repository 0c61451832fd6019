import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { hashSecret, newId, newToken } from '@guichet/platform/ids'
import type { Visit } from '@guichet/queue'
import type { AnalyticsTables } from '../../tables.ts'
import { rating_life_ms } from '../model.ts'

const db = tablesOf<AnalyticsTables>()

/** Makes the link that asks about a visit. Asked for again it is a new one: the former was never seen. */
export async function makeRatingLink(ctx: Ctx, visit: Visit): Promise<string> {
  const token = newToken(ctx.tenant.ref)
  const ended = visit.ended_at ? Date.parse(visit.ended_at) : ctx.now().getTime()
  const link = {
    token_hash: hashSecret(token),
    created_at: ctx.now(),
    expires_at: new Date(ended + rating_life_ms),
  }
  await db(ctx)
    .insertInto('analytics.rating_link')
    .values({ tenant_id: ctx.tenant.id, id: newId(), ticket_id: visit.ticket_id, ...link })
    .onConflict((on) => on.columns(['tenant_id', 'ticket_id']).doUpdateSet(link))
    .execute()
  return `/f/${token}`
}
