import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { z } from 'zod'
import type { Endpoint, InputOf } from '../contract.ts'
import type { Actor, Tenant } from '../ctx.ts'
import type { Directory, Identity } from '../auth/identity.ts'
import { forbidden, Failure, invalid, notFound, unauthenticated, type FieldError } from '../errors.ts'
import { isOn } from '../capabilities.ts'
import type { Module } from '../module.ts'
import { inTenant, type Platform } from '../platform.ts'
import { preferredLocale } from '../texts.ts'
import type { Call, Route } from './handle.ts'
import { once } from './idempotency.ts'
import { generalLimit } from './limits.ts'

export const apiBase = '/api/v1'
export const pathOf = (endpoint: Endpoint): string =>
  apiBase + (endpoint.scope === 'tenant' ? '/tenants/:slug' : '') + endpoint.path

/** Registers every endpoint: identity, permission, validation, transaction, command, answer. */
export function registerRoutes(app: FastifyInstance, platform: Platform, directory: Directory): void {
  for (const module of platform.modules) {
    for (const route of module.routes) {
      const options: RouteOptions = {
        method: route.endpoint.method,
        url: pathOf(route.endpoint),
        config: { rateLimit: route.endpoint.rate_limit ? { max: route.endpoint.rate_limit } : generalLimit },
        handler: (request, reply) => serve(platform, directory, module, route, request, reply),
      }
      if (route.endpoint.upload) registerUpload(app, options, route.endpoint.upload.max_bytes)
      else app.route(options)
    }
  }
}

/** Bytes pass by every parser: whatever type they claim, only the handler reads them, as a stream. */
function registerUpload(app: FastifyInstance, options: RouteOptions, max_bytes: number): void {
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (request, payload, done) => {
      if (Number(request.headers['content-length'] ?? 0) > max_bytes) {
        const max_mb = Math.max(1, Math.floor(max_bytes / 1024 / 1024))
        done(invalid('platform.file_too_large', [], { max_mb }))
      } else done(null, payload)
    })
    scope.route({ ...options, bodyLimit: max_bytes })
  })
}

async function serve(
  platform: Platform,
  directory: Directory,
  module: Module,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { endpoint } = route
  const identity = await directory.identityOf(request)
  refuseForeignOrigin(platform, request, identity)
  const { tenant, actor } = await authorise(directory, endpoint, request, identity, { module })
  const input = readInput(endpoint, request)
  const locale = preferredLocale(request.headers['accept-language'], tenant?.locale ?? 'fr')
  const status = endpoint.status ?? 200
  reply.header('cache-control', 'no-store').header('vary', 'accept-language, cookie, authorization')

  if (route.call) {
    const call: Call = {
      platform,
      directory,
      request,
      reply,
      identity,
      actor,
      tenant,
      open: (t, work, as) =>
        inTenant(
          platform,
          { tenant: t, actor, locale, request_id: request.id, log: request.log as never, ...as },
          work,
        ),
    }
    const answer = await route.call(call, input)
    return reply.sent ? reply : reply.code(status).send(answerOf(endpoint, answer))
  }

  const key = request.headers['idempotency-key']
  const outcome = await inTenant(
    platform,
    { tenant: tenant!, actor, locale, request_id: request.id, log: request.log as never },
    async (ctx) => {
      const work = async () => answerOf(endpoint, await route.run!(ctx, input))
      if (typeof key !== 'string' || endpoint.method === 'GET')
        return { answer: await work(), status, replayed: false }
      return once(ctx, { key, route: `${endpoint.method} ${endpoint.path}`, input, status }, work)
    },
  )
  if (outcome.replayed) reply.header('idempotency-replayed', 'true')
  return reply.code(outcome.status).send(outcome.answer)
}

/**
 * An unknown organisation and one the caller does not belong to answer alike, so that nobody learns
 * who our customers are by trying names.
 */
export async function authorise(
  directory: Directory,
  endpoint: Pick<Endpoint, 'permission' | 'scope'>,
  request: FastifyRequest,
  identity: Identity,
  options: { fresh?: boolean; module?: Module } = {},
): Promise<{ tenant: Tenant | null; actor: Actor }> {
  const wanted = typeof endpoint.permission === 'string' ? [endpoint.permission] : endpoint.permission
  if (endpoint.scope === 'global') {
    const actor = await globalActor(directory, identity)
    if (!wanted.includes('public') && !wanted.some((p) => actor.permissions.has(p))) throw unauthenticated()
    return { tenant: null, actor }
  }
  const slug = (request.params as { slug?: string }).slug ?? ''
  const tenant = /^[a-z0-9-]{1,48}$/.test(slug) ? await directory.tenantBySlug(slug) : null
  if (wanted.includes('public')) {
    if (!tenant) throw notFound('platform.tenant_unknown')
    refuseOff(options.module, tenant)
    return { tenant, actor: await directory.actorIn(tenant, identity) }
  }
  if (identity.kind === 'nobody') throw unauthenticated()
  if (!tenant) throw notFound('platform.tenant_unknown')
  const actor = await directory.actorIn(tenant, identity, options.fresh)
  // Members are told that it is off; to others there is no organisation at all.
  if (actor.permissions.has('member') || actor.permissions.has('device')) refuseOff(options.module, tenant)
  if (wanted.some((permission) => actor.permissions.has(permission))) return { tenant, actor }
  if (!actor.permissions.has('member') && !actor.permissions.has('device'))
    throw notFound('platform.tenant_unknown')
  throw forbidden('platform.not_permitted', { permission: wanted[0]!, role: actor.role })
}

function refuseOff(module: Module | undefined, tenant: Tenant): void {
  if (module && !isOn(module, tenant)) throw notFound('platform.capability_off')
}

async function globalActor(directory: Directory, identity: Identity): Promise<Actor> {
  const anywhere = { id: '' } as Tenant
  if (identity.kind === 'device') return directory.actorIn({ id: identity.tenant_id } as Tenant, identity)
  if (identity.kind === 'nobody') return directory.actorIn(anywhere, identity)
  return {
    kind: 'user',
    id: identity.user_id,
    name: null,
    role: null,
    permissions: new Set(['signed_in']),
    site_ids: null,
    session_id: identity.session_id,
  }
}

/** A cookie is sent by the browser whoever asks: writing with one is accepted from our own pages only. */
export function refuseForeignOrigin(platform: Platform, request: FastifyRequest, identity: Identity): void {
  if (request.method === 'GET' || request.method === 'HEAD') return
  // Bearer only: the browser adds `Basic` by itself where a proxy in front asks for it.
  if (request.headers.authorization?.startsWith('Bearer ') && identity.kind !== 'device') return
  const origin = request.headers.origin
  if (origin && origin !== 'null') {
    if (ownOrigin(platform, request, origin)) return
    throw forbidden('platform.foreign_origin')
  }
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none')
    throw forbidden('platform.foreign_origin')
}

export function ownOrigin(platform: Platform, request: FastifyRequest, origin: string): boolean {
  let host: string
  try {
    host = new URL(origin).host
  } catch {
    return false
  }
  return (
    host === request.host ||
    platform.config.CORS_ORIGINS.includes(origin) ||
    origin === platform.config.PUBLIC_URL?.replace(/\/$/, '')
  )
}

export function readInput(endpoint: Endpoint, request: FastifyRequest): InputOf<Endpoint> {
  const { slug: _, ...params } = request.params as Record<string, unknown>
  const fields: FieldError[] = []
  const read = (part: string, schema: z.ZodType, value: unknown): unknown => {
    const result = schema.safeParse(value)
    if (result.success) {
      const unstorable = unstorableText(result.data, part)
      if (unstorable !== null) fields.push({ path: unstorable, code: 'unreadable_text' })
      return result.data
    }
    for (const issue of result.error.issues) {
      fields.push({ path: [part, ...issue.path].map(String).join('.').slice(0, 120), code: issue.code })
    }
    return undefined
  }
  // An identifier that is not one cannot exist: it answers like any unknown one.
  const named = endpoint.params.safeParse(endpoint.scope === 'tenant' ? params : request.params)
  if (!named.success || unstorableText(named.data, 'params') !== null) throw notFound('platform.not_found')
  const input = {
    params: named.data,
    query: read('query', endpoint.query, request.query),
    body: read(
      'body',
      endpoint.body,
      endpoint.body instanceof z.ZodUndefined ? undefined : (request.body ?? {}),
    ),
  }
  if (fields.length > 0) throw new Failure('invalid', 'platform.invalid_input', { fields })
  return input as InputOf<Endpoint>
}

/** No form of ours is nested deeper; a body of brackets alone would overflow whatever walks through it. */
const deepest = 32

/**
 * Where, if anywhere, a text holds what PostgreSQL cannot: NUL, or half of a surrogate pair (which JSON
 * columns refuse). Not recursive: bodies may be nested deeper than the stack.
 */
function unstorableText(input: unknown, at: string): string | null {
  const waiting: [unknown, string, number][] = [[input, at, 0]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [value, path, depth] = next
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()))
      return path.slice(0, 120)
    if (typeof value !== 'object' || value === null) continue
    if (depth > deepest) return path.slice(0, 120)
    for (const [key, inner] of Object.entries(value)) {
      if (key.includes('\0') || !key.isWellFormed()) return path.slice(0, 120)
      waiting.push([inner, `${path}.${key}`.slice(0, 120), depth + 1])
    }
  }
  return null
}

/** Only declared fields leave the server; an answer that breaks its own contract is a bug. */
function answerOf(endpoint: Endpoint, answer: unknown): unknown {
  const result = endpoint.reply.safeParse(answer)
  if (result.success) return result.data
  throw new Error(`${endpoint.method} ${endpoint.path} broke its contract: ${z.prettifyError(result.error)}`)
}
