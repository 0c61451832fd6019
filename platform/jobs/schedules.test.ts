import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { urlFor } from '../db/roles.ts'
import { createPlatform, type Platform } from '../platform.ts'
import { testHouse, testKey, trialModule } from '../testing/test-house.ts'
import { until } from '../testing/until.ts'
import { dailyAt, dispatchSchedules, every } from './schedules.ts'
import { createWorker } from './worker.ts'

const trial = trialModule({
  sql: {
    up: `create table trial.done (tenant_id uuid not null, id uuid not null, schedule text not null, due_at timestamptz not null,
           primary key (tenant_id, id));
         select platform.protect('trial.done');`,
    down: 'drop schema trial cascade;',
  },
  schedules: (
    [
      ['trial.often', every(300)],
      ['trial.nightly', dailyAt('02:30')],
    ] as const
  ).map(([name, due]) => ({
    name,
    due,
    queue: 'maintenance' as const,
    async run(ctx, due_at) {
      await ctx.transaction.db
        .insertInto('trial.done')
        .values({ tenant_id: ctx.tenant.id, id: randomUUID(), schedule: name, due_at })
        .execute()
    },
  })),
})
const house = await testHouse([trial])
const paris = await house.tenant({ time_zone: 'Europe/Paris' })
const dakar = await house.tenant({ time_zone: 'Africa/Dakar' })

/** Another process, as far as memory goes: nothing is shared with the first but the database and the clock. */
async function another(): Promise<Platform> {
  const { config, modules, now, log } = house.platform
  const platform = await createPlatform({ config, modules, now, log })
  house.beforeClosing(() => platform.close())
  return platform
}

const jobs = new pg.Client({ connectionString: urlFor('guichet_jobs', house.owner_url, testKey) })
await jobs.connect()
house.beforeClosing(() => jobs.end())
const added = async (schedule: string, tenant = paris): Promise<string[]> => {
  const { rows } = await jobs.query(
    `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
     where t.identifier = $1 and j.payload ->> 'tenant_id' = $2 order by j.id`,
    [`schedule:${schedule}`, tenant.id],
  )
  return rows.map((row) => row.payload.due_at)
}
const done = (schedule: string, tenant = paris): Promise<string[]> =>
  house.as(tenant, 'system', async (ctx) =>
    (
      await ctx.transaction.db
        .selectFrom('trial.done')
        .select('due_at')
        .where('schedule', '=', schedule)
        .orderBy('due_at')
        .execute()
    ).map((row) => new Date(row.due_at).toISOString()),
  )

test('four workers that look at once add one job for each due moment', async () => {
  house.clock.now = new Date('2026-03-28T12:00:10Z')
  const platforms = [house.platform, await another(), await another(), await another()]
  for (let round = 0; round < 3; round++) {
    await Promise.all(platforms.map((platform) => dispatchSchedules(platform)))
    await Promise.all(platforms.map((platform) => dispatchSchedules(platform)))
    house.clock.advance(300)
  }
  const moments = ['2026-03-28T12:00:00.000Z', '2026-03-28T12:05:00.000Z', '2026-03-28T12:10:00.000Z']
  assert.deepEqual(await added('trial.often'), moments)
  assert.deepEqual(await added('trial.often', dakar), moments)
  assert.deepEqual(await added('trial.nightly'), ['2026-03-28T01:30:00.000Z'])
  assert.deepEqual(await added('trial.nightly', dakar), ['2026-03-28T02:30:00.000Z'])
})

test('a restart does nothing twice, and catches up on what was missed', async () => {
  const before = await added('trial.often')
  await dispatchSchedules(await another())
  assert.ok((await added('trial.often')).length <= before.length + 1)
  house.clock.advance(3_600)
  await dispatchSchedules(await another())
  const after = await added('trial.often')
  assert.equal(new Set(after).size, after.length)
  assert.equal(
    after.at(-1),
    new Date(Math.floor(house.clock.now.getTime() / 300_000) * 300_000).toISOString(),
  )
})

test('the night on which clocks change has its duty once, and so has the one after', async () => {
  // Paris skips 02:30 on 29 March and has it twice on 25 October.
  for (const [from, to] of [
    ['2026-03-28T20:00:00Z', '2026-03-30T12:00:00Z'],
    ['2026-10-24T20:00:00Z', '2026-10-26T12:00:00Z'],
  ] as const) {
    for (house.clock.now = new Date(from); house.clock.now < new Date(to); house.clock.advance(1_200))
      await dispatchSchedules(house.platform)
  }
  const nights = (await added('trial.nightly')).filter((moment) => /03-29|03-30|10-25|10-26/.test(moment))
  assert.deepEqual(nights, [
    '2026-03-29T01:30:00.000Z',
    '2026-03-30T00:30:00.000Z',
    '2026-10-25T00:30:00.000Z',
    '2026-10-26T01:30:00.000Z',
  ])
})

test('a clock that steps back repeats nothing', async () => {
  house.clock.now = new Date('2026-11-02T10:00:30Z')
  await dispatchSchedules(house.platform)
  house.clock.advance(300)
  await dispatchSchedules(house.platform)
  const before = await added('trial.often')
  house.clock.advance(-600)
  for (let n = 0; n < 4; n++) {
    await dispatchSchedules(house.platform)
    house.clock.advance(150)
  }
  const after = await added('trial.often')
  assert.equal(new Set(after).size, after.length)
  assert.ok(after.length <= before.length + 1)
})

test('an organisation with an impossible time zone does not stop the others', async () => {
  const lost = await house.tenant()
  await house.as(lost, 'system', (ctx) =>
    ctx.transaction.db.updateTable('platform.tenant').set({ time_zone: 'Mars/Olympus' }).execute(),
  )
  const later = await house.tenant()
  house.clock.advance(3_600)
  await dispatchSchedules(house.platform)
  assert.equal((await added('trial.often', later)).length, 1)
  await house.as(lost, 'system', (ctx) =>
    ctx.transaction.db.updateTable('platform.tenant').set({ time_zone: 'Africa/Dakar' }).execute(),
  )
})

test('two workers do each duty once, also when its job is delivered again', async () => {
  const workers = [await createWorker(await another()), await createWorker(await another())]
  try {
    const expected = await added('trial.often')
    const again = expected[0]!
    await house.as(paris, 'system', (ctx) =>
      sql`select platform.add_job('schedule:trial.often', ${JSON.stringify({ tenant_id: paris.id, due_at: again })}::json, 5)`.execute(
        ctx.transaction.db,
      ),
    )
    await until('every duty is done', async () => (await added('trial.often')).length === 0, {
      within_ms: 20_000,
    })
    const did = await done('trial.often')
    assert.equal(new Set(did).size, did.length, 'none twice')
    assert.deepEqual(
      expected.filter((moment) => !did.includes(moment)),
      [],
      'none left out',
    )
  } finally {
    await Promise.all(workers.map((worker) => worker.close()))
  }
})
