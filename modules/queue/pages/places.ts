import { listSites, openingAt, type Opening, type Site } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import type { ServiceChoice } from '../contract.ts'
import { settingsOf } from '../queries/settings.ts'
import { choicesAt } from '../queries/waiting.ts'

/** A site as visitors see it. */
export interface Place {
  site: Site
  opening: Opening
  choices: ServiceChoice[]
}

/** Active sites that give tickets to phones. */
export async function joinableSites(ctx: Ctx): Promise<Site[]> {
  const joinable: Site[] = []
  for (const site of await listSites(ctx)) {
    if (site.status === 'active' && (await settingsOf(ctx, site.id)).public_join) joinable.push(site)
  }
  return joinable
}

export async function placeAt(ctx: Ctx, site: Site): Promise<Place> {
  return {
    site,
    opening: await openingAt(ctx, site, ctx.now()),
    choices: await choicesAt(ctx, site.id, { public_only: true }),
  }
}
