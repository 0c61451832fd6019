import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { migrateDown, migrateUp } from '@guichet/platform/migrate'
import { createDatabase, dropDatabase, sourcesOf, testKey } from '@guichet/platform/testing'
import { modules } from './modules.ts'

const url = await createDatabase()
const owner = new pg.Client({ connectionString: url })
await owner.connect()
after(async () => {
  await owner.end()
  await dropDatabase(url)
})

/** Everything the migrations make, as PostgreSQL describes it. */
async function shape(): Promise<string[]> {
  const { rows } = await owner.query(`
    with s as (select oid from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'graphile_worker', 'public'))
    select 'schema ' || nspname || ' ' || coalesce(nspacl::text, '') as what from pg_namespace where oid in (select oid from s)
    union all select 'column ' || c.oid::regclass || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || ' '
        || a.attnotnull || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where c.relnamespace in (select oid from s)
    union all select 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
      where connamespace in (select oid from s) and contype <> 'n'
    union all select 'policy ' || polrelid::regclass || ' ' || polname || ' ' || polcmd::text from pg_policy
    union all select 'function ' || oid::regprocedure || ' ' || prosecdef || ' ' || coalesce(proacl::text, '') from pg_proc
      where pronamespace in (select oid from s)
    union all select 'relation ' || oid::regclass || ' ' || relkind::text || ' ' || coalesce(relacl::text, '') from pg_class
      where relnamespace in (select oid from s)
    union all select 'trigger ' || tgrelid::regclass || ' ' || tgname from pg_trigger where not tgisinternal
      and tgrelid in (select oid from pg_class where relnamespace in (select oid from s))
    order by 1`)
  return rows.map((row) => row.what as string)
}

test('all migrations go up, all the way down, and up again to the same thing', async () => {
  const sources = sourcesOf(modules)
  const applied = await migrateUp(url, testKey, sources)
  assert.ok(applied.length > modules.length)
  const first = await shape()
  assert.ok(first.length > 200)

  assert.deepEqual(await migrateDown(url, sources, 999), applied.toReversed())
  const left = await shape()
  assert.deepEqual(
    left.filter((what) => !/^schema platform |platform\.migration/.test(what)),
    [],
    'a way back left something behind',
  )
  assert.deepEqual(await migrateUp(url, testKey, sources), applied)
  assert.deepEqual(await shape(), first)
})
