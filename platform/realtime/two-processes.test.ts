import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { hashPassword } from '../auth/sign-in.ts'
import { addMember } from '../auth/staff.ts'
import { listenLive } from '../testing/live-client.ts'
import { testHouse, testKey } from '../testing/test-house.ts'
import { until } from '../testing/until.ts'

const redis = process.env.TEST_REDIS_URL
const perMinute = 40

/** What two processes have in common: the database, and Redis where there is one. */
async function twoProcesses(environment: Record<string, string>) {
  const shared = { RATE_LIMIT: String(perMinute), TRUSTED_PROXIES: '127.0.0.1', ...environment }
  const house = await testHouse([], shared)
  const first = await house.server.app.listen({ port: 0, host: '127.0.0.1' })
  const children = new Set<ChildProcess>()
  house.beforeClosing(async () => {
    for (const child of children) {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    }
  })
  async function start(): Promise<{ address: string; child: ChildProcess }> {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('../testing/second-process.ts', import.meta.url))],
      {
        env: {
          PATH: process.env.PATH,
          NODE_ENV: 'test',
          DATABASE_URL: house.owner_url,
          SECRET_KEY: testKey,
          DATABASE_POOL: '4',
          ...shared,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    children.add(child)
    for await (const address of createInterface({ input: child.stdout! })) return { address, child }
    throw new Error('the second process said nothing')
  }
  const tenant = await house.tenant()
  const owner = await house.person(tenant, 'owner')
  let invited = 0
  /** Something that happens in the first process; its id is in the event. */
  const happen = async (): Promise<string> => {
    const answer = await house.server.app.inject({
      method: 'POST',
      url: `/api/v1/tenants/${tenant.slug}/invitations`,
      headers: { ...owner.headers, 'x-forwarded-for': `10.8.0.${invited % 250}` },
      payload: { email: `guest${++invited}@example.test`, role: 'viewer' },
    })
    assert.equal(answer.statusCode, 201)
    return answer.json().id
  }
  const live = `/api/v1/tenants/${tenant.slug}/live`
  return { house, first, start, tenant, owner, happen, live }
}

for (const [name, environment] of Object.entries<Record<string, string> | null>({
  'with the database alone': {},
  'with Redis': redis ? { REDIS_URL: redis } : null,
})) {
  const skip = environment ? false : 'TEST_REDIS_URL is not set: nothing is proved about Redis'
  if (skip) console.warn(`!! ${name}: ${skip}`)

  test(name, { skip, timeout: 60_000 }, async (t) => {
    const { house, first, start, tenant, owner, happen, live } = await twoProcesses(environment!)
    const second = await start()

    await t.test('what happens in one process is heard in the other, at once', async () => {
      const client = listenLive(second.address, live, owner.headers)
      await client.waitFor('hello', (frames) => frames.length > 0)
      // The first nudge may come before the second process listens; then it looks by itself within a second.
      await happen()
      await client.waitFor('the first', () => client.events().length === 1)
      const delays: number[] = []
      for (let n = 0; n < 8; n++) {
        const since = performance.now()
        const id = await happen()
        await client.waitFor('it', () => client.events().some((frame) => frame.ids?.invitation_id === id))
        delays.push(performance.now() - since)
      }
      const usual = delays.toSorted((a, b) => a - b)[4]!
      assert.ok(usual < 500, `a nudge, not the poll of every second: ${delays.map(Math.round).join(' ')} ms`)
      client.socket.terminate()
    })

    await t.test('a process that dies costs its listeners nothing', async () => {
      const doomed = await start()
      const client = listenLive(doomed.address, live, owner.headers)
      await client.waitFor('hello', (frames) => frames.length > 0)
      const ids = [await happen(), await happen()]
      await client.waitFor('both', () => client.events().length === 2)
      doomed.child.kill('SIGKILL')
      await client.closed
      ids.push(await happen(), await happen())
      for (const address of [first, second.address]) {
        const again = listenLive(address, `${live}?cursor=${client.cursor()}`, owner.headers)
        const heard = () => [...client.events(), ...again.events()].map((frame) => frame.ids!.invitation_id)
        await again.waitFor('the others', () => ids.every((id) => heard().includes(id)))
        assert.ok(!again.frames.some((frame) => frame.type === 'reset'))
        again.socket.terminate()
      }
    })

    await t.test('a session that ends here closes its pages there, within five seconds', async () => {
      const [email, password] = ['here@example.test', 'Un mot de passe bien long']
      const user_id = await house.platform.sign_in.createUser({
        email,
        name: 'Awa',
        locale: 'fr',
        password_hash: await hashPassword(password),
      })
      await house.as(tenant, 'system', (ctx) => addMember(ctx, user_id, 'owner'))
      const inject = (path: string, headers: Record<string, string>, payload?: object) =>
        house.server.app.inject({
          method: 'POST',
          url: `/api/v1/auth/${path}`,
          headers: { 'x-forwarded-for': '10.8.1.1', ...headers },
          ...(payload ? { payload } : {}),
        })
      const answer = await inject('sign-in', {}, { email, password })
      const cookie = [answer.headers['set-cookie']]
        .flat()
        .map((line) => String(line).split(';')[0])
        .join('; ')
      const client = listenLive(second.address, live, { cookie })
      await client.waitFor('hello', (frames) => frames.length > 0)
      await inject('sign-out', { cookie })
      assert.equal((await Promise.race([client.closed, wait(5_000, null)]))?.code, 4401)
    })

    const counting = async () => {
      // An address nobody else uses, also when the same Redis serves another run.
      const from = { 'x-forwarded-for': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}` }
      let served = 0
      for (let n = 0; n < perMinute + 10; n++) {
        const answer = await fetch(`${n % 2 ? first : second.address}/api/v1/me`, { headers: from })
        if (answer.status === 401) served++
        else assert.equal(answer.status, 429)
      }
      assert.equal(served, perMinute)
    }
    // Without Redis each process counts alone.
    if (environment!.REDIS_URL) await t.test('requests are counted together', counting)

    await t.test('a process that is asked to stop says so to its listeners, and ends', async () => {
      const client = listenLive(second.address, live, owner.headers)
      await client.waitFor('hello', (frames) => frames.length > 0)
      const since = performance.now()
      second.child.kill('SIGTERM')
      assert.equal((await client.closed).code, 1001)
      await until('it has ended', () => second.child.exitCode === 0, { within_ms: 10_000 })
      assert.ok(performance.now() - since < 10_000)
    })
  })
}
