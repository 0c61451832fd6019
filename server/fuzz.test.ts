import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { Problem, type Endpoint } from '@guichet/platform/contract'
import { hashPassword } from '@guichet/platform/passwords'
import type { PageRoute } from '@guichet/platform/pages'
import { allowed, hostile, nearlyAllowed, schemaOf } from './testing/contract-values.ts'
import { inhabited, wholeHouse } from './testing/inhabited.ts'
import { modules } from './modules.ts'

/** FUZZ_SEED repeats a run, FUZZ_SECONDS makes it longer. */
const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31))
const total_ms = Number(process.env.FUZZ_SECONDS ?? 25) * 1_000

const house = await wholeHouse()
const place = await inhabited(house)
const { app } = house.server
// Its people sign in with a real password, or checking one would be an accident of the test.
await house.platform.app_pool.query('update auth.credential set password = $1', [
  await hashPassword('Un mot de passe bien long'),
])

const endpoints = modules.flatMap((module) => module.routes.map(({ endpoint }) => endpoint))
const pages = modules.flatMap((module) => [...module.pages])
const share_ms = total_ms / (endpoints.length + pages.length)

// The oldest of each: the person and the devices that ask here are newer, and must not lose their rights.
const oldest = async (table: string, column?: string): Promise<string[]> =>
  (await place.ids(table, column)).slice(0, 6)
const named: Record<string, string[]> = {
  site_id: await oldest('organisation.site'),
  service_id: await oldest('organisation.service'),
  counter_id: await oldest('organisation.counter'),
  customer_id: await oldest('organisation.customer'),
  ticket_id: await oldest('queue.ticket'),
  member_id: await oldest('platform.membership'),
  user_id: await oldest('organisation.agent', 'user_id'),
  device_id: [place.spare_device_id],
  job_run_id: await oldest('platform.job_run'),
  invitation_id: await oldest('platform.invitation'),
  closure_id: await oldest('organisation.closure'),
  report_id: await oldest('reports.report'),
  template_id: await oldest('reports.template'),
  document_id: await oldest('documents.document'),
  message_id: await oldest('platform.message'),
}
const ids = { ids: Object.values(named).flatMap((some) => some.slice(0, 2)), named }

/** What only the database or the machine would say. */
const leak =
  /syntax error|pg_|relation "|violates|duplicate key|invalid input (syntax|value)|constraint "|column "|node_modules|\.ts:\d|kysely|at async/i

let sent = 0
/** Every request from an address of its own, or the limits would answer instead of the product. */
const address = (): string => `10.${(++sent >> 16) & 255}.${(sent >> 8) & 255}.${sent & 255}`

const asText = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
/** What can travel in an address: half a surrogate pair cannot. */
const inUrl = (value: unknown): string => encodeURIComponent(asText(value).toWellFormed().slice(0, 3_000))

interface Call {
  params: Record<string, unknown>
  query: Record<string, unknown>
  body: unknown
  twice: boolean
  shape: 'json' | 'broken' | 'empty' | 'xml' | 'form' | 'bytes'
  key: string | null
  signed: boolean
}

function callsOf(endpoint: Endpoint): fc.Arbitrary<Call> {
  const part = (type: z.ZodType): fc.Arbitrary<unknown> =>
    type instanceof z.ZodUndefined ? fc.constant(undefined) : nearlyAllowed(schemaOf(type), ids)
  const object = (type: z.ZodType): fc.Arbitrary<Record<string, unknown>> =>
    part(type).map((value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? (value as Record<string, unknown>)
        : {},
    )
  return fc.record({
    // Mostly ids that exist: beyond them lies the code worth trying.
    params: fc.oneof(
      {
        weight: 4,
        arbitrary: allowed(schemaOf(endpoint.params), ids) as fc.Arbitrary<Record<string, unknown>>,
      },
      { weight: 1, arbitrary: object(endpoint.params) },
    ),
    query: object(endpoint.query),
    body: part(endpoint.body),
    twice: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    shape: fc.oneof(
      { weight: 14, arbitrary: fc.constant('json' as const) },
      {
        weight: 2,
        arbitrary: fc.constantFrom(
          'broken' as const,
          'empty' as const,
          'xml' as const,
          'form' as const,
          'bytes' as const,
        ),
      },
    ),
    key: fc.oneof(
      { weight: 5, arbitrary: fc.constant(null) },
      {
        weight: 1,
        arbitrary: fc.constantFrom('a-good-key', 'short', 'x'.repeat(300), 'with space', '%00%00%00%00'),
      },
    ),
    signed: fc.integer({ min: 0, max: 11 }).map((n) => n > 0),
  })
}

const bodies: Record<Call['shape'], (body: unknown) => { type?: string; payload?: string | Buffer }> = {
  json: (body) =>
    body === undefined ? {} : { type: 'application/json', payload: JSON.stringify(body) ?? 'null' },
  broken: (body) => ({ type: 'application/json', payload: `${JSON.stringify(body ?? {}).slice(0, -1)},` }),
  empty: () => ({ type: 'application/json', payload: '' }),
  xml: () => ({ type: 'application/xml', payload: '<a>b</a>' }),
  form: (body) => ({
    type: 'application/x-www-form-urlencoded',
    payload: new URLSearchParams({ a: asText(body).toWellFormed() }).toString(),
  }),
  bytes: () => ({
    type: 'application/json',
    payload: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x00, 0x22, 0x3a, 0x31, 0x7d]),
  }),
}

function urlOf(endpoint: Endpoint, call: Call): string {
  const path = endpoint.path.replace(
    /:(\w+)/g,
    (_, name: string) => inUrl(call.params[name] ?? 'missing') || '%20',
  )
  const query = Object.entries(call.query).flatMap(([name, value]) => {
    const pair = `${inUrl(name)}=${inUrl(value)}`
    return call.twice ? [pair, pair] : [pair]
  })
  return `/api/v1${endpoint.scope === 'tenant' ? `/tenants/${place.tenant.slug}` : ''}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`
}

/** People where the endpoint takes them, else the device it is for. */
function headersFor(endpoint: Endpoint): Record<string, string> {
  const wanted = [endpoint.permission].flat()
  const person = wanted.some((permission) => !permission.startsWith('device'))
  return person ? place.owner : wanted.includes('device:display') ? place.display : place.kiosk
}

function checkAnswer(
  answer: { statusCode: number; body: string; headers: Record<string, unknown> },
  what: string,
  expected?: z.ZodType,
): void {
  assert.ok(answer.statusCode < 500, `${what} answered ${answer.statusCode}: ${answer.body.slice(0, 300)}`)
  if (answer.statusCode >= 400) {
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/, what)
    const problem = Problem.parse(JSON.parse(answer.body))
    assert.equal(problem.status, answer.statusCode)
    assert.equal(problem.request_id, answer.headers['x-request-id'])
    assert.ok(!leak.test(answer.body), `${what} says ${leak.exec(answer.body)?.[0]}`)
    assert.notEqual(problem.title, problem.code, `${problem.code} has no text`)
  } else if (expected) {
    // A file or a stream has no shape to be held against: its endpoint declares that it answers no JSON.
    const json = String(answer.headers['content-type']).startsWith('application/json')
    expected.parse(json ? JSON.parse(answer.body) : undefined)
  }
}

/** Sends what the arbitrary makes up, for this route's share of the time and at least once over. */
async function trouble<T>(
  calls: fc.Arbitrary<T>,
  index: number,
  send: (call: T) => Promise<void>,
): Promise<void> {
  const deadline = performance.now() + share_ms
  let batch = 0
  do {
    for (const call of fc.sample(calls, { seed: seed + index * 100_000 + batch++, numRuns: 10 })) {
      await send(call).catch((error: unknown) => {
        throw new Error(`with ${JSON.stringify(call).slice(0, 2_000)}`, { cause: error })
      })
    }
  } while (performance.now() < deadline)
}

for (const [index, endpoint] of endpoints.entries()) {
  test(`${endpoint.method} ${endpoint.path} survives what it is sent (FUZZ_SEED=${seed})`, async () => {
    await trouble(callsOf(endpoint), index, async (call) => {
      const { type, payload } = bodies[call.shape](
        endpoint.method === 'GET' && call.shape === 'json' ? undefined : call.body,
      )
      const url = urlOf(endpoint, call)
      const answer = await app.inject({
        method: endpoint.method,
        url,
        remoteAddress: address(),
        headers: {
          ...(call.signed ? headersFor(endpoint) : {}),
          ...(type ? { 'content-type': type } : {}),
          ...(call.key ? { 'idempotency-key': call.key } : {}),
        },
        ...(payload === undefined ? {} : { payload }),
      })
      checkAnswer(answer, `${endpoint.method} ${url}`, endpoint.reply)
    })
  })
}

const formNames = ['site_id', 'service_id', 'visitor_name', 'visitor_phone', 'key', 'locale', 'back', 'zzz']
const words = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...ids.ids, 'Awa', '+221771234567', 'en', '/p/x') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 2, arbitrary: hostile.map(asText) },
)

function pageCall(page: PageRoute) {
  // A stream that opens does not end: those are tried with addresses that lead nowhere.
  const tokens = page.path.endsWith('/events')
    ? [`${place.tenant.ref}-${'A'.repeat(27)}`]
    : place.visitor_tokens
  return fc.record({
    token: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...tokens) }, { weight: 1, arbitrary: words }),
    slug: fc.oneof({ weight: 3, arbitrary: fc.constant(place.tenant.slug) }, { weight: 1, arbitrary: words }),
    other: words,
    query: fc.dictionary(fc.constantFrom(...formNames, '__proto__'), words, {
      maxKeys: 4,
      noNullPrototype: true,
    }),
    form: fc.dictionary(fc.constantFrom(...formNames, '__proto__'), words, {
      maxKeys: 6,
      noNullPrototype: true,
    }),
    type: fc.oneof(
      { weight: 6, arbitrary: fc.constant('application/x-www-form-urlencoded') },
      {
        weight: 1,
        arbitrary: fc.constantFrom('application/json', 'text/plain', 'multipart/form-data; boundary=x'),
      },
    ),
    cookie: fc.oneof(
      { weight: 4, arbitrary: fc.constant('') },
      {
        weight: 1,
        arbitrary: words.map(
          (word) =>
            `guichet_locale=${inUrl(word)}; guichet_device=${inUrl(word)}; guichet.session_token=${inUrl(word)}`,
        ),
      },
    ),
  })
}
const urlencoded = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([name, value]) => `${inUrl(name)}=${inUrl(value)}`)
    .join('&')

for (const [index, page] of pages.entries()) {
  test(`page ${page.method} ${page.path} survives what it is sent (FUZZ_SEED=${seed})`, async () => {
    await trouble(pageCall(page), 1_000 + index, async (call) => {
      const path = page.path.replace(
        /:(\w+)/g,
        (_, name: string) =>
          inUrl(name === 'token' ? call.token : name === 'slug' ? call.slug : call.other) || '%20',
      )
      const query = urlencoded(call.query)
      const url = query ? `${path}?${query}` : path
      const answer = await app.inject({
        method: page.method,
        url,
        remoteAddress: address(),
        headers: {
          accept: 'text/html',
          ...(call.cookie ? { cookie: call.cookie } : {}),
          ...(page.method === 'POST' ? { 'content-type': call.type } : {}),
        },
        ...(page.method === 'POST'
          ? { payload: call.type.endsWith('json') ? JSON.stringify(call.form) : urlencoded(call.form) }
          : {}),
      })
      const what = `${page.method} ${url}`
      assert.ok(answer.statusCode < 500, `${what} answered ${answer.statusCode}`)
      if (answer.statusCode >= 400)
        assert.match(String(answer.headers['content-type']), /^(text\/html|application\/problem\+json)/, what)
      assert.ok(!leak.test(answer.body), `${what} says ${leak.exec(answer.body)?.[0]}`)
      assert.ok(!answer.body.includes('<zzz'), `${what} repeats markup as it came`)
      assert.doesNotMatch(JSON.stringify(answer.headers['set-cookie'] ?? ''), /zzz=1/)
      if (answer.headers.location) assert.match(answer.headers.location, /^\/(?![/\\])/, what)
    })
  })
}

test('what was stored of all this is whole: everything that can be read is still read', async () => {
  for (const endpoint of endpoints) {
    if (endpoint.method !== 'GET' || endpoint.path.includes(':')) continue
    const url = `/api/v1${endpoint.scope === 'tenant' ? `/tenants/${place.tenant.slug}` : ''}${endpoint.path}`
    const answer = await app.inject({ url, headers: headersFor(endpoint), remoteAddress: address() })
    checkAnswer(answer, url, endpoint.reply)
  }
})
