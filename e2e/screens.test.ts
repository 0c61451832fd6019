import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { BrowserContext, Page } from 'playwright-core'
import { faultsOf } from './axe.ts'
import { everyOverlay, everyScreen } from './crawl.ts'
import { openHall, type PersonOptions } from './hall.ts'

const hall = await openHall()
const api = '/api/v1/tenants/visite-dakar'

const staffScreens = [
  'desk',
  'reception',
  'live',
  'tickets',
  'clients',
  'first-steps',
  'settings',
  'settings/organisation',
  'settings/sites',
  'settings/services',
  'settings/counters',
  'settings/queue',
  'settings/agents',
  'settings/users',
  'settings/roles',
  'settings/devices',
  'settings/audit',
  'settings/jobs',
]
/**
 * EVERY_SCREEN=1 follows every link of three organisations instead and opens what opens over each screen:
 * minutes for each look, so it is `npm run bench -- axe` that asks for it.
 */
const every = process.env.EVERY_SCREEN === '1'
/** Organisations whose screens differ: a queue, a shop with stock, advisers with documents. */
const organisations = ['visite-dakar', 'quincaillerie-pikine', 'cabinet-conseil']
const publicScreens = [
  '/',
  '/p/visite-dakar',
  '/p/mairie-thies',
  '/accessibilite',
  '/login',
  '/start',
  '/device',
]
const absent = ['/q/unknown', '/nowhere']
/** Where links begin: the shell's rail holds the rest, except on a phone, where some hide behind "Plus". */
const starts = (slug: string): string[] =>
  ['desk', 'settings', 'live', 'clients', 'tickets', 'reception', 'first-steps'].map(
    (screen) => `/t/${slug}/${screen}`,
  )
const looks = [
  { locale: 'fr', dark: false },
  { locale: 'fr', dark: true },
  { locale: 'en', dark: false },
  { locale: 'en', dark: true },
] as const

/** What is wrong with a screen: faults of axe, errors, missing words, sideways scrolling. */
async function look(page: Page, path: string, status = 200): Promise<string[]> {
  const failures: string[] = []
  const onError = (error: Error) => failures.push(`page error: ${error.message}`)
  page.on('pageerror', onError)
  const answer = await page.goto(path)
  if (answer?.status() !== status) failures.push(`answers ${answer?.status()}`)
  await page.locator('h1').first().waitFor({ state: 'attached' })
  await page.waitForLoadState('networkidle').catch(() => {})
  failures.push(...(await faultsOf(page)))
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  if (overflow > 0) failures.push(`scrolls ${overflow} px sideways`)
  const missing = await page.evaluate(
    () =>
      /\b(?:queue|organisation|platform|kit|documents|reports|stock|analytics)\.[a-z_]+\.[a-z_.]+/.exec(
        document.body.innerText,
      )?.[0],
  )
  if (missing) failures.push(`untranslated: ${missing}`)
  page.off('pageerror', onError)
  return failures.map((failure) => `${path} — ${failure}`)
}

/** Makes this browser a paired device of the owner's first site. */
async function pair(
  owner: BrowserContext,
  device: BrowserContext,
  kind: 'kiosk' | 'display',
  site_id: string,
) {
  const pairing = await (await device.request.post('/api/v1/device-pairings')).json()
  const adopted = await owner.request.post(`${api}/devices`, {
    data: { code: pairing.code, site_id, kind, name: kind },
  })
  assert.equal(adopted.status(), 201)
  const claim = `/api/v1/device-pairings/${pairing.code}/claim`
  assert.ok((await device.request.post(claim, { data: { secret: pairing.secret } })).ok())
}

const phone = { width: 360, height: 740 }
for (const { locale, dark } of looks) {
  const name = `${locale}, ${dark ? 'dark' : 'light'}`
  const dressed: PersonOptions = { locale, dark }
  test(`every screen is clean under axe, said in words, and fits 360 px: ${name}`, async (t) => {
    const staff = await hall.staff('owner@visite-dakar.test', { ...dressed, ...phone })
    await staff.context.request.patch('/api/v1/me', { data: { locale } })
    const me = await (await staff.context.request.get('/api/v1/me')).json()
    const site_id = me.memberships[0].sites[0].id as string
    const stranger = await hall.person({ ...dressed, ...phone })
    const faults: string[] = []

    if (every) {
      let screens = 0
      for (const slug of organisations) {
        const { page, context } =
          slug === 'visite-dakar' ? staff : await hall.staff(`owner@${slug}.test`, { ...dressed, ...phone })
        await context.request.patch('/api/v1/me', { data: { locale } })
        const visited = await everyScreen(page, starts(slug), async (path) => {
          faults.push(...(await look(page, path)))
          await everyOverlay(
            page,
            async (opened) =>
              void faults.push(...(await faultsOf(page)).map((fault) => `${path} › ${opened} — ${fault}`)),
          )
        })
        screens += visited.length
        if (page !== staff.page) await context.close()
      }
      t.diagnostic(`${screens} screens`)
      assert.ok(screens > 60, `only ${screens} screens were found: do links still lead to them?`)
    } else {
      for (const screen of staffScreens) faults.push(...(await look(staff.page, `/t/visite-dakar/${screen}`)))
      const customers = await (await staff.context.request.get(`${api}/customers?limit=1`)).json()
      faults.push(...(await look(staff.page, `/t/visite-dakar/clients/${customers.items[0].id}`)))
    }
    faults.push(...(await look(staff.page, '/me')))

    for (const path of publicScreens) faults.push(...(await look(stranger.page, path)))
    for (const path of absent) faults.push(...(await look(stranger.page, path, 404)))
    const choices = await (await staff.context.request.get(`${api}/queue/sites/${site_id}/choices`)).json()
    const issued = await staff.context.request.post(`${api}/queue/sites/${site_id}/tickets`, {
      data: { service_id: choices.items[0].id },
    })
    faults.push(...(await look(stranger.page, (await issued.json()).url)))
    const invited = await staff.context.request.post(`${api}/invitations`, {
      data: { email: `${locale}-${dark}@essai.test`, role: 'agent' },
    })
    faults.push(...(await look(stranger.page, (await invited.json()).link)))

    for (const [kind, path, size] of [
      ['kiosk', '/device/kiosk', { width: 1080, height: 1920 }],
      ['display', '/device/tv', { width: 1920, height: 1080 }],
    ] as const) {
      const device = await hall.person({ ...dressed, ...size })
      await pair(staff.context, device.context, kind, site_id)
      faults.push(...(await look(device.page, path)))
    }
    assert.deepEqual(faults, [])
  })
}
