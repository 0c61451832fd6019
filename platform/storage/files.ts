import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Config } from '../config.ts'
import { invalid, notFound } from '../errors.ts'
import { seal, unseal } from '../seal.ts'
import { decrypted, encrypted } from './cipher.ts'
import { createStore, type StoredObject } from './store.ts'

export interface StoredFile {
  /** Of the plain bytes, in hexadecimal: the file's address. */
  sha256: string
  bytes: number
}

/**
 * Files of organisations: content-addressed, encrypted with the organisation's own key, on the local disk
 * or in an S3 store. There is no "remove": a file that no row names any more (`Module.file_columns`) is
 * taken by the sweep a day later, so that two rows may share one without knowing of each other.
 */
export interface Files {
  /**
   * Takes a stream in, whatever its size, with flat memory.
   * @throws `platform.file_too_large` beyond `max_bytes`; nothing is kept then
   */
  put: (
    tenant_id: string,
    source: AsyncIterable<Uint8Array>,
    options?: { max_bytes?: number },
  ) => Promise<StoredFile>
  /** The plain bytes. @throws `platform.file_missing` */
  open: (tenant_id: string, sha256: string) => Promise<Readable>
  /** A small file at once. @throws `platform.file_too_large` beyond `max_bytes` (16 MB) */
  read: (tenant_id: string, sha256: string, max_bytes?: number) => Promise<Buffer>
  /** Everything kept for an organisation, under names that only `nameOf` makes. For the sweep. */
  list: (tenant_id: string) => AsyncIterable<StoredObject>
  nameOf: (tenant_id: string, sha256: string) => Promise<string>
  discard: (name: string) => Promise<void>
}

/** Where an organisation's sealed key is kept: the first to write wins, whoever else writes at that moment. */
export interface KeyCabinet {
  read: (tenant_id: string) => Promise<string | null>
  /** @returns the key that counts */
  writeFirst: (tenant_id: string, sealed: string) => Promise<string>
}

const megabyte = 1024 * 1024

export async function createFiles(config: Config, cabinet: KeyCabinet): Promise<Files> {
  const store = await createStore(config)
  const incoming = join(config.DATA_DIR, 'files', 'incoming')
  const keys = new Map<string, Promise<Buffer>>()

  async function loadKey(tenant_id: string): Promise<Buffer> {
    const sealed =
      (await cabinet.read(tenant_id)) ??
      (await cabinet.writeFirst(
        tenant_id,
        seal(randomBytes(32).toString('base64'), sealingSecret(config.SECRET_KEY)),
      ))
    for (const secret of [config.SECRET_KEY, config.FORMER_SECRET_KEY]) {
      if (!secret) continue
      try {
        return Buffer.from(unseal(sealed, sealingSecret(secret)), 'base64')
      } catch {
        // Sealed with the other one.
      }
    }
    throw new Error('files were encrypted under another SECRET_KEY: give the former one as FORMER_SECRET_KEY')
  }
  const keyOf = (tenant_id: string): Promise<Buffer> => {
    const known = keys.get(tenant_id) ?? loadKey(tenant_id)
    keys.set(tenant_id, known)
    known.catch(() => keys.delete(tenant_id))
    return known
  }
  // The name says nothing about the content to whoever sees the disk and knows a file.
  const nameFor = (tenant_id: string, key: Buffer, sha256: string): string => {
    const name = createHmac('sha256', key).update(sha256).digest('hex')
    return `${tenant_id}/${name.slice(0, 2)}/${name.slice(2)}`
  }

  const files: Files = {
    async put(tenant_id, source, options = {}) {
      const key = await keyOf(tenant_id)
      const hash = createHash('sha256')
      let bytes = 0
      async function* counted(): AsyncGenerator<Uint8Array> {
        for await (const chunk of source) {
          bytes += chunk.byteLength
          if (options.max_bytes !== undefined && bytes > options.max_bytes) throw tooLarge(options.max_bytes)
          hash.update(chunk)
          yield chunk
        }
      }
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      const path = join(incoming, randomUUID())
      try {
        await pipeline(
          encrypted(key, counted()),
          createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }),
        )
        const sha256 = hash.digest('hex')
        const name = nameFor(tenant_id, key, sha256)
        if (await store.refresh(name)) await rm(path)
        else await store.adopt(path, name)
        return { sha256, bytes }
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
    },
    async open(tenant_id, sha256) {
      const key = await keyOf(tenant_id)
      const source = await store.read(nameFor(tenant_id, key, sha256))
      if (!source) throw notFound('platform.file_missing')
      return Readable.from(decrypted(key, source), { objectMode: false })
    },
    async read(tenant_id, sha256, max_bytes = 16 * megabyte) {
      const parts: Buffer[] = []
      let bytes = 0
      for await (const part of (await files.open(tenant_id, sha256)) as AsyncIterable<Buffer>) {
        bytes += part.length
        if (bytes > max_bytes) throw tooLarge(max_bytes)
        parts.push(part)
      }
      return Buffer.concat(parts)
    },
    list: (tenant_id) => store.list(tenant_id),
    nameOf: async (tenant_id, sha256) => nameFor(tenant_id, await keyOf(tenant_id), sha256),
    discard: (name) => store.remove(name),
  }
  await forgetInterrupted(incoming)
  return files
}

const sealingSecret = (secret: string): string => `files/${secret}`
const tooLarge = (max_bytes: number) =>
  invalid('platform.file_too_large', [], { max_mb: Math.max(1, Math.floor(max_bytes / megabyte)) })

/** What a killed process was writing: nobody can ask for it. An hour spares what another process writes now. */
async function forgetInterrupted(incoming: string): Promise<void> {
  const names = await readdir(incoming).catch(() => [])
  for (const name of names) {
    const found = await stat(join(incoming, name)).catch(() => null)
    if (found && Date.now() - found.mtimeMs > 3_600_000) await rm(join(incoming, name), { force: true })
  }
}
