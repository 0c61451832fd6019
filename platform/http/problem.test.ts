import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { pino } from 'pino'
import { z } from 'zod'
import { platformModule } from '../as-module.ts'
import { addMember, createTenant } from '../auth/staff.ts'
import { readConfig } from '../config.ts'
import { endpoint, Problem } from '../contract.ts'
import { conflict, forbidden, invalid, notFound, tooMany, unavailable } from '../errors.ts'
import { createPlatform, inTenant } from '../platform.ts'
import { faultyProxy } from '../testing/faulty-proxy.ts'
import { cloneDatabase, dropDatabase, testHouse, testKey, trialModule } from '../testing/test-house.ts'
import { until } from '../testing/until.ts'
import { handle } from './handle.ts'
import { createServer } from './server.ts'

/** What goes wrong inside a handler, and what the caller may learn of it. */
const accidents: Record<string, { fail: () => unknown; status: number; code: string }> = {
  invalid: {
    fail: () => invalid('trial.bad', [{ path: 'body.x', code: 'too_small' }], { most: 3 }),
    status: 400,
    code: 'trial.bad',
  },
  forbidden: { fail: () => forbidden('trial.no'), status: 403, code: 'trial.no' },
  not_found: { fail: () => notFound('trial.nothing'), status: 404, code: 'trial.nothing' },
  conflict: { fail: () => conflict('trial.taken'), status: 409, code: 'trial.taken' },
  unavailable: { fail: () => unavailable('trial.later', 7), status: 503, code: 'trial.later' },
  too_many: { fail: () => tooMany(9), status: 429, code: 'platform.too_many_requests' },
  bug: {
    fail: () => new Error('secret detail: relation "x" violates'),
    status: 500,
    code: 'platform.unexpected',
  },
  not_an_error: { fail: () => 'a text', status: 500, code: 'platform.unexpected' },
  nothing_thrown: { fail: () => undefined, status: 500, code: 'platform.unexpected' },
}
const statements: Record<string, { text: string; status: number; code: string }> = {
  syntax: { text: 'select from where', status: 500, code: 'platform.unexpected' },
  no_table: { text: 'select * from platform.nowhere', status: 500, code: 'platform.unexpected' },
  slow: {
    text: `select set_config('statement_timeout', '20', true); select pg_sleep(5)`,
    status: 503,
    code: 'platform.too_slow',
  },
  locked: {
    text: `do $$ begin raise exception 'canceling statement due to lock timeout' using errcode = '55P03'; end $$`,
    status: 503,
    code: 'platform.busy',
  },
  full: {
    text: `do $$ begin raise exception 'too many clients' using errcode = '53300'; end $$`,
    status: 503,
    code: 'platform.busy',
  },
  too_large: { text: `select 3000000000::int`, status: 400, code: 'platform.invalid_input' },
  no_such_day: { text: `select '0000-02-29'::date`, status: 400, code: 'platform.invalid_input' },
  ended: {
    text: 'select pg_terminate_backend(pg_backend_pid())',
    status: 503,
    code: 'platform.database_away',
  },
}
const trialEndpoint = (path: `/${string}`) =>
  endpoint({
    method: 'GET',
    path,
    permission: 'member',
    summary: 'Goes wrong.',
    params: z.object({ how: z.string() }),
    reply: z.object({ ok: z.boolean() }),
  })
const trial = trialModule({
  routes: [
    handle(trialEndpoint('/trial/accidents/:how'), async (_ctx, { params }) => {
      throw accidents[params.how]!.fail()
    }),
    handle(trialEndpoint('/trial/statements/:how'), async (ctx, { params }) => {
      for (const text of statements[params.how]!.text.split(/;(?=\s*select)/))
        await sql.raw(text).execute(ctx.transaction.db)
      return { ok: true }
    }),
    handle(trialEndpoint('/trial/answers/:how'), async () => ({ ok: 'not a boolean' }) as never),
  ],
})
const house = await testHouse([trial])
const tenant = await house.tenant()
const viewer = await house.person(tenant, 'viewer')
const get = (path: string, headers: Record<string, string> = {}) =>
  house.server.app.inject({
    url: `/api/v1/tenants/${tenant.slug}${path}`,
    headers: { ...viewer.headers, ...headers },
  })

const telling =
  /secret|relation|violates|syntax|pg_|select|canceling|too many clients|terminat|node_modules|\.ts:/i

for (const [how, { status, code }] of Object.entries(accidents)) {
  test(`thrown: ${how}`, async () => {
    const answer = await get(`/trial/accidents/${how}`)
    assert.equal(answer.statusCode, status)
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
    const problem = Problem.parse(answer.json())
    assert.equal(problem.code, code)
    assert.equal(problem.status, status)
    assert.equal(problem.request_id, answer.headers['x-request-id'])
    assert.doesNotMatch(answer.body, telling)
    assert.equal(answer.headers['retry-after'], { unavailable: '7', too_many: '9' }[how])
  })
}
for (const [how, { status, code }] of Object.entries(statements)) {
  test(`refused by the database: ${how}`, async () => {
    const answer = await get(`/trial/statements/${how}`)
    assert.equal(answer.json().code, code)
    assert.equal(answer.statusCode, status)
    assert.doesNotMatch(answer.body, telling)
    if (status === 503) assert.ok(Number(answer.headers['retry-after']) > 0)
    assert.equal((await get('/roles')).statusCode, 200)
  })
}

test('an answer that breaks its own contract does not leave the house', async () => {
  const answer = await get('/trial/answers/x')
  assert.equal(answer.statusCode, 500)
  assert.doesNotMatch(answer.body, /not a boolean/)
})

test('the title is in the language that is asked for', async () => {
  const title = async (language: string) =>
    (await house.server.app.inject({ url: '/api/v1/me', headers: { 'accept-language': language } })).json()
      .title as string
  assert.equal(await title('en-GB,en;q=0.9'), 'Sign in to continue.')
  assert.notEqual(await title('fr'), await title('en'))
  assert.equal(await title('wo,de'), await title('fr'))
})

test('a database that is away is said to be away, in bounded time, and welcomed back', async (t) => {
  const url = await cloneDatabase([platformModule])
  const target = new URL(url)
  const proxy = await faultyProxy({ host: target.hostname, port: Number(target.port) })
  const through = Object.assign(new URL(url), { port: String(proxy.port) }).toString()
  const config = readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: through,
    SECRET_KEY: testKey,
    DATABASE_POOL: '4',
  })
  const platform = await createPlatform({ config, modules: [platformModule], log: pino({ level: 'silent' }) })
  const { app } = await createServer(platform, { version: 'test', web_directory: null })
  after(async () => {
    proxy.mode('pass')
    await app.close()
    await platform.close()
    await proxy.close()
    await dropDatabase(url)
  })
  const wanted = {
    slug: 'away',
    name: 'Away',
    country: 'SN',
    currency: 'XOF',
    time_zone: 'Africa/Dakar',
    modules: [],
  } as const
  const { tenant: place } = await createTenant(platform, { ...wanted, modules: [] }, async () => {})
  const user_id = await platform.sign_in.createUser({
    email: `${randomUUID()}@example.test`,
    name: 'A',
    locale: 'fr',
    password_hash: 'none',
  })
  await inTenant(platform, { tenant: place }, (ctx) => addMember(ctx, user_id, 'owner'))
  const { token } = await platform.sign_in.signAccessToken({
    sub: user_id,
    tenant: place.slug,
    role: 'owner',
    scope: 'platform.member.write',
    sid: null,
  })
  const members = () =>
    app.inject({
      url: `/api/v1/tenants/${place.slug}/members`,
      headers: { authorization: `Bearer ${token}` },
    })
  const isAway = async (most_ms: number, count = 1) => {
    const since = performance.now()
    for (const answer of await Promise.all(Array.from({ length: count }, members))) {
      assert.equal(answer.statusCode, 503, answer.body)
      assert.match(answer.json().code, /^platform\.(database_away|busy)$/)
      assert.ok(Number(answer.headers['retry-after']) > 0)
    }
    assert.ok(performance.now() - since < most_ms, `${performance.now() - since} ms`)
  }
  const isBack = () => until('it is back', async () => (await members()).statusCode === 200)
  assert.equal((await members()).statusCode, 200)

  await t.test('refusing connections', async () => {
    proxy.mode('reset')
    await isAway(3_000, 8)
    const ready = await app.inject({ url: '/health/ready' })
    assert.equal(ready.statusCode, 503)
    assert.deepEqual(ready.json(), { status: 'not_ready', database: 'away', redis: 'unused' })
    assert.equal((await app.inject({ url: '/health' })).statusCode, 200, 'the process itself is well')
    proxy.mode('pass')
    await isBack()
  })

  await t.test('silent, as behind a dead network', async () => {
    proxy.mode('hold')
    const since = performance.now()
    const ready = app.inject({ url: '/health/ready' })
    await isAway(15_000, 8)
    assert.equal((await ready).statusCode, 503)
    assert.ok(performance.now() - since < 15_000)
    proxy.mode('pass')
    await isBack()
  })

  await t.test('no connection was lost on the way', async () => {
    await until(
      'idle again',
      () =>
        platform.app_pool.waitingCount === 0 && platform.app_pool.idleCount === platform.app_pool.totalCount,
    )
    assert.ok(platform.app_pool.totalCount <= 4)
    const many = await Promise.all(Array.from({ length: 20 }, members))
    assert.deepEqual([...new Set(many.map((a) => a.statusCode))], [200])
  })
})
