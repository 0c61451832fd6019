import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isCommonPassword } from './guessed-passwords.ts'
import { hashPassword } from './sign-in.ts'
import { testHouse } from '../testing/test-house.ts'
import { addMember } from './staff.ts'

const house = await testHouse([])
const { app } = house.server
const tenant = await house.tenant()
const password = 'Un mot de passe bien long'
const password_hash = await hashPassword(password)

let people = 0
async function newcomer(): Promise<{ email: string; user_id: string }> {
  const email = `newcomer${++people}@example.test`
  const user_id = await house.platform.sign_in.createUser({ email, name: 'Awa', locale: 'fr', password_hash })
  await house.as(tenant, 'system', (ctx) => addMember(ctx, user_id, 'manager'))
  return { email, user_id }
}

let addresses = 0
/** Each from an address of its own: these tests are about accounts, not about networks. */
const guess = (email: string, secret: string) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/auth/sign-in',
    remoteAddress: `10.1.${Math.floor(++addresses / 250)}.${addresses % 250}`,
    headers: { 'user-agent': 'Test browser' },
    payload: { email, password: secret },
  })
const cookieOf = (answer: { headers: { 'set-cookie'?: string | string[] | undefined } }): string =>
  [answer.headers['set-cookie'] ?? []]
    .flat()
    .map((line) => line.split(';')[0]!)
    .join('; ')
const me = (cookie: string) => app.inject({ url: '/api/v1/me', headers: { cookie } })
const call = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  cookie: string,
  payload?: object,
) => app.inject({ method, url: `/api/v1${path}`, headers: { cookie }, ...(payload ? { payload } : {}) })

test('the right password opens a session whose cookie scripts cannot read', async () => {
  const { email, user_id } = await newcomer()
  const answer = await guess(` ${email.toUpperCase()} `, password)
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(answer.json(), { user_id })
  const session = [answer.headers['set-cookie']].flat().find((line) => String(line).includes('session_token'))
  assert.match(String(session), /HttpOnly/i)
  assert.match(String(session), /SameSite=Lax/i)
  const known = await me(cookieOf(answer))
  assert.equal(known.json().user.email, email)
  assert.equal(known.json().memberships[0].tenant.slug, tenant.slug)
})

test('over https the cookie is for https alone', async () => {
  const secure = await testHouse([], { PUBLIC_URL: 'https://guichet.example' })
  await secure.platform.sign_in.createUser({
    email: 'a@example.test',
    name: 'A',
    locale: 'fr',
    password_hash,
  })
  const answer = await secure.server.app.inject({
    method: 'POST',
    url: '/api/v1/auth/sign-in',
    payload: { email: 'a@example.test', password },
  })
  assert.equal(answer.statusCode, 200)
  for (const line of [answer.headers['set-cookie']].flat())
    assert.match(String(line), /^__Secure-.*; ?Secure/i)
  const known = await secure.server.app.inject({ url: '/api/v1/me', headers: { cookie: cookieOf(answer) } })
  assert.equal(known.statusCode, 200)
})

test('an unknown person and a wrong password answer alike', async () => {
  const { email } = await newcomer()
  const [wrong, unknown] = [
    await guess(email, 'not the password'),
    await guess('nobody@example.test', 'not the password'),
  ]
  for (const answer of [wrong, unknown]) {
    assert.equal(answer.statusCode, 401)
    assert.equal(answer.headers['set-cookie'], undefined)
  }
  const body = (answer: typeof wrong) => Object.assign(answer.json(), { request_id: '' })
  assert.deepEqual(body(wrong), body(unknown))
})

test('guessing one account gets slower, and the right password ends it', async () => {
  const { email } = await newcomer()
  for (let n = 0; n < 5; n++) assert.equal((await guess(email, `guess ${n}`)).statusCode, 401)
  let waited = 0
  for (const expected_s of [2, 4, 8]) {
    assert.equal((await guess(email, 'one more')).statusCode, 401)
    const blocked = await guess(email, password)
    assert.equal(blocked.statusCode, 429, 'even the right password waits')
    assert.equal(Number(blocked.headers['retry-after']), expected_s)
    house.clock.advance(expected_s)
    waited += expected_s
  }
  assert.equal(waited, 14)
  assert.equal((await guess(email, password)).statusCode, 200)
  for (let n = 0; n < 5; n++) assert.equal((await guess(email, `guess ${n}`)).statusCode, 401)
})

test('nobody is kept out for more than a quarter of an hour, unknown accounts are slowed as well', async () => {
  const email = 'target@example.test'
  for (let n = 0; n < 16; n++) {
    await guess(email, 'guess')
    house.clock.advance(900)
  }
  await guess(email, 'guess')
  const blocked = await guess(email, 'guess')
  assert.equal(blocked.statusCode, 429)
  assert.ok(Number(blocked.headers['retry-after']) <= 900)
})

test('a password is read as typed: spaces kept, any length to 128, accents however composed', async () => {
  const email = 'accents@example.test'
  const typed = `  é${'x'.repeat(124)}  `.slice(0, 128)
  await house.platform.sign_in.createUser({
    email,
    name: 'B',
    locale: 'fr',
    password_hash: await hashPassword(typed),
  })
  assert.equal((await guess(email, typed)).statusCode, 200)
  assert.equal(
    (await guess(email, typed.normalize('NFD').slice(0, 128))).statusCode,
    401,
    'cut, it is another',
  )
  assert.equal((await guess(email, typed.trim())).statusCode, 401)
  assert.equal((await guess(email, typed.slice(0, -1))).statusCode, 401)
  const short = 'mère du désert'
  await house.platform.sign_in.createUser({
    email: 'nfd@example.test',
    name: 'B',
    locale: 'fr',
    password_hash: await hashPassword(short.normalize('NFC')),
  })
  assert.equal((await guess('nfd@example.test', short.normalize('NFD'))).statusCode, 200)
})

test('passwords are stored with the cost the guidance asks for', async () => {
  assert.match(password_hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

test('a new session every time: a planted cookie is not adopted', async () => {
  const { email } = await newcomer()
  const planted = 'guichet.session_token=planted.by-somebody'
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/auth/sign-in',
    remoteAddress: '10.2.0.1',
    headers: { cookie: planted },
    payload: { email, password },
  })
  assert.ok(!cookieOf(answer).includes('planted'))
  assert.equal((await me(planted)).statusCode, 401)
})

test('one sees where one is signed in, and can end it there', async () => {
  const { email } = await newcomer()
  const here = cookieOf(await guess(email, password))
  const there = cookieOf(await guess(email, password))
  const { items } = (await call('GET', '/me/sessions', here)).json()
  assert.equal(items.length, 2)
  assert.equal(items.filter((s: { current: boolean }) => s.current).length, 1)
  assert.equal(items[0].user_agent, 'Test browser')
  const other = items.find((s: { current: boolean }) => !s.current)
  assert.equal((await call('DELETE', `/me/sessions/${other.id}`, here)).statusCode, 200)
  assert.equal((await me(there)).statusCode, 401)
  assert.equal((await me(here)).statusCode, 200)

  const stranger = cookieOf(await guess((await newcomer()).email, password))
  const mine = (await call('GET', '/me/sessions', here)).json().items[0]
  assert.equal((await call('DELETE', `/me/sessions/${mine.id}`, stranger)).statusCode, 404)
  assert.equal((await me(here)).statusCode, 200)
})

test('signing out ends the session, also for who copied the cookie', async () => {
  const { email } = await newcomer()
  const cookie = cookieOf(await guess(email, password))
  assert.equal((await me(cookie)).statusCode, 200)
  assert.equal((await call('POST', '/auth/sign-out', cookie)).statusCode, 200)
  assert.equal((await me(cookie)).statusCode, 401)
  assert.equal((await call('POST', '/auth/sign-out', cookie)).statusCode, 200, 'twice does no harm')
})

test('a new password asks for the old one and ends every other session', async () => {
  const { email } = await newcomer()
  const here = cookieOf(await guess(email, password))
  const there = cookieOf(await guess(email, password))
  const change = (current: string, next: string) => call('PUT', '/me/password', here, { current, next })
  assert.equal((await change('not the password', 'another fine secret')).statusCode, 401)
  assert.equal((await change(password, 'motdepasse123')).json().code, 'platform.password_too_common')
  assert.equal((await change(password, 'too short')).statusCode, 400)
  assert.equal((await change(password, 'another fine secret')).statusCode, 200)
  assert.equal((await me(there)).statusCode, 401)
  assert.equal((await me(here)).statusCode, 200)
  assert.equal((await guess(email, password)).statusCode, 401)
  assert.equal((await guess(email, 'another fine secret')).statusCode, 200)
})

test('common passwords are recognised in their usual disguises', () => {
  for (const common of [
    '1234567890',
    'azertyuiop',
    'Password123!',
    'M0tdepasse',
    'aaaaaaaaaaaa',
    'guichetguichet',
    'azeazeazeaze',
    'P@ssw0rd2026',
  ]) {
    assert.ok(isCommonPassword(common), common)
  }
  for (const fine of ['correct horse battery', 'le thiof braisé du port', 'xK9#mQ2$vL7!'])
    assert.ok(!isCommonPassword(fine), fine)
})

test('who leaves the organisation finds its doors closed within seconds', async () => {
  const { email, user_id } = await newcomer()
  const cookie = cookieOf(await guess(email, password))
  const roles = () => app.inject({ url: `/api/v1/tenants/${tenant.slug}/roles`, headers: { cookie } })
  assert.equal((await roles()).statusCode, 200)
  await house.as(tenant, 'system', (ctx) =>
    ctx.transaction.db
      .updateTable('platform.membership')
      .set({ status: 'suspended' })
      .where('user_id', '=', user_id)
      .execute(),
  )
  house.clock.advance(5)
  assert.equal((await roles()).statusCode, 404)
  assert.deepEqual((await me(cookie)).json().memberships, [])
})
