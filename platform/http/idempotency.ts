import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { conflict, Failure, invalid } from '../errors.ts'
import { hashSecret } from '../ids.ts'
import { seal, unseal } from '../seal.ts'
import type { Ctx, Transaction } from '../ctx.ts'

export interface KeyedRequest {
  key: string
  route: string
  input: unknown
  status: number
}
export interface Outcome {
  answer: unknown
  status: number
  replayed: boolean
}

/**
 * The key, the effect and the answer are written in one transaction (draft-ietf-httpapi-idempotency-key-header-07):
 * a caller whose answer was lost repeats the request and gets the same answer, not the effect again.
 * A second request with a key still in flight waits on the first one's row, for as long as lock_timeout allows.
 * Failures are not kept: their transaction is undone, so trying again is safe and may succeed.
 */
export const once = (ctx: Ctx, request: KeyedRequest, work: () => Promise<unknown>): Promise<Outcome> =>
  onceIn(
    ctx.transaction,
    sql`platform.idempotency_key`,
    { actor: `${ctx.actor.kind}:${ctx.actor.id ?? ''}`, now: ctx.now(), tenant_id: ctx.tenant.id },
    request,
    work,
  )

/** The same for calls that belong to no organisation (sign-in, tokens, pairing codes). */
export const onceEarly = (
  transaction: Transaction,
  caller: { actor: string; now: Date },
  request: KeyedRequest,
  work: () => Promise<unknown>,
): Promise<Outcome> => onceIn(transaction, sql`platform.early_key`, caller, request, work)

async function onceIn(
  { db }: Transaction,
  table: ReturnType<typeof sql>,
  caller: { actor: string; now: Date; tenant_id?: string },
  request: KeyedRequest,
  work: () => Promise<unknown>,
): Promise<Outcome> {
  if (!/^[\x21-\x7e]{8,255}$/.test(request.key)) throw invalid('platform.bad_idempotency_key')
  // Neither the key nor the answer can be read in the table: answers hold visitors' links.
  const key = hashSecret(request.key)
  const { actor, tenant_id } = caller
  // Keyed too: inputs hold passwords, and a bare hash of one could be guessed at leisure.
  const fingerprint = createHmac('sha256', request.key)
    .update(JSON.stringify(request.input))
    .digest('base64url')
  const own = tenant_id === undefined ? sql`` : sql`tenant_id = ${tenant_id}::uuid and `
  const row = sql`${own}actor = ${actor} and route = ${request.route} and key = ${key}`
  let taken
  try {
    taken = await sql<{ taken: number }>`
      insert into ${table} (${tenant_id === undefined ? sql`` : sql`tenant_id, `}actor, route, key, fingerprint, created_at)
      values (${tenant_id === undefined ? sql`` : sql`${tenant_id}::uuid, `}${actor}, ${request.route}, ${key}, ${fingerprint},
              ${caller.now.toISOString()})
      on conflict do nothing returning 1 as taken`.execute(db)
  } catch (error) {
    if ((error as { code?: string }).code === '55P03') throw conflict('platform.request_in_flight')
    throw error
  }
  if (taken.rows.length === 0) {
    const { rows } = await sql<{ fingerprint: string; status: number; answer: string }>`
      select fingerprint, status, answer from ${table} where ${row}`.execute(db)
    const kept = rows[0]
    if (!kept) throw conflict('platform.request_in_flight')
    if (kept.fingerprint !== fingerprint) {
      throw new Failure('invalid', 'platform.idempotency_key_reused', { status: 422 })
    }
    return { answer: JSON.parse(unseal(kept.answer, request.key)), status: kept.status, replayed: true }
  }
  const answer = await work()
  await sql`
    update ${table} set status = ${request.status}, answer = ${seal(JSON.stringify(answer ?? null), request.key)}
    where ${row}`.execute(db)
  return { answer, status: request.status, replayed: false }
}
