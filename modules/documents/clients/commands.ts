import { constants, type Dirent } from 'node:fs'
import { lstat, open as openFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { z } from 'zod'
import { addCustomer, listCustomers } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import { defineTask, type Work } from '@guichet/platform/task'
import type { Client } from '../contract.ts'
import { documentQueued, documentRead, documentRemoved } from '../events.ts'
import { readLimits } from '../intake/queries/limits.ts'
import type { DocumentsTables } from '../tables.ts'
import { clientName, isIgnored, settled, shownName } from './model.ts'
import { readClient } from './queries.ts'

const db = tablesOf<DocumentsTables>()

/** Adds a client by name alone. */
export async function addClient(ctx: Ctx, name: string): Promise<Client> {
  const { id } = await addCustomer(ctx, { name })
  return readClient(ctx, id)
}

interface FileSeen {
  folder: string
  /** Below the folder of clients, with `/` between its parts. */
  path: string
  bytes: number
  stamp: string
}
interface FileKnown {
  id: string
  folder_path: string
  folder_stamp: string | null
}

const deepest = 6
const mostFiles = 20_000

/** Brings documents in step with the folder of clients: one sub-folder is one client. */
export const scanTask = defineTask({
  name: 'documents.scan_clients_folder',
  queue: 'maintenance',
  max_attempts: 2,
  payload: z.object({}),
  async run(work) {
    const { CLIENTS_DIR, CLIENTS_TENANT } = work.platform.config
    if (!CLIENTS_DIR || work.tenant.slug !== CLIENTS_TENANT) return
    const clients = await foldersIn(CLIENTS_DIR)
    // An unmounted disk looks like an empty folder: nobody's documents are removed for that.
    if (!clients || clients.length === 0) return
    for (const folder of clients) await work.open((ctx) => keepFolder(ctx, folder))
    const seen: FileSeen[] = []
    for (const folder of clients) await walk(CLIENTS_DIR, folder, folder, 1, seen)
    const known = await work.open((ctx) => filesKnown(ctx))
    const by_path = new Map(known.map((file) => [file.folder_path, file]))
    for (const file of seen) {
      if (work.signal.aborted) return
      const before = by_path.get(file.path)
      by_path.delete(file.path)
      if (before?.folder_stamp === file.stamp || !settled(file.stamp, work.platform.now())) continue
      await takeIn(work, CLIENTS_DIR, file, before)
    }
    if (seen.length >= mostFiles) return
    for (const gone of by_path.values())
      await work.open(async (ctx) => {
        await db(ctx).deleteFrom('documents.document').where('id', '=', gone.id).execute()
        await emit(ctx, documentRemoved, { document_id: gone.id })
      })
  },
})

async function foldersIn(root: string): Promise<string[] | null> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => null)
  return (
    entries?.filter((entry) => entry.isDirectory() && !isIgnored(entry.name)).map(({ name }) => name) ?? null
  )
}

/** Links are not followed, whatever they point to. */
async function walk(
  root: string,
  folder: string,
  path: string,
  depth: number,
  seen: FileSeen[],
): Promise<void> {
  if (depth > deepest) return
  const entries: Dirent[] = await readdir(join(root, path), { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (seen.length >= mostFiles) return
    if (isIgnored(entry.name)) continue
    const below = `${path}/${entry.name}`
    if (entry.isDirectory()) await walk(root, folder, below, depth + 1, seen)
    if (!entry.isFile()) continue
    const found = await lstat(join(root, below)).catch(() => null)
    if (found?.isFile())
      seen.push({
        folder,
        path: below,
        bytes: found.size,
        stamp: `${found.size}-${Math.round(found.mtimeMs)}`,
      })
  }
}

const filesKnown = async (ctx: Ctx): Promise<FileKnown[]> =>
  (await db(ctx)
    .selectFrom('documents.document')
    .where('folder_path', 'is not', null)
    .select(['id', 'folder_path', 'folder_stamp'])
    .execute()) as FileKnown[]

/** The client a folder stands for: known by it, else of this name, else new. */
async function keepFolder(ctx: Ctx, folder: string): Promise<void> {
  const known = await db(ctx)
    .updateTable('documents.client_folder')
    .set({ seen_at: ctx.now() })
    .where('name', '=', folder)
    .returning('customer_id')
    .executeTakeFirst()
  if (known) return
  const name = clientName(folder)
  const { items } = await listCustomers(ctx, { search: name, limit: 50 })
  const same = items.find(
    (customer) => customer.name.localeCompare(name, 'fr', { sensitivity: 'base' }) === 0,
  )
  const customer = same ?? (await addCustomer(ctx, { name }))
  await db(ctx)
    .insertInto('documents.client_folder')
    .values({ tenant_id: ctx.tenant.id, name: folder, customer_id: customer.id, seen_at: ctx.now() })
    .onConflict((conflicting) => conflicting.doNothing())
    .execute()
}

async function takeIn(
  { platform, tenant, open }: Work,
  root: string,
  file: FileSeen,
  before?: FileKnown,
): Promise<void> {
  const { max_bytes } = await open((ctx) => readLimits(ctx))
  const refused = file.bytes > max_bytes ? 'too_large' : file.bytes === 0 ? 'empty' : null
  let kept: { sha256: string; bytes: number } | null = null
  if (!refused) {
    // Replaced by a link since it was looked at, it is refused rather than followed.
    const handle = await openFile(
      join(root, file.path),
      constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0),
    ).catch(() => null)
    if (!handle) return
    kept = await platform.files.put(tenant.id, handle.createReadStream(), { max_bytes })
  }
  await open(async (ctx) => {
    const { customer_id } = await db(ctx)
      .selectFrom('documents.client_folder')
      .where('name', '=', file.folder)
      .select('customer_id')
      .executeTakeFirstOrThrow()
    const content = {
      folder_stamp: file.stamp,
      bytes: kept?.bytes ?? file.bytes,
      received: kept?.bytes ?? file.bytes,
      sha256: kept?.sha256 ?? null,
      status: refused ? 'failed' : 'queued',
      reason: refused,
      touched_at: ctx.now(),
    }
    const name = file.path.split('/').at(-1)!
    const { id } = before
      ? await db(ctx)
          .updateTable('documents.document')
          .set({ ...content, pass: sql`pass + 1`, read_at: null, note: null, page_count: null })
          .where('id', '=', before.id)
          .returning('id')
          .executeTakeFirstOrThrow()
      : await db(ctx)
          .insertInto('documents.document')
          .values({
            tenant_id: tenant.id,
            id: newId(),
            customer_id,
            origin: 'folder',
            folder_path: file.path,
            name: shownName(name),
            created_at: ctx.now(),
            ...content,
          })
          .returning('id')
          .executeTakeFirstOrThrow()
    // Pages of the former file must not be taken for those of this one.
    if (before) await db(ctx).deleteFrom('documents.page').where('document_id', '=', id).execute()
    if (refused) await emit(ctx, documentRead, { document_id: id, status: 'failed' })
    else await emit(ctx, documentQueued, { document_id: id })
  })
}
