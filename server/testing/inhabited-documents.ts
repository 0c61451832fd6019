import { Readable } from 'node:stream'
import type { Place } from './inhabited.ts'

/** A document that is read, as a worker would leave it, and one of which half has arrived. */
export async function inhabitDocuments({ house, tenant, send }: Place): Promise<void> {
  const { id: customer_id } = await send('POST', '/clients', { name: 'Boutique Sandaga' })
  const whole = await send('POST', '/documents', { name: 'contrat.txt', bytes: 7, customer_id })
  const half = await send('POST', '/documents', { name: 'photo.jpg', bytes: 7_000 })
  const limits = { max_bytes: 5_000_000, max_pages: 50, max_pixels: 5_000_000, max_inflated_bytes: 9_000_000 }
  await send('PUT', '/document-limits', limits)
  const { sha256 } = await house.platform.files.put(tenant.id, Readable.from([Buffer.from('Contrat')]))
  await house.as(tenant, 'system', async ({ transaction: { db }, now }) => {
    const tenant_id = tenant.id
    await db
      .updateTable('documents.document')
      .set({ received: 7, sha256, type: 'text', status: 'read', page_count: 1, read_at: now() })
      .where('id', '=', whole.document_id)
      .execute()
    await db
      .insertInto('documents.page')
      .values({
        tenant_id,
        document_id: whole.document_id,
        page: 1,
        pass: 1,
        method: 'text',
        text: 'Contrat',
      })
      .execute()
    await db.insertInto('documents.word').values({ tenant_id, word: 'contrat' }).execute()
    await db
      .insertInto('documents.chunk')
      .values({ tenant_id, document_id: half.document_id, from_byte: 0, bytes: 7, sha256 })
      .execute()
    await db
      .insertInto('documents.client_folder')
      .values({ tenant_id, name: 'Boutique Sandaga', customer_id, seen_at: now() })
      .execute()
  })
}
