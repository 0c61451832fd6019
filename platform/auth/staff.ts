import { newId } from '../ids.ts'
import { inTenant, type Platform } from '../platform.ts'
import { system, type Ctx, type Locale, type Tenant } from '../ctx.ts'
import { emit } from '../events/emit.ts'
import { tenantCreated } from './events.ts'
import type { RoleName } from './contract.ts'
import { newTenantRef } from './staff-routes.ts'
import { tablesOf } from '../db/tables-of.ts'
import type { PlatformTables } from '../tables.ts'

const db = tablesOf<PlatformTables>()

export interface NewTenant {
  /** Chosen by whoever may ask twice for the same organisation; made up otherwise. */
  id?: string
  slug: string
  name: string
  country: Tenant['country']
  currency: Tenant['currency']
  time_zone: string
  locale?: Locale
  accent?: Tenant['accent']
  modules: string[]
  demo?: boolean
}

/** Creates an organisation; `fill` runs in the same transaction, with the new tenant set. */
export async function createTenant<T>(
  platform: Platform,
  wanted: NewTenant,
  fill: (ctx: Ctx) => Promise<T>,
): Promise<{ tenant: Tenant; filled: T }> {
  const tenant: Tenant = {
    id: wanted.id ?? newId(),
    ref: newTenantRef(),
    slug: wanted.slug,
    name: wanted.name,
    country: wanted.country,
    currency: wanted.currency,
    time_zone: wanted.time_zone,
    locale: wanted.locale ?? 'fr',
    accent: wanted.accent ?? null,
    modules: wanted.modules,
    demo: wanted.demo ?? false,
  }
  const filled = await inTenant(platform, { tenant, actor: system }, async (ctx) => {
    await db(ctx)
      .insertInto('platform.tenant')
      .values({
        ...tenant,
        accent: tenant.accent ? JSON.stringify(tenant.accent) : null,
        created_at: ctx.now(),
      })
      .execute()
    await emit(ctx, tenantCreated, { slug: tenant.slug })
    return fill(ctx)
  })
  return { tenant, filled }
}

/** Makes a person member of the organisation in which `ctx` is open. */
export async function addMember(
  ctx: Ctx,
  user_id: string,
  role: RoleName,
  site_ids: string[] | null = null,
): Promise<string> {
  const id = newId()
  await db(ctx)
    .insertInto('platform.membership')
    .values({ tenant_id: ctx.tenant.id, id, user_id, role, site_ids })
    .execute()
  return id
}
