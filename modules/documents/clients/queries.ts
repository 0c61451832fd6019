import { sql } from 'kysely'
import { listCustomers, readCustomer } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { Client } from '../contract.ts'
import type { DocumentsTables } from '../tables.ts'

const db = tablesOf<DocumentsTables>()

/** Clients as the organisation knows them, each with its folder and its documents counted. */
export async function listClients(
  ctx: Ctx,
  query: { limit: number; cursor?: string; search?: string },
): Promise<{ items: Client[]; next_cursor: string | null }> {
  const { items, next_cursor } = await listCustomers(ctx, query)
  return { items: await withDocuments(ctx, items), next_cursor }
}

export async function readClient(ctx: Ctx, customer_id: string): Promise<Client> {
  const [client] = await withDocuments(ctx, [await readCustomer(ctx, customer_id)])
  return client!
}

async function withDocuments(
  ctx: Ctx,
  customers: readonly { id: string; name: string }[],
): Promise<Client[]> {
  const ids = customers.map(({ id }) => id)
  if (ids.length === 0) return []
  const these = sql<string>`any(${ids}::uuid[])`
  const counts = await db(ctx)
    .selectFrom('documents.document')
    .where('customer_id', '=', these)
    .select(['customer_id', sql<number>`count(*)::int`.as('count'), sql<string>`max(created_at)`.as('last')])
    .groupBy('customer_id')
    .execute()
  const folders = await db(ctx)
    .selectFrom('documents.client_folder')
    .where('customer_id', '=', these)
    .select(['customer_id', sql<string>`min(name)`.as('name')])
    .groupBy('customer_id')
    .execute()
  return customers.map(({ id, name }) => {
    const counted = counts.find((row) => row.customer_id === id)
    return {
      id,
      name,
      folder: folders.find((row) => row.customer_id === id)?.name ?? null,
      document_count: counted?.count ?? 0,
      last_document_at: counted?.last ?? null,
    }
  })
}
