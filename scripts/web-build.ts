import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Server-side files of a module: no page may read them, so changing them leaves the pages as they are. */
const server_only =
  /\/(migrations|commands|queries)\/|\/(commands|queries|routes|subscribers|jobs|module|tables)\.ts$/
const tests = /\.test\.tsx?$/

const sources = [
  'package-lock.json',
  'web/**/*',
  'kit/**/*',
  'plots/**/*',
  'modules/**/*',
  'platform/*.ts',
  'platform/**/contract.ts',
  'platform/locales/*',
]

export const stampFile = (root: string): string => join(root, 'web', 'dist', '.fingerprint')

/** Changes with anything that the built pages are made of: names and contents, never dates. */
export function webFingerprint(root: string): string {
  const exclude = ['**/node_modules/**', '**/dist/**', '**/.cache/**']
  const files = globSync(sources, { cwd: root, exclude, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    )
    .filter((file) => !tests.test(file) && !server_only.test(file))
  const hash = createHash('sha256')
  for (const file of new Set(files.sort())) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

export function webIsBuilt(root: string): boolean {
  const stamp = stampFile(root)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === webFingerprint(root)
}

/**
 * Builds the pages in a process of their own: the bundler sets NODE_ENV for everybody around it and keeps
 * memory that a server has better uses for. Rejects with what it wrote.
 */
export function buildWeb(root: string): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [join(root, 'scripts', 'build-web.ts')], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('error', failed)
    child.on('close', (code) => (code === 0 ? done() : failed(new WebBuildError(said.trim()))))
  })
}

export class WebBuildError extends Error {}
