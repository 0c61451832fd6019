import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Secrets {
  secret_key: string
  postgres_password: string
  owner_password: string
}

/** The secrets of an installation that was given none: drawn once, kept in the data folder, for its owner only. */
export function readSecrets(data_dir: string): Secrets {
  const file = join(data_dir, 'secrets.json')
  makeDataDir(data_dir)
  const draw = () => randomBytes(36).toString('base64url')
  const drawn: Secrets = { secret_key: draw(), postgres_password: draw(), owner_password: draw() }
  try {
    // `wx`: of two processes starting together one writes, and both read the same.
    writeFileSync(file, `${JSON.stringify(drawn, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    return drawn
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Secrets>
  for (const name of Object.keys(drawn) as (keyof Secrets)[]) {
    // Drawing a new one would lock us out of the database, or make what was sealed unreadable.
    if (!kept[name])
      throw new Error(`${file}: "${name}" manque / is missing. Restaurez ce fichier / restore this file.`)
  }
  return kept as Secrets
}

/** As root, the account of the database must be able to walk through to its own folder, and no more. */
export function makeDataDir(data_dir: string): void {
  mkdirSync(data_dir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
}
