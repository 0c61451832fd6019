import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'

/**
 * PostgreSQL refuses to run as root. Started by root, it runs under another account, which may be unable to
 * reach a clone in /root; started by anybody else, it simply runs as that person.
 */
export interface Account {
  uid?: number
  gid?: number
}

/** Where root puts what the other account cannot reach where it is. */
const shared_folder = '/var/lib/guichet'

const isRoot = (): boolean => process.getuid?.() === 0

/** @param existing data folder of an earlier start: its owner goes on owning it */
export function chooseAccount(existing: string): Account {
  if (!isRoot()) return {}
  const owner = statSync(existing, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const account = find('postgres') ?? find('guichet') ?? create('guichet') ?? find('nobody')
  if (account) return account
  throw new Error(
    'Aucun compte système pour PostgreSQL, qui refuse de tourner en root. Créez-le : useradd --system guichet\n' +
      'No system account for PostgreSQL, which refuses to run as root. Create one: useradd --system guichet',
  )
}

function find(name: string): Account | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const asked = spawnSync('id', [flag, name], { encoding: 'utf8' })
    return asked.status === 0 ? Number(asked.stdout) : 0
  })
  return uid && gid ? { uid, gid } : undefined
}

function create(name: string): Account | undefined {
  const options = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin']
  return spawnSync('useradd', [...options, name]).status === 0 ? find(name) : undefined
}

export function give(path: string, account: Account): void {
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid)
}

/** The folder that may hold the database's own: the data folder itself, if its account can walk there. */
export function reachableFolder(data_dir: string, account: Account): string {
  if (canEnter(data_dir, account)) return data_dir
  const key = createHash('sha256').update(data_dir).digest('hex').slice(0, 12)
  const folder = join(shared_folder, `data-${key}`)
  try {
    mkdirSync(folder, { recursive: true })
    chmodSync(shared_folder, 0o755)
    chmodSync(folder, 0o711)
  } catch {
    // Reported below, with the two ways out.
  }
  if (canEnter(folder, account)) return folder
  throw new Error(
    `Le compte de PostgreSQL (uid ${account.uid}) n'atteint ni ${data_dir} ni ${shared_folder}. Choisissez DATA_DIR dans un dossier lisible, ou lancez sans être root.\n` +
      `The account of PostgreSQL (uid ${account.uid}) can reach neither ${data_dir} nor ${shared_folder}. Set DATA_DIR to a readable folder, or start without being root.`,
  )
}

/** Asked of the system rather than read from mode bits: access lists and network disks have their own rules. */
function canEnter(folder: string, account: Account): boolean {
  if (account.uid === undefined) return true
  if (!existsSync(folder)) return false
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], { ...account, cwd: '/' }).status === 0
}

/** The folder `bin` that the account can run, copied out of an unreachable clone when it must be. */
export function runnableBinaries(bin: string, version: string, account: Account): string {
  const complaint = whyNotRunning(bin, account)
  if (complaint === undefined) return bin
  if (account.uid !== undefined && whyNotRunning(bin, {}, true) === undefined) {
    const copy = join(shared_folder, `postgresql-${version}`)
    if (whyNotRunning(join(copy, 'bin'), account) !== undefined) copyReadable(dirname(bin), copy)
    if (whyNotRunning(join(copy, 'bin'), account) === undefined) return join(copy, 'bin')
  }
  throw new Error(
    `La base de données embarquée ne démarre pas sur ce système ; indiquez un PostgreSQL par DATABASE_URL.\n` +
      `The embedded database does not run on this system; give a PostgreSQL by DATABASE_URL.\n${complaint}`,
  )
}

function whyNotRunning(bin: string, account: Account, as_root = false): string | undefined {
  const file = join(bin, process.platform === 'win32' ? 'postgres.exe' : 'postgres')
  if (!existsSync(file)) return `${file} is missing`
  // `--version` is answered before the refusal of root, and proves that the libraries load.
  const tried = spawnSync(file, ['--version'], { ...(as_root ? {} : account), cwd: '/', encoding: 'utf8' })
  return tried.status === 0 ? undefined : (tried.error?.message ?? tried.stderr)
}

function copyReadable(from: string, to: string): void {
  mkdirSync(shared_folder, { recursive: true, mode: 0o755 })
  const draft = `${to}.${process.pid}`
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true })
  for (const entry of readdirSync(draft, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) makeReadable(join(entry.parentPath, entry.name), entry.isDirectory())
  }
  makeReadable(draft, true)
  rmSync(to, { recursive: true, force: true })
  renameSync(draft, to)
}

function makeReadable(path: string, folder: boolean): void {
  const runs = folder || basename(dirname(path)) === 'bin'
  chmodSync(path, statSync(path).mode | (runs ? 0o555 : 0o444))
}
