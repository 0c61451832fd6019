import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { notFound } from '@guichet/platform/errors'
import { cutPage, readCursor } from '@guichet/platform/paging'
import type { ReportsTables } from '../../tables.ts'
import type { Template } from '../contract.ts'

const db = tablesOf<ReportsTables>()

const templates = (ctx: Ctx) =>
  db(ctx)
    .selectFrom('reports.template as t')
    .innerJoin('reports.template_version as v', (join) =>
      join.onRef('v.template_id', '=', 't.id').onRef('v.version', '=', 't.version'),
    )
    .select([
      't.id',
      't.name',
      't.version',
      't.chosen',
      'v.file_name',
      'v.bytes',
      'v.tags',
      'v.created_by_name',
      't.created_at',
      'v.created_at as changed_at',
    ])

/** The organisation's templates, newest first. */
export async function listTemplates(
  ctx: Ctx,
  query: { limit: number; cursor?: string },
): Promise<{ items: Template[]; next_cursor: string | null }> {
  const after = readCursor(query.cursor)
  const rows = await templates(ctx)
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(t.created_at, t.id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('t.created_at', 'desc')
    .orderBy('t.id', 'desc')
    .limit(query.limit + 1)
    .execute()
  return cutPage(rows, query.limit, (row) => [row.created_at, row.id])
}

export async function readTemplate(ctx: Ctx, template_id: string): Promise<Template> {
  const row = await templates(ctx).where('t.id', '=', template_id).executeTakeFirst()
  if (!row) throw notFound('reports.template_unknown')
  return row
}

export const versionsOf = (ctx: Ctx, template_id: string) =>
  db(ctx)
    .selectFrom('reports.template_version')
    .select(['version', 'file_name', 'bytes', 'created_by_name', 'created_at'])
    .where('template_id', '=', template_id)
    .orderBy('version', 'desc')
    .execute()

export async function templateFile(
  ctx: Ctx,
  template_id: string,
): Promise<{ sha256: string; file_name: string; name: string }> {
  const row = await db(ctx)
    .selectFrom('reports.template as t')
    .innerJoin('reports.template_version as v', (join) =>
      join.onRef('v.template_id', '=', 't.id').onRef('v.version', '=', 't.version'),
    )
    .select(['v.sha256', 'v.file_name', 't.name'])
    .where('t.id', '=', template_id)
    .executeTakeFirst()
  if (!row) throw notFound('reports.template_unknown')
  return row
}
