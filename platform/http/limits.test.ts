import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { hashSecret, newId, newToken } from '../ids.ts'
import { testHouse } from '../testing/test-house.ts'

const house = await testHouse([], { RATE_LIMIT: '5' })
const { app } = house.server
const tenant = await house.tenant()

let addresses = 0
const address = () => `10.9.0.${++addresses}`
const get = (url: string, remoteAddress: string, headers: Record<string, string> = {}) =>
  app.inject({ method: 'GET', url, remoteAddress, headers })

test('answers say how much is left, and a refusal when to come back', async () => {
  const from = address()
  for (let left = 4; left >= 0; left--) {
    const answer = await get('/api/v1/me', from)
    assert.equal(answer.statusCode, 401)
    assert.equal(answer.headers['ratelimit-policy'], '"default";q=5;w=60')
    assert.match(String(answer.headers.ratelimit), new RegExp(`^"default";r=${left};t=\\d+$`))
    assert.equal(answer.headers['ratelimit-limit'], undefined)
  }
  const refused = await get('/api/v1/me', from)
  assert.equal(refused.statusCode, 429)
  assert.match(String(refused.headers['content-type']), /^application\/problem\+json/)
  assert.equal(refused.json().code, 'platform.too_many_requests')
  const wait = Number(refused.headers['retry-after'])
  assert.ok(wait > 0 && wait <= 60)
  assert.equal((await get('/api/v1/me', address())).statusCode, 401, 'another address is not concerned')
})

test('health is never refused', async () => {
  const from = address()
  for (let n = 0; n < 12; n++) assert.equal((await get('/health', from)).statusCode, 200)
})

test('an endpoint may be stricter than the server, a page answers with a page', async () => {
  const from = address()
  const page = async () =>
    app.inject({
      method: 'POST',
      url: '/locale',
      remoteAddress: from,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'locale=en',
    })
  for (let n = 0; n < 5; n++) assert.equal((await page()).statusCode, 303)
  const refused = await page()
  assert.equal(refused.statusCode, 429)
  assert.match(String(refused.headers['content-type']), /^text\/html/)
  assert.ok(Number(refused.headers['retry-after']) > 0)
})

test('a paired device is counted by itself, made-up ones are not', async () => {
  const from = address()
  const token = newToken(tenant.ref)
  await house.as(tenant, 'system', (ctx) =>
    ctx.transaction.db
      .insertInto('platform.device')
      .values({
        tenant_id: tenant.id,
        id: newId(),
        site_id: randomUUID(),
        kind: 'display',
        name: 'Hall',
        token_hash: hashSecret(token),
      })
      .execute(),
  )
  const device = { cookie: `guichet_device=${token}` }
  assert.equal(
    (await get('/api/v1/device', from, device)).statusCode,
    200,
    'the first time it is counted with its address',
  )
  for (let n = 0; n < 4; n++) {
    const made_up = { cookie: `guichet_device=${tenant.ref}-${randomBytes(20).toString('base64url')}` }
    assert.equal((await get('/api/v1/device', from, made_up)).statusCode, 401)
  }
  assert.equal(
    (await get('/api/v1/device', from, { cookie: `guichet_device=${newToken(tenant.ref)}` })).statusCode,
    429,
  )
  for (let n = 0; n < 5; n++) assert.equal((await get('/api/v1/device', from, device)).statusCode, 200)
  assert.equal((await get('/api/v1/device', from, device)).statusCode, 429)
})
