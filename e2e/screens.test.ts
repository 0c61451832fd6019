import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faultsOf } from './axe.ts'
import { openHall } from './hall.ts'

const hall = await openHall()

const staffScreens = [
  'desk',
  'reception',
  'live',
  'tickets',
  'clients',
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
const publicScreens = ['/', '/p/visite-dakar', '/p/mairie-thies', '/accessibilite', '/q/unknown', '/nowhere']
const accountScreens = ['/login', '/start']
const looks = [
  { locale: 'fr', dark: false },
  { locale: 'fr', dark: true },
  { locale: 'en', dark: false },
  { locale: 'en', dark: true },
] as const

for (const look of looks) {
  const name = `${look.locale}, ${look.dark ? 'dark' : 'light'}`
  test(`every screen is clean under axe and fits 360 px: ${name}`, async () => {
    const staff = await hall.staff('owner@visite-dakar.test', { ...look, width: 360, height: 740 })
    const stranger = await hall.person({ ...look, width: 360, height: 740 })
    await staff.context.request.patch('/api/v1/me', { data: { locale: look.locale } })
    const visits = [
      ...staffScreens.map((screen) => ({ page: staff.page, path: `/t/visite-dakar/${screen}` })),
      { page: staff.page, path: '/me' },
      ...[...publicScreens, ...accountScreens].map((path) => ({ page: stranger.page, path })),
    ]
    const faults: string[] = []
    for (const { page, path } of visits) {
      const failures: string[] = []
      const onError = (error: Error) => failures.push(`page error: ${error.message}`)
      page.on('pageerror', onError)
      const answer = await page.goto(path)
      const expected = ['/q/unknown', '/nowhere'].includes(path) ? 404 : 200
      if (answer?.status() !== expected) failures.push(`answers ${answer?.status()}`)
      await page.locator('h1').first().waitFor()
      await page.waitForLoadState('networkidle').catch(() => {})
      failures.push(...(await faultsOf(page)))
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      if (overflow > 0) failures.push(`scrolls ${overflow} px sideways`)
      const missing = await page.evaluate(
        () => /\b(?:queue|organisation|platform|kit)\.[a-z_]+\.[a-z_.]+/.exec(document.body.innerText)?.[0],
      )
      if (missing) failures.push(`untranslated: ${missing}`)
      faults.push(...failures.map((failure) => `${path} — ${failure}`))
      page.off('pageerror', onError)
    }
    assert.deepEqual(faults, [])
  })
}
