import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import { symmetricDecrypt } from 'better-auth/crypto'
import {
  createLocalJWKSet,
  exportSPKI,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
  type JWTPayload,
} from 'jose'
import { newId } from '../ids.ts'
import { testHouse, testKey } from '../testing/test-house.ts'
import { audience, hashPassword } from './sign-in.ts'
import { addMember } from './staff.ts'

const house = await testHouse([])
const { app } = house.server
const { issuer } = house.platform.sign_in
const [tenant, other] = [await house.tenant(), await house.tenant()]
const password = 'Un mot de passe bien long'
const email = 'token@example.test'
const user_id = await house.platform.sign_in.createUser({
  email,
  name: 'Awa',
  locale: 'fr',
  password_hash: await hashPassword(password),
})
await house.as(tenant, 'system', (ctx) => addMember(ctx, user_id, 'admin'))

const ask = (payload: object, headers = {}) =>
  app.inject({ method: 'POST', url: '/api/v1/auth/tokens', headers, payload })
const members = (token: string, slug = tenant.slug) =>
  app.inject({ url: `/api/v1/tenants/${slug}/members`, headers: { authorization: `Bearer ${token}` } })
const publicKeys = async () => (await app.inject({ url: '/.well-known/jwks.json' })).json()

const { access_token: good } = (await ask({ tenant: tenant.slug, email, password })).json()
const claims = JSON.parse(Buffer.from(good.split('.')[1], 'base64url').toString()) as JWTPayload
const header = JSON.parse(Buffer.from(good.split('.')[0], 'base64url').toString()) as {
  alg: string
  kid: string
}

test('a token is verified by anybody with the published keys', async () => {
  const keys = await publicKeys()
  assert.equal(keys.keys[0].d, undefined, 'no private part is published')
  const { payload, protectedHeader } = await jwtVerify(good, createLocalJWKSet(keys), { issuer, audience })
  assert.equal(protectedHeader.alg, 'EdDSA')
  assert.equal(payload.sub, user_id)
  assert.equal(payload.tenant, tenant.slug)
  assert.ok(payload.exp! - payload.iat! <= 900)
  assert.ok(String(payload.scope).split(' ').includes('platform.member.write'))
})

test('it opens its own organisation and no other', async () => {
  assert.equal((await members(good)).statusCode, 200)
  assert.equal((await members(good, other.slug)).statusCode, 404)
  assert.equal((await ask({ tenant: other.slug, email, password })).json().code, 'platform.tenant_unknown')
  assert.equal((await ask({ tenant: 'nowhere', email, password })).json().code, 'platform.tenant_unknown')
  assert.equal((await ask({ tenant: tenant.slug, email, password: 'wrong wrong wrong' })).statusCode, 401)
  assert.equal((await ask({ tenant: tenant.slug })).statusCode, 401)
})

test('it cannot be exchanged for another, nor change the password', async () => {
  const headers = { authorization: `Bearer ${good}` }
  assert.equal((await ask({ tenant: tenant.slug }, headers)).json().code, 'platform.session_needed')
  const change = await app.inject({
    method: 'PUT',
    url: '/api/v1/me/password',
    headers,
    payload: { current: password, next: 'another fine secret' },
  })
  assert.equal(change.json().code, 'platform.session_needed')
})

test('forged, borrowed and stale variants are refused', async (t) => {
  const { rows } = await house.platform.app_pool.query('select id, private_key from auth.jwks')
  const jwk = JSON.parse(await symmetricDecrypt({ key: testKey, data: JSON.parse(rows[0].private_key) }))
  const key = await importJWK(jwk, 'EdDSA')
  const sign = (payload: JWTPayload, extra: object = {}) =>
    new SignJWT(payload).setProtectedHeader({ alg: 'EdDSA', kid: header.kid, ...extra }).sign(key)
  assert.equal(
    (await members(await sign({ ...claims, jti: newId() }))).statusCode,
    200,
    'the key is the real one',
  )

  const without = (name: string) =>
    Object.fromEntries(Object.entries(claims).filter(([claim]) => claim !== name))
  const now = Math.floor(Date.now() / 1000)
  const foreign = await generateKeyPair('EdDSA', { extractable: true })
  const published = await importJWK((await publicKeys()).keys[0], 'EdDSA', { extractable: true })
  const [head, body, signature] = good.split('.')
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const hmac = (secret: string, payload: object) => {
    const text = `${part({ alg: 'HS256', kid: header.kid, typ: 'JWT' })}.${part(payload)}`
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
  }
  const bad: Record<string, string> = {
    'no signature at all': new UnsecuredJWT(claims).encode(),
    'alg none with the signature kept': `${part({ ...header, alg: 'none' })}.${body}.${signature}`,
    'HS256 with the public key as secret': hmac(await exportSPKI(published as never), claims),
    'HS256 with the published bytes as secret': hmac((await publicKeys()).keys[0].x, claims),
    "somebody else's key under our name": await new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: header.kid })
      .sign(foreign.privateKey),
    'a key that the token brings along': await new SignJWT(claims)
      .setProtectedHeader({
        alg: 'EdDSA',
        kid: 'mine',
        jku: 'https://evil.example/jwks.json',
        jwk: { kty: 'OKP', crv: 'Ed25519', x: jwk.x },
      })
      .sign(foreign.privateKey),
    'another audience': await sign({ ...claims, aud: 'guichet-web' }),
    'another issuer': await sign({ ...claims, iss: 'https://evil.example' }),
    expired: await sign({ ...claims, iat: now - 2_000, exp: now - 1_000 }),
    'not yet valid': await sign({ ...claims, nbf: now + 600 }),
    'without an end': await sign(without('exp')),
    'without an id': await sign(without('jti')),
    'an identity token': await sign({ ...claims, token_use: 'id' }),
    'a body that was changed': `${head}.${part({ ...claims, tenant: other.slug })}.${signature}`,
    'a signature cut short': good.slice(0, -4),
    'a criticality nobody knows': await sign({ ...claims, jti: newId() }, { crit: ['exp'] }).catch(
      () => 'x.y.z',
    ),
    nothing: '',
    words: 'not.a.token',
  }
  for (const [what, token] of Object.entries(bad)) {
    await t.test(what, async () => {
      const answer = await members(token)
      assert.equal(answer.statusCode, 401)
      assert.equal(answer.headers['www-authenticate'], 'Bearer')
    })
  }
})

test('the right is looked up, not read from the token: a lost role is lost at once', async () => {
  const { access_token } = (await ask({ tenant: tenant.slug, email, password })).json()
  assert.equal((await members(access_token)).statusCode, 200)
  await house.as(tenant, 'system', (ctx) =>
    ctx.transaction.db
      .updateTable('platform.membership')
      .set({ role: 'viewer' })
      .where('user_id', '=', user_id)
      .execute(),
  )
  house.clock.advance(5)
  assert.equal((await members(access_token)).statusCode, 403)
})
