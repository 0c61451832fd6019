import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'

/** Writes every module's `tables.ts` from the migrated database, which is the only truth about columns. */
const typeOf: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float8: 'number',
  numeric: 'string',
  date: 'string',
  time: 'string',
  xid8: 'string',
  bytea: 'Buffer',
  timestamptz: 'Timestamp',
  jsonb: 'Json',
  // Written by the database, read by it alone.
  tsvector: 'string',
}

interface Column {
  schema: string
  table: string
  column: string
  type: string
  not_null: boolean
  has_default: boolean
  generated: boolean
}

const folderOf = (schema: string): string => (schema === 'platform' ? 'platform' : `modules/${schema}`)

export async function generateTables(owner_url: string): Promise<Map<string, string>> {
  const client = new pg.Client({ connectionString: owner_url })
  await client.connect()
  try {
    const { rows } = await client.query<Column>(`
      select n.nspname as schema, c.relname as table, a.attname as column, t.typname as type,
        a.attnotnull as not_null, a.atthasdef or a.attidentity <> '' as has_default,
        a.attgenerated <> '' or a.attidentity = 'a' as generated
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_type t on t.oid = a.atttypid
      where c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped
        and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'auth') and n.nspname not like 'pg\\_%'
      order by 1, 2, a.attnum`)
    const schemas = new Map<string, Column[]>()
    for (const row of rows) schemas.set(row.schema, [...(schemas.get(row.schema) ?? []), row])
    return new Map(
      [...schemas].map(([schema, columns]) => [`${folderOf(schema)}/tables.ts`, fileFor(schema, columns)]),
    )
  } finally {
    await client.end()
  }
}

function fileFor(schema: string, columns: Column[]): string {
  const tables = new Map<string, Column[]>()
  for (const column of columns) tables.set(column.table, [...(tables.get(column.table) ?? []), column])
  const used = new Set<string>()
  const body = [...tables].map(([table, list]) => {
    const lines = list.map((column) => {
      const array = column.type.startsWith('_')
      const base = typeOf[array ? column.type.slice(1) : column.type]
      if (!base) throw new Error(`no type for ${schema}.${table}.${column.column}: ${column.type}`)
      if (base === 'Timestamp' || base === 'Json') used.add(base)
      const full = `${array ? `${base}[]` : base}${column.not_null ? '' : ' | null'}`
      if (column.generated) {
        used.add('Generated')
        return `    ${column.column}: Generated<${full}>`
      }
      if (column.has_default) {
        used.add('Defaulted')
        return `    ${column.column}: Defaulted<${full}>`
      }
      return `    ${column.column}: ${full}`
    })
    return `  '${schema}.${table}': {\n${lines.join('\n')}\n  }`
  })
  const name = `${schema[0]!.toUpperCase()}${schema.slice(1)}Tables`
  const door = schema === 'platform' ? './db/tables-of.ts' : '@guichet/platform/db'
  const names = [...used].toSorted()
  return `// Generated from the migrated database by \`npm run db:types\`. Do not edit.\n${
    names.length > 0 ? `import type { ${names.join(', ')} } from '${door}'\n` : ''
  }\nexport interface ${name} {\n${body.join('\n')}\n}\n`
}

/** @returns files whose committed text is not what the database says */
export async function staleTables(owner_url: string, root: string): Promise<string[]> {
  const stale: string[] = []
  for (const [file, text] of await generateTables(owner_url)) {
    const committed = await readFile(join(root, file), 'utf8').catch(() => '')
    if (committed.replaceAll('\r\n', '\n') !== text) stale.push(file)
  }
  return stale
}

export async function writeTables(owner_url: string, root: string): Promise<string[]> {
  const stale = await staleTables(owner_url, root)
  const generated = await generateTables(owner_url)
  for (const file of stale) await writeFile(join(root, file), generated.get(file)!)
  return stale
}
