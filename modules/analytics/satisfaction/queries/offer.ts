import type { Ctx } from '@guichet/platform/ctx'
import type { Offer } from '@guichet/platform/module'
import { isRated } from './links.ts'
import { satisfactionSettings } from './settings.ts'

/** Offers, on the visitor's own page, to rate the visit that is over. */
export async function offerRating(
  ctx: Ctx,
  { kind, id, token }: { kind: string; id: string; token: string },
): Promise<Offer | null> {
  if (kind !== 'visit') return null
  const { channels } = await satisfactionSettings(ctx)
  if (!channels.includes('page') || (await isRated(ctx, id))) return null
  return {
    href: `/f/by-ticket/${token}`,
    title: 'satisfaction.offer.title',
    button: 'satisfaction.offer.button',
  }
}
