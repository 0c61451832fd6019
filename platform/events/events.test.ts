import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { z } from 'zod'
import { testHouse, testKey, trialModule } from '../testing/test-house.ts'
import { urlFor } from '../db/roles.ts'
import { defineEvent, subscribe } from './define.ts'
import { emit } from './emit.ts'
import { historyOf } from './history.ts'

const noted = defineEvent({
  name: 'trial.noted',
  payload: z.object({ thing_id: z.uuid(), text: z.string().default('') }),
  permission: 'trial.note.read',
  live: ['thing_id'],
  subject: 'thing_id',
})
const trial = trialModule({
  permissions: { 'trial.note.read': ['owner'] },
  events: [noted],
  subscribers: [
    subscribe(noted, 'trial.first', async () => {}),
    subscribe(noted, 'trial.second', async () => {}, { max_attempts: 3 }),
  ],
})
const house = await testHouse([trial])
const [tenant, other] = [await house.tenant(), await house.tenant()]
const owner = await house.person(tenant, 'owner')

const events = async (of = tenant) =>
  house.as(of, 'system', (ctx) =>
    ctx.transaction.db
      .selectFrom('platform.event')
      .selectAll()
      .where('name', '=', 'trial.noted')
      .orderBy('seq')
      .execute(),
  )
/** The queue's own tables belong to the role of the jobs. */
async function jobs(): Promise<{ task: string; payload: { event_id: string }; max_attempts: number }[]> {
  const client = new pg.Client({ connectionString: urlFor('guichet_jobs', house.owner_url, testKey) })
  await client.connect()
  try {
    const { rows } = await client.query(`
      select t.identifier as task, j.payload, j.max_attempts from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier like 'trial.%' order by j.id`)
    return rows
  } finally {
    await client.end()
  }
}

test('an event and its follow-up jobs are written together, or not at all', async () => {
  const before = (await jobs()).length
  const id = await house.as(tenant, 'system', (ctx) => emit(ctx, noted, { thing_id: randomUUID() }))
  const added = (await jobs()).slice(before)
  assert.deepEqual(
    added.map(({ task, max_attempts, payload }) => [task, max_attempts, payload.event_id]),
    [
      ['trial.first', 12, id],
      ['trial.second', 3, id],
    ],
  )
  const count = (await events()).length
  await assert.rejects(
    house.as(tenant, 'system', async (ctx) => {
      await emit(ctx, noted, { thing_id: randomUUID() })
      throw new Error('second thoughts')
    }),
    /second thoughts/,
  )
  assert.equal((await events()).length, count)
  assert.equal((await jobs()).length, before + 2)
})

test('a payload that breaks its own shape is refused', async () => {
  await assert.rejects(
    house.as(tenant, 'system', (ctx) => emit(ctx, noted, { thing_id: 'not an id' })),
    z.ZodError,
  )
})

test('the application can add to the log, and do nothing else to it', async () => {
  await house.as(tenant, 'system', (ctx) => emit(ctx, noted, { thing_id: randomUUID(), text: 'as it was' }))
  const forbidden = [
    sql`update platform.event set payload = '{}'`,
    sql`delete from platform.event`,
    sql`truncate platform.event`,
    sql`alter table platform.event disable row level security`,
    sql`drop table platform.event`,
    sql`alter table platform.event add column x int`,
    sql`create trigger t before insert on platform.event execute function suppress_redundant_updates_trigger()`,
  ]
  for (const statement of forbidden) {
    await assert.rejects(
      house.as(tenant, 'system', (ctx) => statement.execute(ctx.transaction.db)),
      { code: '42501' },
    )
  }
  assert.equal((await events()).at(-1)!.payload.text, 'as it was')
})

test('nobody writes into the log of another organisation', async () => {
  const count = (await events(other)).length
  await assert.rejects(
    house.as(tenant, 'system', (ctx) =>
      ctx.transaction.db
        .insertInto('platform.event')
        .values({
          tenant_id: other.id,
          id: randomUUID(),
          at: new Date(),
          name: 'trial.noted',
          permission: 'x',
          actor: '{}',
          payload: '{}',
          live: '{}',
          request_id: 'x',
        })
        .execute(),
    ),
    { code: '42501' },
  )
  assert.equal((await events(other)).length, count)
})

test('the audit trail tells who did what, newest first, page by page', async () => {
  const thing_id = randomUUID()
  const at_once = house.clock.now.toISOString()
  for (let n = 0; n < 7; n++) {
    await house.as(tenant, ['trial.note.read'], (ctx) => emit(ctx, noted, { thing_id, text: `note ${n}` }))
  }
  const read = async (query: string, as = owner) =>
    house.server.app.inject({
      url: `/api/v1/tenants/${tenant.slug}/events?name=trial.noted&${query}`,
      headers: as.headers,
    })
  const told: { id: string; payload: { text: string } }[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { items: typeof told; next_cursor: string | null } = (
      await read(`limit=3${cursor ? `&cursor=${cursor}` : ''}`)
    ).json()
    told.push(...page.items)
    cursor = page.next_cursor
  }
  assert.deepEqual(
    told.slice(0, 7).map((item) => item.payload.text),
    ['note 6', 'note 5', 'note 4', 'note 3', 'note 2', 'note 1', 'note 0'],
  )
  const written: string[] = (await events()).map((event) => event.id)
  assert.deepEqual(told.map((item) => item.id).toSorted(), written.toSorted(), 'each once')
  const [newest] = (await read('limit=1')).json().items
  assert.equal(newest.at, at_once.replace('.000Z', 'Z'))
  assert.equal(newest.actor.kind, 'user')
  assert.equal(newest.actor.name, 'Test')

  const stranger = await house.person(other, 'owner')
  const theirs = await house.server.app.inject({
    url: `/api/v1/tenants/${other.slug}/events?name=trial.noted`,
    headers: stranger.headers,
  })
  assert.deepEqual(theirs.json().items, [])
  const id = randomUUID()
  const hostile = [
    [],
    ['2026-01-01', id],
    ['2026-02-30T00:00:00Z', id],
    ['2026-01-01T24:00:00Z', id],
    ['0000-01-01T00:00:00Z', id],
    ['2026-01-01T00:00:00Z', '-'.repeat(36)],
    ['2026-01-01T00:00:00Z', '1; drop'],
    [1, 2],
    null,
  ]
  for (const bad of [
    'x',
    '',
    ...hostile.map((key) => Buffer.from(JSON.stringify(key)).toString('base64url')),
  ]) {
    assert.equal((await read(`cursor=${bad}`)).statusCode, 400, bad)
  }
  assert.equal(
    (
      await read(
        `cursor=${Buffer.from(JSON.stringify(['2026-01-01T00:00:00.123456Z', id])).toString('base64url')}`,
      )
    ).statusCode,
    200,
  )
})

test('who is confined to a site reads the trail of that site', async () => {
  const [here, there] = [randomUUID(), randomUUID()]
  for (const site of [here, there, null]) {
    await house.as(tenant, 'system', (ctx) => emit(ctx, noted, { thing_id: randomUUID() }, site))
  }
  const confined = await house.person(tenant, 'owner', [here])
  const { items } = (
    await house.server.app.inject({ url: `/api/v1/tenants/${tenant.slug}/events`, headers: confined.headers })
  ).json()
  assert.deepEqual(
    items.map((item: { site_id: string }) => item.site_id),
    [here],
  )
  const nowhere = await house.person(tenant, 'owner', [])
  const none = await house.server.app.inject({
    url: `/api/v1/tenants/${tenant.slug}/events`,
    headers: nowhere.headers,
  })
  assert.deepEqual(none.json().items, [])
})

test('the history of one subject is told from the beginning', async () => {
  const thing_id = randomUUID()
  for (const text of ['a', 'b', 'c'])
    await house.as(tenant, 'system', (ctx) => emit(ctx, noted, { thing_id, text }))
  const told = await house.as(tenant, 'system', (ctx) => historyOf(ctx, thing_id))
  assert.deepEqual(
    told.map((event) => event.payload.text),
    ['a', 'b', 'c'],
  )
  assert.deepEqual(await house.as(other, 'system', (ctx) => historyOf(ctx, thing_id)), [])
})
