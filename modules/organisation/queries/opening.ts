import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { Closure, Interval, Opening, Site } from '../contract.ts'
import { openingOf } from '../model/opening.ts'
import type { OrganisationTables } from '../tables.ts'
import { readSite } from './places.ts'

const db = tablesOf<OrganisationTables>()

const intervalsOf = (ctx: Ctx, site_id: string): Promise<Interval[]> =>
  db(ctx)
    .selectFrom('organisation.opening_hours as h')
    .select([
      'weekday',
      sql<string>`left(h.opens_at::text, 5)`.as('opens_at'),
      sql<string>`left(h.closes_at::text, 5)`.as('closes_at'),
    ])
    .where('site_id', '=', site_id)
    .orderBy('h.weekday')
    .orderBy('h.opens_at')
    .execute()

/** From the day before the given instant on: a site's clocks may be behind ours. */
const closuresFrom = (ctx: Ctx, site_id: string, at: Date): Promise<Closure[]> =>
  db(ctx)
    .selectFrom('organisation.closure')
    .select(['id', 'site_id', 'day', 'reason'])
    .where('site_id', '=', site_id)
    .where('day', '>=', new Date(at.getTime() - 86_400_000).toISOString().slice(0, 10))
    .orderBy('day')
    .limit(400)
    .execute()

export async function readHours(ctx: Ctx, site_id: string): Promise<Interval[]> {
  await readSite(ctx, site_id)
  return intervalsOf(ctx, site_id)
}

export async function listClosures(ctx: Ctx, site_id: string): Promise<Closure[]> {
  await readSite(ctx, site_id)
  return closuresFrom(ctx, site_id, ctx.now())
}

/** Whether the site receives people at this instant, until when, or when next. */
export async function openingAt(ctx: Ctx, site: Pick<Site, 'id' | 'time_zone'>, at: Date): Promise<Opening> {
  const [intervals, closures] = await Promise.all([intervalsOf(ctx, site.id), closuresFrom(ctx, site.id, at)])
  const opening = openingOf(
    { time_zone: site.time_zone, intervals, closed_days: new Set(closures.map(({ day }) => day)) },
    at,
  )
  return opening.open || !ctx.tenant.demo ? opening : { ...opening, open: true, demo: true }
}
