import { sql } from 'kysely'
import { customerNames } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { notFound } from '@guichet/platform/errors'
import { cutPage, readCursor } from '@guichet/platform/paging'
import type { DocumentSummary } from '../../contract.ts'
import type { Status } from '../../model.ts'
import type { DocumentsTables } from '../../tables.ts'

const db = tablesOf<DocumentsTables>()

/** Every count comes from the pages themselves, so that it cannot disagree with them. */
const summaries = (ctx: Ctx) =>
  db(ctx)
    .selectFrom('documents.document as d')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('documents.page as p')
          .whereRef('p.document_id', '=', 'd.id')
          .select([
            sql<number>`count(*) filter (where p.pass = d.pass)::int`.as('pages_done'),
            sql<number>`count(*) filter (where p.method = 'text')::int`.as('text_pages'),
            sql<number>`count(*) filter (where p.method = 'ocr')::int`.as('ocr_pages'),
            sql<number>`count(*) filter (where p.method = 'unreadable')::int`.as('unreadable_pages'),
            sql<number>`count(*) filter (where p.hidden is not null)::int`.as('hidden_pages'),
          ])
          .as('c'),
      (join) => join.onTrue(),
    )
    .select([
      'd.id',
      'd.customer_id',
      'd.parent_id',
      'd.name',
      'd.bytes',
      'd.received',
      'd.type',
      'd.status',
      'd.reason',
      'd.note',
      'd.origin',
      'd.method',
      'd.page_count',
      'd.created_at',
      'd.read_at',
      'c.pages_done',
      'c.text_pages',
      'c.ocr_pages',
      'c.unreadable_pages',
      'c.hidden_pages',
    ])

type Summaries = ReturnType<typeof summaries>

async function named(ctx: Ctx, query: Summaries): Promise<DocumentSummary[]> {
  const rows = (await query.execute()) as Omit<DocumentSummary, 'customer_name'>[]
  const names = await customerNames(
    ctx,
    rows.flatMap((row) => row.customer_id ?? []),
  )
  return rows.map((row) => ({
    ...row,
    customer_name: (row.customer_id && names.get(row.customer_id)) ?? null,
  }))
}

export interface DocumentFilter {
  limit: number
  cursor?: string
  customer_id?: string
  parent_id?: string
  status?: Status
  search?: string
}

const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** Documents, newest first. */
export async function listDocuments(
  ctx: Ctx,
  filter: DocumentFilter,
): Promise<{ items: DocumentSummary[]; next_cursor: string | null }> {
  const after = readCursor(filter.cursor)
  const { customer_id, parent_id, status, search } = filter
  const items = await named(
    ctx,
    summaries(ctx)
      .$if(customer_id === 'none', (q) => q.where('d.customer_id', 'is', null))
      .$if(customer_id !== undefined && customer_id !== 'none', (q) =>
        q.where('d.customer_id', '=', customer_id!),
      )
      .$if(parent_id !== undefined, (q) => q.where('d.parent_id', '=', parent_id!))
      .$if(status !== undefined, (q) => q.where('d.status', '=', status!))
      .$if(!!search, (q) => q.where('d.name', 'ilike', `%${likeText(search ?? '')}%`))
      .$if(after !== null, (q) =>
        q.where(sql<boolean>`(d.created_at, d.id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
      )
      .orderBy('d.created_at', 'desc')
      .orderBy('d.id', 'desc')
      .limit(filter.limit + 1),
  )
  return cutPage(items, filter.limit, (row) => [row.created_at, row.id])
}

export async function readDocument(ctx: Ctx, document_id: string): Promise<DocumentSummary> {
  const [found] = await named(ctx, summaries(ctx).where('d.id', '=', document_id))
  if (!found) throw notFound('documents.document_unknown')
  return found
}

/** All documents of a client, newest first. */
export function documentsOf(ctx: Ctx, customer_id: string): Promise<DocumentSummary[]> {
  return named(
    ctx,
    summaries(ctx)
      .where('d.customer_id', '=', customer_id)
      .orderBy('d.created_at', 'desc')
      .orderBy('d.id', 'desc')
      .limit(1_000),
  )
}

/** The documents with these ids, in the order given; unknown ids are left out. */
export async function documentsById(ctx: Ctx, ids: readonly string[]): Promise<DocumentSummary[]> {
  if (ids.length === 0) return []
  const found = await named(ctx, summaries(ctx).where('d.id', '=', sql<string>`any(${ids}::uuid[])`))
  const by_id = new Map(found.map((document) => [document.id, document]))
  return ids.flatMap((id) => by_id.get(id) ?? [])
}

/** Where the file of a document is kept. */
export async function fileOf(
  ctx: Ctx,
  document_id: string,
): Promise<{ sha256: string | null; name: string }> {
  const row = await db(ctx)
    .selectFrom('documents.document')
    .where('id', '=', document_id)
    .select(['sha256', 'name'])
    .executeTakeFirst()
  if (!row) throw notFound('documents.document_unknown')
  return row
}
