import assert from 'node:assert/strict'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { ConfigurationError } from '../config.ts'
import { cloneDatabase, createDatabase, dropDatabase, testKey } from '../testing/test-house.ts'
import { migrateDown, migrateUp, type MigrationSource } from './migrate.ts'
import { refuseBypass, urlFor } from './roles.ts'

const ground: MigrationSource = {
  module: 'platform',
  directory: fileURLToPath(new URL('../migrations/', import.meta.url)),
}

async function newDatabase(): Promise<string> {
  const url = await createDatabase()
  after(() => dropDatabase(url))
  return url
}

async function on<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A room whose migrations a test may edit. */
async function room(files: Record<string, string>): Promise<MigrationSource> {
  const directory = await mkdtemp(join(tmpdir(), 'guichet-room-'))
  after(() => rm(directory, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text)
  return { module: 'trial', directory }
}

test('one step back is one migration, the newest', async () => {
  const url = await newDatabase()
  const applied = await migrateUp(url, testKey, [ground])
  assert.deepEqual(await migrateDown(url, [ground], 1), [applied.at(-1)])
  assert.deepEqual(await migrateUp(url, testKey, [ground]), [applied.at(-1)])
  assert.deepEqual(await migrateUp(url, testKey, [ground]), [], 'then there is nothing left to do')
})

test('a migration that was edited or has vanished is refused; other line endings are not an edit', async () => {
  const url = await newDatabase()
  const trial = await room({
    '0001_first.sql': 'create table trial.thing (id int);\n',
    '0001_first.down.sql': 'drop table trial.thing; drop schema trial;',
  })
  await migrateUp(url, testKey, [ground, trial])
  const file = join(trial.directory, '0001_first.sql')
  await writeFile(file, 'create table trial.thing (id int);\r\n')
  assert.deepEqual(await migrateUp(url, testKey, [ground, trial]), [])
  await writeFile(file, 'create table trial.thing (id bigint);\n')
  await assert.rejects(migrateUp(url, testKey, [ground, trial]), /trial\/0001_first was edited/)
  await rm(file)
  await assert.rejects(
    migrateUp(url, testKey, [ground, trial]),
    /missing from this version: trial\/0001_first/,
  )
})

test('a migration that fails leaves nothing of itself', async () => {
  const url = await newDatabase()
  const trial = await room({
    '0001_half.sql': 'create table trial.thing (id int); select 1/0;',
    '0001_half.down.sql': 'drop schema trial cascade;',
  })
  await assert.rejects(migrateUp(url, testKey, [ground, trial]), { code: '22012' })
  const { rows } = await on(url, (client) => client.query(`select to_regnamespace('trial') as schema`))
  assert.equal(rows[0].schema, null)
  await writeFile(join(trial.directory, '0001_half.sql'), 'create table trial.thing (id int);')
  assert.deepEqual(await migrateUp(url, testKey, [ground, trial]), ['trial/0001_half'])
})

test('several processes that start together migrate once', async () => {
  const url = await newDatabase()
  const copy = { module: 'platform', directory: await mkdtemp(join(tmpdir(), 'guichet-ground-')) }
  after(() => rm(copy.directory, { recursive: true, force: true }))
  await cp(ground.directory, copy.directory, { recursive: true })
  const all = await Promise.all([1, 2, 3].map(() => migrateUp(url, testKey, [copy])))
  assert.equal(all.filter((applied) => applied.length > 0).length, 1)
})

test('a role on which policies would be decoration is refused', async () => {
  const url = await cloneDatabase([])
  await migrateUp(url, testKey, [ground])
  try {
    await on(urlFor('guichet_app', url, testKey), (client) => refuseBypass(client))
    await assert.rejects(
      on(url, (client) => refuseBypass(client)),
      (error) => error instanceof ConfigurationError && /could bypass row security/.test(error.message),
    )
    // What the catalogue says of the role decides; a superuser is played by an answer, the cluster keeps none for tests.
    for (const power of ['rolsuper', 'rolbypassrls', 'owns_tables', 'member_of_other']) {
      const row = {
        rolname: 'x',
        rolsuper: false,
        rolbypassrls: false,
        owns_tables: false,
        member_of_other: false,
        [power]: true,
      }
      await assert.rejects(
        refuseBypass({ query: async () => ({ rows: [row] }) } as never),
        ConfigurationError,
      )
    }
  } finally {
    await dropDatabase(url)
  }
})

test('without the secret key nobody enters as the application', async () => {
  const url = await cloneDatabase([])
  try {
    await assert.rejects(
      on(urlFor('guichet_app', url, `${testKey}-another`), (client) => client.query('select 1')),
      { code: '28P01' },
    )
  } finally {
    await dropDatabase(url)
  }
})
