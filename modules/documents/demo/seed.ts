import { Readable } from 'node:stream'
import { addCustomer } from '@guichet/organisation'
import type { Tenant } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import { asSystem, type Platform } from '@guichet/platform/platform'
import { documentQueued } from '../events.ts'
import type { DocumentsTables } from '../tables.ts'
import type { DemoFile } from './files.ts'

const db = tablesOf<DocumentsTables>()

/** The advice service of the demonstration gets its clients' documents, once; they are read like any others. */
export async function seedDocuments(platform: Platform, tenant: Tenant): Promise<void> {
  const known = await asSystem(platform, tenant, (ctx) =>
    db(ctx).selectFrom('documents.document').select('id').limit(1).executeTakeFirst(),
  )
  if (known) return
  // Pictures are drawn here: nobody who starts without the demonstration loads what that needs.
  const { demoFiles } = await import('./files.ts')
  const files = await demoFiles()
  const kept: (DemoFile & { stored: { sha256: string; bytes: number } })[] = []
  for (const file of files)
    kept.push({ ...file, stored: await platform.files.put(tenant.id, Readable.from([file.bytes])) })
  await asSystem(platform, tenant, async (ctx) => {
    const clients = new Map<string, string>()
    for (const { client, name, stored } of kept) {
      const { sha256, bytes } = stored
      const customer_id = clients.get(client) ?? (await addCustomer(ctx, { name: client })).id
      clients.set(client, customer_id)
      const id = newId()
      await db(ctx)
        .insertInto('documents.document')
        .values({
          tenant_id: tenant.id,
          id,
          customer_id,
          origin: 'demo',
          name,
          bytes,
          received: bytes,
          sha256,
          status: 'queued',
          created_at: ctx.now(),
          touched_at: ctx.now(),
        })
        .execute()
      await emit(ctx, documentQueued, { document_id: id })
    }
  })
}
