import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { z } from 'zod'
import { endpoint } from '../contract.ts'
import { conflict } from '../errors.ts'
import { testHouse, trialModule } from '../testing/test-house.ts'
import { until } from '../testing/until.ts'
import { handle } from './handle.ts'

const open = new Map<string, Promise<void>>()
let failuresLeft = 0
let runs = 0

/** Adds one row for every time it really ran. */
const addNote = endpoint({
  method: 'POST',
  path: '/trial/:thing_id/notes',
  permission: 'trial.note.write',
  summary: 'Writes a note.',
  params: z.object({ thing_id: z.uuid() }),
  body: z.object({ text: z.string().max(200) }),
  reply: z.object({ number: z.int() }),
  status: 201,
})
const trial = trialModule({
  permissions: { 'trial.note.write': ['owner', 'agent'] },
  sql: {
    up: `create table trial.note (tenant_id uuid not null, id uuid not null, text text not null, primary key (tenant_id, id));
         select platform.protect('trial.note');`,
    down: 'drop schema trial cascade;',
  },
  routes: [
    handle(addNote, async (ctx, { body }) => {
      runs++
      await ctx.transaction.db
        .insertInto('trial.note')
        .values({ tenant_id: ctx.tenant.id, id: randomUUID(), text: body.text })
        .execute()
      await open.get(body.text)
      if (failuresLeft-- > 0) throw conflict('trial.not_now')
      const { count } = await ctx.transaction.db
        .selectFrom('trial.note')
        .select((e) => e.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return { number: count }
    }),
  ],
})

const house = await testHouse([trial])
const tenant = await house.tenant()
const owner = await house.person(tenant, 'owner')
const agent = await house.person(tenant, 'agent')
const thing = randomUUID()

const send = (text: string, key?: string, as = owner, thing_id = thing) =>
  house.server.app.inject({
    method: 'POST',
    url: `/api/v1/tenants/${tenant.slug}/trial/${thing_id}/notes`,
    headers: { ...as.headers, ...(key === undefined ? {} : { 'idempotency-key': key }) },
    payload: { text },
  })
const notes = () =>
  house.as(
    tenant,
    'system',
    async (ctx) => (await ctx.transaction.db.selectFrom('trial.note').select('text').execute()).length,
  )

test('without a key every request has its effect', async () => {
  const before = await notes()
  assert.equal((await send('plain')).statusCode, 201)
  assert.equal((await send('plain')).statusCode, 201)
  assert.equal(await notes(), before + 2)
})

test('the same key gives the same answer, and the effect once', async () => {
  const key = randomUUID()
  const before = await notes()
  const first = await send('one', key)
  const second = await send('one', key)
  assert.equal(first.statusCode, 201)
  assert.equal(first.headers['idempotency-replayed'], undefined)
  assert.equal(second.statusCode, 201)
  assert.equal(second.headers['idempotency-replayed'], 'true')
  assert.deepEqual(second.json(), first.json())
  assert.equal(await notes(), before + 1)
})

test('the same key for something else is refused', async () => {
  const key = randomUUID()
  await send('mine', key)
  for (const other of [await send('other', key), await send('mine', key, owner, randomUUID())]) {
    assert.equal(other.statusCode, 422)
    assert.equal(other.json().code, 'platform.idempotency_key_reused')
  }
})

test('the same key of somebody else is another key', async () => {
  const key = randomUUID()
  const before = await notes()
  await send('ours', key, owner)
  const theirs = await send('ours', key, agent)
  assert.equal(theirs.headers['idempotency-replayed'], undefined)
  assert.equal(await notes(), before + 2)
})

test('ten requests at once with one key: one effect, one answer', async () => {
  const key = randomUUID()
  const before = await notes()
  const answers = await Promise.all(Array.from({ length: 10 }, () => send('at once', key)))
  assert.deepEqual([...new Set(answers.map((a) => a.statusCode))], [201])
  assert.equal(new Set(answers.map((a) => a.body)).size, 1)
  assert.equal(answers.filter((a) => a.headers['idempotency-replayed'] === 'true').length, 9)
  assert.equal(await notes(), before + 1)
})

test('a request still under way is not started a second time', async () => {
  const key = randomUUID()
  let finish: (() => void) | undefined
  open.set('slow', new Promise((resolve) => (finish = resolve)))
  const before = runs
  const first = send('slow', key)
  await until('the first is at work', () => runs === before + 1)
  const second = await send('slow', key) // waits as long as a lock may
  assert.equal(second.statusCode, 409)
  assert.equal(second.json().code, 'platform.request_in_flight')
  finish!()
  assert.equal((await first).statusCode, 201)
  assert.equal(runs, before + 1)
  assert.equal((await send('slow', key)).headers['idempotency-replayed'], 'true')
})

test('a failure is not kept: the same key may succeed later', async () => {
  const key = randomUUID()
  const before = await notes()
  failuresLeft = 1
  assert.equal((await send('again', key)).statusCode, 409)
  assert.equal(await notes(), before)
  const second = await send('again', key)
  assert.equal(second.statusCode, 201)
  assert.equal(second.headers['idempotency-replayed'], undefined)
  assert.equal(await notes(), before + 1)
})

test('a key that is none is refused before anything happens', async () => {
  const before = await notes()
  for (const key of ['short', 'has a space in it', 'é'.repeat(10), 'x'.repeat(256)]) {
    const answer = await send('bad', key)
    assert.equal(answer.statusCode, 400)
    assert.equal(answer.json().code, 'platform.bad_idempotency_key')
  }
  assert.equal(await notes(), before)
})
