import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoPassword } from '@guichet/server/demo'
import { openHall } from './hall.ts'

const empty = await openHall({ GUICHET_DEMO: '0' })
const hall = await openHall()

test('on an empty installation a stranger serves a first ticket within three minutes', async () => {
  const since = Date.now()
  const { page, context } = await empty.person()
  await page.goto('/')
  await page.waitForURL('**/start')
  await page.getByText('Guichet public, mairie').click()
  await page.getByLabel('Nom de l’organisation').fill('Mairie d’Essai')
  await page.getByRole('button', { name: 'Continuer' }).click()
  await page.getByLabel('Votre nom').fill('Awa Ndiaye')
  await page.getByLabel('Adresse e-mail').fill('awa@essai.test')
  await page.getByLabel('Mot de passe', { exact: true }).fill('un bon mot de passe')
  await page.getByRole('button', { name: 'Créer l’organisation' }).click()
  await page.waitForURL('**/t/*/first-steps')
  for (let step = 0; step < 6 && !(await page.getByText('Servez votre premier ticket').isVisible()); step++) {
    await page.getByRole('button', { name: 'Continuer' }).click()
    await page.waitForTimeout(200)
  }
  await page.getByText('Servez votre premier ticket').waitFor()

  const [display] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('button', { name: 'Ouvrir l’écran' }).click(),
  ])
  await display.waitForURL('**/device/tv')

  const { page: phone } = await empty.person({ width: 360, height: 740 })
  await phone.goto('/')
  await phone.getByRole('link', { name: /Mairie d’Essai/ }).click()
  await phone.getByRole('radio').first().check({ force: true })
  await phone.getByRole('button', { name: 'Prendre un ticket' }).click()
  await phone.waitForURL('**/q/*')
  await page.getByText(/Le ticket [A-Z]001 est arrivé/).waitFor()

  await page
    .getByRole('link', { name: 'Aller au guichet' })
    .or(page.getByRole('button', { name: 'Aller au guichet' }))
    .click()
  await page.waitForURL('**/desk*')
  await page
    .getByRole('button', { name: /^Ouvrir / })
    .first()
    .click()
  await page.getByRole('button', { name: /Appeler le suivant/ }).waitFor()
  await page.keyboard.press('n')
  await page.locator('#desk-visitor').waitFor()
  await phone.getByText('C’est votre tour', { exact: true }).waitFor()
  await page.keyboard.press('t')
  await phone.getByText('Merci de votre visite').waitFor()
  assert.ok(Date.now() - since < 180_000)
})

test('signing in leads to the desk, a wrong password says so, signing out closes the door', async () => {
  const { page } = await hall.person()
  await page.goto('/t/visite-dakar/desk')
  await page.waitForURL('**/login?*')
  await page.getByLabel('Adresse e-mail').fill('agent@visite-dakar.test')
  await page.getByLabel('Mot de passe', { exact: true }).fill('pas le bon')
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await page.getByText('Adresse ou mot de passe incorrect').first().waitFor()
  await page.getByLabel('Mot de passe', { exact: true }).fill(demoPassword)
  await page.getByRole('button', { name: 'Se connecter' }).click()
  await page.waitForURL('**/t/visite-dakar/desk*')
  await page.getByRole('heading', { name: 'Mon guichet' }).waitFor()
  const answer = await page.evaluate(
    async () => (await fetch('/api/v1/auth/sign-out', { method: 'POST' })).status,
  )
  assert.equal(answer, 200)
  // The open page is shown out by itself: its line is cut, and what it asks for is refused.
  await page.waitForURL('**/login?*')
})

test('a person of one organisation finds nothing at the door of another', async () => {
  const { page } = await hall.staff('agent@visite-dakar.test')
  await page.goto('/t/mairie-thies/desk')
  await page.locator('h1').first().waitFor()
  assert.ok(!(await page.locator('body').innerText()).includes('Thiès'))
})

test('a kiosk gives a ticket in two touches, in the visitor’s language', async () => {
  const owner = await hall.staff('owner@clinique-plateau.test')
  const me = await (await owner.context.request.get('/api/v1/me')).json()
  const { page: kiosk } = await hall.person({ width: 1080, height: 1920 })
  await kiosk.goto('/device')
  const shown = kiosk.getByText(/^Code de l’appareil(?: [A-Z0-9]){6}$/)
  await shown.waitFor({ state: 'attached' })
  const code = (await shown.textContent())!.replace('Code de l’appareil', '').replaceAll(' ', '')
  const paired = await owner.context.request.post('/api/v1/tenants/clinique-plateau/devices', {
    data: { code, site_id: me.memberships[0].sites[0].id, kind: 'kiosk', name: 'Borne' },
  })
  assert.equal(paired.status(), 201)
  await kiosk.waitForURL('**/device/kiosk')
  await kiosk.getByRole('button', { name: /English/ }).click()
  await kiosk.locator('h1').first().waitFor()
  await kiosk
    .locator('main button:not([disabled])')
    .filter({ hasText: /ahead|next|waiting/i })
    .first()
    .click()
  await kiosk
    .getByText(/[A-Z]\d{3}/)
    .first()
    .waitFor()
})
