import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import pg from 'pg'
import { pino } from 'pino'
import { urlFor } from '../db/roles.ts'
import { testHouse, testKey, trialModule } from '../testing/test-house.ts'
import { until } from '../testing/until.ts'
import { createPresence } from './presence.ts'

const house = await testHouse([trialModule()])
const url = urlFor('guichet_jobs', house.owner_url, testKey)
const jobs = new pg.Client({ connectionString: url })
await jobs.connect()
house.beforeClosing(() => jobs.end())
const log = pino({ level: 'silent' })

/** A job held for some seconds by a worker of this name. */
async function heldJob(worker_id: string, seconds: number, attempts = 1): Promise<string> {
  const { rows } = await jobs.query(
    `select id from graphile_worker.add_job('trial.x', $1::json, max_attempts => 3)`,
    [JSON.stringify({ tenant_id: randomUUID() })],
  )
  await jobs.query(
    `update graphile_worker._private_jobs set locked_by = $2, locked_at = now() - make_interval(secs => $3), attempts = $4
     where id = $1`,
    [rows[0].id, worker_id, seconds, attempts],
  )
  return rows[0].id
}
const holder = async (id: string): Promise<string | null> =>
  (await jobs.query('select locked_by from graphile_worker._private_jobs where id = $1', [id])).rows[0]
    .locked_by

test('jobs of the dead go back, those of the living stay, in whichever process they live', async () => {
  const [here, there] = [createPresence(url, log), createPresence(url, log)]
  here.announce('mine')
  there.announce('yours')
  await Promise.all([here.freeAbandoned(), there.freeAbandoned()]) // both have announced themselves by now
  const [mine, yours, dead, just_taken] = [
    await heldJob('mine', 60),
    await heldJob('yours', 60),
    await heldJob('gone', 60),
    await heldJob('not announced yet', 2),
  ]
  assert.deepEqual(await here.freeAbandoned(), [])
  assert.deepEqual(await Promise.all([mine, yours, dead, just_taken].map(holder)), [
    'mine',
    'yours',
    null,
    'not announced yet',
  ])
  // The other process ends, as by kill -9: its connection is cut.
  await there.close()
  await until('its lock is gone', async () => {
    await here.freeAbandoned()
    return (await holder(yours)) === null
  })
  assert.equal(await holder(mine), 'mine')
  await here.close()
})

test('a job that hangs for a quarter of an hour is given up, even by its own process', async () => {
  const here = createPresence(url, log)
  here.announce('slow')
  const id = await heldJob('slow', 16 * 60)
  await here.freeAbandoned()
  assert.equal(await holder(id), null)
  await here.close()
})

test('a job that killed every worker is told', async () => {
  const here = createPresence(url, log)
  const id = await heldJob('killed', 60, 3)
  assert.deepEqual(
    (await here.freeAbandoned()).map((job) => [job.id, job.task, job.attempts]),
    [[id, 'trial.x', 3]],
  )
  await here.close()
})

test('a presence that lost its connection announces its workers again', async () => {
  const here = createPresence(url, log)
  const watch = createPresence(url, log)
  here.announce('steady')
  await here.freeAbandoned()
  await jobs.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'guichet presence'`,
  )
  await until('it is back', () =>
    here.freeAbandoned().then(
      () => true,
      () => false,
    ),
  )
  const id = await heldJob('steady', 60)
  await until('the watch is back', () =>
    watch.freeAbandoned().then(
      () => true,
      () => false,
    ),
  )
  assert.equal(await holder(id), 'steady')
  await here.close()
  await watch.close()
})
