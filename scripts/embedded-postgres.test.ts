import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { DatabaseBusyError, isAlive, startEmbeddedPostgres } from './embedded-postgres.ts'

function temporaryFolder(mode: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-embedded-'))
  chmodSync(folder, mode)
  return folder
}

async function ask<T>(url: string, query: string): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(query)).rows[0] as T
  } finally {
    await client.end()
  }
}

const postmaster = (folder: string): number =>
  Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

/** Another process that owns the database until it is killed. */
async function startElsewhere(data_dir: string): Promise<{ kill: () => Promise<void>; owner_url: string }> {
  const program = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('embedded-postgres.ts', import.meta.url).href)}
    const database = await startEmbeddedPostgres({ data_dir: ${JSON.stringify(data_dir)}, log: console.error })
    console.log(database.owner_url)
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = new Promise<void>((done) => child.on('exit', () => done()))
  const owner_url = await new Promise<string>((done, failed) => {
    child.stdout.once('data', (line: Buffer) => done(line.toString().trim()))
    child.once('exit', () => failed(new Error('the other process ended before its database was ready')))
  })
  return {
    owner_url,
    kill: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

test('a database survives the death of its server, of its owner, and a second owner is refused', async (t) => {
  const data_dir = temporaryFolder(0o711)
  const log: string[] = []
  const start = () => startEmbeddedPostgres({ data_dir, log: (line) => log.push(line) })
  t.after(() => rmSync(data_dir, { recursive: true, force: true }))

  const first = await start()
  await t.test('the owner owns its database and is no superuser', async () => {
    const role = await ask(
      first.owner_url,
      `select rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, current_database() as database,
        lower('ÉTÉ') as lower, current_setting('server_encoding') as encoding
       from pg_roles where rolname = current_user`,
    )
    assert.deepEqual(role, {
      rolsuper: false,
      rolcreatedb: true,
      rolcreaterole: true,
      rolbypassrls: false,
      database: 'guichet',
      lower: 'été',
      encoding: 'UTF8',
    })
    await ask(first.owner_url, 'create table kept (n int)')
    await ask(first.owner_url, 'insert into kept values (42)')
  })

  await t.test('only the person who runs it can read the secrets', () => {
    if (process.platform !== 'win32')
      assert.equal(statSync(join(data_dir, 'secrets.json')).mode & 0o777, 0o600)
    const settings = readFileSync(join(data_dir, 'postgres', 'guichet.conf'), 'utf8')
    assert.match(settings, /listen_addresses = '127\.0\.0\.1'/)
    assert.match(readFileSync(join(data_dir, 'postgres', 'pg_hba.conf'), 'utf8'), /scram-sha-256/)
  })

  await t.test('a second start on the same folder is refused, and disturbs nobody', async () => {
    await assert.rejects(start(), DatabaseBusyError)
    assert.deepEqual(await ask(first.owner_url, 'select n from kept'), { n: 42 })
  })

  await t.test('a server killed outright comes back on the same port', async () => {
    const before = postmaster(data_dir)
    process.kill(before, 'SIGKILL')
    const deadline = Date.now() + 15_000
    for (;;) {
      try {
        assert.deepEqual(await ask(first.owner_url, 'select n from kept'), { n: 42 })
        if (postmaster(data_dir) !== before) break
      } catch (error) {
        if (Date.now() > deadline) throw error
      }
      await pause(100)
    }
    assert.ok(log.some((line) => line.includes('running again')) || (await pause(500)) === undefined)
  })

  await first.stop()
  assert.equal(existsSync(join(data_dir, 'postgres', 'postmaster.pid')), false)

  await t.test('a server whose owner was killed is taken over', async () => {
    const other = await startElsewhere(data_dir)
    assert.equal(other.owner_url, first.owner_url)
    const server = postmaster(data_dir)
    await assert.rejects(start(), DatabaseBusyError)
    await other.kill()
    assert.ok(isAlive(server), 'the server outlives its owner, so that this test means something')
    const again = await start()
    assert.deepEqual(await ask(again.owner_url, 'select n from kept'), { n: 42 })
    await again.stop()
    assert.equal(isAlive(server), false)
  })

  await t.test('owner and server killed together: the next start recovers', async () => {
    const other = await startElsewhere(data_dir)
    const server = postmaster(data_dir)
    await ask(other.owner_url, 'insert into kept values (43)')
    await other.kill()
    process.kill(server, 'SIGKILL')
    const again = await start()
    assert.deepEqual(await ask(again.owner_url, 'select sum(n)::int as n from kept'), { n: 85 })
    await again.stop()
  })
})

test('two first starts at once: one serves, the other is refused', async (t) => {
  const data_dir = temporaryFolder(0o711)
  t.after(() => rmSync(data_dir, { recursive: true, force: true }))
  const start = () => startEmbeddedPostgres({ data_dir, log: () => {} })
  const outcomes = await Promise.allSettled([start(), start()])
  const served = outcomes.filter((outcome) => outcome.status === 'fulfilled')
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  assert.equal(served.length, 1)
  assert.ok(refused[0]?.reason instanceof DatabaseBusyError)
  assert.ok(await ask(served[0]!.value.owner_url, 'select 1 as one'))
  await served[0]!.value.stop()
})

test('a throwaway database leaves nothing behind, even below a folder that its account cannot enter', async (t) => {
  const closed = temporaryFolder(0o700)
  t.after(() => rmSync(closed, { recursive: true, force: true }))
  const data_dir = join(closed, 'data')
  const database = await startEmbeddedPostgres({ data_dir, log: () => {}, durable: false })
  const { folder } = JSON.parse(readFileSync(join(data_dir, 'postgres.json'), 'utf8')) as { folder: string }
  assert.equal(folder === 'postgres', process.getuid?.() !== 0)
  assert.deepEqual(await ask(database.owner_url, "select current_setting('fsync') as fsync"), {
    fsync: 'off',
  })
  await database.stop()
  assert.equal(existsSync(join(data_dir, folder)), false)
  if (folder !== 'postgres') assert.equal(existsSync(folder), false)
})
