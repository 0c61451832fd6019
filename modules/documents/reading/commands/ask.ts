import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { documentQueued } from '../../events.ts'
import type { Method } from '../../model.ts'
import type { DocumentsTables } from '../../tables.ts'

const db = tablesOf<DocumentsTables>()

/**
 * Has documents read in this way. What is read that way already, or is being read that way, is left alone;
 * pages that another way would leave as they are keep their text. Documents that wait for their password
 * or have not arrived are left out.
 */
export async function askExtraction(
  ctx: Ctx,
  document_ids: readonly string[],
  method: Method,
): Promise<void> {
  if (document_ids.length === 0) return
  const asked = await db(ctx)
    .selectFrom('documents.document')
    .where('id', '=', sql<string>`any(${document_ids}::uuid[])`)
    .where((eb) =>
      eb.or([
        eb('status', 'in', ['failed', 'cancelled']),
        eb.and([eb('status', 'in', ['queued', 'reading', 'read']), eb('method', '<>', method)]),
      ]),
    )
    .whereRef('received', '=', 'bytes')
    .select('id')
    .orderBy('id')
    .forUpdate()
    .execute()
  for (const { id } of asked) await readAgain(ctx, id, method)
}

/** Begins another pass over a document; pages read the wanted way already count as read. */
export async function readAgain(ctx: Ctx, document_id: string, method: Method): Promise<void> {
  const { pass } = await db(ctx)
    .updateTable('documents.document')
    .set({
      status: 'queued',
      method,
      pass: sql`pass + 1`,
      reason: null,
      note: null,
      read_at: null,
      touched_at: ctx.now(),
    })
    .where('id', '=', document_id)
    .returning('pass')
    .executeTakeFirstOrThrow()
  if (method !== 'auto')
    await db(ctx)
      .updateTable('documents.page')
      .set({ pass })
      .where('document_id', '=', document_id)
      .where('method', '=', method)
      .execute()
  await emit(ctx, documentQueued, { document_id })
}
