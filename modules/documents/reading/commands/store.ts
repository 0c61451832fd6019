import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { idFrom } from '@guichet/platform/ids'
import { documentQueued, documentRead } from '../../events.ts'
import type { Limits, Method } from '../../model.ts'
import { readLimits } from '../../intake/queries/limits.ts'
import type { DocumentsTables } from '../../tables.ts'
import type { PageRead } from '../model/job.ts'
import { wordsOf } from '../model/words.ts'

const db = tablesOf<DocumentsTables>()

/** A reader that has said nothing for this long is taken to be gone. */
const lease_ms = 15_000

export interface Claimed {
  id: string
  reader: string
  name: string
  sha256: string | null
  method: Method
  pass: number
  skip: number[]
  limits: Limits
}

/** Makes this reader the one who reads the document; null when somebody else does, or nobody should. */
export async function claim(
  ctx: Ctx,
  document_id: string,
  reader: string,
  from: readonly string[],
): Promise<Claimed | 'later' | null> {
  const row = await db(ctx)
    .updateTable('documents.document')
    .set({ status: 'reading', reader, touched_at: ctx.now() })
    .where('id', '=', document_id)
    .where('status', 'in', from)
    .where((eb) =>
      eb.or([
        eb('reader', 'is', null),
        eb('touched_at', '<', new Date(ctx.now().getTime() - lease_ms).toISOString()),
      ]),
    )
    .returning(['name', 'sha256', 'method', 'pass'])
    .executeTakeFirst()
  if (!row) {
    const known = await db(ctx)
      .selectFrom('documents.document')
      .where('id', '=', document_id)
      .where('status', 'in', from)
      .select('id')
      .executeTakeFirst()
    return known ? 'later' : null
  }
  const done = await db(ctx)
    .selectFrom('documents.page')
    .where('document_id', '=', document_id)
    .where('pass', '=', row.pass)
    .select('page')
    .execute()
  return {
    ...row,
    id: document_id,
    reader,
    method: row.method as Method,
    skip: done.map(({ page }) => page),
    limits: await readLimits(ctx),
  }
}

/** Says that the reader is still there. @returns whether it should go on */
export async function goOn(
  ctx: Ctx,
  { id, reader, pass }: Claimed,
  changes: { page_count?: number | null; type?: string; note?: string | null; sha256?: string } = {},
): Promise<boolean> {
  const row = await db(ctx)
    .updateTable('documents.document')
    .set({ touched_at: ctx.now(), ...changes })
    .where('id', '=', id)
    .where('reader', '=', reader)
    .where('pass', '=', pass)
    .where('status', '=', 'reading')
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** Keeps one page. @returns whether the reader should go on */
export async function storePage(
  ctx: Ctx,
  claimed: Claimed,
  page: PageRead,
  known: Set<string>,
): Promise<boolean> {
  if (!(await goOn(ctx, claimed))) return false
  const content = {
    pass: claimed.pass,
    method: page.method,
    reason: page.reason,
    confidence: page.confidence === null ? null : Math.round(page.confidence),
    text: page.text,
    hidden: page.hidden,
  }
  await db(ctx)
    .insertInto('documents.page')
    .values({ tenant_id: ctx.tenant.id, document_id: claimed.id, page: page.page, ...content })
    .onConflict((conflicting) =>
      conflicting.columns(['tenant_id', 'document_id', 'page']).doUpdateSet(content),
    )
    .execute()
  const fresh = wordsOf(page.text).filter((word) => !known.has(word))
  if (fresh.length > 0)
    await sql`insert into documents.word (tenant_id, word)
      select ${ctx.tenant.id}::uuid, w from unnest(${fresh.toSorted()}::text[]) w on conflict do nothing`.execute(
      ctx.transaction.db,
    )
  for (const word of fresh) known.add(word)
  return true
}

type End =
  | { status: 'read'; page_count: number; reason?: undefined }
  | { status: 'failed'; reason: string; page_count?: undefined }
  | { status: 'needs_password'; reason?: undefined; page_count?: undefined }

/** Ends a reading, and says so. */
export async function finish(ctx: Ctx, claimed: Claimed, end: End): Promise<void> {
  const row = await db(ctx)
    .updateTable('documents.document')
    .set({
      status: end.status,
      reason: end.reason ?? null,
      ...(end.page_count === undefined ? {} : { page_count: end.page_count }),
      reader: null,
      read_at: end.status === 'read' ? ctx.now() : null,
      touched_at: ctx.now(),
    })
    .where('id', '=', claimed.id)
    .where('reader', '=', claimed.reader)
    .where('pass', '=', claimed.pass)
    .where('status', '=', 'reading')
    .returning('id')
    .executeTakeFirst()
  if (row) await emit(ctx, documentRead, { document_id: claimed.id, status: end.status })
}

/** Gives the document back: somebody else may go on at once. */
export async function release(ctx: Ctx, claimed: Claimed): Promise<void> {
  await db(ctx)
    .updateTable('documents.document')
    .set({ reader: null })
    .where('id', '=', claimed.id)
    .where('reader', '=', claimed.reader)
    .execute()
}

/** How this pass went so far: a file of which nothing can be read has failed, however many pages it claims. */
export async function unreadableReasons(
  ctx: Ctx,
  claimed: Claimed,
): Promise<{ all: boolean; reasons: string[] }> {
  const rows = await db(ctx)
    .selectFrom('documents.page')
    .where('document_id', '=', claimed.id)
    .where('pass', '=', claimed.pass)
    .select(['method', 'reason', sql<number>`count(*)::int`.as('count')])
    .groupBy(['method', 'reason'])
    .execute()
  return {
    all: rows.length > 0 && rows.every(({ method }) => method === 'unreadable'),
    reasons: rows.flatMap(({ method, reason, count }) =>
      method === 'unreadable' ? Array.from({ length: Math.min(count, 50) }, () => reason ?? '') : [],
    ),
  }
}

/** Deeper than people forward letters inside letters. */
const deepest = 3

/** Makes a document of what was attached to one; asked again, it is found. */
export async function addAttachment(
  ctx: Ctx,
  parent: Claimed,
  index: number,
  file: { name: string; bytes: number; sha256: string },
): Promise<void> {
  const above = await sql<{ depth: number; customer_id: string | null; method: string }>`
    with recursive up as (
      select parent_id, customer_id, method, 1 as depth from documents.document where id = ${parent.id}::uuid
      union all
      select d.parent_id, up.customer_id, up.method, up.depth + 1 from documents.document d join up on d.id = up.parent_id)
    select max(depth) as depth, (array_agg(customer_id))[1] as customer_id, (array_agg(method))[1] as method from up`.execute(
    ctx.transaction.db,
  )
  const { depth, customer_id, method } = above.rows[0]!
  if (depth > deepest) return
  const id = idFrom(`${parent.id} attachment ${index}`)
  const added = await db(ctx)
    .insertInto('documents.document')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      parent_id: parent.id,
      customer_id,
      method,
      origin: 'attachment',
      name: file.name.trim().slice(0, 255) || `${index + 1}`,
      bytes: file.bytes,
      received: file.bytes,
      sha256: file.sha256,
      status: 'queued',
      created_at: ctx.now(),
      touched_at: ctx.now(),
    })
    .onConflict((conflicting) => conflicting.columns(['tenant_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (added) await emit(ctx, documentQueued, { document_id: id })
}
