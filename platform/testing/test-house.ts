import { createHash, randomBytes } from 'node:crypto'
import { after } from 'node:test'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { platformModule } from '../as-module.ts'
import type { RoleName } from '../auth/contract.ts'
import { addMember, createTenant } from '../auth/staff.ts'
import { readConfig } from '../config.ts'
import type { Ctx, Tenant } from '../ctx.ts'
import { migrateUp, type MigrationSource } from '../db/migrate.ts'
import { createServer, type Server } from '../http/server.ts'
import { newId } from '../ids.ts'
import type { Module } from '../module.ts'
import { createPlatform, inTenant, type OpenOptions, type Platform } from '../platform.ts'

export { catalogueFaults, ruleNames } from '../db/catalogue-rules.ts'
export { faultyProxy } from './faulty-proxy.ts'
export { trialModule } from './trial-module.ts'
export { until } from './until.ts'
export { fakeModel, type FakeModel, type ModelAsk, type ModelReply } from './fake-model.ts'

/** Only ever used by tests: roles of the test cluster get their passwords from it. */
export const testKey = 'a-key-for-tests-and-nothing-else-0123456789'

export interface TestHouse {
  platform: Platform
  server: Server
  owner_url: string
  /** The injected clock: tests move it, nothing else does. */
  clock: { now: Date; advance: (seconds: number) => void }
  tenant: (
    options?: Partial<Pick<Tenant, 'slug' | 'name' | 'time_zone' | 'country' | 'currency'>>,
  ) => Promise<Tenant>
  /** Runs work as an actor holding exactly these permissions; with none given, as the system. */
  as: <T>(
    tenant: Tenant,
    permissions: readonly string[] | 'system',
    work: (ctx: Ctx) => Promise<T>,
    options?: Partial<OpenOptions>,
  ) => Promise<T>
  /** A person with a role, and the headers that authenticate as them. */
  person: (
    tenant: Tenant,
    role: RoleName,
    site_ids?: string[] | null,
  ) => Promise<{ user_id: string; headers: Record<string, string> }>
  /** What a test opened on this database, to be closed before the database is dropped. */
  beforeClosing: (close: () => unknown) => void
}

export function ownerUrl(): string {
  const url = process.env.TEST_DATABASE_URL
  if (!url)
    throw new Error(
      'TEST_DATABASE_URL is not set: run the tests with `npm test`, or `npm test -- part/of/a/path`',
    )
  return url
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const withDatabase = (url: string, name: string): string =>
  Object.assign(new URL(url), { pathname: `/${name}` }).toString()

export const sourcesOf = (modules: readonly Module[]): MigrationSource[] =>
  modules.map((module) => ({
    module: module.name,
    directory: decodeURIComponent(module.migrations.pathname),
  }))

/** A database cloned from a template that is migrated once per set of migrations. */
export async function cloneDatabase(modules: readonly Module[]): Promise<string> {
  const sources = sourcesOf(modules)
  const hash = createHash('sha256')
  for (const source of sources) {
    // A module without tables has no such folder.
    for (const file of (await readdir(source.directory).catch((): string[] => [])).toSorted())
      hash.update(file).update(await readFile(`${source.directory}/${file}`))
  }
  const template = `template_${hash.digest('hex').slice(0, 16)}`
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`
  const admin = ownerUrl()
  await onServer(admin, async (client) => {
    await client.query('select pg_advisory_lock(77200411)')
    const known = await client.query('select 1 from pg_database where datname = $1', [template])
    if (known.rowCount === 0) {
      // Left by a run that was killed while it migrated.
      await client.query(`drop database if exists ${template}_new with (force)`)
      await client.query(`create database ${template}_new`)
      await migrateUp(withDatabase(admin, `${template}_new`), testKey, sources)
      await client.query(`alter database ${template}_new rename to ${template}`)
    }
    await client.query(`create database ${name} template ${template}`)
    await client.query(`revoke connect, temporary on database ${name} from public`)
    await client.query(`grant connect on database ${name} to guichet_app, guichet_reader, guichet_jobs`)
  })
  return withDatabase(admin, name)
}

/** A database with nothing in it. */
export async function createDatabase(): Promise<string> {
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`
  await onServer(ownerUrl(), (client) => client.query(`create database ${name}`))
  return withDatabase(ownerUrl(), name)
}

export async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  // Waits up to five seconds for connections to end: one that stays open is a leak, and fails the test.
  await onServer(ownerUrl(), (client) => client.query(`drop database if exists ${name}`))
}

/** The whole server on its own database, with an injected clock; torn down after the test file. */
export async function testHouse(
  modules: readonly Module[],
  environment: Record<string, string> = {},
): Promise<TestHouse> {
  const all = [platformModule, ...modules]
  const owner_url = await cloneDatabase(all)
  const data_dir = await mkdtemp(join(tmpdir(), 'guichet-house-'))
  const config = readConfig({
    NODE_ENV: 'test',
    DATABASE_URL: owner_url,
    SECRET_KEY: testKey,
    DATABASE_POOL: '4',
    RATE_LIMIT: '1000000',
    PORT: '8000',
    DATA_DIR: data_dir,
    ...environment,
  })
  const clock = {
    now: new Date('2026-03-10T09:00:00Z'),
    advance(seconds: number) {
      clock.now = new Date(clock.now.getTime() + seconds * 1_000)
    },
  }
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  const platform = await createPlatform({ config, modules: all, now: () => clock.now, log })
  const server = await createServer(platform, { version: 'test', web_directory: null })
  await server.app.ready()
  const closing: (() => unknown)[] = []
  after(async () => {
    for (const close of closing.toReversed()) await close()
    await server.app.close()
    await platform.close()
    await dropDatabase(owner_url)
    await rm(data_dir, { recursive: true, force: true })
  })
  let people = 0
  const house: TestHouse = {
    beforeClosing: (close) => void closing.push(close),
    platform,
    server,
    owner_url,
    clock,
    async tenant(options = {}) {
      const slug = options.slug ?? `org-${randomBytes(4).toString('hex')}`
      const { tenant } = await createTenant(
        platform,
        {
          slug,
          name: options.name ?? slug,
          country: options.country ?? 'SN',
          currency: options.currency ?? 'XOF',
          time_zone: options.time_zone ?? 'Africa/Dakar',
          modules: all.map((m) => m.name),
        },
        async () => {},
      )
      return tenant
    },
    as(tenant, permissions, work, options = {}) {
      const system = permissions === 'system'
      return inTenant(
        platform,
        {
          tenant,
          actor: {
            kind: system ? 'system' : 'user',
            id: system ? null : newId(),
            name: 'Test',
            role: null,
            permissions: new Set(system ? [] : permissions),
            site_ids: null,
            session_id: null,
          },
          ...options,
        },
        work,
      )
    },
    async person(tenant, role, site_ids = null) {
      people++
      const user_id = await platform.sign_in.createUser({
        email: `person${people}-${tenant.slug}@example.test`,
        name: `Person ${people}`,
        password_hash: 'none',
        locale: 'fr',
      })
      await inTenant(platform, { tenant }, (ctx) => addMember(ctx, user_id, role, site_ids))
      const scope = [...(platform.role_permissions.get(role) ?? [])].join(' ')
      const { token } = await platform.sign_in.signAccessToken({
        sub: user_id,
        tenant: tenant.slug,
        role,
        scope,
        sid: null,
      })
      return { user_id, headers: { authorization: `Bearer ${token}` } }
    },
  }
  return house
}
