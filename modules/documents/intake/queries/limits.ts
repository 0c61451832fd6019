import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { usualLimits, type Limits } from '../../model.ts'
import type { DocumentsTables } from '../../tables.ts'

const db = tablesOf<DocumentsTables>()

/** What the organisation accepts. */
export async function readLimits(ctx: Ctx): Promise<Limits> {
  const row = await db(ctx)
    .selectFrom('documents.limits')
    .select(['max_bytes', 'max_pages', 'max_pixels', 'max_inflated_bytes'])
    .executeTakeFirst()
  return row ?? usualLimits
}
