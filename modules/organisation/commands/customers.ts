import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { conflict, invalid } from '@guichet/platform/errors'
import { newId } from '@guichet/platform/ids'
import type { Customer } from '../contract.ts'
import { customerKept } from '../events.ts'
import { nameKey, normalisePhone } from '../model/person.ts'
import { readCustomer } from '../queries/people.ts'
import type { OrganisationTables } from '../tables.ts'
import { orTaken } from './taken.ts'

const db = tablesOf<OrganisationTables>()

export interface CustomerFields {
  name: string
  phone?: string | null
  email?: string | null
  notes?: string | null
}

function storedPhone(ctx: Ctx, phone: string | null | undefined): string | null {
  if (!phone) return null
  const stored = normalisePhone(phone, ctx.tenant.country)
  if (stored === null) throw invalid('organisation.phone_invalid', [{ path: 'body.phone', code: 'phone' }])
  return stored
}

const rowFor = (ctx: Ctx, fields: CustomerFields) => ({
  tenant_id: ctx.tenant.id,
  id: newId(),
  name: fields.name,
  name_key: nameKey(fields.name),
  phone: storedPhone(ctx, fields.phone),
  email: fields.email || null,
  notes: fields.notes || null,
  created_at: ctx.now(),
})

/**
 * Remembers who came: the customer with this phone number, or a new one. What the caller does not know
 * (no e-mail this time) is kept as it was. @returns the customer's id
 */
export async function keepCustomer(
  ctx: Ctx,
  fields: Pick<CustomerFields, 'name' | 'phone' | 'email'>,
): Promise<string> {
  const { id } = await db(ctx)
    .insertInto('organisation.customer')
    .values(rowFor(ctx, fields))
    .onConflict((conflicting) =>
      conflicting.columns(['tenant_id', 'phone']).doUpdateSet({
        name: sql`excluded.name`,
        name_key: sql`excluded.name_key`,
        email: sql`coalesce(excluded.email, customer.email)`,
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await emit(ctx, customerKept, { customer_id: id })
  return id
}

/** Adds a customer; a phone number already known is refused rather than merged. */
export async function addCustomer(ctx: Ctx, fields: CustomerFields): Promise<Customer> {
  const row = rowFor(ctx, fields)
  await orTaken(
    db(ctx).insertInto('organisation.customer').values(row).execute(),
    conflict('organisation.phone_taken'),
  )
  await emit(ctx, customerKept, { customer_id: row.id })
  return readCustomer(ctx, row.id)
}

/** Changes what is known of a customer. */
export async function changeCustomer(
  ctx: Ctx,
  customer_id: string,
  changes: Partial<CustomerFields>,
): Promise<Customer> {
  await readCustomer(ctx, customer_id)
  const { phone, name, ...others } = changes
  await orTaken(
    db(ctx)
      .updateTable('organisation.customer')
      .set({
        // Naming the id keeps the statement whole when nothing changes.
        id: customer_id,
        ...others,
        ...(name === undefined ? {} : { name, name_key: nameKey(name) }),
        ...(phone === undefined ? {} : { phone: storedPhone(ctx, phone) }),
      })
      .where('id', '=', customer_id)
      .execute(),
    conflict('organisation.phone_taken'),
  )
  await emit(ctx, customerKept, { customer_id })
  return readCustomer(ctx, customer_id)
}
