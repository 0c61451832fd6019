import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Tenant } from '@guichet/platform/ctx'
import type { Endpoint } from '@guichet/platform/contract'
import { allowed, schemaOf } from './testing/contract-values.ts'
import { inhabited, wholeHouse, type Inhabited } from './testing/inhabited.ts'
import { modules } from './modules.ts'

const house = await wholeHouse()
const [a, b] = [await inhabited(house), await inhabited(house)]
const { app } = house.server
const roles = ['owner', 'admin', 'manager', 'agent', 'receptionist', 'viewer'] as const

interface Column {
  name: string
  primary: boolean
  generated: boolean
}
const { rows: tables } = await house.platform.app_pool.query<{
  name: string
  writable: boolean
  columns: Column[]
}>(`
  select n.nspname || '.' || c.relname as name, has_table_privilege(c.oid, 'UPDATE') as writable,
    (select json_agg(json_build_object('name', x.attname, 'generated', x.attgenerated <> '' or x.attidentity <> '',
       'primary', x.attnum = any(i.indkey)) order by x.attnum)
     from pg_attribute x where x.attrelid = c.oid and x.attnum > 0 and not x.attisdropped) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id' and not t.attisdropped
  join pg_index i on i.indrelid = c.oid and i.indisprimary
  where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname not in ('graphile_worker') order by 1`)

const countIn = (tenant: Tenant, table: string, where = sql<boolean>`true`): Promise<number> =>
  house.as(tenant, 'system', async (ctx) => {
    const { rows } = await sql<{
      n: number
    }>`select count(*)::int as n from ${sql.table(table)} where ${where}`.execute(ctx.transaction.db)
    return rows[0]!.n
  })
/** Everything an organisation has, as one number per table. */
async function fingerprint(tenant: Tenant): Promise<Record<string, string>> {
  return house.as(tenant, 'system', async (ctx) => {
    const prints: Record<string, string> = {}
    for (const { name } of tables) {
      const { rows } = await sql<{ print: string }>`
        select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from ${sql.table(name)} t`.execute(
        ctx.transaction.db,
      )
      prints[name] = rows[0]!.print
    }
    return prints
  })
}

test('every table has rows to prove it with', async () => {
  assert.ok(tables.length > 20)
  const empty: string[] = []
  for (const { name } of tables) if ((await countIn(a.tenant, name)) === 0) empty.push(name)
  assert.deepEqual(empty, [], 'fill them in server/testing/inhabited.ts')
})

for (const { name, writable, columns } of tables) {
  test(`${name}: another organisation neither sees, changes, removes nor adds`, async () => {
    const before = await countIn(a.tenant, name)
    const theirs = sql<boolean>`tenant_id = ${a.tenant.id}`
    assert.equal(await countIn(b.tenant, name, theirs), 0)
    const asB = <T>(statement: ReturnType<typeof sql<T>>) =>
      house.as(b.tenant, 'system', (ctx) => statement.execute(ctx.transaction.db))
    const refused = (code: string) => (error: unknown) => (error as { code?: string }).code === code
    const table = sql.table(name)

    const plain = columns.filter((column) => !column.generated)
    if (writable) {
      const [some] = plain
      const updated = await asB(
        sql`update ${table} set ${sql.ref(some!.name)} = ${sql.ref(some!.name)} where ${theirs}`,
      )
      assert.equal(Number(updated.numAffectedRows), 0)
      const removed = await asB(sql`delete from ${table} where ${theirs}`)
      assert.equal(Number(removed.numAffectedRows), 0)
    } else {
      await assert.rejects(asB(sql`update ${table} set tenant_id = tenant_id`), refused('42501'))
      await assert.rejects(asB(sql`delete from ${table}`), refused('42501'))
    }

    // One of A's rows, as a text that B somehow came to know, written back under A's name.
    const row = await house.as(
      a.tenant,
      'system',
      async (ctx) =>
        (
          await sql<{
            row: Record<string, unknown>
          }>`select to_jsonb(t) as row from ${table} t limit 1`.execute(ctx.transaction.db)
        ).rows[0]!.row,
    )
    const names = sql.join(plain.map((column) => sql.ref(column.name)))
    const values = sql.join(plain.map((column) => sql`(r).${sql.ref(column.name)}`))
    const from = sql`from (select jsonb_populate_record(null::${table}, ${JSON.stringify(row)}::jsonb) as r) x`
    // A table whose tenant is its own id gets it from there.
    await assert.rejects(asB(sql`insert into ${table} (${names}) select ${values} ${from}`), refused('42501'))
    await assert.rejects(
      asB(sql`insert into ${table} (${names}) select ${values} ${from} on conflict do nothing`),
      refused('42501'),
    )
    if (writable && plain.some((column) => column.name === 'tenant_id')) {
      const keys = sql.join(columns.filter((column) => column.primary).map((column) => sql.ref(column.name)))
      await assert.rejects(
        asB(
          sql`insert into ${table} (${names}) select ${values} ${from} on conflict (${keys}) do update set tenant_id = excluded.tenant_id`,
        ),
        refused('42501'),
      )
      await assert.rejects(
        house.as(b.tenant, 'system', async (ctx) => {
          const moved = await sql`update ${table} set tenant_id = ${a.tenant.id}`.execute(ctx.transaction.db)
          assert.fail(`moved ${moved.numAffectedRows} rows`)
        }),
        refused('42501'),
      )
    }
    assert.equal(await countIn(a.tenant, name), before)
  })
}

test('without an organisation set, nothing is visible at all', async () => {
  for (const { name } of tables) {
    assert.equal(
      (await house.platform.app_pool.query(`select count(*)::int as n from ${name}`)).rows[0].n,
      0,
      name,
    )
    assert.equal(
      (await house.platform.reader_pool.query(`select count(*)::int as n from ${name}`)).rows[0].n,
      0,
      name,
    )
  }
})

// ---- through the endpoints

const routes = modules.flatMap((module) => module.routes.map(({ endpoint }) => endpoint))
const wantedBy = (endpoint: Endpoint): readonly string[] => [endpoint.permission].flat()
const title = (endpoint: Endpoint): string => `${endpoint.method} ${endpoint.path}`
const addressOf = (endpoint: Endpoint, slug: string, params: Record<string, string>): string =>
  `/api/v1${endpoint.scope === 'tenant' ? `/tenants/${slug}` : ''}${endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? words[name] ?? randomUUID()))}`
/** Parameters that are words of the product rather than ids of anybody's rows: the same for everyone. */
const words: Record<string, string> = {
  notice: 'platform.test_message',
  channel: 'sms',
  locale: 'fr',
  vendor: 'sendgrid',
}
const paramsOf = (endpoint: Endpoint): string[] =>
  [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name]) => name!).filter((name) => !(name in words))

/** Which table a path's parameter names, when it is not simply `x_id` for a table `x`. */
const meant: Record<string, [table: string, column: string]> = {
  member_id: ['platform.membership', 'id'],
  user_id: ['platform.membership', 'user_id'],
  stock_report_id: ['stock.report', 'id'],
  barcode: ['stock.barcode', 'code'],
}
/** Parameters that name nothing by themselves: the first page is the first page of every document. */
const ordinals: Record<string, string> = { page: '1' }
function idsFor(place: Inhabited, param: string): Promise<string[]> {
  const [table, column] = meant[param] ?? [
    tables.find(({ name }) => name.endsWith(`.${param.replace(/_id$/, '')}`))?.name,
    'id',
  ]
  assert.ok(table, `which table holds ${param}? Say so in this test`)
  return place.ids(table, column)
}

let sent = 0
async function ask(endpoint: Endpoint, url: string, headers: Record<string, string>, payload?: unknown) {
  const answer = await app.inject({
    method: endpoint.method,
    url,
    remoteAddress: `10.${(++sent >> 16) & 255}.${(sent >> 8) & 255}.${sent & 255}`,
    headers: {
      'accept-language': 'en',
      ...headers,
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
  })
  assert.ok(answer.statusCode < 500, `${endpoint.method} ${url}: ${answer.body}`)
  return answer
}

/** The code of a refusal; files and streams have none. */
const codeOf = (answer: { headers: Record<string, unknown>; json: () => { code?: string } }) =>
  String(answer.headers['content-type']).includes('json') ? answer.json().code : undefined

/** An answer without what is new in every answer: ids, secrets and moments. */
const comparable = (answer: { statusCode: number; body: string }): string =>
  `${answer.statusCode} ${answer.body}`
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<at>')
    .replace(/[a-z0-9]{1,12}-[\w-]{27}/g, '<token>')

/** A body the endpoint would take, in which every id is the given one. */
function bodyWith(endpoint: Endpoint, id: string): unknown {
  if (endpoint.body instanceof z.ZodUndefined) return undefined
  const [body] = fc.sample(allowed(schemaOf(endpoint.body), { ids: [placeholder] }), { seed: 1, numRuns: 1 })
  return JSON.parse(JSON.stringify(body).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, id))
}
const placeholder = randomUUID()

test('ids of another organisation answer exactly as ids that do not exist', async (t) => {
  const before = await fingerprint(a.tenant)
  for (const endpoint of routes.filter((e) => e.scope === 'tenant')) {
    const params = paramsOf(endpoint).filter((param) => !(param in ordinals))
    const body_ids = /"format":"uuid"/.test(
      JSON.stringify(endpoint.body instanceof z.ZodUndefined ? {} : schemaOf(endpoint.body)),
    )
    if (params.length === 0 && !body_ids) continue
    await t.test(title(endpoint), async () => {
      const foreign: Record<string, string> = {}
      const own: Record<string, string> = { ...ordinals }
      for (const param of params) {
        foreign[param] = (await idsFor(a, param))[0]!
        own[param] = (await idsFor(b, param))[0]!
      }
      const random = Object.fromEntries(params.map((param) => [param, randomUUID()]))
      // Each parameter foreign in its turn, the others our own; then all; then only what the body names.
      const cases = [
        ...params.map((param) => [param]),
        ...(params.length > 1 ? [params] : []),
        ...(body_ids && params.length > 0 ? [[]] : []),
        ...(params.length === 0 ? [[]] : []),
      ]
      const foreign_body = (await a.ids('organisation.site'))[0]!
      for (const strange of cases) {
        const pick = (from: Record<string, string>) => ({
          ...own,
          ...Object.fromEntries(strange.map((param) => [param, from[param]!])),
        })
        const theirs = await ask(
          endpoint,
          addressOf(endpoint, b.tenant.slug, pick(foreign)),
          b.owner,
          bodyWith(endpoint, foreign_body),
        )
        const nobodys = await ask(
          endpoint,
          addressOf(endpoint, b.tenant.slug, pick(random)),
          b.owner,
          bodyWith(endpoint, randomUUID()),
        )
        assert.equal(comparable(theirs), comparable(nobodys), `foreign: ${strange.join(', ') || 'body'}`)
        if (strange.length > 0)
          assert.notEqual(Math.floor(theirs.statusCode / 100), 2, 'an unknown id did something')
      }
    })
  }
  assert.deepEqual(await fingerprint(a.tenant), before, 'nothing of the other organisation was touched')
})

test('every role may do what its permissions say, and nothing else', async (t) => {
  for (const role of roles) {
    const { headers } = await house.person(b.tenant, role)
    const held = new Set([
      ...(house.platform.role_permissions.get(role) ?? []),
      'member',
      'signed_in',
      'public',
    ])
    await t.test(role, async () => {
      for (const endpoint of routes.filter((e) => e.scope === 'tenant')) {
        const may = wantedBy(endpoint).some((permission) => held.has(permission))
        const answer = await ask(
          endpoint,
          addressOf(endpoint, b.tenant.slug, {}),
          headers,
          endpoint.method === 'GET' ? undefined : {},
        )
        if (may) assert.notEqual(codeOf(answer), 'platform.not_permitted', title(endpoint))
        else {
          assert.equal(answer.statusCode, 403, title(endpoint))
          assert.equal(answer.json().code, 'platform.not_permitted')
        }
      }
    })
  }
  for (const [kind, cookie] of [
    ['kiosk', b.kiosk],
    ['display', b.display],
  ] as const) {
    await t.test(`a ${kind}`, async () => {
      const held = new Set(['public', 'device', `device:${kind}`])
      for (const endpoint of routes) {
        const may = wantedBy(endpoint).some((permission) => held.has(permission))
        const answer = await ask(
          endpoint,
          addressOf(endpoint, b.tenant.slug, {}),
          cookie,
          endpoint.method === 'GET' ? undefined : {},
        )
        if (may) assert.notEqual(codeOf(answer), 'platform.not_permitted', title(endpoint))
        else assert.equal(answer.statusCode, endpoint.scope === 'tenant' ? 403 : 401, title(endpoint))
      }
    })
  }
})

test('nobody in particular is asked to sign in, wherever it is not public', async () => {
  for (const endpoint of routes) {
    if (wantedBy(endpoint).includes('public')) continue
    for (const headers of [
      {},
      { authorization: 'Bearer x.y.z' },
      { cookie: 'guichet.session_token=x.y' },
    ] as Record<string, string>[]) {
      const answer = await ask(
        endpoint,
        addressOf(endpoint, b.tenant.slug, {}),
        headers,
        endpoint.method === 'GET' ? undefined : {},
      )
      assert.equal(answer.statusCode, 401, title(endpoint))
      assert.equal(answer.json().code, 'platform.not_signed_in')
    }
  }
})

test('an organisation one does not belong to answers as one that does not exist', async () => {
  for (const endpoint of routes.filter((e) => e.scope === 'tenant' && !wantedBy(e).includes('public'))) {
    for (const headers of [b.owner, b.kiosk]) {
      const [theirs, nobodys] = await Promise.all(
        [a.tenant.slug, 'an-organisation-that-is-not'].map((slug) =>
          ask(endpoint, addressOf(endpoint, slug, {}), headers, endpoint.method === 'GET' ? undefined : {}),
        ),
      )
      assert.equal(theirs!.statusCode, 404, title(endpoint))
      assert.equal(comparable(theirs!), comparable(nobodys!), title(endpoint))
    }
  }
})

test('a canary of one organisation appears in no answer of another', async () => {
  let planted = 0
  for (const { name, writable, columns } of tables) {
    const texts = columns.filter(({ name: column }) =>
      /^(name|name_en|description|reason|notes|visitor_name|display_name|address)$/.test(column),
    )
    if (!writable || texts.length === 0) continue
    // Short, and different in each row: names have limits and some are unique.
    const changes = sql.join(
      texts.map((column) => sql`${sql.ref(column.name)} = 'canary-' || substr(md5(random()::text), 1, 12)`),
    )
    const { numAffectedRows } = await house.as(a.tenant, 'system', (ctx) =>
      sql`update ${sql.table(name)} set ${changes}`.execute(ctx.transaction.db),
    )
    if (numAffectedRows! > 0n) planted += texts.length
  }
  assert.ok(planted > 10)
  const seen = await ask(
    routes.find((e) => e.path === '/sites' && e.method === 'GET')!,
    `/api/v1/tenants/${a.tenant.slug}/sites`,
    a.owner,
  )
  assert.ok(seen.body.includes('canary-'), 'its own people see it')
  for (const endpoint of routes.filter((e) => e.method === 'GET')) {
    const params = Object.fromEntries(
      await Promise.all(
        paramsOf(endpoint)
          .filter((param) => param.endsWith('_id'))
          .map(
            async (param) => [param, (await idsFor(b, param).catch(() => []))[0] ?? randomUUID()] as const,
          ),
      ),
    )
    const answer = await ask(endpoint, addressOf(endpoint, b.tenant.slug, params), b.owner)
    assert.ok(!answer.body.includes('canary-'), title(endpoint))
  }
})
