import { z } from 'zod'
import { Problem, type Endpoint } from '../contract.ts'
import type { Module } from '../module.ts'
import { pathOf } from './routes.ts'
import { liveMessages } from './live-messages.ts'

type Json = Record<string, unknown>

const problemCodes: Record<number, string> = {
  400: 'The request is not understood; `fields` names what is wrong.',
  401: 'Nobody is signed in.',
  403: 'The role held does not allow this.',
  404: 'Unknown here, or belonging to another organisation: both answer alike.',
  409: 'The state of things does not allow this; `code` says why.',
  422: 'The idempotency key was used for another request.',
  429: 'Too many requests; `Retry-After` says when to come back.',
  503: 'Cannot be served right now; try again after `Retry-After` seconds.',
}

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
  }) as Json
  return rest
}

const toPath = (path: string): string => path.replace(/:(\w+)/g, '{$1}')

export function operationId(endpoint: Endpoint): string {
  const words = endpoint.path
    .split('/')
    .filter(Boolean)
    .map((part) => part.replace(/^:/, 'by_').replaceAll('-', '_'))
  return [endpoint.method.toLowerCase(), ...words].join('_')
}

function parameters(endpoint: Endpoint): Json[] {
  const list: Json[] = []
  if (endpoint.scope === 'tenant') list.push({ $ref: '#/components/parameters/slug' })
  const add = (where: 'path' | 'query', shape: z.ZodObject) => {
    const json = schemaOf(shape, 'input') as { properties?: Record<string, Json>; required?: string[] }
    for (const [name, schema] of Object.entries(json.properties ?? {})) {
      list.push({
        name,
        in: where,
        required: where === 'path' || (json.required ?? []).includes(name),
        schema,
      })
    }
  }
  add('path', endpoint.params)
  add('query', endpoint.query)
  if (endpoint.method !== 'GET') list.push({ $ref: '#/components/parameters/idempotency_key' })
  return list
}

function operation(endpoint: Endpoint, module: string): Json {
  const access = typeof endpoint.permission === 'string' ? [endpoint.permission] : [...endpoint.permission]
  const open = access.includes('public')
  const status = String(endpoint.status ?? 200)
  const failures = [
    400,
    ...(open ? [] : [401, 403]),
    404,
    ...(endpoint.method === 'GET' ? [] : [409, 422]),
    429,
    503,
  ]
  const hasBody = !(endpoint.body instanceof z.ZodUndefined)
  return {
    operationId: operationId(endpoint),
    tags: [module],
    summary: endpoint.summary,
    description: [
      open ? 'Open to everybody.' : `Needs ${access.map((name) => `\`${name}\``).join(' or ')}.`,
      ...(endpoint.errors?.length
        ? [`Expected refusals: ${endpoint.errors.map((code) => `\`${code}\``).join(', ')}.`]
        : []),
    ].join(' '),
    security: open ? [] : [{ bearer: [] }, { session: [] }],
    parameters: parameters(endpoint),
    ...(endpoint.upload
      ? {
          requestBody: {
            required: true,
            description: `At most ${endpoint.upload.max_bytes} bytes.`,
            content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
          },
        }
      : {}),
    ...(hasBody
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } },
          },
        }
      : {}),
    responses: {
      [status]: {
        description: status === '201' ? 'Created.' : status === '202' ? 'Accepted; work goes on.' : 'Done.',
        content:
          // Files and streams: what they are is said by the answer itself.
          endpoint.reply instanceof z.ZodUndefined
            ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
            : { 'application/json': { schema: schemaOf(endpoint.reply, 'output') } },
      },
      ...Object.fromEntries(
        failures.map((code) => [code, { $ref: `#/components/responses/problem_${code}` }]),
      ),
    },
  }
}

/** The whole API as OpenAPI 3.1, from the same contracts that serve it. */
export function openApi(modules: readonly Module[], options: { version: string; url: string }): Json {
  const paths: Record<string, Json> = {}
  for (const module of modules) {
    for (const { endpoint } of module.routes) {
      const path = toPath(pathOf(endpoint))
      paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(endpoint, module.name) }
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Guichet',
      version: options.version,
      summary: 'Queue, counters and everything around a visit.',
      description: liveMessages,
      license: { name: 'MIT', identifier: 'MIT' },
      contact: { name: 'Guichet', url: `${options.url}/api/v1/docs` },
    },
    servers: [{ url: options.url, description: 'This server' }],
    tags: modules.map((module) => ({
      name: module.name,
      description: `Resources of the ${module.name} module.`,
    })),
    paths,
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'From `POST /api/v1/auth/tokens`; keys at `/.well-known/jwks.json`.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'guichet.session_token',
          description: 'Set by `POST /api/v1/auth/sign-in`.',
        },
      },
      parameters: {
        slug: {
          name: 'slug',
          in: 'path',
          required: true,
          description: 'The organisation.',
          schema: { type: 'string' },
          example: 'visite-dakar',
        },
        idempotency_key: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          description:
            'Any unique text of 8 to 255 characters. Repeating a request with the same key gives the same answer, not the effect again.',
          schema: { type: 'string', minLength: 8, maxLength: 255 },
        },
      },
      schemas: { Problem: schemaOf(Problem, 'output') },
      responses: Object.fromEntries(
        Object.entries(problemCodes).map(([code, description]) => [
          `problem_${code}`,
          {
            description,
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        ]),
      ),
    },
  }
}
