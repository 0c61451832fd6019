import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { z } from 'zod'
import { hashPassword } from '../auth/sign-in.ts'
import { addMember } from '../auth/staff.ts'
import type { Ctx } from '../ctx.ts'
import { defineEvent } from '../events/define.ts'
import { emit } from '../events/emit.ts'
import { hashSecret, newId, newToken } from '../ids.ts'
import { listenLive, type LiveClient } from '../testing/live-client.ts'
import { testHouse, trialModule } from '../testing/test-house.ts'
import { until } from '../testing/until.ts'
import { openStream } from './sse.ts'

const shape = { thing_id: z.uuid(), text: z.string() }
const noted = defineEvent({
  name: 'trial.noted',
  payload: z.object(shape),
  permission: 'trial.read',
  live: ['thing_id', 'text'],
  subject: 'thing_id',
  devices: true,
})
const backstage = defineEvent({
  name: 'trial.backstage',
  payload: z.object(shape),
  permission: 'trial.read',
  live: ['text'],
})
const hidden = defineEvent({
  name: 'trial.hidden',
  payload: z.object(shape),
  permission: 'trial.secret',
  live: ['thing_id'],
})

let closings = 0
const trial = trialModule({
  permissions: { 'trial.read': ['owner', 'manager', 'agent'], 'trial.secret': ['owner'] },
  events: [noted, backstage, hidden],
  pages: [
    {
      method: 'GET',
      path: '/trial/:slug/sites/:site_id/stream',
      async handle(call) {
        const tenant = await call.tenantBySlug(call.params.slug ?? '')
        await openStream(call.hub, call.reply, {
          key: 'test',
          tenant,
          site_id: call.params.site_id!,
          permissions: new Set(['trial.read']),
          hear: (frame, tell) => {
            if (frame.type === 'event') tell(frame.name === 'trial.noted' ? 'change' : 'other')
          },
          closed: () => closings++,
        })
        return { streamed: true }
      },
    },
  ],
})
const house = await testHouse([trial], { DATABASE_POOL: '10' })
const address = await house.server.app.listen({ port: 0, host: '127.0.0.1' })
const [tenant, other] = [await house.tenant(), await house.tenant()]
const owner = await house.person(tenant, 'owner')
const agent = await house.person(tenant, 'agent')

const say = (text: string, site_id: string | null = null, event = noted, thing_id: string = randomUUID()) =>
  house.as(tenant, 'system', (ctx) => emit(ctx, event, { thing_id, text }, site_id))

const clients: LiveClient[] = []
house.beforeClosing(() => clients.forEach((client) => client.socket.terminate()))
function connect(headers: Record<string, string>, query = '', slug = tenant.slug): LiveClient {
  const client = listenLive(address, `/api/v1/tenants/${slug}/live${query}`, headers)
  clients.push(client)
  return client
}
async function greeted(headers: Record<string, string>, query = '', slug = tenant.slug): Promise<LiveClient> {
  const client = connect(headers, query, slug)
  await client.waitFor('hello', (frames) => frames[0]?.type === 'hello')
  return client
}
const texts = (client: LiveClient): unknown[] => client.events().map((frame) => frame.facts!.text)

test('hello, then what happens, with ids and public facts only', async () => {
  const client = await greeted(agent.headers)
  assert.match(client.cursor()!, /^\d+$/)
  const thing_id = randomUUID()
  const id = await say('hello', null, noted, thing_id)
  await client.waitFor('the event', () => client.events().length === 1)
  const [frame] = client.events()
  assert.equal(frame!.id, id)
  assert.equal(frame!.name, 'trial.noted')
  assert.deepEqual(frame!.ids, { thing_id })
  assert.deepEqual(frame!.facts, { text: 'hello' })
  assert.match(frame!.cursor!, /^\d+$/)
})

test('only who may know is told, and nobody of another organisation', async () => {
  const stranger = await house.person(other, 'owner')
  const [boss, worker, far] = [
    await greeted(owner.headers),
    await greeted(agent.headers),
    await greeted(stranger.headers, '', other.slug),
  ]
  await say('secret', null, hidden)
  await say('public')
  for (const client of [boss, worker])
    await client.waitFor('the public one', () => client.events().some((f) => f.facts?.text === 'public'))
  assert.deepEqual(
    boss.events().map((f) => f.name),
    ['trial.hidden', 'trial.noted'],
  )
  assert.deepEqual(
    worker.events().map((f) => f.name),
    ['trial.noted'],
  )
  await house.as(other, 'system', (ctx) => emit(ctx, noted, { thing_id: randomUUID(), text: 'far' }))
  await far.waitFor('its own', () => far.events().length > 0)
  assert.deepEqual(texts(far), ['far'])
})

test('who is confined to a site, or asks for one, hears of that site', async () => {
  const [here, there] = [randomUUID(), randomUUID()]
  const confined = await greeted((await house.person(tenant, 'manager', [here])).headers)
  const asking = await greeted(agent.headers, `?site_id=${here}`)
  const token = newToken(tenant.ref)
  await house.as(tenant, 'system', (ctx) =>
    ctx.transaction.db
      .insertInto('platform.device')
      .values({
        tenant_id: tenant.id,
        id: newId(),
        site_id: here,
        kind: 'display',
        name: 'Hall',
        token_hash: hashSecret(token),
      })
      .execute(),
  )
  const display = await greeted({ cookie: `guichet_device=${token}` })
  await say('there', there)
  await say('everywhere')
  await say('secret here', here, hidden)
  await say('backstage', here, backstage)
  await say('here', here)
  for (const client of [confined, asking, display])
    await client.waitFor('here', () => texts(client).includes('here'))
  assert.deepEqual(texts(confined), ['everywhere', 'backstage', 'here'])
  assert.deepEqual(texts(asking), ['everywhere', 'backstage', 'here'])
  assert.deepEqual(texts(display), ['here'], 'a screen in the hall hears what the hall may see')

  const refused = connect((await house.person(tenant, 'manager', [here])).headers, `?site_id=${there}`)
  assert.equal((await refused.closed).code, 4403)
})

test('strangers are turned away, with a code that says what to do', async () => {
  const code = async (headers: Record<string, string>, query = '', slug = tenant.slug) =>
    (await connect(headers, query, slug).closed).code
  const stranger = await house.person(other, 'owner')
  assert.equal(await code({}), 4401)
  assert.equal(await code({ authorization: 'Bearer x.y.z' }), 4401)
  assert.equal(await code(stranger.headers), 4403)
  assert.equal(await code(stranger.headers, '', 'nowhere'), 4403)
  assert.equal(await code({ ...agent.headers, origin: 'https://evil.example' }), 4403)
  assert.equal(await code(agent.headers, '?site_id=1'), 4403)
  const own = await greeted({ ...agent.headers, origin: address })
  own.socket.close()
})

test('whatever moment the line is cut at, nothing is missed', { timeout: 60_000 }, async () => {
  let round = 0
  const scenario = fc.record({
    /** After how many frames each connection is cut. */
    cuts: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }),
    writers: fc.integer({ min: 1, max: 4 }),
    each: fc.integer({ min: 3, max: 12 }),
    /** Events said by a transaction that began first and commits last. */
    late: fc.integer({ min: 0, max: 3 }),
    late_after: fc.integer({ min: 0, max: 30 }),
  })
  await fc.assert(
    fc.asyncProperty(scenario, async ({ cuts, writers, each, late, late_after }) => {
      const mark = `round ${++round} `
      const said = new Set<string>()
      const note = async (ctx: Ctx, text: string) =>
        void said.add(await emit(ctx, noted, { thing_id: randomUUID(), text: mark + text }))
      const heard = new Set<string>()
      let client = await greeted(agent.headers)
      const hear = (frames = client.frames) => {
        for (const frame of frames) if (frame.type === 'event') heard.add(frame.id!)
      }

      let written = 0
      const slow = house.as(tenant, 'system', async (ctx) => {
        for (let n = 0; n < late; n++) await note(ctx, `late ${n}`)
        await until('the others', () => written >= Math.min(late_after, writers * each))
      })
      const quick = Array.from({ length: writers }, async (_, writer) => {
        for (let n = 0; n < each; n++) {
          await house.as(tenant, 'system', (ctx) => note(ctx, `${writer}/${n}`))
          written++
        }
      })
      for (const cut of cuts) {
        await until(
          'some frames',
          () => client.frames.length > cut || (written === writers * each && client.frames.length > 0),
        )
        client.socket.terminate()
        // What came after the cut was lost on the way: the browser knows the cursor of the last frame it got.
        const got = client.frames.slice(0, cut + 1)
        hear(got)
        const { cursor } = got.findLast((frame) => frame.cursor)!
        client = await greeted(agent.headers, `?cursor=${cursor}`)
      }
      await Promise.all([slow, ...quick])
      await until(`all ${said.size} events`, () => {
        hear()
        return [...said].every((id) => heard.has(id))
      })
      assert.ok(!client.frames.some((frame) => frame.type === 'reset'))
      client.socket.terminate()
    }),
    { numRuns: 15, endOnFailure: true },
  )
})

test('cursors never go back, and never run ahead of an open transaction', async () => {
  const client = await greeted(agent.headers)
  let commit: () => void = () => {}
  const gate = new Promise<void>((resolve) => (commit = resolve))
  let begun = false
  const slow = house.as(tenant, 'system', async (ctx) => {
    await emit(ctx, noted, { thing_id: randomUUID(), text: 'began first' })
    begun = true
    await gate
  })
  await until('it has begun', () => begun)
  await say('began later')
  await client.waitFor('the later one', () => texts(client).includes('began later'))
  const { cursor } = client.events().find((frame) => frame.facts!.text === 'began later')!
  client.socket.terminate()
  commit()
  await slow
  const back = await greeted(agent.headers, `?cursor=${cursor}`)
  await back.waitFor('the one that began first', () => texts(back).includes('began first'))
  const cursors = back.frames.filter((frame) => frame.type === 'event').map((frame) => BigInt(frame.cursor!))
  assert.ok(cursors.every((value, index) => index === 0 || value >= cursors[index - 1]!))
})

test('who was away for too long, or brings a cursor that is none, starts afresh', async () => {
  const { cursor } = (await greeted(agent.headers)).frames[0]!
  await house.as(tenant, 'system', async (ctx) => {
    for (let n = 0; n < 501; n++) await emit(ctx, noted, { thing_id: randomUUID(), text: `many ${n}` })
  })
  for (const old of [cursor!, '99999999999', 'x', '0']) {
    const client = await greeted(agent.headers, `?cursor=${old}`)
    await client.waitFor('reset', (frames) => frames.some((frame) => frame.type === 'reset'))
    assert.match(client.cursor()!, /^\d+$/)
    await say(`after ${old}`)
    await client.waitFor('what follows', () => texts(client).includes(`after ${old}`))
    client.socket.terminate()
  }
})

test('a client that does not read is dropped, and the others do not notice', async () => {
  const slow = await greeted(agent.headers)
  const quick = await greeted(agent.headers)
  slow.socket.pause()
  const dropped = async () => (await house.platform.metrics.live_dropped.get()).values[0]?.value ?? 0
  const before = await dropped()
  const bulk = 'x'.repeat(500_000)
  for (let n = 0; n < 60 && (await dropped()) === before; n++) {
    await say(`${n} ${bulk}`)
    await quick.waitFor('the bulk', () => quick.events().length === n + 1)
  }
  assert.equal(await dropped(), before + 1)
  await say('light again')
  await quick.waitFor('the light one', () => texts(quick).includes('light again'))
  slow.socket.terminate()
})

test(
  'a session that ends takes its open pages along; a right that is lost is lost there too',
  { timeout: 20_000 },
  async () => {
    const email = 'live@example.test'
    const password = 'Un mot de passe bien long'
    const user_id = await house.platform.sign_in.createUser({
      email,
      name: 'Awa',
      locale: 'fr',
      password_hash: await hashPassword(password),
    })
    await house.as(tenant, 'system', (ctx) => addMember(ctx, user_id, 'agent'))
    const signIn = async () => {
      const answer = await house.server.app.inject({
        method: 'POST',
        url: '/api/v1/auth/sign-in',
        payload: { email, password },
      })
      return [answer.headers['set-cookie']]
        .flat()
        .map((line) => String(line).split(';')[0])
        .join('; ')
    }
    const [first, second, third] = [await signIn(), await signIn(), await signIn()]
    const [page, elsewhere, demoted] = [
      await greeted({ cookie: first }),
      await greeted({ cookie: second }),
      await greeted({ cookie: third }),
    ]

    // In this process: at once.
    await house.server.app.inject({
      method: 'POST',
      url: '/api/v1/auth/sign-out',
      headers: { cookie: first },
    })
    assert.equal((await Promise.race([page.closed, wait(1_000, null)]))?.code, 4401)

    // Ended by another process, which can only change the database: within five seconds.
    const { items } = (
      await house.server.app.inject({ url: '/api/v1/me/sessions', headers: { cookie: second } })
    ).json()
    const { id } = items.find((session: { current: boolean }) => session.current)
    await house.platform.app_pool.query('delete from auth.session where id = $1', [id])
    await house.as(tenant, 'system', (ctx) =>
      ctx.transaction.db
        .updateTable('platform.membership')
        .set({ role: 'viewer' })
        .where('user_id', '=', user_id)
        .execute(),
    )
    assert.equal((await Promise.race([elsewhere.closed, wait(5_000, null)]))?.code, 4401)
    const witness = await greeted(agent.headers)
    let probes = 0
    const hears = async (): Promise<boolean> => {
      const probe = `probe ${probes++}`
      await say(probe)
      await witness.waitFor(probe, () => texts(witness).includes(probe))
      // The answer to a ping comes after everything that was sent before it.
      const pong = new Promise((resolve) => demoted.socket.once('pong', resolve))
      demoted.socket.ping()
      await pong
      return texts(demoted).includes(probe)
    }
    await until('the right is lost', async () => !(await hears()), { within_ms: 5_000 })
    assert.equal(await hears(), false)
    assert.equal(demoted.socket.readyState, demoted.socket.OPEN, 'still a member, with less to hear')
  },
)

test('a client that leaves while it is being recognised leaves nothing behind', async () => {
  clients.forEach((client) => client.socket.terminate())
  await until('all have gone', () => house.server.hub.count() === 0)
  const hasty = Array.from({ length: 20 }, () => {
    const client = connect(agent.headers)
    client.socket.on('open', () => client.socket.terminate())
    return client
  })
  await Promise.all(hasty.map((client) => client.closed))
  await until('nobody is left', () => house.server.hub.count() === 0)
})

test('a public page hears words about its site, and nothing of the messages', async () => {
  const site_id = randomUUID()
  const stop = new AbortController()
  const answer = await fetch(`${address}/trial/${tenant.slug}/sites/${site_id}/stream`, {
    signal: stop.signal,
  })
  assert.match(answer.headers.get('content-type') ?? '', /^text\/event-stream/)
  let text = ''
  const reading = (async () => {
    for await (const chunk of answer.body!) text += Buffer.from(chunk).toString()
  })().catch(() => {})
  await until('the page is in its room', () => house.server.hub.count() === 1)
  await say('private words', site_id)
  await say('not here', randomUUID())
  await say('secret', site_id, hidden)
  await say('more private words', site_id)
  await until('both changes', () => text.split('event: change\n').length === 3)
  assert.doesNotMatch(text, /private|secret|trial|other/)
  const before = closings
  stop.abort()
  await reading
  await until('it has left', () => house.server.hub.count() === 0)
  assert.equal(closings, before + 1)
})
