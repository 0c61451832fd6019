import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { z } from 'zod'
import { urlFor } from '../db/roles.ts'
import { defineEvent, subscribe } from '../events/define.ts'
import { emit } from '../events/emit.ts'
import { testHouse, testKey, trialModule } from '../testing/test-house.ts'
import { until } from '../testing/until.ts'
import { createWorker } from './worker.ts'

const happened = defineEvent({
  name: 'trial.happened',
  payload: z.object({ text: z.string() }),
  permission: 'trial.read',
  live: [],
})
const stuckThing = defineEvent({
  name: 'trial.stuck',
  payload: z.object({}),
  permission: 'trial.read',
  live: [],
})
const urgent = defineEvent({
  name: 'trial.urgent',
  payload: z.object({}),
  permission: 'trial.read',
  live: [],
})
const fragile = defineEvent({
  name: 'trial.fragile',
  payload: z.object({ text: z.string() }),
  permission: 'trial.read',
  live: [],
})

let release: () => void = () => {}
const held = new Promise<void>((resolve) => (release = resolve))
let stuck = 0
let alerted = 0
let failures = 0
const write = (ctx: Parameters<typeof emit>[0], text: string) =>
  ctx.transaction.db
    .insertInto('trial.effect')
    .values({ tenant_id: ctx.tenant.id, id: randomUUID(), text })
    .execute()

const trial = trialModule({
  permissions: { 'trial.read': ['owner'] },
  events: [happened, stuckThing, urgent, fragile],
  sql: {
    up: `create table trial.effect (tenant_id uuid not null, id uuid not null, text text not null, primary key (tenant_id, id));
         select platform.protect('trial.effect');`,
    down: 'drop schema trial cascade;',
  },
  subscribers: [
    subscribe(happened, 'trial.count', (ctx, event) => write(ctx, event.payload.text).then(() => {})),
    subscribe(
      stuckThing,
      'trial.hang',
      async () => {
        stuck++
        await held
      },
      { queue: 'maintenance' },
    ),
    subscribe(urgent, 'trial.alert', async () => void alerted++, { queue: 'alerts' }),
    subscribe(
      fragile,
      'trial.break',
      async (ctx, event) => {
        await write(ctx, event.payload.text)
        if (failures-- > 0) throw new Error('the printer is on fire')
      },
      { max_attempts: 2 },
    ),
  ],
})
const house = await testHouse([trial], { DATABASE_POOL: '8' })
const tenant = await house.tenant()
const owner = await house.person(tenant, 'owner')
const jobs = new pg.Client({ connectionString: urlFor('guichet_jobs', house.owner_url, testKey) })
await jobs.connect()
house.beforeClosing(() => jobs.end())
const worker = await createWorker(house.platform)
house.beforeClosing(() => {
  release()
  return worker.close()
})

const effects = async (text: string): Promise<number> =>
  house.as(
    tenant,
    'system',
    async (ctx) =>
      (await ctx.transaction.db.selectFrom('trial.effect').select('id').where('text', '=', text).execute())
        .length,
  )
const waiting = async (task: string): Promise<number> => {
  const { rows } = await jobs.query(
    `select count(*)::int as n from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = $1 and j.attempts < j.max_attempts`,
    [task],
  )
  return rows[0].n
}
/** The queue waits longer after each failure: tests do not. */
const hurry = () => jobs.query(`update graphile_worker._private_jobs set run_at = now() where run_at > now()`)
const runs = async () =>
  (
    await house.server.app.inject({ url: `/api/v1/tenants/${tenant.slug}/job-runs`, headers: owner.headers })
  ).json().items as {
    id: string
    task: string
    status: string
    attempt: number
    error: string | null
  }[]

test('what an event asks for is done after the commit', async () => {
  await house.as(tenant, 'system', (ctx) => emit(ctx, happened, { text: 'done' }))
  await until('the effect', async () => (await effects('done')) === 1)
})

test('a job that is delivered again acts no second time', async () => {
  const event_id = await house.as(tenant, 'system', (ctx) => emit(ctx, happened, { text: 'twice' }))
  for (let n = 0; n < 3; n++) {
    await house.as(tenant, 'system', (ctx) =>
      sql`select platform.add_job('trial.count', ${JSON.stringify({ tenant_id: tenant.id, event_id })}::json, 5)`.execute(
        ctx.transaction.db,
      ),
    )
  }
  await until('all are worked off', async () => (await waiting('trial.count')) === 0)
  assert.equal(await effects('twice'), 1)
})

test('alerts do not wait behind maintenance that hangs', async () => {
  for (let n = 0; n < 3; n++) await house.as(tenant, 'system', (ctx) => emit(ctx, stuckThing, {}))
  await until('maintenance hangs', () => stuck === 1)
  for (let n = 0; n < 10; n++) await house.as(tenant, 'system', (ctx) => emit(ctx, urgent, {}))
  await until('the alerts', () => alerted === 10)
  await house.as(tenant, 'system', (ctx) => emit(ctx, happened, { text: 'meanwhile' }))
  await until('ordinary work', async () => (await effects('meanwhile')) === 1)
  assert.equal(stuck, 1, 'one hand for maintenance')
  release()
  await until('maintenance goes on', () => stuck === 3)
})

test('a failure is tried again, and leaves nothing of itself', async () => {
  failures = 1
  await house.as(tenant, 'system', (ctx) => emit(ctx, fragile, { text: 'second try' }))
  await until('the failure is shown', async () =>
    (await runs()).find((run) => run.task === 'trial.break' && run.status === 'retrying'),
  )
  assert.equal(await effects('second try'), 0)
  await hurry()
  await until('it succeeded', async () => (await effects('second try')) === 1)
  const run = await until('it is shown', async () =>
    (await runs()).find((r) => r.task === 'trial.break' && r.status === 'succeeded'),
  )
  assert.equal(run.attempt, 2)
})

test('what fails for good is shown, can be put back, and then succeeds', async () => {
  failures = 3
  await house.as(tenant, 'system', (ctx) => emit(ctx, fragile, { text: 'in the end' }))
  const dead = await until('the dead letter', async () => {
    await hurry()
    return (await runs()).find((run) => run.status === 'dead')
  })
  assert.equal(dead.task, 'trial.break')
  assert.equal(dead.error, 'the printer is on fire')
  assert.equal(dead.attempt, 2)

  const retry = (as = owner, slug = tenant.slug) =>
    house.server.app.inject({
      method: 'POST',
      url: `/api/v1/tenants/${slug}/job-runs/${dead.id}/retry`,
      headers: as.headers,
    })
  const other = await house.tenant()
  assert.equal((await retry(await house.person(other, 'owner'), other.slug)).statusCode, 404)
  const count = (await runs()).length
  assert.equal((await retry()).statusCode, 202)
  assert.equal((await retry()).statusCode, 404, 'it is no longer dead')
  await until('it worked', async () => {
    await hurry()
    return (await effects('in the end')) === 1
  })
  await until('the row says so', async () =>
    (await runs()).find((run) => run.id === dead.id && run.status === 'succeeded'),
  )
  assert.equal((await runs()).length, count, 'the same row tells the whole story')
})

test('a poisoned job does not keep its neighbours waiting', async () => {
  failures = 1_000
  for (let n = 0; n < 8; n++) await house.as(tenant, 'system', (ctx) => emit(ctx, fragile, { text: 'never' }))
  await house.as(tenant, 'system', (ctx) => emit(ctx, happened, { text: 'neighbour' }))
  await until('the neighbour', async () => (await effects('neighbour')) === 1)
  assert.equal(await effects('never'), 0)
})

test('a job of an organisation that is gone ends quietly', async () => {
  await house.as(tenant, 'system', (ctx) =>
    sql`select platform.add_job('trial.count', ${JSON.stringify({ tenant_id: randomUUID(), event_id: randomUUID() })}::json, 5)`.execute(
      ctx.transaction.db,
    ),
  )
  await until('it is worked off', async () => (await waiting('trial.count')) === 0)
})
