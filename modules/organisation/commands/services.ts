import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { conflict } from '@guichet/platform/errors'
import { newId } from '@guichet/platform/ids'
import type { Service } from '../contract.ts'
import { serviceChanged } from '../events.ts'
import { readService, readSite } from '../queries/places.ts'
import type { OrganisationTables } from '../tables.ts'
import { orTaken } from './taken.ts'

const db = tablesOf<OrganisationTables>()

type ServiceFields = Omit<Service, 'id' | 'site_id' | 'status'>
export type NewService = Pick<Service, 'site_id' | 'name' | 'prefix'> & Partial<ServiceFields>

/** Adds something people come for; without a position it comes after the others. */
export async function addService(ctx: Ctx, wanted: NewService): Promise<Service> {
  await readSite(ctx, wanted.site_id)
  const id = newId()
  await orTaken(
    db(ctx)
      .insertInto('organisation.service')
      .values({
        ...wanted,
        description: wanted.description || null,
        tenant_id: ctx.tenant.id,
        id,
        position:
          wanted.position ??
          sql<number>`(select coalesce(max(position) + 1, 0) from organisation.service where site_id = ${wanted.site_id})`,
      })
      .execute(),
    conflict('organisation.prefix_taken', { prefix: wanted.prefix }),
  )
  await emit(ctx, serviceChanged, { service_id: id }, wanted.site_id)
  return readService(ctx, id)
}

/** Changes a service; archiving stops new tickets and keeps the history. */
export async function changeService(
  ctx: Ctx,
  service_id: string,
  changes: Partial<ServiceFields> & { status?: Service['status'] },
): Promise<Service> {
  const before = await readService(ctx, service_id)
  await orTaken(
    // Naming the id keeps the statement whole when nothing changes.
    db(ctx)
      .updateTable('organisation.service')
      .set({ id: service_id, ...changes })
      .where('id', '=', service_id)
      .execute(),
    conflict('organisation.prefix_taken', { prefix: changes.prefix ?? before.prefix }),
  )
  await emit(ctx, serviceChanged, { service_id }, before.site_id)
  return readService(ctx, service_id)
}
