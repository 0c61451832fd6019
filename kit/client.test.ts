import assert from 'node:assert/strict'
import { test } from 'node:test'
import { endpoint } from '@guichet/platform/contract'
import { z } from 'zod'
import { createApi, NetworkError, ProblemError } from './client.ts'

const listTickets = endpoint({
  method: 'GET',
  path: '/queue/sites/:site_id/tickets',
  permission: 'queue.ticket.read',
  summary: 'Tickets.',
  params: z.object({ site_id: z.string() }),
  query: z.object({ status: z.array(z.string()).optional(), limit: z.coerce.number().default(50) }),
  reply: z.object({ items: z.array(z.string()) }),
})
const createCall = endpoint({
  method: 'POST',
  path: '/queue/calls',
  permission: 'queue.ticket.call',
  summary: 'Calls.',
  body: z.object({ counter_id: z.string() }),
  reply: z.object({ number: z.string() }),
})
const readMe = endpoint({
  method: 'GET',
  path: '/me',
  scope: 'global',
  permission: 'signed_in',
  summary: 'Me.',
  reply: z.object({ name: z.string() }),
})

interface Sent {
  url: string
  method: string
  key: string | null
  language: string | null
  as: string | null
  body: unknown
}

/** A network that answers what the list says, in order; an `Error` is a lost answer. */
function network(answers: (Response | Error)[], as?: 'device') {
  const sent: Sent[] = []
  const waits: number[] = []
  const refused: string[] = []
  const api = createApi({
    tenant: () => 'mairie de Fann',
    locale: () => 'en',
    as,
    pause: async (ms) => void waits.push(ms),
    on_unauthorised: (_problem, asked) => void refused.push(asked.path),
    fetch: async (input, init) => {
      const headers = new Headers(init?.headers)
      sent.push({
        url: input as string,
        method: init?.method ?? 'GET',
        key: headers.get('idempotency-key'),
        language: headers.get('accept-language'),
        as: headers.get('x-guichet-as'),
        body: init?.body,
      })
      const answer = answers.shift() ?? new Error('nothing left to answer')
      if (answer instanceof Error) throw answer
      return answer
    },
  })
  return { api, sent, waits, refused }
}

const ok = (body: unknown) => Response.json(body)
const problem = (status: number, code: string) =>
  Response.json({ type: '', title: '', status, code, request_id: 'r1' }, { status })

test('the address carries organisation, parameters and only the query that was given', async () => {
  const { api, sent } = network([ok({ items: [] }), ok({ name: 'Awa' })])
  await api.request(listTickets, {
    params: { site_id: 'a/b' },
    query: { status: ['waiting', 'called'], limit: undefined },
  })
  await api.request(readMe, {})
  assert.equal(
    sent[0]?.url,
    '/api/v1/tenants/mairie%20de%20Fann/queue/sites/a%2Fb/tickets?status=waiting&status=called',
  )
  assert.equal(sent[0]?.key, null)
  assert.equal(sent[0]?.language, 'en')
  assert.equal(sent[1]?.url, '/api/v1/me')
})

test('a screen says that it asks as itself, whoever else is signed in here', async () => {
  const screen = network([ok({ name: 'Hall' })], 'device')
  await screen.api.request(readMe, {})
  assert.equal(screen.sent[0]?.as, 'device')
  const person = network([ok({ name: 'Awa' })])
  await person.api.request(readMe, {})
  assert.equal(person.sent[0]?.as, null)
})

test('a lost answer is asked for again under the same key', async () => {
  const { api, sent, waits } = network([
    new TypeError('reset'),
    problem(503, 'platform.busy'),
    ok({ number: 'A1' }),
  ])
  assert.deepEqual(await api.request(createCall, { body: { counter_id: 'c' } }), { number: 'A1' })
  assert.equal(sent.length, 3)
  assert.match(sent[0]?.key ?? '', /^[0-9a-f-]{36}$/)
  assert.equal(new Set(sent.map(({ key }) => key)).size, 1)
  assert.equal(waits.length, 2)
})

test('our own first attempt still at work is waited for, somebody else’s is not', async () => {
  const first = network([
    new TypeError('reset'),
    problem(409, 'platform.request_in_flight'),
    ok({ number: 'A1' }),
  ])
  assert.deepEqual(await first.api.request(createCall, { body: { counter_id: 'c' } }), { number: 'A1' })
  const other = network([problem(409, 'platform.request_in_flight')])
  await assert.rejects(other.api.request(createCall, { body: { counter_id: 'c' } }), ProblemError)
})

test('after four lost answers the network is to blame', async () => {
  const { api, sent } = network(Array.from({ length: 9 }, () => new TypeError('reset')))
  await assert.rejects(api.request(createCall, { body: { counter_id: 'c' } }), NetworkError)
  assert.equal(sent.length, 4)
})

test('a refusal is not repeated and keeps its code', async () => {
  const { api, sent } = network([problem(409, 'queue.nobody_waiting')])
  await assert.rejects(
    api.request(createCall, { body: { counter_id: 'c' } }),
    (error) => error instanceof ProblemError && error.problem.code === 'queue.nobody_waiting',
  )
  assert.equal(sent.length, 1)
})

test('the end of a session is told once, with what was asked', async () => {
  const { api, refused } = network([problem(401, 'platform.not_signed_in')])
  await assert.rejects(api.request(readMe, {}), ProblemError)
  assert.deepEqual(refused, ['/me'])
})

test('a proxy’s page becomes a problem we know', async () => {
  const page = () => new Response('<h1>Bad gateway</h1>', { status: 502 })
  const { api } = network([page(), page(), page(), page()])
  await assert.rejects(
    api.request(readMe, {}),
    (error) => error instanceof ProblemError && error.problem.code === 'unavailable',
  )
})

test('whoever turns away is not answered later', async () => {
  const leaving = new AbortController()
  const { api, sent } = network([new TypeError('reset'), ok({ name: 'Awa' })])
  leaving.abort(new Error('left'))
  await assert.rejects(api.request(readMe, {}, { signal: leaving.signal }))
  assert.ok(sent.length <= 1)
})
