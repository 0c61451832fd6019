import { sql } from 'kysely'
import type { Ctx, Tenant } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import type { Platform } from '../platform.ts'
import type { PlatformTables } from '../tables.ts'

const db = tablesOf<PlatformTables>()

/** The organisation as it is stored now: `ctx.tenant` may be some seconds old. */
export const readTenant = async (ctx: Ctx): Promise<Tenant> =>
  (await db(ctx)
    .selectFrom('platform.tenant')
    .selectAll()
    .where('id', '=', ctx.tenant.id)
    .executeTakeFirstOrThrow()) as unknown as Tenant

/** Changes what an organisation may change of itself; other processes see it within seconds. */
export async function changeTenant(
  ctx: Ctx,
  changes: Partial<Pick<Tenant, 'name' | 'locale' | 'accent' | 'modules'>>,
): Promise<Tenant> {
  const { accent, ...plain } = changes
  await db(ctx)
    .updateTable('platform.tenant')
    // Naming the id keeps the statement whole when nothing changes.
    .set({
      id: ctx.tenant.id,
      ...plain,
      ...(accent === undefined ? {} : { accent: accent && JSON.stringify(accent) }),
    })
    .where('id', '=', ctx.tenant.id)
    .execute()
  return readTenant(ctx)
}

export async function findTenant(platform: Platform, slug: string): Promise<Tenant | null> {
  const { rows } = await platform.app_pool.query('select * from platform.find_tenant($1, null)', [slug])
  return (rows[0] as Tenant | undefined) ?? null
}

export async function tenantById(platform: Platform, id: string): Promise<Tenant | null> {
  const { rows } = await platform.app_pool.query('select * from platform.all_tenants() t where t.id = $1', [
    id,
  ])
  return (rows[0] as Tenant | undefined) ?? null
}

export async function hasTenants(platform: Platform): Promise<boolean> {
  const { rows } = await platform.app_pool.query('select exists (select from platform.all_tenants()) as some')
  return rows[0].some
}

/**
 * Whether the organisation being created in this transaction is the first one. Waits for others being
 * created at the same time, so that two can never both be.
 */
export async function isFirstTenant(ctx: Ctx): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(7405826114)`.execute(ctx.transaction.db)
  const { rows } = await sql<{ others: boolean }>`
    select exists (select from platform.all_tenants() t where t.id <> ${ctx.tenant.id}) as others`.execute(
    ctx.transaction.db,
  )
  return !rows[0]!.others
}
