import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Endpoint, InputOf, ReplyOf } from '../contract.ts'
import type { Actor, Ctx, Tenant } from '../ctx.ts'
import type { Directory, Identity } from '../auth/identity.ts'
import type { OpenOptions, Platform } from '../platform.ts'

/** What a handler without a ready transaction works with: it opens short ones itself. */
export interface Call {
  platform: Platform
  directory: Directory
  request: FastifyRequest
  reply: FastifyReply
  identity: Identity
  actor: Actor
  /** The organisation named by the path; null on global endpoints. */
  tenant: Tenant | null
  /** Opens a transaction for an organisation as the caller. */
  open: <T>(tenant: Tenant, work: (ctx: Ctx) => Promise<T>, as?: Partial<OpenOptions>) => Promise<T>
}

export interface Route {
  endpoint: Endpoint
  run?: (ctx: Ctx, input: InputOf<Endpoint>) => Promise<unknown>
  call?: (call: Call, input: InputOf<Endpoint>) => Promise<unknown>
}

/** Ties an endpoint to the command or query that serves it, inside one transaction. */
export function handle<E extends Endpoint>(
  endpoint: E,
  run: (ctx: Ctx, input: InputOf<E>) => Promise<ReplyOf<E>>,
): Route {
  if (endpoint.scope === 'global' || endpoint.transaction === false) {
    throw new Error(`${endpoint.method} ${endpoint.path} has no ready transaction: use handleCall`)
  }
  return { endpoint, run: run as Route['run'] }
}

/** For global endpoints, streams, uploads and foreign calls. */
export function handleCall<E extends Endpoint>(
  endpoint: E,
  call: (call: Call, input: InputOf<E>) => Promise<ReplyOf<E>>,
): Route {
  return { endpoint, call: call as Route['call'] }
}
