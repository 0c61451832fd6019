import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import { endpoint } from '../contract.ts'
import { testHouse, trialModule } from '../testing/test-house.ts'
import { handle } from './handle.ts'
import { html } from './html.ts'

/** Goes to the database with whatever it was given, as text and as JSON. */
const store = endpoint({
  method: 'POST',
  path: '/trial/words/:word',
  permission: 'member',
  summary: 'Stores words.',
  params: z.object({ word: z.string() }),
  query: z.object({ also: z.string().optional() }),
  body: z.object({
    text: z.string().optional(),
    list: z.array(z.string()).optional(),
    any: z.unknown().optional(),
  }),
  reply: z.object({ stored: z.string() }),
})
const trial = trialModule({
  routes: [
    handle(store, async (ctx, { params, query, body }) => {
      await sql`select ${params.word}::text, ${query.also ?? ''}::text, ${body.text ?? ''}::text`.execute(
        ctx.transaction.db,
      )
      await sql`select ${JSON.stringify(body)}::jsonb`.execute(ctx.transaction.db)
      return { stored: body.text ?? '' }
    }),
  ],
  pages: [
    {
      method: 'POST',
      path: '/trial/:word',
      async handle({ platform, params, query, form }) {
        const all = [...Object.values(params), ...Object.values(query), ...Object.values(form)]
        for (const text of all)
          await platform.app_pool.query('select $1::text, $2::jsonb', [text, JSON.stringify({ text })])
        return { page: { title: 'Words', body: html`<p>${all.join('|')}</p>` } }
      },
    },
  ],
})
const house = await testHouse([trial])
const { app } = house.server
const tenant = await house.tenant()
const viewer = await house.person(tenant, 'viewer')

const send = (body: unknown, path = 'fine', type = 'application/json') =>
  app.inject({
    method: 'POST',
    url: `/api/v1/tenants/${tenant.slug}/trial/words/${path}`,
    headers: { ...viewer.headers, 'content-type': type },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  })

test('words of every kind are stored as they came', async () => {
  for (const text of ['Été à Saint-Louis', '😀👩🏾‍🦱', 'ދިވެހި', '\u202e', "'; drop table x; --", '{"a":1}']) {
    const answer = await send({ text, list: [text], any: { [text]: text } })
    assert.equal(answer.statusCode, 200, answer.body)
    assert.equal(answer.json().stored, text)
  }
})

test('what the database cannot hold is refused by name, before it gets there', async () => {
  for (const bad of ['\0', 'a\0b', '\ud800', 'half \udc00']) {
    for (const [body, path] of [
      [{ text: bad }, 'body.text'],
      [{ list: ['fine', bad] }, 'body.list.1'],
      [{ any: { deep: [{ er: bad }] } }, 'body.any.deep.0.er'],
      [{ any: { [`${bad}key`]: 1 } }, 'body.any'],
    ] as const) {
      const answer = await send(body)
      assert.equal(answer.statusCode, 400)
      assert.equal(answer.json().code, 'platform.invalid_input')
      assert.deepEqual(answer.json().fields, [{ path, code: 'unreadable_text' }])
    }
  }
  assert.deepEqual((await send({}, 'fine?also=%00')).json().fields, [
    { path: 'query.also', code: 'unreadable_text' },
  ])
  assert.equal((await send({}, '%00')).json().code, 'platform.not_found')
})

test('a body as deep as it can be sent is no accident', async () => {
  const depth = 60_000
  const answer = await send(`{"any":${'['.repeat(depth)}${']'.repeat(depth)}}`)
  assert.equal(answer.statusCode, 400, answer.body)
  assert.equal(answer.json().code, 'platform.invalid_input')
  assert.equal((await send(`{"any":${'['.repeat(20)}${']'.repeat(20)}}`)).statusCode, 200)
})

test('bodies that are none are refused with a problem', async () => {
  const cases: [body: string, status: number, code: string, type?: string][] = [
    ['{"text":', 400, 'platform.unreadable_request'],
    ['', 400, 'platform.unreadable_request'],
    ['{"__proto__":{"admin":true}}', 400, 'platform.unreadable_request'],
    ['{"any":{"constructor":{"prototype":{}}}}', 400, 'platform.unreadable_request'],
    ['[]', 400, 'platform.invalid_input'],
    ['"text"', 400, 'platform.invalid_input'],
    ['<a/>', 415, 'platform.media_type', 'application/xml'],
    ['text', 415, 'platform.media_type', 'text/csv'],
    [JSON.stringify({ text: 'x'.repeat(300_000) }), 413, 'platform.too_large'],
  ]
  for (const [body, status, code, type] of cases) {
    const answer = await send(body, 'fine', type)
    assert.equal(answer.statusCode, status, body.slice(0, 40))
    assert.equal(answer.json().code, code, body.slice(0, 40))
    assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/)
  }
})

test('a parameter given twice is not taken for one', async () => {
  const answer = await send({}, 'fine?also=a&also=b')
  assert.equal(answer.statusCode, 400)
  assert.deepEqual(answer.json().fields, [{ path: 'query.also', code: 'invalid_type' }])
  assert.equal((await send({}, 'fine?also=a&unknown=b')).statusCode, 200)
})

test('a public page drops what cannot be stored and shows the rest as text', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/trial/w%00ord?q=a%00b',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: `name=%00<b>${encodeURIComponent('é')}&name2=${encodeURIComponent('😀'.repeat(1_001))}&__proto__=x&twice=1&twice=2`,
  })
  assert.equal(answer.statusCode, 200)
  assert.ok(answer.body.includes('word|ab|&lt;b&gt;é|'))
  assert.ok(!answer.body.includes('<b>'))
})
