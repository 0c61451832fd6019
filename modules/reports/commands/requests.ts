import { sql } from 'kysely'
import { documentsById, documentsOf } from '@guichet/documents'
import { customerNames, customersNamed } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { conflict, invalid, notFound } from '@guichet/platform/errors'
import { newId } from '@guichet/platform/ids'
import type { ReportSummary } from '../contract.ts'
import { reportCancelled, reportRemoved, reportRequested } from '../events.ts'
import { reportSummary } from '../queries/reports.ts'
import type { ReportsTables } from '../tables.ts'
import { note } from './log.ts'

const db = tablesOf<ReportsTables>()

export interface ReportRequest {
  client_id?: string
  client_name?: string
  document_ids?: string[]
  template_id?: string | null
  language?: 'fr' | 'en'
  extract_method: 'auto' | 'text' | 'ocr'
}

async function clientOf(ctx: Ctx, request: ReportRequest): Promise<{ id: string; name: string }> {
  if (request.client_id) {
    const name = (await customerNames(ctx, [request.client_id])).get(request.client_id)
    if (name === undefined) throw notFound('reports.client_unknown')
    return { id: request.client_id, name }
  }
  if (!request.client_name)
    throw invalid('reports.no_client', [{ path: 'body.client_name', code: 'required' }])
  const found = await customersNamed(ctx, request.client_name)
  if (found.length === 0) throw notFound('reports.client_unknown')
  if (found.length > 1) throw conflict('reports.client_ambiguous', { count: found.length })
  return found[0]!
}

async function documentsFor(ctx: Ctx, client_id: string, asked: string[] | undefined): Promise<string[]> {
  if (asked) {
    const ids = [...new Set(asked)]
    const known = await documentsById(ctx, ids)
    // Another client's paper in this client's report would be a leak, not a choice.
    const own = known.filter(({ customer_id }) => customer_id === client_id || customer_id === null)
    if (own.length !== ids.length) throw notFound('reports.documents_unknown')
    return ids
  }
  const all = await documentsOf(ctx, client_id)
  if (all.length === 0) throw invalid('reports.no_documents')
  return all.map(({ id }) => id).slice(0, 500)
}

async function templateFor(
  ctx: Ctx,
  asked: string | null | undefined,
): Promise<{ id: string; version: number } | null> {
  if (asked === null) return null
  const row = await db(ctx)
    .selectFrom('reports.template')
    .select(['id', 'version'])
    .where((eb) => (asked === undefined ? eb('chosen', '=', true) : eb('id', '=', asked)))
    .executeTakeFirst()
  if (!row && asked !== undefined) throw notFound('reports.template_unknown')
  return row ?? null
}

/** Asks for a report on what a client's documents say. */
export async function createReport(
  ctx: Ctx,
  request: ReportRequest,
): Promise<{ job_id: string; status: 'PENDING'; created_at: string }> {
  const client = await clientOf(ctx, request)
  const template = await templateFor(ctx, request.template_id)
  const document_ids = await documentsFor(ctx, client.id, request.document_ids)
  const id = newId()
  const row = await db(ctx)
    .insertInto('reports.report')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      customer_id: client.id,
      client_name: client.name,
      language: request.language ?? ctx.tenant.locale,
      extract_method: request.extract_method,
      document_ids,
      template_id: template?.id ?? null,
      template_version: template?.version ?? null,
      created_by: ctx.actor.id,
      created_by_name: ctx.actor.name,
      created_at: ctx.now(),
    })
    .returning('created_at')
    .executeTakeFirstOrThrow()
  await note(ctx, id, 'requested', { count: document_ids.length })
  await emit(ctx, reportRequested, { report_id: id })
  return { job_id: id, status: 'PENDING', created_at: row.created_at }
}

/** Stops a report; whoever carries it on sees it within a second. */
export async function cancelReport(ctx: Ctx, report_id: string): Promise<ReportSummary> {
  await reportSummary(ctx, report_id)
  const { numUpdatedRows } = await db(ctx)
    .updateTable('reports.report')
    .set({ status: 'CANCELLED', ended_at: ctx.now(), held_by: null, held_until: null })
    .where('id', '=', report_id)
    .where('status', 'in', ['PENDING', 'RUNNING'])
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw conflict('reports.already_ended')
  await note(ctx, report_id, 'cancelled', {}, 'warning')
  await emit(ctx, reportCancelled, { report_id })
  return reportSummary(ctx, report_id)
}

/** Takes a report up again, with the template as it is now. Steps whose input has not changed stay done. */
export async function retryReport(ctx: Ctx, report_id: string): Promise<ReportSummary> {
  await reportSummary(ctx, report_id)
  const { numUpdatedRows } = await db(ctx)
    .updateTable('reports.report as r')
    .set({
      status: 'PENDING',
      stage: null,
      percent: 0,
      fault: null,
      ended_at: null,
      held_by: null,
      held_until: null,
      attempt: sql`attempt + 1`,
      template_version: sql`(select t.version from reports.template t where t.tenant_id = r.tenant_id and t.id = r.template_id)`,
    })
    .where('id', '=', report_id)
    .where('status', 'not in', ['PENDING', 'RUNNING'])
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw conflict('reports.still_running')
  await note(ctx, report_id, 'retried')
  await emit(ctx, reportRequested, { report_id })
  return reportSummary(ctx, report_id)
}

/** Removes a report with all that was kept of it; its files go with the next sweep. */
export async function removeReport(ctx: Ctx, report_id: string): Promise<void> {
  const { numDeletedRows } = await db(ctx)
    .deleteFrom('reports.report')
    .where('id', '=', report_id)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw notFound('reports.report_unknown')
  await emit(ctx, reportRemoved, { report_id })
}
