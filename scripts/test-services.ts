import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { commandOf, isAlive, startEmbeddedPostgres } from './embedded-postgres.ts'
import { startRedisForTests } from './redis-for-tests.ts'

const prefix = 'guichet-tests-'

/** PostgreSQL and Redis for one run of the tests: TEST_DATABASE_URL, TEST_REDIS_URL. Everything vanishes at stop(). */
export async function startTestServices(say: (line: string) => void): Promise<{ stop: () => Promise<void> }> {
  await removeLeftovers()
  // Nothing that a developer has in the environment may be touched by a test.
  for (const name of ['DATABASE_URL', 'REDIS_URL', 'TEST_REDIS_URL', 'SECRET_KEY', 'DATA_DIR'])
    delete process.env[name]
  process.env.NODE_ENV = 'test'
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
  chmodSync(folder, 0o711) // as root, the database runs under another account
  const remove = () => rmSync(folder, { recursive: true, force: true })
  const started = await Promise.allSettled([
    startEmbeddedPostgres({ data_dir: folder, log: say, durable: false }),
    startRedisForTests(folder, say),
  ])
  const stop = async () => {
    for (const service of started) if (service.status === 'fulfilled') await service.value?.stop()
    remove()
  }
  const [database, redis] = started
  if (database.status === 'rejected') {
    await stop()
    throw database.reason
  }
  process.env.TEST_DATABASE_URL = database.value.owner_url
  if (redis.status === 'fulfilled' && redis.value) process.env.TEST_REDIS_URL = redis.value.url
  return { stop }
}

/** What an earlier run left when it was killed outright. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const owner = name.startsWith(prefix) ? Number(/^\d+/.exec(name.slice(prefix.length))?.[0]) : 0
    const folder = join(tmpdir(), name)
    if (!owner || isAlive(owner) || statSync(folder).uid !== (process.getuid?.() ?? 0)) continue
    for (const file of ['postgres/postmaster.pid', 'redis.pid']) {
      const path = join(folder, file)
      // Number, then in both files something that its command line shows: the folder, or Redis's address.
      const [pid, mark] = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
      if (!pid || !mark || !commandOf(Number(pid)).includes(mark)) continue
      process.kill(Number(pid), file === 'redis.pid' ? 'SIGTERM' : 'SIGQUIT')
      for (const deadline = Date.now() + 3_000; isAlive(Number(pid)) && Date.now() < deadline;)
        await pause(50)
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
}
