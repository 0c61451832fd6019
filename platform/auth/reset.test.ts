import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tablesOf } from '../db/tables-of.ts'
import { deliverMessage } from '../notifications/deliver.ts'
import type { PlatformTables } from '../tables.ts'
import { testHouse } from '../testing/test-house.ts'
import { until } from '../testing/until.ts'
import { sendgridFake } from '../testing/vendors/sendgrid-fake.ts'
import { workOf } from '../testing/work-of.ts'
import { createWorker } from '../jobs/worker.ts'

const sendgrid = await sendgridFake()
const house = await testHouse([], {
  PUBLIC_URL: 'https://guichet.test',
  SENDGRID_API_KEY: sendgrid.account.api_key,
  SENDGRID_API_URL: sendgrid.url,
  MAIL_FROM: sendgrid.account.from,
})
house.beforeClosing(sendgrid.close)
const tenant = await house.tenant({ name: 'Mairie de Thiès' })
const person = await house.person(tenant, 'owner')
const db = tablesOf<PlatformTables>()
const { app } = house.server
const worker = await createWorker(house.platform)
house.beforeClosing(() => worker.close())

const { rows } = await house.platform.app_pool.query('select email from auth.account_user where id = $1', [
  person.user_id,
])
const email: string = rows[0].email
let sent = 0
const call = (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object) =>
  app.inject({
    method,
    url: `/api/v1${path}`,
    remoteAddress: `10.1.0.${++sent}`,
    ...(payload ? { payload } : {}),
  })
const tokenIn = (mail: { content: { value: string }[] } | undefined, page: string): string =>
  new RegExp(`https://guichet.test/${page}/([\\w-]+)`).exec(mail?.content[0]?.value ?? '')?.[1] ?? ''
const mailTo = async (address: string): Promise<(typeof sendgrid.mails)[number]> => {
  await until('the letter has left', () => sendgrid.mails.some((mail) => mail.to === address))
  return sendgrid.mails.findLast((mail) => mail.to === address)!
}

test('a forgotten password is set anew by a link that works once', async () => {
  const asked = await call('POST', '/auth/password-resets', { email: email.toUpperCase() })
  const unknown = await call('POST', '/auth/password-resets', { email: 'nobody@example.test' })
  assert.deepEqual([asked.statusCode, asked.body], [unknown.statusCode, unknown.body])
  const token = tokenIn(await mailTo(email), 'reset')
  assert.match(token, new RegExp(`^${tenant.ref}-[\\w-]{27}$`), '160 bits')
  assert.equal((await call('GET', `/auth/password-resets/${token}`)).json().email, email)
  assert.equal(
    (await call('PUT', `/auth/password-resets/${token}`, { password: 'motdepasse1' })).json().code,
    'platform.password_too_common',
  )
  const done = await call('PUT', `/auth/password-resets/${token}`, { password: 'un tout nouveau secret' })
  assert.equal(done.statusCode, 200, done.body)
  assert.ok(String(done.headers['set-cookie']).includes('session'))
  assert.equal(
    (await call('POST', '/auth/sign-in', { email, password: 'un tout nouveau secret' })).statusCode,
    200,
  )
  const again = await call('PUT', `/auth/password-resets/${token}`, { password: 'encore un autre secret' })
  assert.deepEqual([again.statusCode, again.json().code], [404, 'platform.reset_over'])
  assert.equal(
    sendgrid.mails.some((mail) => mail.to === 'nobody@example.test'),
    false,
  )
})

test('the link rests nowhere in the open, and runs out', async () => {
  await call('POST', '/auth/password-resets', { email })
  await until(
    'the second letter has left',
    () => sendgrid.mails.filter((mail) => mail.to === email).length === 2,
  )
  const token = tokenIn(sendgrid.mails.at(-1), 'reset')
  const dump = await house.as(tenant, 'system', async (ctx) =>
    JSON.stringify([
      await db(ctx).selectFrom('platform.message').selectAll().execute(),
      await db(ctx).selectFrom('platform.message_step').selectAll().execute(),
      await db(ctx).selectFrom('platform.event').selectAll().execute(),
    ]),
  )
  assert.ok(token.length > 27)
  assert.ok(!dump.includes(token) && !dump.includes(token.split('-').at(-1)!))
  assert.ok(dump.includes('•••'), 'the outbox shows dots')
  house.clock.advance(31 * 60)
  assert.equal((await call('GET', `/auth/password-resets/${token}`)).statusCode, 404)
  for (const wrong of ['x', `${tenant.ref}-${'A'.repeat(27)}`, token.replace(tenant.ref, 'zz')])
    assert.equal((await call('GET', `/auth/password-resets/${encodeURIComponent(wrong)}`)).statusCode, 404)
})

test('an invitation arrives by e-mail too, and either link opens it', async () => {
  const invited = 'fatou@example.test'
  const made = await app.inject({
    method: 'POST',
    url: `/api/v1/tenants/${tenant.slug}/invitations`,
    headers: person.headers,
    payload: { email: invited, role: 'agent' },
  })
  const shown = made.json().link.split('/').at(-1)
  const mail = await mailTo(invited)
  const mailed = tokenIn(mail, 'invitation')
  assert.match(mail.subject, /Mairie de Thiès/)
  assert.notEqual(mailed, shown)
  for (const token of [shown, mailed])
    assert.equal((await call('GET', `/invitations/${token}`)).json().email, invited)
  const joined = await call('POST', `/invitations/${mailed}/acceptance`, {
    name: 'Fatou',
    password: 'un mot de passe à moi',
  })
  assert.equal(joined.statusCode, 201, joined.body)
  assert.equal((await call('GET', `/invitations/${shown}`)).statusCode, 404, 'both are spent')
  const [message] = await house.as(tenant, 'system', (ctx) =>
    db(ctx).selectFrom('platform.message').select('id').where('notice', '=', 'platform.invitation').execute(),
  )
  await deliverMessage.run(workOf(house, tenant), { message_id: message!.id })
  assert.equal(sendgrid.mails.filter((one) => one.to === invited).length, 1)
})
