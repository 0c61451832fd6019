import { sql } from 'kysely'
import { documentsById, readPages } from '@guichet/documents'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { notFound } from '@guichet/platform/errors'
import { cutPage, readCursor } from '@guichet/platform/paging'
import type { Say } from '@guichet/platform/texts'
import type { LogLine, Report, ReportSummary, SourcePage } from '../contract.ts'
import { reasons, type Status } from '../model.ts'
import type { ReportsTables } from '../tables.ts'

const db = tablesOf<ReportsTables>()

const summaryColumns = [
  'id',
  'customer_id',
  'client_name',
  'language',
  'extract_method',
  'status',
  'stage',
  'percent',
  'fault',
  'method',
  'model',
  sql<number>`cardinality(document_ids)`.as('document_count'),
  'created_by_name',
  'created_at',
  'started_at',
  'ended_at',
] as const

const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** Reports, newest first. */
export async function listReports(
  ctx: Ctx,
  query: { limit: number; cursor?: string; status?: Status; customer_id?: string; search?: string },
): Promise<{ items: ReportSummary[]; next_cursor: string | null }> {
  const after = readCursor(query.cursor)
  const rows = await db(ctx)
    .selectFrom('reports.report')
    .select(summaryColumns)
    .$if(query.status !== undefined, (q) => q.where('status', '=', query.status!))
    .$if(query.customer_id !== undefined, (q) => q.where('customer_id', '=', query.customer_id!))
    .$if(!!query.search, (q) => q.where('client_name', 'ilike', `%${likeText(query.search!)}%`))
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(created_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute()
  return cutPage(rows as ReportSummary[], query.limit, (row) => [row.created_at, row.id])
}

export async function reportSummary(ctx: Ctx, report_id: string): Promise<ReportSummary> {
  const row = await db(ctx)
    .selectFrom('reports.report')
    .select(summaryColumns)
    .where('id', '=', report_id)
    .executeTakeFirst()
  if (!row) throw notFound('reports.report_unknown')
  return row as ReportSummary
}

/** The row itself, for whoever carries it on or gives it out. */
export async function reportRow(ctx: Ctx, report_id: string) {
  const row = await db(ctx)
    .selectFrom('reports.report')
    .selectAll()
    .where('id', '=', report_id)
    .executeTakeFirst()
  if (!row) throw notFound('reports.report_unknown')
  return row
}

/** Lines after this number, in the reader's words. */
export async function logAfter(ctx: Ctx, say: Say, report_id: string, number: number): Promise<LogLine[]> {
  const rows = await db(ctx)
    .selectFrom('reports.log_line')
    .select(['number', 'at', 'level', 'code', 'facts'])
    .where('report_id', '=', report_id)
    .where('number', '>', number)
    .orderBy('number')
    .limit(500)
    .execute()
  return rows.map(({ code, facts, level, ...row }) => ({
    ...row,
    level: level as LogLine['level'],
    text: say('reports', `log.${code}`, wordsOf(say, facts as Record<string, string | number>)),
  }))
}

/** A reason is a code, of ours or of the documents room; people read its words. */
function wordsOf(say: Say, facts: Record<string, string | number>): Record<string, string | number> {
  if (typeof facts.reason !== 'string') return facts
  return { ...facts, reason: reasonText(say, facts.reason) }
}

export function reasonText(say: Say, reason: string): string {
  if (reasons.has(reason)) return say('reports', `reason.${reason}`)
  const theirs = say('documents', `reason.${reason}`)
  return theirs === `documents.reason.${reason}` ? say('reports', 'reason.other') : theirs
}

/** Everything about one report, for its page. */
export async function readReport(
  ctx: Ctx,
  say: Say,
  report_id: string,
  formats: Report['formats'],
): Promise<Report> {
  const summary = await reportSummary(ctx, report_id)
  const row = await db(ctx)
    .selectFrom('reports.report as r')
    .leftJoin('reports.template as t', 't.id', 'r.template_id')
    .select(['r.document_ids', 'r.content', 't.name as template_name'])
    .where('r.id', '=', report_id)
    .executeTakeFirstOrThrow()
  const steps = await db(ctx)
    .selectFrom('reports.step')
    .select(['kind', 'key', 'status', 'fault', 'started_at', 'ended_at'])
    .where('report_id', '=', report_id)
    .orderBy('started_at')
    .orderBy('position')
    .execute()
  const known = new Map(
    (await documentsById(ctx, row.document_ids)).map((document) => [document.id, document.name]),
  )
  const content = summary.status === 'COMPLETED' ? (row.content as Report['content']) : null
  const written = new Map(content?.documents.map(({ id, name }) => [id, name]))
  return {
    ...summary,
    template_name: row.template_name,
    documents: row.document_ids.flatMap((id) => {
      const name = known.get(id) ?? written.get(id)
      return name === undefined ? [] : [{ id, name }]
    }),
    steps: steps as Report['steps'],
    log: await logAfter(ctx, say, report_id, 0),
    content,
    formats: content ? formats : [],
  }
}

/** Reports whose first stage waits for this document. */
export async function waitingFor(ctx: Ctx, document_id: string): Promise<string[]> {
  const rows = await db(ctx)
    .selectFrom('reports.report')
    .select('id')
    .where('status', 'in', ['PENDING', 'RUNNING'])
    .where(sql<boolean>`document_ids @> array[${document_id}::uuid]`)
    .execute()
  return rows.map(({ id }) => id)
}

/** A page that a report rests on. Another document of the organisation is none of its business. */
export async function sourcePage(
  ctx: Ctx,
  report_id: string,
  document_id: string,
  page: number,
): Promise<SourcePage> {
  const { document_ids } = await reportRow(ctx, report_id)
  const pages = document_ids.includes(document_id) ? await readPages(ctx, [document_id]) : []
  const found = pages.find((candidate) => candidate.page === page)
  if (!found) throw notFound('reports.source_unknown')
  const { document_name, method, text } = found
  return { document_id, document_name, page, page_count: pages.length, method, text }
}
