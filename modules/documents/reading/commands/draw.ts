import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Tenant } from '@guichet/platform/ctx'
import { unavailable } from '@guichet/platform/errors'
import { asSystem, type Platform } from '@guichet/platform/platform'
import { readLimits } from '../../intake/queries/limits.ts'
import { inChild } from './reader.ts'
import { engines } from './read.ts'

/** Pages drawn together: opening the file costs more than drawing one. */
const block = 6
const most = 2
const waiting_ms = 30_000
const underway = new Map<string, Promise<void>>()

interface Picture {
  image_sha256: string | null
  thumbnail_sha256: string | null
}

/** Kinds whose pages look like something. */
const drawable = ['pdf', 'image']

async function stored(
  platform: Platform,
  tenant: Tenant,
  document_id: string,
  page: number,
): Promise<(Picture & { sha256: string | null; type: string | null; name: string }) | undefined> {
  const { rows } = await asSystem(platform, tenant, async (ctx) =>
    sql<Picture & { sha256: string | null; type: string | null; name: string }>`
      select p.image_sha256, p.thumbnail_sha256, d.sha256, d.type, d.name
      from documents.page p join documents.document d on d.id = p.document_id
      where p.document_id = ${document_id}::uuid and p.page = ${page}`.execute(ctx.transaction.db),
  )
  return rows[0]
}

/**
 * The picture of a page, drawn when first asked for, with its neighbours. Null where there is nothing to
 * draw: files without pages, and those that only open with their password.
 */
export async function pictureOf(
  platform: Platform,
  tenant: Tenant,
  document_id: string,
  page: number,
): Promise<Picture | null> {
  const found = await stored(platform, tenant, document_id, page)
  if (!found || !found.type || !drawable.includes(found.type) || !found.sha256) return null
  if (found.image_sha256) return found
  const first = Math.floor((page - 1) / block) * block + 1
  const key = `${document_id}/${first}`
  const under = underway.get(key)
  if (!under && underway.size >= most) throw unavailable('documents.too_busy', 2)
  const drawing =
    under ??
    draw(platform, tenant, document_id, { name: found.name, sha256: found.sha256 }, first).finally(() =>
      underway.delete(key),
    )
  underway.set(key, drawing)
  await drawing
  const now = await stored(platform, tenant, document_id, page)
  return now?.image_sha256 ? now : null
}

async function draw(
  platform: Platform,
  tenant: Tenant,
  document_id: string,
  file: { name: string; sha256: string },
  first: number,
): Promise<void> {
  const limits = await asSystem(platform, tenant, readLimits)
  await inChild({
    job: {
      task: 'draw',
      name: file.name,
      method: 'auto',
      skip: [],
      draw: Array.from({ length: block }, (_, index) => first + index),
      password: null,
      limits,
      ...engines(),
    },
    file: await platform.files.open(tenant.id, file.sha256),
    signal: AbortSignal.timeout(waiting_ms),
    async heard(said) {
      if (said.say !== 'drawn') return true
      const [image, thumbnail] = await Promise.all(
        [said.image, said.thumbnail].map((bytes) =>
          platform.files.put(tenant.id, Readable.from([Buffer.from(bytes)])),
        ),
      )
      await asSystem(platform, tenant, async (ctx) =>
        sql`update documents.page set image_sha256 = ${image!.sha256}, thumbnail_sha256 = ${thumbnail!.sha256}
          where document_id = ${document_id}::uuid and page = ${said.page}`.execute(ctx.transaction.db),
      )
      return true
    },
  })
}
