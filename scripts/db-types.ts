import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migrateUp } from '@guichet/platform/migrate'
import { writeTables } from '@guichet/platform/table-types'
import { modules } from '@guichet/server/modules'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

/** Migrates a throwaway database and writes the `tables.ts` files that are stale. */
const root = fileURLToPath(new URL('..', import.meta.url))
const data_dir = await mkdtemp(join(tmpdir(), 'guichet-types-'))
const database = await startEmbeddedPostgres({ data_dir, log: () => {}, durable: false })
try {
  const sources = modules.map((module) => ({
    module: module.name,
    directory: fileURLToPath(module.migrations),
  }))
  await migrateUp(database.owner_url, 'only-for-generating-types-0123456789abcdef', sources)
  const written = await writeTables(database.owner_url, root)
  console.log(written.length > 0 ? written.join('\n') : 'tables.ts files are up to date')
} finally {
  await database.stop()
  await rm(data_dir, { recursive: true, force: true })
}
