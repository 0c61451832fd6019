// Runs on whatever Node the machine has (20 or later) and before anything is installed:
// plain JavaScript and node: built-ins only.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stamp_file = join(root, 'node_modules', '.guichet-lock')
const wanted_major = 24

/**
 * Installs the dependencies when needed, then runs a TypeScript file of this folder under Node 24,
 * passing signals down and the exit code up.
 * @param {string} script relative to the root
 * @param {string[]} args
 * @param {{ dev_dependencies?: boolean }} options tests need what production leaves out
 */
export async function runWithNode24(script, args, { dev_dependencies = false } = {}) {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    fail(
      `Node ${process.versions.node} est trop ancien : il faut Node 20 ou plus récent.`,
      `Node ${process.versions.node} is too old: Node 20 or later is needed.`,
    )
  }
  ensureInstalled(dev_dependencies)
  stopWithNpm()
  const file = join(root, script)
  if (Number(process.versions.node.split('.')[0]) >= wanted_major) {
    process.argv = [process.argv[0], file, ...args]
    await import(pathToFileURL(file).href)
    return
  }
  supervise(findNode24(), [file, ...args])
}

/** @param {boolean} dev_dependencies */
function ensureInstalled(dev_dependencies) {
  const text = readFileSync(join(root, 'package-lock.json'), 'utf8')
  const stamp = `${createHash('sha256').update(text).digest('hex')} ${dev_dependencies ? 'all' : 'run'}`
  const known = existsSync(stamp_file) ? readFileSync(stamp_file, 'utf8') : ''
  if (known === stamp || known === stamp.replace(/run$/, 'all')) return
  const missing = firstMissing(JSON.parse(text).packages, dev_dependencies)
  if (missing) {
    say('Installation des dépendances (une minute environ)… / Installing dependencies (about a minute)…')
    installWithNpm(missing, dev_dependencies)
  }
  try {
    writeFileSync(stamp_file, stamp)
  } catch {
    // A read-only installation is legitimate: it only costs the comparison again next time.
  }
}

/**
 * The first package of the lock file that is absent or has another version. Reading the disk rather than
 * trusting a stamp alone means that an `npm ci` done by hand, or by an image build, needs no network here.
 */
function firstMissing(packages, dev_dependencies) {
  for (const [path, entry] of Object.entries(packages)) {
    if (!path.includes('node_modules/') || entry.optional || entry.devOptional) continue
    if (entry.dev && !dev_dependencies) continue
    const folder = join(root, path)
    if (entry.link) {
      if (!existsSync(folder)) return path
      continue
    }
    try {
      if (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version !== entry.version)
        return path
    } catch {
      return path
    }
  }
  return undefined
}

function installWithNpm(missing, dev_dependencies) {
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    // `npm ci` would empty the folder that the link points to, which other copies may be using.
    fail(
      `node_modules est un lien et il lui manque ${missing} : installez à la main.`,
      `node_modules is a link and lacks ${missing}: install by hand.`,
    )
  }
  // Under npm, `node` may already be the one in node_modules, and Windows does not delete a running program.
  const held = process.platform === 'win32' && process.execPath.startsWith(join(root, 'node_modules'))
  const args = [
    ...(held ? ['install', '--no-save'] : ['ci']),
    '--no-audit',
    '--no-fund',
    '--prefer-offline',
    '--loglevel=error',
  ]
  // NODE_ENV=production would make npm leave out what the tests need.
  if (dev_dependencies) args.push('--include=dev')
  const npm = process.env.npm_execpath
  const done = npm?.endsWith('npm-cli.js')
    ? spawnSync(process.env.npm_node_execpath ?? process.execPath, [npm, ...args], {
        cwd: root,
        stdio: ['ignore', 2, 2],
      })
    : // npm is a .cmd file on Windows, which Node starts only through a shell.
      spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (done.status === 0) return
  fail(
    "Les dépendances n'ont pas pu être installées. Vérifiez le réseau (ou le miroir npm), puis relancez.",
    'The dependencies could not be installed. Check the network (or the npm mirror), then start again.',
    done.error ? String(done.error.message) : `npm ci: ${done.status ?? done.signal}`,
  )
}

/**
 * npm runs scripts through a shell that dies of the signal npm passes on without passing it further, which
 * would leave the server behind. So under npm, losing the shell or npm itself counts as being asked to stop.
 */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return
  const born = ancestors()
  setInterval(() => {
    if (ancestors() !== born) process.kill(process.pid, 'SIGTERM')
  }, 500).unref()
}

/** Our parent and, where the system tells, the parent of that shell. */
function ancestors() {
  const parent = process.ppid
  try {
    const command = readFileSync(`/proc/${parent}/cmdline`, 'utf8')
    // Some shells step aside: then our parent is npm, and what is above may close without meaning us.
    if (!/^[^\0]*sh\0-c\0/.test(command)) return `${parent}`
    return `${parent} ${/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${parent}/status`, 'utf8'))?.[1]}`
  } catch {
    return `${parent}`
  }
}

function findNode24() {
  const os = process.platform === 'win32' ? 'win' : process.platform
  // For Apple's processors the same project publishes under another name, and no newer 24 than 24.0.0.
  for (const name of [`node-${os}-${process.arch}`, `node-bin-${os}-${process.arch}`]) {
    const folder = join(root, 'node_modules', name)
    const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    if (existsSync(binary)) return binary
  }
  return fail(
    `Guichet a besoin de Node ${wanted_major} ; cette machine a Node ${process.versions.node} et aucun Node ${wanted_major} n'est fourni pour ${process.platform}-${process.arch}. Installez Node ${wanted_major} depuis https://nodejs.org, puis relancez.`,
    `Guichet needs Node ${wanted_major}; this machine has Node ${process.versions.node} and no Node ${wanted_major} is supplied for ${process.platform}-${process.arch}. Install Node ${wanted_major} from https://nodejs.org, then start again.`,
  )
}

function supervise(node, args) {
  // The channel carries nothing: when this process is killed outright, its closing tells the child to stop.
  const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  child.on('error', (error) =>
    fail(`${node} ne démarre pas : ${error.message}`, `${node} does not start: ${error.message}`),
  )
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A Windows console tells every process itself, and kill() there would end the child without notice.
      if (process.platform !== 'win32') child.kill(signal)
    })
  }
  child.on('exit', (code, signal) => {
    process.exitCode = signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1)
  })
}

/** @param {string} line */
function say(line) {
  process.stderr.write(`${line}\n`)
}

/** @returns {never} */
function fail(...lines) {
  for (const line of lines) say(line)
  process.exit(1)
}
