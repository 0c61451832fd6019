import { sql } from 'kysely'
import { maySee, type Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { notFound } from '@guichet/platform/errors'
import type { Counter, Service, Site } from '../contract.ts'
import type { OrganisationTables } from '../tables.ts'

const db = tablesOf<OrganisationTables>()

const siteColumns = [
  'id',
  'name',
  'address',
  'phone',
  'time_zone',
  sql<string>`left(day_starts_at::text, 5)`.as('day_starts_at'),
  'status',
] as const
const serviceColumns = [
  'id',
  'site_id',
  'name',
  'name_en',
  'prefix',
  'description',
  'icon',
  'photo_url',
  'expected_minutes',
  'waiting_limit',
  'public',
  'position',
  'status',
] as const
const counterColumns = [
  'id',
  'site_id',
  'name',
  'position',
  'status',
  sql<string[]>`array(
    select s.service_id from organisation.counter_service s
    where s.tenant_id = counter.tenant_id and s.counter_id = counter.id order by s.preference, s.service_id)`.as(
    'service_ids',
  ),
] as const

/** Sites the actor may see, archived ones last. */
export async function listSites(ctx: Ctx): Promise<Site[]> {
  const rows = await db(ctx)
    .selectFrom('organisation.site')
    .select(siteColumns)
    .orderBy('status')
    .orderBy('name')
    .orderBy('id')
    .execute()
  return (rows as Site[]).filter((site) => maySee(ctx.actor, site.id))
}

/** One site; a site the actor may not see answers like an unknown one. */
export async function readSite(ctx: Ctx, site_id: string): Promise<Site> {
  const row = await db(ctx)
    .selectFrom('organisation.site')
    .select(siteColumns)
    .where('id', '=', site_id)
    .executeTakeFirst()
  if (!row || !maySee(ctx.actor, row.id)) throw notFound('organisation.site_unknown')
  return row as Site
}

/** Active sites, as the page frame's switcher shows them. */
export const siteNames = (ctx: Ctx): Promise<{ id: string; name: string }[]> =>
  db(ctx)
    .selectFrom('organisation.site')
    .select(['id', 'name'])
    .where('status', '=', 'active')
    .orderBy('name')
    .orderBy('id')
    .execute()

interface Wanted {
  site_id?: string
  status?: 'active' | 'archived'
}

/** Services of one site or of all that the actor may see, in the order in which they are shown. */
export async function listServices(ctx: Ctx, wanted: Wanted): Promise<Service[]> {
  if (wanted.site_id !== undefined) await readSite(ctx, wanted.site_id)
  const rows = await db(ctx)
    .selectFrom('organisation.service')
    .select(serviceColumns)
    .$if(wanted.site_id !== undefined, (q) => q.where('site_id', '=', wanted.site_id!))
    .$if(wanted.status !== undefined, (q) => q.where('status', '=', wanted.status!))
    .orderBy('site_id')
    .orderBy('position')
    .orderBy('name')
    .orderBy('id')
    .execute()
  return (rows as Service[]).filter((service) => maySee(ctx.actor, service.site_id))
}

export async function readService(ctx: Ctx, service_id: string): Promise<Service> {
  const row = await db(ctx)
    .selectFrom('organisation.service')
    .select(serviceColumns)
    .where('id', '=', service_id)
    .executeTakeFirst()
  if (!row || !maySee(ctx.actor, row.site_id)) throw notFound('organisation.service_unknown')
  return row as Service
}

/** Active services of a site; `public_only` leaves out those that visitors may not choose themselves. */
export async function servicesOf(
  ctx: Ctx,
  site_id: string,
  options: { public_only?: boolean } = {},
): Promise<Service[]> {
  const services = await listServices(ctx, { site_id, status: 'active' })
  return options.public_only ? services.filter((service) => service.public) : services
}

export async function listCounters(ctx: Ctx, wanted: Wanted): Promise<Counter[]> {
  if (wanted.site_id !== undefined) await readSite(ctx, wanted.site_id)
  const rows = await db(ctx)
    .selectFrom('organisation.counter as counter')
    .select(counterColumns)
    .$if(wanted.site_id !== undefined, (q) => q.where('site_id', '=', wanted.site_id!))
    .$if(wanted.status !== undefined, (q) => q.where('status', '=', wanted.status!))
    .orderBy('site_id')
    .orderBy('position')
    .orderBy('name')
    .orderBy('id')
    .execute()
  return (rows as Counter[]).filter((counter) => maySee(ctx.actor, counter.site_id))
}

export async function readCounter(ctx: Ctx, counter_id: string): Promise<Counter> {
  const row = await db(ctx)
    .selectFrom('organisation.counter as counter')
    .select(counterColumns)
    .where('id', '=', counter_id)
    .executeTakeFirst()
  if (!row || !maySee(ctx.actor, row.site_id)) throw notFound('organisation.counter_unknown')
  return row as Counter
}

/** Active counters of a site. */
export const countersOf = (ctx: Ctx, site_id: string): Promise<Counter[]> =>
  listCounters(ctx, { site_id, status: 'active' })

/**
 * What a person gives at a counter: the counter's services (all active ones of the site when it names
 * none) among those the person is able to give (all when no skill is named). Smaller is preferred.
 */
export async function servicesGiven(
  ctx: Ctx,
  counter_id: string,
  user_id: string,
): Promise<{ service_id: string; preference: number }[]> {
  const { rows } = await sql<{ site_id: string; service_id: string; preference: number }>`
    select s.site_id, s.id as service_id, coalesce(cs.preference, 0) as preference
    from organisation.counter c
    join organisation.service s on s.tenant_id = c.tenant_id and s.site_id = c.site_id and s.status = 'active'
    left join organisation.counter_service cs
      on cs.tenant_id = c.tenant_id and cs.counter_id = c.id and cs.service_id = s.id
    where c.id = ${counter_id} and c.tenant_id = ${ctx.tenant.id}
      and (cs.service_id is not null or not exists (
        select 1 from organisation.counter_service o where o.tenant_id = c.tenant_id and o.counter_id = c.id))
      and (s.id in (select k.service_id from organisation.agent a
                    join organisation.agent_skill k on k.tenant_id = a.tenant_id and k.agent_id = a.id
                    where a.user_id = ${user_id} and a.tenant_id = ${ctx.tenant.id})
        or not exists (select 1 from organisation.agent a
                       join organisation.agent_skill k on k.tenant_id = a.tenant_id and k.agent_id = a.id
                       where a.user_id = ${user_id} and a.tenant_id = ${ctx.tenant.id}))
    order by preference, s.position, s.id`.execute(db(ctx))
  // Nothing to give and an unknown counter look alike here: reading the counter tells them apart.
  if (rows.length === 0 || !maySee(ctx.actor, rows[0]!.site_id)) await readCounter(ctx, counter_id)
  return rows.map(({ service_id, preference }) => ({ service_id, preference }))
}

/** Names by id, archived services included: what happened keeps its words. */
export async function serviceNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db(ctx)
    .selectFrom('organisation.service')
    .select(['id', 'name'])
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, row.name]))
}
