import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first of these programs that the PATH knows. */
export function findProgram(...names: string[]): string | undefined {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : ['']
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      for (const ending of endings) {
        const file = join(folder, name + ending)
        if (folder && isExecutable(file)) return file
      }
    }
  }
  return undefined
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Installs a Debian package when this machine lets us: root, with apt. */
export function installWithApt(package_name: string, say: (line: string) => void): boolean {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  say(`Installation de ${package_name} pour les essais… / installing ${package_name} for the tests…`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args: string[]) => spawnSync('apt-get', args, { env, encoding: 'utf8', timeout: 300_000 })
  // A stale or unreachable list may still hold what is needed: only the installation decides.
  apt('update', '-q')
  const done = apt('install', '-y', '-q', '--no-install-recommends', package_name)
  if (done.status !== 0)
    say(`apt-get install ${package_name}: ${done.stderr?.trim().split('\n').at(-1) ?? done.error}`)
  return done.status === 0
}
