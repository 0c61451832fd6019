import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Tenant } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { newId } from '../ids.ts'
import type { PlatformTables } from '../tables.ts'
import { testHouse, trialModule } from '../testing/test-house.ts'
import { workOf } from '../testing/work-of.ts'
import { stuckMessages } from './claim.ts'
import { deliverMessage, mindMessages } from './deliver.ts'
import { defineNotice, notify, withdrawNotice } from './index.ts'
import type { MessageRow } from './settle.ts'

const called = defineNotice({
  name: 'trial.called',
  audience: 'visitor',
  facts: z.object({ number: z.string(), link: z.string(), count: z.int().default(0) }),
  channels: ['whatsapp', 'sms', 'email'],
  urgency: 'now',
  hold_s: 60,
  expires_s: 900,
  consent: 'transactional',
})
const offer = defineNotice({
  ...called,
  name: 'trial.offer',
  hold_s: 0,
  urgency: 'normal',
  consent: 'optional',
  expires_s: 86_400,
})
const words = {
  called: { title: 'Ticket {number}', text: '{number}, {organisation} vous attend : {link}' },
  offer: { title: 'Offre', text: { one: 'Une offre', other: '{count} offres' } },
}
const db = tablesOf<PlatformTables>()
const house = await testHouse([
  trialModule({ notices: [called, offer], locales: { fr: { notice: words }, en: { notice: words } } }),
])
const tenant = await house.tenant({ name: 'Mairie de Thiès' })
const facts = { number: 'A12', link: '/q/abc' }

const message = async (id: string, of: Tenant = tenant): Promise<MessageRow & { steps: string[] }> =>
  house.as(of, 'system', async (ctx) => {
    const row = await db(ctx)
      .selectFrom('platform.message')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const steps = await db(ctx)
      .selectFrom('platform.message_step')
      .select(['status', 'channel', 'reason'])
      .where('message_id', '=', id)
      .orderBy('id')
      .execute()
    return {
      ...(row as MessageRow),
      steps: steps.map((step) => [step.status, step.channel, step.reason].filter(Boolean).join(' ')),
    }
  })
const deliver = (id: string, of: Tenant = tenant) => deliverMessage.run(workOf(house, of), { message_id: id })
const tell = (key: string, to: object, notice = called, more = {}): Promise<string> =>
  house.as(tenant, 'system', async (ctx) => {
    const { message_ids } = await notify(ctx, notice, { to: { kind: 'visitor', ...to }, facts, key, ...more })
    return message_ids[0]!
  })

test('a channel without an account is rehearsed: rendered, recorded, never called sent', async () => {
  const id = await tell('ticket 1', { phone: '77 123 45 67' })
  await deliver(id)
  assert.equal((await message(id)).status, 'pending', 'held for a minute')
  house.clock.advance(61)
  await deliver(id)
  const row = await message(id)
  assert.deepEqual(
    [row.status, row.channel, row.address, row.title, row.body],
    [
      'simulated',
      'sms',
      '+221771234567',
      'Ticket A12',
      'A12, Mairie de Thiès vous attend : http://localhost:8000/q/abc',
    ],
  )
  assert.deepEqual(row.steps, ['held', 'skipped whatsapp no_consent', 'simulated sms'])
  assert.equal(row.vendor_id, null)
  const uses = await house.as(tenant, 'system', (ctx) =>
    db(ctx).selectFrom('platform.channel_use').selectAll().execute(),
  )
  assert.deepEqual(
    uses.map((use) => [use.sent, use.simulated]),
    [[0, 1]],
  )
})

test('WhatsApp goes first for who agreed, and the agreement is kept with its origin', async () => {
  const id = await tell('ticket 2', { phone: '+221770000002', consent: ['whatsapp'] })
  house.clock.advance(61)
  await deliver(id)
  assert.equal((await message(id)).channel, 'whatsapp')
  const kept = await house.as(tenant, 'system', (ctx) =>
    db(ctx)
      .selectFrom('platform.contact_channel')
      .selectAll()
      .where('address', '=', '+221770000002')
      .executeTakeFirstOrThrow(),
  )
  assert.equal(kept.opted_in_by, 'trial.called')
  assert.ok(kept.opted_in_at)
})

test('the same notice with the same key is written once, also by several at once', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, () => tell('ticket 3', { phone: '+221770000003' })))
  assert.equal(new Set(ids).size, 1)
  const other = await tell('ticket 3', { phone: '+221770000003' }, offer)
  assert.notEqual(other, ids[0], 'another notice about the same thing')
})

test('nothing leaves when the transaction that tells it fails', async () => {
  await assert.rejects(
    house.as(tenant, 'system', async (ctx) => {
      await notify(ctx, called, { to: { kind: 'visitor', phone: '+221770000004' }, facts, key: 'ticket 4' })
      throw new Error('second thoughts')
    }),
  )
  const rows = await house.as(tenant, 'system', (ctx) =>
    db(ctx).selectFrom('platform.message').select('id').where('key', '=', 'ticket 4').execute(),
  )
  assert.deepEqual(rows, [])
})

test('withdrawn while it is held, it never leaves; told again, it is a new message', async () => {
  const id = await tell('ticket 5', { phone: '+221770000005' })
  await house.as(tenant, 'system', (ctx) => withdrawNotice(ctx, called, 'ticket 5'))
  house.clock.advance(61)
  await deliver(id)
  assert.equal((await message(id)).status, 'cancelled')
  const again = await tell('ticket 5', { phone: '+221770000005' })
  assert.notEqual(again, id)
  house.clock.advance(61)
  await deliver(again)
  assert.equal((await message(again)).status, 'simulated')
  await house.as(tenant, 'system', (ctx) => withdrawNotice(ctx, called, 'ticket 5'))
  assert.equal((await message(again)).status, 'simulated', 'what has left stays as it is')
})

test('late is dropped, not sent', async () => {
  const id = await tell('ticket 6', { phone: '+221770000006' }, called, {
    expires_at: new Date(house.clock.now.getTime() + 120_000),
  })
  house.clock.advance(121)
  await deliver(id)
  assert.equal((await message(id)).status, 'expired')
})

test('a number that cannot exist is said to be the reason, and the next channel takes over', async () => {
  const lost = await tell('ticket 7', { phone: '12345' })
  const saved = await tell('ticket 8', { phone: '12345', email: 'Awa@Example.test' })
  house.clock.advance(61)
  await deliver(lost)
  await deliver(saved)
  const row = await message(lost)
  assert.deepEqual([row.status, row.reason], ['suppressed', 'bad_address'])
  const { status, channel, address } = await message(saved)
  assert.deepEqual([status, channel, address], ['simulated', 'email', 'awa@example.test'])
  const events = await house.as(tenant, 'system', (ctx) =>
    db(ctx)
      .selectFrom('platform.event')
      .select('payload')
      .where('name', '=', 'platform.message_failed')
      .execute(),
  )
  assert.deepEqual(
    events.map((event) => event.payload.key),
    ['ticket 7'],
  )
})

test('what nobody must hear comes only to who agreed, and waits for the end of quiet hours', async () => {
  const unasked = await tell('offer 1', { phone: '+221770000010' }, offer)
  await deliver(unasked)
  assert.deepEqual(
    [(await message(unasked)).status, (await message(unasked)).reason],
    ['suppressed', 'no_consent'],
  )
  house.clock.now = new Date('2026-03-11T22:30:00Z')
  const id = await tell('offer 2', { phone: '+221770000010', consent: ['sms'] }, offer)
  await deliver(id)
  const held = await message(id)
  assert.equal(held.status, 'pending')
  assert.equal(new Date(held.next_at).toISOString(), '2026-03-12T08:00:00.000Z', 'Dakar is on UTC')
  house.clock.now = new Date('2026-03-12T08:00:00Z')
  await deliver(id)
  assert.deepEqual([(await message(id)).status, (await message(id)).body], ['simulated', 'Une offre'])
  const late = await house.tenant({ time_zone: 'Europe/Paris', country: 'FR', currency: 'EUR' })
  house.clock.now = new Date('2026-07-01T20:30:00Z')
  const { message_ids } = await house.as(late, 'system', (ctx) =>
    notify(ctx, offer, {
      to: { kind: 'visitor', phone: '0612345678', email: 'a@b.test', consent: ['sms', 'email'] },
      facts,
      key: 'x',
      expires_at: new Date('2026-07-01T23:00:00Z'),
    }),
  )
  await deliver(message_ids[0]!, late)
  const instead = await message(message_ids[0]!, late)
  assert.deepEqual(
    [instead.status, instead.channel],
    ['simulated', 'email'],
    'a letter wakes nobody, and the morning is too late',
  )
})

test('a colleague is reached as they asked, and not at all once they have left', async () => {
  house.clock.now = new Date('2026-03-13T10:00:00Z')
  const person = await house.person(tenant, 'manager')
  const to = { kind: 'user', user_id: person.user_id } as const
  const send = async (key: string): Promise<Awaited<ReturnType<typeof message>>> => {
    const { message_ids } = await house.as(tenant, 'system', (ctx) => notify(ctx, offer, { to, facts, key }))
    await deliver(message_ids[0]!)
    return message(message_ids[0]!)
  }
  assert.equal((await send('staff 1')).channel, 'email')
  await house.as(tenant, 'system', (ctx) =>
    db(ctx)
      .insertInto('platform.member_preference')
      .values({
        tenant_id: tenant.id,
        user_id: person.user_id,
        phone: '+221770000011',
        channels: ['whatsapp'],
        updated_at: ctx.now(),
      })
      .execute(),
  )
  const preferred = await send('staff 2')
  assert.deepEqual([preferred.channel, preferred.address], ['whatsapp', '+221770000011'])
  await house.as(tenant, 'system', (ctx) =>
    sql`update platform.membership set status = 'suspended' where user_id = ${person.user_id}`.execute(
      ctx.transaction.db,
    ),
  )
  assert.equal((await send('staff 3')).reason, 'not_a_member')
})

test('what a dead worker left behind is asked for again, and nothing that is still on its way', async () => {
  const behind = await tell('ticket 9', { phone: '+221770000012' })
  house.clock.advance(90)
  const fresh = await tell('ticket 10', { phone: '+221770000013' })
  const stuck = await house.as(tenant, 'system', (ctx) => stuckMessages(ctx, 100))
  assert.deepEqual([stuck.includes(behind), stuck.includes(fresh)], [true, false])
  await house.as(tenant, 'system', (ctx) => mindMessages.run(ctx, house.clock.now))
  await deliver(behind)
  assert.equal((await message(behind)).status, 'simulated')
})

test('an unknown message is nobody’s work', async () => {
  await deliver(newId())
})
