import type pg from 'pg'
import { pino, type Logger } from 'pino'
import type { Config } from './config.ts'
import { nobody, system, type Actor, type Ctx, type EmittedEvent, type Locale, type Tenant } from './ctx.ts'
import { createPool } from './db/pool.ts'
import { refuseBypass, urlFor } from './db/roles.ts'
import { inTransaction } from './db/transaction.ts'
import type { Subscription } from './events/define.ts'
import { newId } from './ids.ts'
import type { Module, Texts } from './module.ts'
import { createMetrics, type Metrics } from './http/metrics.ts'
import type { RoleName } from './auth/contract.ts'
import { createSignIn, type SignIn } from './auth/sign-in.ts'
import { createAnnouncer, type Announcer } from './realtime/announce.ts'
import { createFiles, type Files } from './storage/files.ts'
import { keyCabinet } from './storage/key-cabinet.ts'

/** The built platform: connections and registries that live as long as the process. */
export interface Platform {
  config: Config
  log: Logger
  now: () => Date
  app_pool: pg.Pool
  reader_pool: pg.Pool
  modules: readonly Module[]
  texts: ReadonlyMap<string, { fr: Texts; en: Texts }>
  subscriptions: ReadonlyMap<string, readonly Subscription[]>
  /** Permissions by role, as the modules declare them. */
  role_permissions: ReadonlyMap<RoleName, ReadonlySet<string>>
  metrics: Metrics
  sign_in: SignIn
  files: Files
  announcer: Announcer
  /** Closes the live connections of a session that has ended; the server that holds them sets it. */
  endSession: (session_id: string) => void
  close: () => Promise<void>
}

export interface PlatformOptions {
  config: Config
  modules: readonly Module[]
  now?: () => Date
  log?: Logger
}

export async function createPlatform(options: PlatformOptions): Promise<Platform> {
  const { config, modules } = options
  const log = options.log ?? createLog(config)
  const now = options.now ?? (() => new Date())
  const app_url = urlFor('guichet_app', config.DATABASE_URL, config.SECRET_KEY)
  const app_pool = createPool({ url: app_url, max: config.DATABASE_POOL, name: 'app', log, pipeline: true })
  await refuseBypass(app_pool)
  const reader_pool = createPool({
    url: urlFor('guichet_reader', config.DATABASE_URL, config.SECRET_KEY),
    max: Math.max(2, Math.floor(config.DATABASE_POOL / 3)),
    name: 'reader',
    log,
    pipeline: true,
    statement_timeout_ms: 20_000,
  })
  const sign_in_pool = createPool({
    url: app_url,
    max: 3,
    name: 'sign-in',
    log,
    search_path: 'auth',
    dates: true,
  })
  const metrics = createMetrics({ app: app_pool, reader: reader_pool, sign_in: sign_in_pool })
  const sign_in = await createSignIn({ config, pool: sign_in_pool, log })
  const files = await createFiles(
    config,
    keyCabinet((tenant_id, work) =>
      inTransaction(app_pool, { tenant_id, subscriptions: new Map(), announce: () => {} }, work),
    ),
  )
  const announcer = await createAnnouncer({ config, log, url: app_url })
  return {
    config,
    log,
    now,
    app_pool,
    reader_pool,
    modules,
    texts: new Map(modules.map((module) => [module.name, module.locales])),
    subscriptions: bySubject(modules.flatMap((module) => [...module.subscribers])),
    role_permissions: permissionsByRole(modules),
    metrics,
    sign_in,
    files,
    announcer,
    endSession: () => {},
    async close() {
      await announcer.close()
      await Promise.all([app_pool.end(), reader_pool.end(), sign_in_pool.end()])
    },
  }
}

function createLog(config: Config): Logger {
  return pino({
    level: config.LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: {
      paths: [
        'req.headers.cookie',
        'req.headers.authorization',
        '*.password',
        '*.secret',
        '*.token',
        '*.access_token',
        'password',
        'secret',
        'token',
      ],
      censor: '[removed]',
    },
  })
}

function bySubject(all: readonly Subscription[]): ReadonlyMap<string, readonly Subscription[]> {
  const grouped = new Map<string, Subscription[]>()
  const names = new Set<string>()
  for (const subscription of all) {
    if (names.has(subscription.name)) throw new Error(`two subscribers are named ${subscription.name}`)
    names.add(subscription.name)
    grouped.set(subscription.event, [...(grouped.get(subscription.event) ?? []), subscription])
  }
  return grouped
}

function permissionsByRole(modules: readonly Module[]): ReadonlyMap<RoleName, ReadonlySet<string>> {
  const grouped = new Map<RoleName, Set<string>>()
  for (const module of modules) {
    for (const [permission, roles] of Object.entries(module.permissions)) {
      for (const role of roles) grouped.set(role, (grouped.get(role) ?? new Set()).add(permission))
    }
  }
  return grouped
}

export interface OpenOptions {
  tenant: Tenant
  actor?: Actor
  locale?: Locale
  request_id?: string
  /** Reads with the reader role: figures may be slow, and can never write. */
  figures?: boolean
  /** A log that already carries the request's fields. */
  log?: Logger
}

/** Opens a transaction for one organisation and runs the work in it. */
export function inTenant<T>(
  platform: Platform,
  options: OpenOptions,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const pool = options.figures ? platform.reader_pool : platform.app_pool
  return inTransaction(
    pool,
    {
      tenant_id: options.tenant.id,
      subscriptions: platform.subscriptions,
      announce: (emitted: readonly EmittedEvent[]) => platform.announcer.announce(emitted),
      read_only: options.figures,
    },
    (transaction) =>
      work({
        tenant: options.tenant,
        actor: options.actor ?? nobody,
        transaction,
        now: platform.now,
        log: options.log ?? platform.log,
        locale: options.locale ?? options.tenant.locale,
        request_id: options.request_id ?? newId(),
      }),
  )
}

/** The same, for work nobody asked for: subscribers, schedules, demo data. */
export const asSystem = <T>(platform: Platform, tenant: Tenant, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  inTenant(platform, { tenant, actor: system }, work)
