import { readCustomer } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { conflict, notFound } from '@guichet/platform/errors'
import type { DocumentSummary } from '../../contract.ts'
import {
  documentChanged,
  documentQueued,
  documentRead,
  documentRemoved,
  limitsChanged,
} from '../../events.ts'
import type { Limits, Method } from '../../model.ts'
import { readAgain } from '../../reading/commands/ask.ts'
import type { DocumentsTables } from '../../tables.ts'
import { readDocument } from '../queries/documents.ts'

const db = tablesOf<DocumentsTables>()

/** Gives a document another name or another client. */
export async function changeDocument(
  ctx: Ctx,
  document_id: string,
  changes: { name?: string; customer_id?: string | null },
): Promise<DocumentSummary> {
  if (changes.customer_id) await readCustomer(ctx, changes.customer_id)
  const row = await db(ctx)
    .updateTable('documents.document')
    .set({ id: document_id, ...changes })
    .where('id', '=', document_id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw notFound('documents.document_unknown')
  await emit(ctx, documentChanged, { document_id })
  return readDocument(ctx, document_id)
}

/** Forgets a document; its file goes with the next sweep, unless another row names it. */
export async function removeDocument(ctx: Ctx, document_id: string): Promise<void> {
  const row = await db(ctx)
    .deleteFrom('documents.document')
    .where('id', '=', document_id)
    .returning('id')
    .executeTakeFirst()
  if (!row) throw notFound('documents.document_unknown')
  await emit(ctx, documentRemoved, { document_id })
}

/** Stops the arrival or the reading of a document; who reads it learns within a second. */
export async function cancel(ctx: Ctx, document_id: string): Promise<DocumentSummary> {
  const row = await db(ctx)
    .updateTable('documents.document')
    .set({ status: 'cancelled', reader: null, touched_at: ctx.now() })
    .where('id', '=', document_id)
    .where('status', 'in', ['uploading', 'queued', 'reading', 'needs_password'])
    .returning('id')
    .executeTakeFirst()
  if (!row) {
    await readDocument(ctx, document_id)
    throw conflict('documents.already_ended')
  }
  await emit(ctx, documentRead, { document_id, status: 'cancelled' })
  return readDocument(ctx, document_id)
}

/** Reads a document again: what failed in the same way, or all of it in another. */
export async function retry(ctx: Ctx, document_id: string, method?: Method): Promise<DocumentSummary> {
  const row = await db(ctx)
    .selectFrom('documents.document')
    .where('id', '=', document_id)
    .select(['status', 'method', 'bytes', 'received'])
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('documents.document_unknown')
  if (row.received < row.bytes) throw conflict('documents.not_arrived')
  const wanted = method ?? (row.method as Method)
  const resumes = row.status === 'cancelled' && wanted === row.method
  if (resumes) {
    // Its pages stay: a second thought costs only what was missing.
    await db(ctx)
      .updateTable('documents.document')
      .set({ status: 'queued', reason: null, touched_at: ctx.now() })
      .where('id', '=', document_id)
      .execute()
    await emit(ctx, documentQueued, { document_id })
  } else await readAgain(ctx, document_id, wanted)
  return readDocument(ctx, document_id)
}

/** Sets what the organisation accepts. */
export async function setLimits(ctx: Ctx, limits: Limits): Promise<Limits> {
  await db(ctx)
    .insertInto('documents.limits')
    .values({ tenant_id: ctx.tenant.id, ...limits })
    .onConflict((conflicting) => conflicting.column('tenant_id').doUpdateSet(limits))
    .execute()
  await emit(ctx, limitsChanged, { organisation_id: ctx.tenant.id })
  return limits
}
