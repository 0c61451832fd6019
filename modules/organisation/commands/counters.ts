import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { conflict, notFound } from '@guichet/platform/errors'
import { newId } from '@guichet/platform/ids'
import type { Counter } from '../contract.ts'
import { counterChanged } from '../events.ts'
import { listServices, readCounter, readSite } from '../queries/places.ts'
import type { OrganisationTables } from '../tables.ts'
import { orTaken } from './taken.ts'

const db = tablesOf<OrganisationTables>()

export interface NewCounter {
  site_id: string
  name: string
  position?: number
  /** In order of preference; none means all services of the site. */
  service_ids?: readonly string[]
}

async function setServices(
  ctx: Ctx,
  counter: { id: string; site_id: string },
  service_ids: readonly string[],
): Promise<void> {
  const wanted = [...new Set(service_ids)]
  const known = new Set((await listServices(ctx, { site_id: counter.site_id })).map((service) => service.id))
  if (wanted.some((id) => !known.has(id))) throw notFound('organisation.service_unknown')
  await db(ctx).deleteFrom('organisation.counter_service').where('counter_id', '=', counter.id).execute()
  if (wanted.length === 0) return
  await db(ctx)
    .insertInto('organisation.counter_service')
    .values(
      wanted.map((service_id, preference) => ({
        tenant_id: ctx.tenant.id,
        counter_id: counter.id,
        service_id,
        preference,
      })),
    )
    .execute()
}

/** Adds a counter; without a position it stands after the others. */
export async function addCounter(ctx: Ctx, wanted: NewCounter): Promise<Counter> {
  const { site_id, name } = wanted
  await readSite(ctx, site_id)
  const id = newId()
  await orTaken(
    db(ctx)
      .insertInto('organisation.counter')
      .values({
        tenant_id: ctx.tenant.id,
        id,
        site_id,
        name,
        position:
          wanted.position ??
          sql<number>`(select coalesce(max(position) + 1, 0) from organisation.counter where site_id = ${site_id})`,
      })
      .execute(),
    conflict('organisation.counter_name_taken', { name }),
  )
  await setServices(ctx, { id, site_id }, wanted.service_ids ?? [])
  await emit(ctx, counterChanged, { counter_id: id }, site_id)
  return readCounter(ctx, id)
}

/** Changes a counter, the services it gives and their order of preference. */
export async function changeCounter(
  ctx: Ctx,
  counter_id: string,
  changes: Partial<Omit<NewCounter, 'site_id'>> & { status?: Counter['status'] },
): Promise<Counter> {
  const before = await readCounter(ctx, counter_id)
  const { service_ids, ...fields } = changes
  await orTaken(
    // Naming the id keeps the statement whole when nothing changes; the row's lock orders two savers.
    db(ctx)
      .updateTable('organisation.counter')
      .set({ id: counter_id, ...fields })
      .where('id', '=', counter_id)
      .execute(),
    conflict('organisation.counter_name_taken', { name: changes.name ?? before.name }),
  )
  if (service_ids) await setServices(ctx, before, service_ids)
  await emit(ctx, counterChanged, { counter_id }, before.site_id)
  return readCounter(ctx, counter_id)
}
