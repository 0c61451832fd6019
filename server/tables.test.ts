import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { cloneDatabase, ownerUrl } from '@guichet/platform/testing'
import { staleTables } from '@guichet/platform/table-types'
import { modules } from './modules.ts'

test('the committed table types are those of the migrated database', async () => {
  const url = await cloneDatabase(modules)
  after(async () => {
    const client = new pg.Client({ connectionString: ownerUrl() })
    await client.connect()
    await client.query(`drop database ${new URL(url).pathname.slice(1)} with (force)`)
    await client.end()
  })
  const root = fileURLToPath(new URL('..', import.meta.url))
  assert.deepEqual(await staleTables(url, root), [], 'run `npm run db:types`')
})
