import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { openHall } from './hall.ts'

const hall = await openHall()

/** Calls until this number is at the counter, finishing with whoever comes before. */
async function callUntil(page: Page, number: string): Promise<void> {
  for (let turn = 0; turn < 60; turn++) {
    await page.keyboard.press('n')
    const current = page.locator('#desk-visitor')
    await current.waitFor()
    if ((await current.textContent()) === number) return
    await page.keyboard.press('t')
    await current.waitFor({ state: 'detached' })
  }
  throw new Error(`${number} was never called`)
}

/** The ticket's number on the visitor's page. */
const numberOn = async (page: Page): Promise<string> =>
  /[A-Z]{1,3}\d{3,}/.exec((await page.locator('h1').textContent())!)![0]

test('a visitor is served: phone, desk, hall display, live page', async () => {
  const owner = await hall.staff('owner@visite-dakar.test')
  const me = await (await owner.context.request.get('/api/v1/me')).json()
  const site = me.memberships[0].sites.find((candidate: { name: string }) => candidate.name === 'Hann')

  const { page: display } = await hall.person({ width: 1920, height: 1080 })
  await display.goto('/device')
  const shown = display.getByText(/^Code de l’appareil(?: [A-Z0-9]){6}$/)
  await shown.waitFor({ state: 'attached' })
  const code = (await shown.textContent())!.replace('Code de l’appareil', '').replaceAll(' ', '')
  const paired = await owner.context.request.post('/api/v1/tenants/visite-dakar/devices', {
    data: { code, site_id: site.id, kind: 'display', name: 'Hall' },
  })
  assert.equal(paired.status(), 201, await paired.text())
  await display.waitForURL('**/device/tv')

  const { page: phone } = await hall.person({ width: 360, height: 740 })
  await phone.goto('/p/visite-dakar')
  await phone.getByRole('link', { name: /Hann/ }).click()
  await phone.getByRole('radio', { name: /Caisse/ }).check({ force: true })
  await phone.getByRole('button', { name: 'Prendre un ticket' }).click()
  await phone.waitForURL('**/q/*')
  const number = await numberOn(phone)
  assert.match(number, /^K\d{3}$/)

  const live = await hall.staff('manager@visite-dakar.test')
  await live.page.goto(`/t/visite-dakar/live?site=${site.id}`)
  await live.page.getByText('En direct').first().waitFor()

  const { page: desk } = await hall.staff('agent@visite-dakar.test')
  await desk.goto(`/t/visite-dakar/desk?site=${site.id}`)
  await desk.getByRole('button', { name: 'Ouvrir Guichet 1' }).click()
  await desk.getByRole('button', { name: /Appeler le suivant/ }).waitFor()
  await callUntil(desk, number)

  await phone.getByText('C’est votre tour', { exact: true }).waitFor()
  await phone.getByText('Guichet 1').first().waitFor()
  await display.getByText(number).first().waitFor()
  await live.page.getByText(number).first().waitFor()

  await desk.keyboard.press('t')
  await phone.getByText('Merci de votre visite').waitFor()
})

test('without JavaScript the visitor still joins, sees the place and leaves', async () => {
  const { page } = await hall.person({ width: 360, height: 740, javascript: false })
  await page.goto('/p/mairie-thies')
  const place = page.getByRole('link', { name: /attend|Ouvert/ }).first()
  if (await place.isVisible()) await place.click()
  await page.getByRole('radio').first().check({ force: true })
  await page.getByRole('button', { name: 'Prendre un ticket' }).click()
  await page.waitForURL('**/q/*')
  const number = await numberOn(page)
  await page.getByRole('link', { name: 'Actualiser' }).click()
  assert.equal(await numberOn(page), number)
  await page.getByText('Quitter la file').first().click()
  await page.getByRole('button', { name: 'Oui, quitter la file' }).click()
  await page.getByText('Vous avez quitté la file').first().waitFor()
})

test('a network cut is said, and mended without a reload', async () => {
  const { page, context } = await hall.person({ width: 360, height: 740 })
  await page.goto('/p/clinique-plateau')
  const place = page.getByRole('link', { name: /attend|Ouvert/ }).first()
  if (await place.isVisible()) await place.click()
  await page.getByRole('radio').first().check({ force: true })
  await page.getByRole('button', { name: 'Prendre un ticket' }).click()
  await page.waitForURL('**/q/*')
  await context.setOffline(true)
  await page.getByText('Connexion perdue').waitFor()
  await context.setOffline(false)
  await page.getByText('Connexion perdue').waitFor({ state: 'hidden' })
})

test('two agents who press N together get two different visitors', async () => {
  const [first, second] = [
    await hall.staff('agent2@mairie-thies.test'),
    await hall.staff('agent3@mairie-thies.test'),
  ]
  const owner = await hall.staff('owner@mairie-thies.test')
  const me = await (await owner.context.request.get('/api/v1/me')).json()
  const site_id = me.memberships[0].sites[0].id as string
  const api = '/api/v1/tenants/mairie-thies'
  const services = (await (await owner.context.request.get(`${api}/queue/sites/${site_id}/choices`)).json())
    .items
  for (let count = 0; count < 4; count++) {
    const issued = await owner.context.request.post(`${api}/queue/sites/${site_id}/tickets`, {
      data: { service_id: services[0].id },
    })
    assert.equal(issued.status(), 201, await issued.text())
  }
  const numbers = await Promise.all(
    [first, second].map(async ({ page }, index) => {
      await page.goto(`/t/mairie-thies/desk?site=${site_id}`)
      await page
        .getByRole('button', { name: /^Ouvrir / })
        .nth(index)
        .click()
      await page.getByRole('button', { name: /Appeler le suivant/ }).waitFor()
      await page.keyboard.press('n')
      return page.locator('#desk-visitor').textContent()
    }),
  )
  assert.notEqual(numbers[0], numbers[1])
})
