import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import { migrateDown, migrateUp } from '@guichet/platform/migrate'
import { modules } from '@guichet/server/modules'
import { completeEnvironment, isEmbedded } from './environment.ts'
import { startEmbeddedPostgres } from './embedded-postgres.ts'

/** `npm run migrate` brings the database to the present; `npm run migrate -- down 1` takes the newest step back. */
const root = fileURLToPath(new URL('..', import.meta.url))
completeEnvironment(root)
const [direction = 'up', steps = '1'] = process.argv.slice(2)
const sources = modules.map((module) => ({
  module: module.name,
  directory: fileURLToPath(module.migrations),
}))
const database = isEmbedded()
  ? await startEmbeddedPostgres({ data_dir: process.env.DATA_DIR ?? join(root, 'data'), log: console.log })
  : null
try {
  const url = database?.owner_url ?? process.env.DATABASE_URL!
  const done =
    direction === 'down'
      ? await migrateDown(url, sources, Number(steps))
      : await migrateUp(url, process.env.SECRET_KEY ?? '', sources)
  console.log(done.length > 0 ? done.join('\n') : 'Nothing to do / rien à faire.')
} finally {
  await database?.stop()
}
