import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { hashPassword } from '../auth/sign-in.ts'
import { addMember } from '../auth/staff.ts'
import { testHouse } from '../testing/test-house.ts'

const house = await testHouse([])
const { app } = house.server
const tenant = await house.tenant()
const password = 'Un mot de passe bien long'
const email = 'awa@example.test'
const user_id = await house.platform.sign_in.createUser({
  email,
  name: 'Awa',
  locale: 'fr',
  password_hash: await hashPassword(password),
})
await house.as(tenant, 'system', (ctx) => addMember(ctx, user_id, 'manager'))
const owner = await house.person(tenant, 'owner')

let addresses = 0
const post = (url: string, key: string | null, payload?: object, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: `/api/v1${url}`,
    remoteAddress: `10.9.0.${(addresses = (addresses % 250) + 1)}`,
    headers: { ...(key ? { 'idempotency-key': key } : {}), ...headers },
    ...(payload ? { payload } : {}),
  })
const count = async (table: string): Promise<number> =>
  (await house.platform.app_pool.query(`select count(*)::int as n from ${table}`)).rows[0].n

test('signing in twice under one key opens one session, with one cookie', async () => {
  const key = randomUUID()
  const before = await count('auth.session')
  const [first, second] = await Promise.all([1, 2].map(() => post('/auth/sign-in', key, { email, password })))
  assert.equal(first!.statusCode, 200, first!.body)
  assert.equal(second!.statusCode, 200, second!.body)
  assert.deepEqual(first!.headers['set-cookie'], second!.headers['set-cookie'])
  assert.equal(await count('auth.session'), before + 1)
  const cookie = String(first!.headers['set-cookie']).split(';')[0]!
  assert.equal((await app.inject({ url: '/api/v1/me', headers: { cookie } })).json().user.email, email)
  const wrong = await post('/auth/sign-in', key, { email, password: 'autre chose de long' })
  assert.equal(wrong.statusCode, 401, 'a key does not replace the password')
  await post('/auth/sign-in', randomUUID(), { email, password })
  await post('/auth/sign-in', null, { email, password })
  assert.equal(await count('auth.session'), before + 3)
})

test('nothing that can be read in the table opens anything', async () => {
  const key = randomUUID()
  const answer = await post('/auth/sign-in', key, { email, password })
  const secret = /session_token=([^;]+)/.exec(String(answer.headers['set-cookie']))![1]!
  const { rows } = await house.platform.app_pool.query(
    'select row_to_json(k)::text as row from platform.early_key k',
  )
  for (const { row } of rows as { row: string }[]) {
    for (const word of [key, password, decodeURIComponent(secret).split('.')[0]!])
      assert.ok(!row.includes(word))
  }
})

test('a token and a pairing code asked for twice are the same', async () => {
  const [token, code] = [randomUUID(), randomUUID()]
  const ask = (key: string) => post('/auth/tokens', key, { tenant: tenant.slug, email, password })
  assert.equal((await ask(token)).json().access_token, (await ask(token)).json().access_token)
  assert.notEqual((await ask(token)).json().access_token, (await ask(randomUUID())).json().access_token)
  const before = await count('platform.device_pairing')
  const [first, again] = [await post('/device-pairings', code), await post('/device-pairings', code)]
  assert.equal(first.statusCode, 201, first.body)
  assert.deepEqual(first.json(), again.json())
  assert.equal(again.headers['idempotency-replayed'], 'true')
  assert.equal(await count('platform.device_pairing'), before + 1)
})

test('accepting an invitation again after a lost answer gives the same session', async () => {
  const invited = await post(
    `/tenants/${tenant.slug}/invitations`,
    null,
    { email: 'modou@example.test', role: 'agent' },
    owner.headers,
  )
  assert.equal(invited.statusCode, 201, invited.body)
  const token = String(invited.json().url ?? invited.json().link)
    .split('/')
    .at(-1)!
  const key = randomUUID()
  const accept = (with_key: string | null) =>
    post(`/invitations/${token}/acceptance`, with_key, { name: 'Modou', password })
  const first = await accept(key)
  assert.ok(first.statusCode < 300, first.body)
  const again = await accept(key)
  assert.equal(again.statusCode, first.statusCode, again.body)
  assert.deepEqual(again.headers['set-cookie'], first.headers['set-cookie'])
  assert.equal((await accept(randomUUID())).statusCode, 404, 'the link itself opens once')
})

test('sign-ins all at once do not wait for each other for ever', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => post('/auth/sign-in', randomUUID(), { email, password })),
  )
  assert.deepEqual(
    answers.map((answer) => answer.statusCode),
    answers.map(() => 200),
  )
})
