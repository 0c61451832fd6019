import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../config.ts'
import { testHouse, testKey, trialModule } from '../testing/test-house.ts'
import { openStream } from '../realtime/sse.ts'
import { securityHeaders } from './security.ts'

const trial = trialModule({
  pages: [
    {
      method: 'GET',
      path: '/trial/:slug/stream',
      async handle(call) {
        const tenant = await call.tenantBySlug(call.params.slug ?? '')
        await openStream(call.hub, call.reply, {
          key: 'test',
          tenant,
          site_id: tenant.id,
          permissions: new Set(),
          hear: () => {},
        })
        return { streamed: true }
      },
    },
  ],
})
const house = await testHouse([trial], { CORS_ORIGINS: 'https://friend.example' })
const { app } = house.server
const tenant = await house.tenant()
const owner = await house.person(tenant, 'owner')

function isDressed(headers: Record<string, unknown>, what: string): void {
  const policy = String(headers['content-security-policy'])
  assert.match(policy, /default-src 'self'/, what)
  assert.match(policy, /frame-ancestors 'none'/, what)
  assert.match(policy, /script-src 'self'(;|$)/, what)
  assert.equal(headers['x-content-type-options'], 'nosniff', what)
  assert.equal(headers['referrer-policy'], 'same-origin', what)
  assert.equal(headers['cross-origin-opener-policy'], 'same-origin', what)
  assert.match(String(headers['permissions-policy']), /geolocation=\(\)/, what)
  assert.match(String(headers['x-request-id']), /^[0-9a-f-]{36}$/, what)
  assert.equal(headers['x-powered-by'], undefined, what)
}

const routes: Record<string, number> = {
  '/health': 200,
  '/api/health': 200,
  '/health/ready': 200,
  '/.well-known/jwks.json': 200,
  '/api/v1/openapi.json': 200,
  '/api/v1/docs': 200,
  '/api/v1/docs/files/swagger-ui.css': 200,
  '/api/v1/redoc': 200,
  '/api/docs': 302,
  '/accessibilite': 200,
  '/accent/aabbcc-ddeeff.css': 200,
  '/api/v1/me': 401,
  [`/api/v1/tenants/${tenant.slug}/members`]: 401,
  [`/api/v1/tenants/${tenant.slug}/live`]: 426,
  '/api/v1/nowhere': 404,
  '/nowhere': 404,
  '/api/v1/%zz': 400,
  '/%E0%A4%A': 400,
}
for (const [url, status] of Object.entries(routes)) {
  test(`${url} answers ${status} with the headers that protect`, async () => {
    for (const accept of ['text/html', 'application/json']) {
      const answer = await app.inject({ url, headers: { accept } })
      assert.equal(answer.statusCode, status)
      isDressed(answer.headers, `${url} as ${accept}`)
      if (url.startsWith('/api/v1/') && status >= 400) {
        assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
        assert.equal(answer.json().request_id, answer.headers['x-request-id'])
      }
    }
  })
}

test('an API answer is not kept by anybody', async () => {
  const answer = await app.inject({ url: `/api/v1/tenants/${tenant.slug}/members`, headers: owner.headers })
  assert.equal(answer.statusCode, 200)
  assert.equal(answer.headers['cache-control'], 'no-store')
  isDressed(answer.headers, 'members')
})

test('a stream of events has them too', async () => {
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const stop = new AbortController()
  const answer = await fetch(`${address}/trial/${tenant.slug}/stream`, { signal: stop.signal })
  isDressed(Object.fromEntries(answer.headers), 'stream')
  assert.match(answer.headers.get('content-type') ?? '', /^text\/event-stream/)
  stop.abort()
})

test('over https the browser is told to stay there', () => {
  const config = (PUBLIC_URL: string) =>
    readConfig({ DATABASE_URL: house.owner_url, SECRET_KEY: testKey, PUBLIC_URL })
  const request = { url: '/', id: 'x' } as never
  assert.match(
    securityHeaders(config('https://guichet.example'), request)['strict-transport-security'] ?? '',
    /max-age=31536000/,
  )
  assert.equal(
    securityHeaders(config('http://guichet.example'), request)['strict-transport-security'],
    undefined,
  )
})

const signOut = (headers: Record<string, string>) =>
  app.inject({
    method: 'POST',
    url: '/api/v1/auth/sign-out',
    headers: { host: 'guichet.example', ...headers },
  })

test('writing with a cookie is accepted from our own pages only', async () => {
  const refused: Record<string, string>[] = [
    { origin: 'https://evil.example' },
    { origin: 'https://guichet.example.evil.example' },
    { origin: 'https://guichet.example:8443' },
    { origin: 'null', 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    // The browser repeats this one by itself when a proxy in front asked for it.
    { origin: 'https://evil.example', authorization: 'Basic dTpw' },
  ]
  for (const headers of refused) {
    const answer = await signOut(headers)
    assert.equal(answer.statusCode, 403, JSON.stringify(headers))
    assert.equal(answer.json().code, 'platform.foreign_origin')
  }
  const accepted: Record<string, string>[] = [
    {},
    { origin: 'https://guichet.example', 'sec-fetch-site': 'same-origin' },
    { origin: 'http://guichet.example' },
    { 'sec-fetch-site': 'none' },
    { origin: 'https://friend.example', 'sec-fetch-site': 'cross-site' },
    { origin: 'https://evil.example', ...owner.headers },
  ]
  for (const headers of accepted)
    assert.equal((await signOut(headers)).statusCode, 200, JSON.stringify(headers))
})

test('a form from another site is refused with a page', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/locale',
    headers: { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'locale=en&back=/',
  })
  assert.equal(answer.statusCode, 403)
  assert.match(String(answer.headers['content-type']), /^text\/html/)
  assert.equal(answer.headers['set-cookie'], undefined)
})

test('another origin reads only when it is on the list', async () => {
  const friend = await app.inject({ url: '/api/v1/me', headers: { origin: 'https://friend.example' } })
  assert.equal(friend.headers['access-control-allow-origin'], 'https://friend.example')
  assert.equal(friend.headers['access-control-allow-credentials'], undefined)
  const stranger = await app.inject({ url: '/api/v1/me', headers: { origin: 'https://evil.example' } })
  assert.equal(stranger.headers['access-control-allow-origin'], undefined)
  const asked = await app.inject({
    method: 'OPTIONS',
    url: '/api/v1/me',
    headers: { origin: 'https://friend.example' },
  })
  assert.equal(asked.statusCode, 204)
})

test('where to go after a choice of language is one of our own pages', async () => {
  const back = async (path: string) =>
    (
      await app.inject({
        method: 'POST',
        url: '/locale',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ locale: 'en', back: path }).toString(),
      })
    ).headers.location
  assert.equal(await back('/p/mairie?x=1'), '/p/mairie?x=1')
  for (const path of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\r\nset-cookie: a=b',
    'javascript:alert(1)',
    '',
  ]) {
    assert.equal(await back(path), '/')
  }
})
