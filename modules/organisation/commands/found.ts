import type { Ctx, Locale } from '@guichet/platform/ctx'
import { find } from '@guichet/platform/texts'
import type { OrganisationKind, Site } from '../contract.ts'
import { templates, usualWeek } from '../model/template.ts'
import en from '../locales/en.json' with { type: 'json' }
import fr from '../locales/fr.json' with { type: 'json' }
import { setAgent } from './agents.ts'
import { addCounter } from './counters.ts'
import { addService } from './services.ts'
import { addSite, setHours } from './sites.ts'

export interface FirstSite {
  kind: OrganisationKind
  name: string
  address: string | null
  counters: number
  owner: { user_id: string; name: string }
}

const templateText = (locale: Locale, key: string): string =>
  find(locale === 'fr' ? fr : en, `template.${key}`) ?? key

/** Gives a new organisation what it needs to serve its first visitor: a site, hours, services, counters. */
export async function foundFirstSite(ctx: Ctx, first: FirstSite): Promise<Site> {
  const { locale } = ctx.tenant
  const site = await addSite(ctx, { name: first.name, address: first.address })
  await setHours(ctx, site.id, usualWeek)
  for (const { key, ...service } of templates[first.kind]) {
    await addService(ctx, {
      site_id: site.id,
      name: templateText(locale, key),
      name_en: templateText('en', key),
      ...service,
    })
  }
  for (let number = 1; number <= first.counters; number++) {
    await addCounter(ctx, { site_id: site.id, name: `${templateText(locale, 'counter')} ${number}` })
  }
  await setAgent(ctx, first.owner.user_id, { display_name: first.owner.name.slice(0, 80), service_ids: [] })
  return site
}
