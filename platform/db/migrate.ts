import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { Logger, runMigrations } from 'graphile-worker'
import { ensureRoles, urlFor } from './roles.ts'

export interface MigrationSource {
  module: string
  /** Folder of `0001_name.sql` files, each with `0001_name.down.sql` beside it. */
  directory: string
}
interface Migration {
  module: string
  name: string
  up: string
  down: string
  checksum: string
}

/** One process migrates at a time, also when several start together. */
const quietLogger = new Logger(() => () => {})
const lockKey = 7_405_826_113

async function readMigrations(source: MigrationSource): Promise<Migration[]> {
  const files = (await readdir(source.directory).catch(() => [])).filter((f) =>
    /^\d{4}_[a-z0-9_]+\.sql$/.test(f),
  )
  return Promise.all(
    files.toSorted().map(async (file) => {
      const up = await readFile(join(source.directory, file), 'utf8')
      const down = await readFile(join(source.directory, file.replace(/\.sql$/, '.down.sql')), 'utf8')
      // Line endings differ between checkouts; the rule does not.
      const checksum = createHash('sha256').update(up.replaceAll('\r\n', '\n')).digest('hex')
      return { module: source.module, name: file.replace(/\.sql$/, ''), up, down, checksum }
    }),
  )
}

async function asOwner<T>(owner_url: string, work: (owner: pg.Client) => Promise<T>): Promise<T> {
  const owner = new pg.Client({ connectionString: owner_url, application_name: 'guichet migrate' })
  owner.on('error', () => {})
  await owner.connect()
  try {
    await owner.query('select pg_advisory_lock($1)', [lockKey])
    return await work(owner)
  } finally {
    await owner.end()
  }
}

async function within(owner: pg.Client, work: () => Promise<void>): Promise<void> {
  await owner.query('begin')
  try {
    await work()
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
}

/**
 * Brings the database to the present: roles, job tables, then every module's migrations in the order
 * given. Refuses to go on when an applied migration was edited or is missing.
 * @returns names of the migrations applied now
 */
export async function migrateUp(
  owner_url: string,
  secret_key: string,
  sources: readonly MigrationSource[],
): Promise<string[]> {
  return asOwner(owner_url, async (owner) => {
    const { rows } = await owner.query(`select current_setting('server_version_num')::int as version`)
    if (rows[0].version < 150_000) throw new Error('PostgreSQL 15 or newer is needed')
    await ensureRoles(owner, secret_key)
    await installJobs(owner, owner_url, secret_key)
    await owner.query(`
      create schema if not exists platform;
      grant usage on schema platform to guichet_app, guichet_reader;
      create table if not exists platform.migration (
        module text not null, name text not null, checksum text not null,
        applied_at timestamptz not null default now(), primary key (module, name))`)
    const applied = new Map<string, string>()
    for (const row of (await owner.query('select module, name, checksum from platform.migration')).rows) {
      applied.set(`${row.module}/${row.name}`, row.checksum)
    }
    const done: string[] = []
    const known = new Set<string>()
    for (const source of sources) {
      for (const migration of await readMigrations(source)) {
        const label = `${migration.module}/${migration.name}`
        known.add(label)
        const checksum = applied.get(label)
        if (checksum !== undefined && checksum !== migration.checksum) {
          throw new Error(`migration ${label} was edited after it was applied; write a new one instead`)
        }
        if (checksum !== undefined) continue
        await within(owner, async () => {
          if (migration.module !== 'platform') {
            await owner.query(`create schema if not exists ${pg.escapeIdentifier(migration.module)}`)
            await owner.query(
              `grant usage on schema ${pg.escapeIdentifier(migration.module)} to guichet_app, guichet_reader`,
            )
          }
          await owner.query(migration.up)
          await owner.query('insert into platform.migration (module, name, checksum) values ($1, $2, $3)', [
            migration.module,
            migration.name,
            migration.checksum,
          ])
        })
        done.push(label)
      }
    }
    const missing = [...applied.keys()].filter(
      (label) => !known.has(label) && sources.some((s) => label.startsWith(`${s.module}/`)),
    )
    if (missing.length > 0)
      throw new Error(`applied migrations are missing from this version: ${missing.join(', ')}`)
    return done
  })
}

/** Takes back the newest migrations, as many as asked, newest first. */
export async function migrateDown(
  owner_url: string,
  sources: readonly MigrationSource[],
  steps: number,
): Promise<string[]> {
  const all = (await Promise.all(sources.map(readMigrations))).flat()
  return asOwner(owner_url, async (owner) => {
    const applied = new Set(
      (await owner.query('select module, name from platform.migration')).rows.map(
        (r) => `${r.module}/${r.name}`,
      ),
    )
    const back = all
      .filter((m) => applied.has(`${m.module}/${m.name}`))
      .toReversed()
      .slice(0, steps)
    for (const migration of back) {
      await within(owner, async () => {
        await owner.query(migration.down)
        await owner.query('delete from platform.migration where module = $1 and name = $2', [
          migration.module,
          migration.name,
        ])
      })
    }
    return back.map((m) => `${m.module}/${m.name}`)
  })
}

/** The job tables belong to their own role, which can see no business table. */
async function installJobs(owner: pg.Client, owner_url: string, secret_key: string): Promise<void> {
  await owner.query('create schema if not exists graphile_worker authorization guichet_jobs')
  const database = pg.escapeIdentifier((await owner.query('select current_database() as name')).rows[0].name)
  await owner.query(`grant create on database ${database} to guichet_jobs`)
  try {
    await runMigrations({
      connectionString: urlFor('guichet_jobs', owner_url, secret_key),
      logger: quietLogger,
    })
  } finally {
    await owner.query(`revoke create on database ${database} from guichet_jobs`)
  }
}
