import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { wholeHouse } from './testing/inhabited.ts'
import { modules } from './modules.ts'

interface Operation {
  operationId: string
  summary: string
  description: string
  tags: string[]
  parameters: { name?: string; in?: string; $ref?: string; schema?: object }[]
  security: object[]
  responses: Record<string, object>
}
interface Document {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  tags: { name: string }[]
}

// On a developer's machine the address is localhost, which the rules rightly find odd.
const house = await wholeHouse({ PUBLIC_URL: 'https://guichet.test' })
const get = (url: string) => house.server.app.inject({ url })
const document = (await get('/api/v1/openapi.json')).json<Document>()
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

test('the description of the API passes the recommended rules', async () => {
  const config = await createConfig({ extends: ['recommended'] })
  const problems = await lintFromString({ source: JSON.stringify(document), config })
  const told = problems.map(
    (problem) =>
      `${problem.severity} ${problem.ruleId} ${problem.location[0]?.pointer ?? ''}: ${problem.message}`,
  )
  assert.deepEqual([...new Set(told)], [])
})

test('every endpoint is in it, with a name of its own and a sentence', () => {
  const endpoints = modules.flatMap((module) => module.routes.map(({ endpoint }) => endpoint))
  assert.equal(operations.length, endpoints.length)
  const names = operations.map(({ operation }) => operation.operationId)
  assert.equal(new Set(names).size, names.length)
  for (const { operation, path, method } of operations) {
    assert.match(operation.operationId, /^[a-z][a-z0-9_]+$/)
    assert.match(operation.summary, /^[A-Z].{8,140}\.$/, `${method} ${path}: ${operation.summary}`)
    assert.equal(operation.tags.length, 1)
    assert.ok(document.tags.some(({ name }) => name === operation.tags[0]))
    const answers = Object.keys(operation.responses)
    assert.equal(answers.filter((status) => status.startsWith('2')).length, 1)
    assert.ok(answers.includes('429') && answers.includes('503'))
    assert.equal(answers.includes('401'), operation.security.length > 0)
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const described = operation.parameters
      .filter((p) => p.in === 'path' || p.$ref?.endsWith('/slug'))
      .map((p) => p.name ?? 'slug')
    assert.deepEqual(
      described.toSorted((x, y) => (x < y ? -1 : 1)),
      inPath.toSorted((x, y) => (x! < y! ? -1 : 1)),
      `${method} ${path}`,
    )
  }
})

test('refusals that an endpoint announces have their words in both languages', () => {
  for (const { endpoint } of modules.flatMap((module) => [...module.routes])) {
    for (const code of endpoint.errors ?? []) {
      const [module, ...rest] = code.split('.')
      for (const locale of ['fr', 'en'] as const) {
        const texts = house.platform.texts.get(module!)?.[locale]?.problem as
          | Record<string, unknown>
          | undefined
        assert.ok(texts?.[rest.join('.')], `${code} in ${locale}`)
      }
    }
  }
})

test('permissions that endpoints and events ask for are given to some role', () => {
  const held = new Set(house.platform.modules.flatMap((module) => Object.keys(module.permissions)))
  const asked = [
    ...modules.flatMap((module) => module.routes.flatMap(({ endpoint }) => [endpoint.permission].flat())),
    ...modules.flatMap((module) => module.events.map((event) => event.permission)),
  ].filter((permission) => permission.includes('.'))
  assert.deepEqual(
    [...new Set(asked)].filter((permission) => !held.has(permission)),
    [],
  )
})

test('the same as a Postman collection', async () => {
  interface Item {
    name: string
    request: {
      method: string
      url: { raw: string; path: string[]; variable: { key: string }[] }
      body?: { raw?: string }
      header: { key: string }[]
    }
  }
  const answer = await get('/api/v1/postman.json')
  assert.match(
    String(answer.headers['content-disposition']),
    /attachment; filename="guichet\.postman_collection\.json"/,
  )
  const collection = answer.json<{
    info: { name: string; schema: string }
    variable: { key: string }[]
    item: { name: string; item: Item[] }[]
  }>()
  assert.equal(collection.info.schema, 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json')
  assert.deepEqual(
    collection.variable.map(({ key }) => key),
    ['base_url', 'slug', 'access_token'],
  )
  assert.deepEqual(
    collection.item.map(({ name }) => name),
    modules.map(({ name }) => name),
  )
  const items = collection.item.flatMap(({ item }) => item)
  assert.equal(items.length, operations.length)
  for (const { name, request } of items) {
    assert.ok(request.url.raw.startsWith('{{base_url}}/api/v1/'), name)
    assert.deepEqual(
      request.url.path.filter((part) => part.startsWith(':')).map((part) => part.slice(1)),
      request.url.variable.map(({ key }) => key),
    )
    // A file has no example.
    if (request.body?.raw !== undefined) JSON.parse(request.body.raw)
    if (request.method !== 'GET')
      assert.ok(
        request.header.some(({ key }) => key === 'Idempotency-Key'),
        name,
      )
  }
})

test('documentation can be read, tried and printed', async () => {
  const pages: Record<string, RegExp> = {
    '/api/v1/docs': /swagger-ui-bundle\.js/,
    '/api/v1/redoc': /POST<\/span> <code>\/api\/v1\/auth\/sign-in/,
  }
  for (const [url, found] of Object.entries(pages)) {
    const answer = await get(url)
    assert.equal(answer.statusCode, 200)
    assert.match(String(answer.headers['content-type']), /^text\/html/)
    assert.match(answer.body, found)
    for (const [, address] of answer.body.matchAll(/(?:href|src)="(\/[^"]+)"/g))
      assert.equal((await get(address!)).statusCode, 200, address)
  }
  const short = await get('/api/docs')
  assert.equal(short.statusCode, 302)
  assert.equal(short.headers.location, '/api/v1/docs')
  assert.match(
    String((await get('/api/v1/docs')).headers['content-security-policy']),
    /script-src 'self'(;|$)/,
  )
})
