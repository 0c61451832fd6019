import { html } from '@guichet/platform/html'
import type { PageCall, PageRoute } from '@guichet/platform/pages'
import type { Tenant } from '@guichet/platform/ctx'
import { townOf } from './moments.ts'
import { joinableSites } from './places.ts'
import { arrow } from './icons.ts'
import { wordsOf } from './words.ts'

interface Listed {
  slug: string
  name: string
  towns: string[]
}
interface Directory {
  organisations: number
  listed: Listed[]
}

/** Every organisation is asked in turn: often enough for a front page, rarely enough for a database. */
const life_ms = 30_000
const known = new WeakMap<PageCall['platform'], { until: number; directory: Promise<Directory> }>()
/** From here on a search is easier than a list. */
const long_list = 12
const longest_list = 60

export const landingPage: PageRoute = {
  method: 'GET',
  path: '/',
  async handle(call) {
    const { organisations, listed } = await directoryOf(call)
    if (organisations === 0) return { redirect: '/start' }
    const words = wordsOf(call)
    const search = (call.query.q ?? '').trim().slice(0, 60)
    const found =
      search === ''
        ? listed
        : listed.filter((one) => plain(`${one.name} ${one.towns.join(' ')}`).includes(plain(search)))
    return {
      page: {
        title: words('landing.title'),
        body: html`<section class="hero"><h1>${words('landing.heading')}</h1><p class="lead">${words('landing.product')}</p></section>
${
  listed.length > long_list &&
  html`<form class="search" role="search" action="/" method="get"><label class="vh" for="q">${words('landing.search')}</label>
<input id="q" name="q" type="search" value="${search}" placeholder="${words('landing.search')}" maxlength="60"><button>${words('landing.find')}</button></form>`
}
<h2>${words('landing.choose')}</h2>
${
  found.length > 0
    ? html`<ul class="list">${found
        .slice(0, longest_list)
        .map(
          (one) =>
            html`<li><a class="row" href="/p/${one.slug}"><span><b>${one.name}</b>${
              one.towns.length > 0 && html`<span class="muted">${one.towns.join(', ')}</span>`
            }</span>${arrow}</a></li>`,
        )}</ul>`
    : html`<p class="card muted">${words(search === '' ? 'landing.none' : 'landing.not_found')}</p>`
}
<p class="aside">${words('landing.staff')} <a href="/login">${words('landing.sign_in')}</a></p>`,
      },
    }
  },
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

function directoryOf(call: PageCall): Promise<Directory> {
  const now = call.platform.now().getTime()
  const kept = known.get(call.platform)
  if (kept && kept.until > now) return kept.directory
  const directory = readDirectory(call)
  known.set(call.platform, { until: now + life_ms, directory })
  directory.then(
    // The very first organisation must be seen at once: its owner is looking.
    ({ organisations }) => organisations === 0 && known.delete(call.platform),
    () => known.delete(call.platform),
  )
  return directory
}

async function readDirectory(call: PageCall): Promise<Directory> {
  const { rows } = await call.platform.app_pool.query('select * from platform.all_tenants()')
  const tenants = (rows as Tenant[]).filter((tenant) => tenant.modules.includes('queue'))
  const listed: Listed[] = []
  for (const tenant of tenants) {
    const sites = await call.open(tenant, joinableSites)
    if (sites.length === 0) continue
    const towns = [...new Set(sites.flatMap((site) => townOf(site.address) ?? []))]
    listed.push({ slug: tenant.slug, name: tenant.name, towns: towns.slice(0, 3) })
  }
  return {
    organisations: rows.length,
    listed: listed.toSorted((one, other) => one.name.localeCompare(other.name, 'fr')),
  }
}
