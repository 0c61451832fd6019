import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { z } from 'zod'
import { urlFor } from '../db/roles.ts'
import { testHouse, testKey, trialModule } from '../testing/test-house.ts'
import { until } from '../testing/until.ts'
import { defineTask, dropLater, later } from './task.ts'
import { createWorker } from './worker.ts'

const done: { text: string; attempt: number; last: boolean; tenant: string }[] = []
let failures = 0
const call = defineTask({
  name: 'trial.call_vendor',
  payload: z.object({ text: z.string() }),
  max_attempts: 2,
  async run(work, { text }) {
    if (failures-- > 0) throw new Error('the vendor is away')
    const tenant = await work.open(
      async (ctx) =>
        (await sql<{ id: string }>`select platform.tenant_id() as id`.execute(ctx.transaction.db)).rows[0]!
          .id,
    )
    done.push({ text, attempt: work.attempt, last: work.last_attempt, tenant })
  },
})
const house = await testHouse([trialModule({ tasks: [call] })])
const [tenant, other] = [await house.tenant(), await house.tenant()]
const ask = (text: string, options?: Parameters<typeof later>[3], of = tenant) =>
  house.as(of, 'system', (ctx) => later(ctx, call, { text }, options))
const far = new Date(Date.now() + 3_600_000)

test('a task is done after the commit, in no transaction, and never without it', async () => {
  await assert.rejects(
    house.as(tenant, 'system', async (ctx) => {
      await later(ctx, call, { text: 'never' })
      throw new Error('second thoughts')
    }),
  )
  await ask('at once')
  await ask('cancelled', { run_at: far, key: 'a' })
  await ask('moved, old', { run_at: far, key: 'b' })
  await ask('moved, new', { key: 'b' })
  await ask('the same key elsewhere', { key: 'b' }, other)
  await house.as(tenant, 'system', (ctx) => dropLater(ctx, call, 'a'))
  const worker = await createWorker(house.platform)
  house.beforeClosing(() => worker.close())
  await until('the three are done', () => done.length === 3)
  assert.deepEqual(
    new Map(done.map(({ text, tenant: of }) => [text, of])),
    new Map([
      ['at once', tenant.id],
      ['moved, new', tenant.id],
      ['the same key elsewhere', other.id],
    ]),
  )
  assert.ok(done.every(({ attempt, last }) => attempt === 1 && !last))
})

test('input that breaks the shape is refused where it is asked for', async () => {
  await assert.rejects(
    house.as(tenant, 'system', (ctx) => later(ctx, call, { text: 1 } as never)),
    z.ZodError,
  )
})

test('nobody drops the job of another organisation', async () => {
  await ask('kept', { run_at: far, key: 'z' })
  const jobs = new pg.Client({ connectionString: urlFor('guichet_jobs', house.owner_url, testKey) })
  await jobs.connect()
  house.beforeClosing(() => jobs.end())
  const key = `${tenant.id}/trial.call_vendor/z`
  const drop = async (as: typeof tenant): Promise<number> => {
    await house.as(as, 'system', (ctx) => sql`select platform.drop_job(${key})`.execute(ctx.transaction.db))
    return (await jobs.query('select 1 from graphile_worker._private_jobs where key = $1', [key])).rows.length
  }
  assert.equal(await drop(other), 1, 'still there')
  assert.equal(await drop(tenant), 0)
})
