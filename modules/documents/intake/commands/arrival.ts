import { readCustomer } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { conflict, Failure, invalid, notFound } from '@guichet/platform/errors'
import type { Call } from '@guichet/platform/http'
import { newId } from '@guichet/platform/ids'
import { documentAnnounced, documentQueued } from '../../events.ts'
import { largestChunk, usualChunk, type Method } from '../../model.ts'
import type { DocumentsTables } from '../../tables.ts'
import { readLimits } from '../queries/limits.ts'

const db = tablesOf<DocumentsTables>()

export interface Announced {
  name: string
  bytes: number
  customer_id: string | null
  method: Method
}

/** Expects a file: its row exists before its first byte, so that a cut costs only what had not arrived. */
export async function announce(
  ctx: Ctx,
  file: Announced,
): Promise<{ document_id: string; received: number; chunk_bytes: number }> {
  const { max_bytes } = await readLimits(ctx)
  if (file.bytes === 0) throw invalid('documents.file_empty')
  if (file.bytes > max_bytes)
    throw invalid('documents.file_too_large', [{ path: 'body.bytes', code: 'too_big' }], {
      max_mb: Math.floor(max_bytes / 1024 / 1024),
    })
  if (file.customer_id !== null) await readCustomer(ctx, file.customer_id)
  const id = newId()
  await db(ctx)
    .insertInto('documents.document')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      customer_id: file.customer_id,
      name: file.name,
      bytes: file.bytes,
      method: file.method,
      status: 'uploading',
      created_by: ctx.actor.id,
      created_at: ctx.now(),
      touched_at: ctx.now(),
    })
    .execute()
  await emit(ctx, documentAnnounced, { document_id: id })
  return { document_id: id, received: 0, chunk_bytes: usualChunk }
}

interface Arrived {
  received: number
  whole: boolean
}

/**
 * Takes a part of a file in, straight to storage. Told twice, it counts once: the row says where the next
 * part begins, and only a part that begins there is added.
 */
export async function receive(call: Call, document_id: string, from: number): Promise<Arrived> {
  const tenant = call.tenant!
  const before = await call.open(tenant, (ctx) => expected(ctx, document_id, from))
  if ('whole' in before) return before
  const left = before.bytes - from
  const { files } = call.platform
  const part = await files
    .put(tenant.id, call.request.raw, { max_bytes: Math.min(left, largestChunk) })
    .catch((error: unknown) => {
      if (error instanceof Failure && error.code === 'platform.file_too_large' && left < largestChunk)
        throw conflict('documents.more_than_announced')
      throw error
    })
  return call.open(tenant, async (ctx) => {
    const row = await db(ctx)
      .updateTable('documents.document')
      .set({ received: from + part.bytes, touched_at: ctx.now() })
      .where('id', '=', document_id)
      .where('status', '=', 'uploading')
      .where('received', '=', from)
      .returning(['received', 'bytes'])
      .executeTakeFirst()
    // Somebody sent the same part at the same time, or cancelled it.
    if (!row) return orRefused(await expected(ctx, document_id, from))
    if (part.bytes > 0)
      await db(ctx)
        .insertInto('documents.chunk')
        .values({
          tenant_id: tenant.id,
          document_id,
          from_byte: from,
          bytes: part.bytes,
          sha256: part.sha256,
        })
        .execute()
    const whole = row.received === row.bytes
    if (whole) {
      await db(ctx)
        .updateTable('documents.document')
        .set({ status: 'queued' })
        .where('id', '=', document_id)
        .execute()
      await emit(ctx, documentQueued, { document_id })
    }
    return { received: row.received, whole }
  })
}

async function expected(ctx: Ctx, document_id: string, from: number): Promise<Arrived | { bytes: number }> {
  const row = await db(ctx)
    .selectFrom('documents.document')
    .where('id', '=', document_id)
    .select(['status', 'bytes', 'received'])
    .executeTakeFirst()
  if (!row) throw notFound('documents.document_unknown')
  // The last answer was lost on its way.
  if (row.received === row.bytes && row.status !== 'cancelled') return { received: row.received, whole: true }
  if (row.status !== 'uploading') throw conflict('documents.not_uploading')
  if (row.received !== from) throw conflict('documents.wrong_offset', { received: row.received })
  return { bytes: row.bytes }
}

function orRefused(state: Arrived | { bytes: number }): Arrived {
  if ('whole' in state) return state
  throw conflict('documents.wrong_offset')
}
