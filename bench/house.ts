import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { readConfig } from '@guichet/platform/config'
import { migrateUp } from '@guichet/platform/migrate'
import { modules } from '@guichet/server/modules'
import { startEmbeddedPostgres } from '../scripts/embedded-postgres.ts'

export interface Database {
  owner_url: string
  admin_url: string
  /** The superuser, whom no row policy binds: truth is looked up with it. */
  admin: pg.Client
}

/** What every figure is given. */
export interface Bench {
  /** Smaller sizes, while developing. */
  quick: boolean
  folder: string
  secret_key: string
  /** A database of its own, migrated and empty. */
  database: (name: string) => Promise<Database>
  /** To be undone after the figure, last first. */
  afterwards: (undo: () => unknown) => void
  say: (line: string) => void
}

export interface RunningBench {
  bench: Bench
  postgres_version: string
  /** Undoes what one figure left. */
  tidy: () => Promise<void>
  close: () => Promise<void>
}

const named = (url: string, database: string): string =>
  Object.assign(new URL(url), { pathname: `/${database}` }).toString()

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  // Whoever uses it hears of its end; nobody else needs to.
  client.on('error', () => {})
  await client.connect()
  return client
}

/** A PostgreSQL with durability on, since its cost is part of every write, in a folder that vanishes. */
export async function startBench(quick: boolean, say: (line: string) => void): Promise<RunningBench> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'))
  chmodSync(folder, 0o711) // as root, the database runs under another account
  const secret_key = randomBytes(36).toString('base64url')
  const postgres = await startEmbeddedPostgres({ data_dir: folder, log: say, durable: true })
  const template = named(postgres.owner_url, 'bench_template')
  const superuser = await connect(postgres.admin_url)
  const { rows } = await superuser.query(
    "select current_setting('server_version') as version, current_setting('fsync') as fsync",
  )
  if (rows[0].fsync !== 'on') throw new Error('figures without fsync would mean nothing')
  await superuser.query('create database bench_template owner guichet_owner')
  const sources = modules.map((module) => ({
    module: module.name,
    directory: fileURLToPath(module.migrations),
  }))
  await migrateUp(template, secret_key, sources)

  let undoing: (() => unknown)[] = []
  async function tidy(): Promise<void> {
    for (const undo of undoing.splice(0).toReversed()) await undo()
  }
  const bench: Bench = {
    quick,
    folder,
    secret_key,
    say,
    afterwards: (undo) => void undoing.push(undo),
    async database(name) {
      await superuser.query(`create database ${name} template bench_template owner guichet_owner`)
      await superuser.query(`grant connect on database ${name} to guichet_app, guichet_reader, guichet_jobs`)
      const admin_url = named(postgres.admin_url, name)
      const admin = await connect(admin_url)
      bench.afterwards(async () => {
        await admin.end()
        await superuser.query(`drop database ${name} with (force)`)
      })
      return { owner_url: named(postgres.owner_url, name), admin_url, admin }
    },
  }
  return {
    bench,
    postgres_version: rows[0].version,
    tidy,
    async close() {
      await tidy().catch(() => {})
      undoing = []
      await superuser.end()
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

/** The environment of a server on this database, and of whoever plays its part. */
export function environmentOf(bench: Bench, database: Database, port: number): Record<string, string> {
  return {
    NODE_ENV: 'production',
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    DATA_DIR: bench.folder,
    DATABASE_URL: database.owner_url,
    SECRET_KEY: bench.secret_key,
    GUICHET_ROLES: 'api',
    GUICHET_DEMO: '0',
    // All clients share one address here.
    RATE_LIMIT: '100000000',
  }
}

export const configOf = (environment: Record<string, string>) => readConfig(environment)
