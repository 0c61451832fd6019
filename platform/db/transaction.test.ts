import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { pino } from 'pino'
import { testHouse, testKey } from '../testing/test-house.ts'
import { createPool } from './pool.ts'
import { urlFor } from './roles.ts'
import { inTransaction, type TransactionOptions } from './transaction.ts'

const house = await testHouse([])
const pool = createPool({
  url: urlFor('guichet_app', house.owner_url, testKey),
  max: 1,
  name: 'single',
  log: pino({ level: 'silent' }),
  pipeline: true,
})
house.beforeClosing(() => pool.end())

const announced: string[] = []
const blind: TransactionOptions = {
  tenant_id: null,
  subscriptions: new Map(),
  announce: (events) => announced.push(...events.map((event) => event.name)),
}
const names = async (options: TransactionOptions): Promise<string[]> =>
  inTransaction(pool, options, async ({ db }) =>
    (await db.selectFrom('platform.tenant').select('slug').execute()).map((row) => row.slug as string),
  )

test('a transaction sees its own organisation, and the next borrower of the connection none', async () => {
  const [a, b] = [await house.tenant(), await house.tenant()]
  for (const tenant of [a, b]) {
    assert.deepEqual(await names({ ...blind, tenant_id: tenant.id }), [tenant.slug])
    assert.deepEqual(await names(blind), [])
    assert.equal((await pool.query('select * from platform.tenant')).rowCount, 0)
  }
})

test('the setting is gone after a failure too', async () => {
  const tenant = await house.tenant()
  await assert.rejects(
    inTransaction(pool, { ...blind, tenant_id: tenant.id }, async () => {
      throw new Error('wanted')
    }),
    /wanted/,
  )
  await assert.rejects(
    inTransaction(pool, { ...blind, tenant_id: tenant.id }, ({ db }) => sql`select 1/0`.execute(db)),
    { code: '22012' },
  )
  assert.equal(
    (await pool.query(`select current_setting('app.tenant_id', true) as id`)).rows[0].id || null,
    null,
  )
  assert.deepEqual(await names(blind), [])
})

test('a failed statement that the work swallowed does not count as done', async () => {
  const tenant = await house.tenant()
  await assert.rejects(
    inTransaction(pool, { ...blind, tenant_id: tenant.id }, async ({ db, emitted }) => {
      await db.updateTable('platform.tenant').set({ name: 'Lost' }).execute()
      emitted.push({ id: '', name: 'trial.never' })
      await sql`select 1/0`.execute(db).catch(() => {})
    }),
    /had failed before its commit/,
  )
  const kept = await inTransaction(pool, { ...blind, tenant_id: tenant.id }, ({ db }) =>
    db.selectFrom('platform.tenant').select('name').executeTakeFirstOrThrow(),
  )
  assert.equal(kept.name, tenant.name)
  assert.ok(!announced.includes('trial.never'))
})

test('a deadlock is undone and the work done again', async () => {
  const tenant = await house.tenant()
  const scope = { ...blind, tenant_id: tenant.id }
  const two = createPool({
    url: urlFor('guichet_app', house.owner_url, testKey),
    max: 2,
    name: 'two',
    log: pino({ level: 'silent' }),
    pipeline: true,
  })
  try {
    const lock = (key: number) => sql`select pg_advisory_xact_lock(${sql.lit(key)})`
    let attempts = 0
    let held = 0
    let met: (() => void) | undefined
    const meeting = new Promise<void>((resolve) => (met = resolve))
    const work = (first: number, second: number) =>
      inTransaction(two, scope, async ({ db }) => {
        attempts++
        await lock(first).execute(db)
        // Only once both hold their first lock can each wait for the other's.
        if (++held >= 2) met!()
        await meeting
        await lock(second).execute(db)
      })
    await Promise.all([work(901, 902), work(902, 901)])
    assert.equal(attempts, 3)
  } finally {
    await two.end()
  }
})

test('a read-only transaction refuses to write', async () => {
  const tenant = await house.tenant()
  await assert.rejects(
    inTransaction(pool, { ...blind, tenant_id: tenant.id, read_only: true }, ({ db }) =>
      db.updateTable('platform.tenant').set({ name: 'No' }).execute(),
    ),
    { code: '25006' },
  )
})
