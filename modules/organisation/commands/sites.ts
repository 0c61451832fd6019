import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { forbidden, invalid, notFound } from '@guichet/platform/errors'
import { newId } from '@guichet/platform/ids'
import type { Closure, Interval, Site } from '../contract.ts'
import { hoursChanged, siteChanged } from '../events.ts'
import { firstClash, isTimeZone } from '../model/opening.ts'
import { readHours } from '../queries/opening.ts'
import { readSite } from '../queries/places.ts'
import type { OrganisationTables } from '../tables.ts'

const db = tablesOf<OrganisationTables>()

export interface NewSite {
  name: string
  address?: string | null
  phone?: string | null
  time_zone?: string
  day_starts_at?: string
}

function refuseUnknownZone(time_zone: string | undefined): void {
  if (time_zone !== undefined && !isTimeZone(time_zone)) {
    throw invalid('organisation.time_zone_unknown', [{ path: 'body.time_zone', code: 'time_zone' }])
  }
}

/** Adds a place that receives people. */
export async function addSite(ctx: Ctx, wanted: NewSite): Promise<Site> {
  // Whoever is confined to some sites could never see the one they add.
  if (ctx.actor.site_ids !== null) throw forbidden('organisation.all_sites_needed')
  refuseUnknownZone(wanted.time_zone)
  const id = newId()
  await db(ctx)
    .insertInto('organisation.site')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      name: wanted.name,
      address: wanted.address || null,
      phone: wanted.phone ?? null,
      time_zone: wanted.time_zone ?? ctx.tenant.time_zone,
      day_starts_at: wanted.day_starts_at ?? '00:00',
      created_at: ctx.now(),
    })
    .execute()
  await emit(ctx, siteChanged, { site_id: id }, id)
  return readSite(ctx, id)
}

/** Changes a site, or archives it. */
export async function changeSite(
  ctx: Ctx,
  site_id: string,
  changes: Partial<NewSite> & { status?: Site['status'] },
): Promise<Site> {
  await readSite(ctx, site_id)
  refuseUnknownZone(changes.time_zone)
  // Naming the id keeps the statement whole when nothing changes.
  await db(ctx)
    .updateTable('organisation.site')
    .set({ id: site_id, ...changes })
    .where('id', '=', site_id)
    .execute()
  await emit(ctx, siteChanged, { site_id }, site_id)
  return readSite(ctx, site_id)
}

/** Replaces the opening hours of a usual week. */
export async function setHours(
  ctx: Ctx,
  site_id: string,
  intervals: readonly Interval[],
): Promise<Interval[]> {
  await readSite(ctx, site_id)
  const clash = firstClash(intervals)
  if (clash !== null)
    throw invalid('organisation.hours_overlap', [{ path: `body.items.${clash}`, code: 'overlap' }])
  // Two people saving at once: the second waits here, and its week is the one that stays whole.
  await db(ctx).selectFrom('organisation.site').select('id').where('id', '=', site_id).forUpdate().execute()
  await db(ctx).deleteFrom('organisation.opening_hours').where('site_id', '=', site_id).execute()
  if (intervals.length > 0) {
    await db(ctx)
      .insertInto('organisation.opening_hours')
      .values(intervals.map((interval) => ({ tenant_id: ctx.tenant.id, id: newId(), site_id, ...interval })))
      .execute()
  }
  await emit(ctx, hoursChanged, { site_id }, site_id)
  return readHours(ctx, site_id)
}

/** Closes the site for one local day; the same day again replaces the reason. */
export async function closeOn(
  ctx: Ctx,
  site_id: string,
  day: string,
  reason: string | null,
): Promise<Closure> {
  await readSite(ctx, site_id)
  const closure = await db(ctx)
    .insertInto('organisation.closure')
    .values({ tenant_id: ctx.tenant.id, id: newId(), site_id, day, reason })
    .onConflict((c) =>
      c.columns(['tenant_id', 'site_id', 'day']).doUpdateSet({ reason: sql`excluded.reason` }),
    )
    .returning(['id', 'site_id', 'day', 'reason'])
    .executeTakeFirstOrThrow()
  await emit(ctx, hoursChanged, { site_id }, site_id)
  return closure
}

/** Opens the site again on a day that was closed. */
export async function reopen(ctx: Ctx, site_id: string, closure_id: string): Promise<void> {
  await readSite(ctx, site_id)
  const removed = await db(ctx)
    .deleteFrom('organisation.closure')
    .where('id', '=', closure_id)
    .where('site_id', '=', site_id)
    .returning('id')
    .executeTakeFirst()
  if (!removed) throw notFound('organisation.closure_unknown')
  await emit(ctx, hoursChanged, { site_id }, site_id)
}
