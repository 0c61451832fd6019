import type { Endpoint, InputOf, ReplyOf } from '../contract.ts'
import type { Ctx, Tenant, Transaction } from '../ctx.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Call } from './handle.ts'
import { once, onceEarly, type KeyedRequest, type Outcome } from './idempotency.ts'

/** An answer and the cookies that go with it: repeated, both are the same. */
export interface Answered<E extends Endpoint> {
  reply: ReplyOf<E>
  cookies?: string[]
}

const requestOf = (call: Call, endpoint: Endpoint, input: unknown): KeyedRequest | null => {
  const key = call.request.headers['idempotency-key']
  if (typeof key !== 'string') return null
  return { key, route: `${endpoint.method} ${endpoint.path}`, input, status: endpoint.status ?? 200 }
}

function answer<E extends Endpoint>(call: Call, outcome: Outcome): ReplyOf<E> {
  const { reply, cookies } = outcome.answer as Answered<E>
  for (const cookie of cookies ?? []) void call.reply.header('set-cookie', cookie)
  if (outcome.replayed) void call.reply.header('idempotency-replayed', 'true')
  return reply
}

/**
 * Creates something that belongs to no organisation, once per key: effect, key and answer in one transaction.
 * What needs another connection (checking a password) comes before: asked for in here, it could wait for ever
 * behind others who do the same.
 */
export async function createOnce<E extends Endpoint>(
  call: Call,
  endpoint: E,
  input: InputOf<E>,
  work: (transaction: Transaction) => Promise<Answered<E>>,
): Promise<ReplyOf<E>> {
  const { platform, identity } = call
  const request = requestOf(call, endpoint, input)
  const caller = {
    actor: identity.kind === 'user' ? `user:${identity.user_id}` : identity.kind,
    now: platform.now(),
  }
  const outcome = await inTransaction(
    platform.app_pool,
    { tenant_id: null, subscriptions: new Map(), announce: () => {} },
    async (transaction): Promise<Outcome> =>
      request
        ? onceEarly(transaction, caller, request, () => work(transaction))
        : { answer: await work(transaction), status: 200, replayed: false },
  )
  return answer<E>(call, outcome)
}

/** The same in an organisation that only the input names, such as the one behind an invitation's link. */
export async function createOnceIn<E extends Endpoint>(
  call: Call,
  tenant: Tenant,
  endpoint: E,
  input: InputOf<E>,
  work: (ctx: Ctx) => Promise<Answered<E>>,
): Promise<ReplyOf<E>> {
  const request = requestOf(call, endpoint, input)
  const outcome = await call.open(tenant, async (ctx): Promise<Outcome> =>
    request ? once(ctx, request, () => work(ctx)) : { answer: await work(ctx), status: 200, replayed: false },
  )
  return answer<E>(call, outcome)
}
