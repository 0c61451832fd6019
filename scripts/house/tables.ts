import { posix } from 'node:path'
import { placeOf, roomOf } from './rooms.ts'
import { lineAt, type Tree, type Violation } from './tree.ts'

const CREATE_TABLE =
  /\bcreate\s+(?:unlogged\s+)?table\s+(?:if\s+not\s+exists\s+)?("?\w+"?(?:\."?\w+"?)?)\s*(\(|partition\s+of\b|as\b)/gi
/** Signing in has its own schema: its tables belong to persons, before any organisation is known. */
const PLATFORM_SCHEMAS = ['platform', 'auth']
const UNTENANTED = /^\s*--\s*untenanted:\s*\S/i

/** Every table belongs to a tenant, by a column and by the row policy. */
export async function checkTables(tree: Tree): Promise<Violation[]> {
  const violations: Violation[] = []
  const migrations = tree.files.filter(
    (file) => roomOf(file) && /\/migrations\/[^/]+(?<!\.down)\.sql$/.test(file),
  )
  const protected_by_owner = new Map<string, Set<string>>()
  for (const file of migrations) {
    const owner = ownerOf(file)
    const names = protected_by_owner.get(owner) ?? new Set<string>()
    for (const [, name] of withoutComments(await tree.read(file)).matchAll(
      /\bplatform\.protect\(\s*'([^']+)'/gi,
    )) {
      names.add(unquoted(name ?? ''))
    }
    protected_by_owner.set(owner, names)
  }

  for (const file of migrations) {
    const owner = ownerOf(file)
    const text = await tree.read(file)
    const code = withoutComments(text)
    for (const found of code.matchAll(CREATE_TABLE)) {
      const line = lineAt(text, found.index)
      const report = (message: string): void => {
        violations.push({ rule: 'tables', file, line, message })
      }
      const name = unquoted(found[1] ?? '')
      const [schema, table] = name.split('.')
      if (!table) {
        report(`${name} names no schema: a room's tables stand in its own`)
        continue
      }
      const own = owner === 'platform' ? PLATFORM_SCHEMAS : [owner.replaceAll('-', '_')]
      if (!own.includes(schema ?? '')) report(`${name} is outside the schema of ${owner}`)
      if (UNTENANTED.test(text.split('\n')[line - 2] ?? '')) continue
      const body = found[2] === '(' ? parenthesised(code, found.index + found[0].length - 1) : undefined
      if (body !== undefined && !/\btenant_id\b/.test(body)) report(`${name} has no tenant_id`)
      if (!protected_by_owner.get(owner)?.has(name)) {
        report(`${name} has no row policy: select platform.protect('${name}');`)
      }
    }
  }
  return violations
}

/** Migrations are numbered once each, and each can be undone. */
export function checkMigrations(tree: Tree): Violation[] {
  const violations: Violation[] = []
  const files = new Set(tree.files)
  const numbers = new Map<string, string>()
  for (const file of tree.files) {
    const folder = posix.dirname(file)
    if (posix.basename(folder) !== 'migrations') continue
    const name = posix.basename(file)
    const report = (message: string): void => {
      violations.push({ rule: 'migrations', file, message })
    }
    const parts = /^(\d{4})_[a-z0-9_]+?(\.down)?\.sql$/.exec(name)
    if (!parts) {
      report('a migration is called like 0001_tickets.sql')
      continue
    }
    if (parts[2]) {
      if (!files.has(file.replace(/\.down\.sql$/, '.sql'))) report('a way back without a way there')
      continue
    }
    if (!files.has(file.replace(/\.sql$/, '.down.sql'))) {
      report(`it has no way back: ${name.replace(/\.sql$/, '.down.sql')}`)
    }
    const taken = numbers.get(`${folder}/${parts[1]}`)
    if (taken) report(`${taken} has the same number`)
    numbers.set(`${folder}/${parts[1]}`, name)
  }
  return violations
}

/** A schema has the name of its module, or `platform`. */
function ownerOf(file: string): string {
  return placeOf(file)?.module ?? roomOf(file) ?? ''
}

function unquoted(name: string): string {
  return name.replaceAll('"', '').toLowerCase()
}

/** Blanks comments and keeps every offset, so that lines can still be told. */
function withoutComments(sql: string): string {
  return sql.replace(/'(?:[^']|'')*'|--[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    part.startsWith("'") ? part : part.replace(/[^\n]/g, ' '),
  )
}

function parenthesised(code: string, open: number): string {
  let depth = 0
  for (let at = open; at < code.length; at++) {
    if (code[at] === '(') depth++
    if (code[at] === ')' && --depth === 0) return code.slice(open, at)
  }
  return code.slice(open)
}
