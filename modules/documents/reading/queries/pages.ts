import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { notFound } from '@guichet/platform/errors'
import type { PageContent, PageSummary } from '../../contract.ts'
import type { PageMethod } from '../../model.ts'
import type { DocumentsTables } from '../../tables.ts'

const db = tablesOf<DocumentsTables>()

export interface PageText {
  document_id: string
  document_name: string
  page: number
  method: PageMethod
  /** Why it is unreadable, or why it was recognised rather than read. */
  reason: string | null
  /** Of recognition, 0 to 100. */
  confidence: number | null
  /** What a person sees on the page, in reading order. */
  text: string
  /** The page also holds text that it does not show; that is not in `text`, except under a scanner's own layer. */
  hidden_text: boolean
}

/** The pages of these documents, by document and page; a page is there as soon as it is read. */
export async function readPages(ctx: Ctx, document_ids: readonly string[]): Promise<PageText[]> {
  if (document_ids.length === 0) return []
  return db(ctx)
    .selectFrom('documents.page as p')
    .innerJoin('documents.document as d', 'd.id', 'p.document_id')
    .where('p.document_id', '=', sql<string>`any(${document_ids}::uuid[])`)
    .select([
      'p.document_id',
      'd.name as document_name',
      'p.page',
      sql<PageMethod>`p.method`.as('method'),
      'p.reason',
      'p.confidence',
      'p.text',
      sql<boolean>`p.hidden is not null`.as('hidden_text'),
    ])
    .orderBy(sql`array_position(${document_ids}::uuid[], p.document_id)`)
    .orderBy('p.page')
    .execute()
}

/** How each page was read, from the page after the cursor. */
export async function listPages(
  ctx: Ctx,
  document_id: string,
  query: { limit: number; cursor?: string },
): Promise<{ items: (PageSummary & { id: string })[]; next_cursor: string | null }> {
  const rows = await db(ctx)
    .selectFrom('documents.page')
    .where('document_id', '=', document_id)
    .where('page', '>', Number(query.cursor ?? 0))
    .select([
      'page',
      sql<PageMethod>`method`.as('method'),
      'reason',
      'confidence',
      sql<boolean>`hidden is not null`.as('hidden_text'),
    ])
    .orderBy('page')
    .limit(query.limit + 1)
    .execute()
  const items = rows.slice(0, query.limit).map((row) => ({ ...row, id: String(row.page) }))
  return { items, next_cursor: rows.length > query.limit ? items.at(-1)!.id : null }
}

export async function readPage(ctx: Ctx, document_id: string, page: number): Promise<PageContent> {
  const row = await db(ctx)
    .selectFrom('documents.page')
    .where('document_id', '=', document_id)
    .where('page', '=', page)
    .select(['page', sql<PageMethod>`method`.as('method'), 'reason', 'confidence', 'text', 'hidden'])
    .executeTakeFirst()
  if (!row) throw notFound('documents.page_unknown')
  return { ...row, hidden_text: row.hidden !== null }
}
