import { createReadStream } from 'node:fs'
import { access, mkdir, open, opendir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { S3mini } from 's3mini'
import type { Config } from '../config.ts'

export interface StoredObject {
  name: string
  changed_at: Date
}

/** Where encrypted files lie. Names are `tenant/ab/cdef…`; what they hold is nobody's business here. */
export interface Store {
  /** Takes over a finished local file under this name. */
  adopt: (path: string, name: string) => Promise<void>
  /** Whether it is there; if so, it counts as written now. */
  refresh: (name: string) => Promise<boolean>
  /** null when it is not there. */
  read: (name: string) => Promise<AsyncIterable<Uint8Array> | null>
  list: (tenant_id: string) => AsyncIterable<StoredObject>
  remove: (name: string) => Promise<void>
}

export async function createStore(config: Config): Promise<Store> {
  return config.S3_ENDPOINT ? s3Store(config) : diskStore(join(config.DATA_DIR, 'files'))
}

export function diskStore(root: string): Store {
  return {
    async adopt(path, name) {
      const target = join(root, name)
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      await rename(path, target)
      await syncFolder(dirname(target))
    },
    async refresh(name) {
      const now = new Date()
      return utimes(join(root, name), now, now).then(
        () => true,
        (error: NodeJS.ErrnoException) => absent(error, false),
      )
    },
    async read(name) {
      const path = join(root, name)
      const there = await access(path).then(
        () => true,
        (error: NodeJS.ErrnoException) => absent(error, false),
      )
      return there ? createReadStream(path) : null
    },
    async *list(tenant_id) {
      const folder = await opendir(join(root, tenant_id), { recursive: true }).catch(
        (error: NodeJS.ErrnoException) => absent(error, null),
      )
      if (!folder) return
      for await (const entry of folder) {
        if (!entry.isFile()) continue
        const path = join(entry.parentPath, entry.name)
        const found = await stat(path).catch((error: NodeJS.ErrnoException) => absent(error, null))
        if (found) yield { name: path.slice(root.length + 1).replaceAll('\\', '/'), changed_at: found.mtime }
      }
    },
    remove: (name) => rm(join(root, name), { force: true }),
  }
}

function absent<T>(error: NodeJS.ErrnoException, otherwise: T): T {
  if (error.code === 'ENOENT') return otherwise
  throw error
}

/** The name, too, must survive a power cut. Windows cannot open a folder, and does it by itself. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** A part of a large file on its way to S3, which refuses parts below 5 MB. */
const part_bytes = 8 * 1024 * 1024

async function s3Store(config: Config): Promise<Store> {
  const { S3mini } = await import('s3mini')
  const s3: S3mini = new S3mini({
    endpoint: config.S3_ENDPOINT!,
    accessKeyId: config.S3_ACCESS_KEY_ID!,
    secretAccessKey: config.S3_SECRET_ACCESS_KEY!,
    region: config.S3_REGION,
    requestAbortTimeout: 60_000,
  })
  return {
    async adopt(path, name) {
      const { size } = await stat(path)
      if (size <= part_bytes) {
        const parts = await Array.fromAsync(createReadStream(path) as AsyncIterable<Buffer>)
        await s3.putObject(name, Buffer.concat(parts), 'application/octet-stream')
      } else await sendInParts(s3, path, name)
      await rm(path)
    },
    async refresh(name) {
      // The store keeps no "last used": the copy onto itself that would renew the date is not worth it, as
      // the sweep asks the database first and spares what is younger than a day.
      return (await s3.objectExists(name)) === true
    },
    async read(name) {
      const answer = await s3.getObjectResponse(name)
      return (answer?.body as AsyncIterable<Uint8Array> | null | undefined) ?? null
    },
    async *list(tenant_id) {
      for (const object of (await s3.listObjects('/', `${tenant_id}/`)) ?? [])
        yield { name: object.Key, changed_at: new Date(object.LastModified) }
    },
    async remove(name) {
      await s3.deleteObject(name)
    },
  }
}

async function sendInParts(s3: S3mini, path: string, name: string): Promise<void> {
  const upload_id = await s3.getMultipartUploadId(name, 'application/octet-stream')
  try {
    const parts = []
    const stream = createReadStream(path, { highWaterMark: part_bytes }) as AsyncIterable<Buffer>
    for await (const part of stream) parts.push(await s3.uploadPart(name, upload_id, part, parts.length + 1))
    await s3.completeMultipartUpload(name, upload_id, parts)
  } catch (error) {
    await s3.abortMultipartUpload(name, upload_id).catch(() => {})
    throw error
  }
}
