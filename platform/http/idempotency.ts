import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { conflict, Failure, invalid } from '../errors.ts'
import { hashSecret } from '../ids.ts'
import { seal, unseal } from '../seal.ts'
import type { Ctx } from '../ctx.ts'

/**
 * The key, the effect and the answer are written in one transaction (draft-ietf-httpapi-idempotency-key-header-07):
 * a caller whose answer was lost repeats the request and gets the same answer, not the effect again.
 * A second request with a key still in flight waits on the first one's row, for as long as lock_timeout allows.
 * Failures are not kept: their transaction is undone, so trying again is safe and may succeed.
 */
export async function once(
  ctx: Ctx,
  request: { key: string; route: string; input: unknown; status: number },
  work: () => Promise<unknown>,
): Promise<{ answer: unknown; status: number; replayed: boolean }> {
  if (!/^[\x21-\x7e]{8,255}$/.test(request.key)) throw invalid('platform.bad_idempotency_key')
  // Neither the key nor the answer can be read in the table: answers hold visitors' links.
  const key = hashSecret(request.key)
  const actor = `${ctx.actor.kind}:${ctx.actor.id ?? ''}`
  const fingerprint = createHash('sha256').update(JSON.stringify(request.input)).digest('base64url')
  const db = ctx.transaction.db
  let taken
  try {
    taken = await sql<{ taken: number }>`
      insert into platform.idempotency_key (tenant_id, actor, route, key, fingerprint, created_at)
      values (platform.tenant_id(), ${actor}, ${request.route}, ${key}, ${fingerprint}, ${ctx.now().toISOString()})
      on conflict (tenant_id, actor, route, key) do nothing returning 1 as taken`.execute(db)
  } catch (error) {
    if ((error as { code?: string }).code === '55P03') throw conflict('platform.request_in_flight')
    throw error
  }
  if (taken.rows.length === 0) {
    const { rows } = await sql<{ fingerprint: string; status: number; answer: string }>`
      select fingerprint, status, answer from platform.idempotency_key
      where tenant_id = platform.tenant_id() and actor = ${actor} and route = ${request.route} and key = ${key}`.execute(
      db,
    )
    const kept = rows[0]
    if (!kept) throw conflict('platform.request_in_flight')
    if (kept.fingerprint !== fingerprint) {
      throw new Failure('invalid', 'platform.idempotency_key_reused', { status: 422 })
    }
    return { answer: JSON.parse(unseal(kept.answer, request.key)), status: kept.status, replayed: true }
  }
  const answer = await work()
  await sql`
    update platform.idempotency_key set status = ${request.status}, answer = ${seal(JSON.stringify(answer ?? null), request.key)}
    where tenant_id = platform.tenant_id() and actor = ${actor} and route = ${request.route} and key = ${key}`.execute(
    db,
  )
  return { answer, status: request.status, replayed: false }
}
