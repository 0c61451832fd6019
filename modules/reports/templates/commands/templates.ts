import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { invalid, notFound } from '@guichet/platform/errors'
import { newId } from '@guichet/platform/ids'
import { templateChanged } from '../../events.ts'
import type { ReportsTables } from '../../tables.ts'
import type { Template } from '../contract.ts'
import { readTemplate } from '../queries/templates.ts'

const db = tablesOf<ReportsTables>()

export interface TemplateFile {
  file_name: string
  sha256: string
  bytes: number
  tags: string[]
}

const versionRow = (ctx: Ctx, template_id: string, version: number, file: TemplateFile) => ({
  tenant_id: ctx.tenant.id,
  template_id,
  version,
  ...file,
  created_by_name: ctx.actor.name,
  created_at: ctx.now(),
})

/** Keeps a template; the organisation's first becomes the usual one. */
export async function addTemplate(ctx: Ctx, name: string, file: TemplateFile): Promise<Template> {
  const id = newId()
  await db(ctx)
    .insertInto('reports.template')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      name,
      version: 1,
      chosen: sql<boolean>`not exists (select from reports.template)`,
      created_at: ctx.now(),
    })
    .execute()
  await db(ctx)
    .insertInto('reports.template_version')
    .values(versionRow(ctx, id, 1, file))
    .execute()
  await emit(ctx, templateChanged, { template_id: id })
  return readTemplate(ctx, id)
}

/** Puts a new version in the place of the former one. */
export async function addVersion(ctx: Ctx, template_id: string, file: TemplateFile): Promise<Template> {
  const row = await db(ctx)
    .updateTable('reports.template as t')
    .set({
      version: sql`(select max(v.version) + 1 from reports.template_version v where v.tenant_id = t.tenant_id and v.template_id = t.id)`,
    })
    .where('id', '=', template_id)
    .returning('version')
    .executeTakeFirst()
  if (!row) throw notFound('reports.template_unknown')
  await db(ctx)
    .insertInto('reports.template_version')
    .values(versionRow(ctx, template_id, row.version, file))
    .execute()
  await emit(ctx, templateChanged, { template_id })
  return readTemplate(ctx, template_id)
}

/** Renames a template, makes it the usual one or no longer, or goes back to one of its versions. */
export async function changeTemplate(
  ctx: Ctx,
  template_id: string,
  changes: { name?: string; chosen?: boolean; version?: number },
): Promise<Template> {
  await readTemplate(ctx, template_id)
  if (changes.version !== undefined) {
    const there = await db(ctx)
      .selectFrom('reports.template_version')
      .select('version')
      .where('template_id', '=', template_id)
      .where('version', '=', changes.version)
      .executeTakeFirst()
    if (!there) throw invalid('reports.version_unknown', [{ path: 'body.version', code: 'unknown' }])
  }
  // One is the usual one at most: the former steps down first.
  if (changes.chosen)
    await db(ctx).updateTable('reports.template').set({ chosen: false }).where('chosen', '=', true).execute()
  await db(ctx)
    .updateTable('reports.template')
    .set({ id: template_id, ...changes })
    .where('id', '=', template_id)
    .execute()
  await emit(ctx, templateChanged, { template_id })
  return readTemplate(ctx, template_id)
}

/** Removes a template. Reports keep the document that was made with it. */
export async function removeTemplate(ctx: Ctx, template_id: string): Promise<void> {
  const { numDeletedRows } = await db(ctx)
    .deleteFrom('reports.template')
    .where('id', '=', template_id)
    .executeTakeFirst()
  if (numDeletedRows === 0n) throw notFound('reports.template_unknown')
  await emit(ctx, templateChanged, { template_id })
}
