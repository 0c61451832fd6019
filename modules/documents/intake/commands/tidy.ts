import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { documentQueued, documentRemoved } from '../../events.ts'
import type { DocumentsTables } from '../../tables.ts'

const db = tablesOf<DocumentsTables>()

const before = (ctx: Ctx, seconds: number): string =>
  new Date(ctx.now().getTime() - seconds * 1_000).toISOString()

/** What nobody reads although somebody should is asked for again: its process was killed with its job. */
export async function takeUpAbandoned(ctx: Ctx): Promise<void> {
  const rows = await db(ctx)
    .updateTable('documents.document')
    .set({ touched_at: ctx.now(), reader: null, status: 'queued' })
    .where('status', 'in', ['queued', 'reading'])
    .where('touched_at', '<', before(ctx, 180))
    .returning('id')
    .execute()
  for (const { id } of rows) await emit(ctx, documentQueued, { document_id: id })
}

/** Files whose sending was given up a day ago. */
export async function forgetHalfSent(ctx: Ctx): Promise<void> {
  const rows = await db(ctx)
    .deleteFrom('documents.document')
    .where('status', '=', 'uploading')
    .where('touched_at', '<', before(ctx, 86_400))
    .returning('id')
    .execute()
  for (const { id } of rows) await emit(ctx, documentRemoved, { document_id: id })
}
