import { sql, type RawBuilder } from 'kysely'
import type { Actor } from '../ctx.ts'

/** Keeps the rows whose `site_id` the actor may see. Confined to no site at all, they see none: `in ()` would be an error. */
export const onSitesOf = (actor: Pick<Actor, 'site_ids'>): RawBuilder<boolean> =>
  sql<boolean>`(${actor.site_ids}::uuid[] is null or site_id = any(${actor.site_ids}::uuid[]))`
