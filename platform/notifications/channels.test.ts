import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Tenant } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { newId } from '../ids.ts'
import { seal } from '../seal.ts'
import type { PlatformTables } from '../tables.ts'
import { testHouse, testKey, trialModule, type TestHouse } from '../testing/test-house.ts'
import { fcmFake } from '../testing/vendors/fcm-fake.ts'
import type { Post } from '../testing/vendors/fake-server.ts'
import { pushServiceFake } from '../testing/vendors/push-service-fake.ts'
import { sendgridFake } from '../testing/vendors/sendgrid-fake.ts'
import { smtpSink } from '../testing/vendors/smtp-sink.ts'
import { twilioFake, type TwilioMessage } from '../testing/vendors/twilio-fake.ts'
import { workOf } from '../testing/work-of.ts'
import { accountsOf, carrierOf, sealAccount } from './accounts.ts'
import { claim } from './claim.ts'
import { deliverMessage } from './deliver.ts'
import { defineNotice, notify, type Channel, type NoticeDefinition, type Recipient } from './index.ts'
import type { MessageRow } from './settle.ts'

const notice = (name: string, channels: readonly Channel[], more: Partial<NoticeDefinition> = {}) =>
  defineNotice({
    name: `trial.${name}`,
    audience: 'visitor',
    facts: z.object({ number: z.string() }),
    channels,
    urgency: 'now',
    expires_s: 3_600,
    consent: 'transactional',
    ...more,
  } as NoticeDefinition<z.ZodObject<{ number: z.ZodString }>>)
const called = notice('called', ['whatsapp', 'sms', 'email'])
const texted = notice('texted', ['sms', 'email'])
const mailed = notice('mailed', ['email'], { consent: 'optional' })
const pushed = notice('pushed', ['push', 'web_push'])
const alerted = notice('alerted', ['whatsapp'], { replies: ['seen'] })
const notices = [called, texted, mailed, pushed, alerted]
const words = Object.fromEntries(
  notices.map(({ name }) => [
    name.split('.')[1]!,
    { title: 'Ticket {number}', text: 'Le {number} est appelé', reply_seen: 'Vu' },
  ]),
)

// Vendors report straight into the server: nothing listens.
let house: TestHouse | null = null
const post: Post = async (url, { headers, body }) => {
  const { pathname, search } = new URL(url)
  const answer = await house!.server.app.inject({
    method: 'POST',
    url: pathname + search,
    headers,
    payload: body,
  })
  return { status: answer.statusCode }
}
const login = { user: 'guichet', password: 'secret of the mail server' }
const [twilio, sendgrid, fcm, pushes, smtp] = await Promise.all([
  twilioFake(post),
  sendgridFake(post),
  fcmFake(),
  pushServiceFake(),
  smtpSink(login),
])
house = await testHouse(
  [trialModule({ notices, locales: { fr: { notice: words }, en: { notice: words } } })],
  {
    PUBLIC_URL: 'http://guichet.test',
    TWILIO_ACCOUNT_SID: twilio.account.account_sid,
    TWILIO_AUTH_TOKEN: twilio.account.auth_token,
    TWILIO_SMS_FROM: twilio.account.sms_from,
    TWILIO_WHATSAPP_FROM: twilio.account.whatsapp_from,
    TWILIO_API_URL: twilio.url,
    SENDGRID_API_KEY: sendgrid.account.api_key,
    SENDGRID_WEBHOOK_KEY: sendgrid.account.webhook_key,
    SENDGRID_API_URL: sendgrid.url,
    MAIL_FROM: sendgrid.account.from,
    SMTP_URL: `smtp://${login.user}:${encodeURIComponent(login.password)}@127.0.0.1:${smtp.port}`,
    FCM_SERVICE_ACCOUNT: JSON.stringify(fcm.account),
    FCM_API_URL: fcm.url,
    FCM_TOKEN_URL: fcm.token_url,
    WEB_PUSH_HOSTS: pushes.host,
  },
)
const { platform, clock, as } = house
for (const fake of [twilio, sendgrid, fcm, pushes, smtp]) house.beforeClosing(fake.close)
const tenant = await house.tenant({ name: 'Mairie de Thiès' })
const db = tablesOf<PlatformTables>()

interface Seen extends MessageRow {
  steps: string[]
}
const message = (id: string, of: Tenant = tenant): Promise<Seen> =>
  as(of, 'system', async (ctx) => {
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
const deliver = async (id: string, of: Tenant = tenant): Promise<Seen> => {
  await deliverMessage.run(workOf(house!, of), { message_id: id })
  return message(id, of)
}
type Reachable = Omit<Extract<Recipient, { kind: 'visitor' }>, 'kind'>
const tell = (
  what: NoticeDefinition,
  to: Reachable,
  of: Tenant = tenant,
  more: object = {},
): Promise<string> =>
  as(of, 'system', async (ctx) => {
    const told = await notify(ctx, what, {
      to: { kind: 'visitor', ...to },
      facts: { number: 'A12' },
      key: newId(),
      ...more,
    })
    return told.message_ids[0]!
  })
const send = async (
  what: NoticeDefinition,
  to: Reachable,
  of: Tenant = tenant,
  more: object = {},
): Promise<Seen> => deliver(await tell(what, to, of, more), of)
let numbers = 0
const number = (): string => `+22177${String(1_000_000 + ++numbers)}`
const lastOf = (to: string): TwilioMessage => twilio.messages.findLast((one) => one.to.endsWith(to))!

test('an SMS leaves by Twilio and its signed receipts tell the rest, once', async () => {
  const phone = number()
  const row = await send(texted, { phone })
  const there = lastOf(phone)
  assert.deepEqual([row.status, row.vendor_id, row.parts], ['sent', there.sid, 1])
  assert.deepEqual(
    [there.body, there.from, there.validity_period],
    ['Le A12 est appelé', twilio.account.sms_from, '3600'],
  )
  assert.equal((await twilio.report(there, 'delivered')).status, 200)
  assert.equal((await twilio.report(there, 'delivered')).status, 200, 'told twice')
  assert.equal((await twilio.report(there, 'sent')).status, 200, 'and late')
  const known = await message(row.id)
  assert.equal(known.status, 'delivered')
  assert.deepEqual(known.steps, ['written', 'sent sms', 'delivered sms'])
})

test('a forged receipt is refused and changes nothing', async () => {
  const phone = number()
  const row = await send(texted, { phone })
  const url = lastOf(phone).status_callback!
  const fields = { MessageSid: lastOf(phone).sid, MessageStatus: 'failed', ErrorCode: '30003' }
  const body = new URLSearchParams(fields).toString()
  const type = { 'content-type': 'application/x-www-form-urlencoded' }
  const right = twilio.sign(url, fields)
  for (const [signature, sent] of [
    ['', body],
    ['bm90IGEgc2lnbmF0dXJl', body],
    [right, body.replace('failed', 'delivered')],
    [twilio.sign(url.replace('http:', 'https:'), fields), body],
  ] as const) {
    assert.equal(
      (await post(url, { headers: { ...type, 'x-twilio-signature': signature }, body: sent })).status,
      403,
    )
  }
  const other = await house!.tenant()
  const elsewhere = url.replace(`/${tenant.ref}?`, `/${other.ref}?`)
  const signed = { ...type, 'x-twilio-signature': twilio.sign(elsewhere, fields) }
  assert.equal(
    (await post(elsewhere, { headers: signed, body })).status,
    200,
    'genuine, for an organisation that has no such message',
  )
  assert.equal(
    (await post('http://guichet.test/receipts/twilio/nobody', { headers: signed, body })).status,
    404,
  )
  assert.equal((await message(row.id)).status, 'sent')
})

test('WhatsApp takes free words within 24 hours of an answer, an approved template otherwise', async () => {
  const phone = number()
  const to = { phone, consent: ['whatsapp'] as const }
  const closed = await send(called, to)
  assert.deepEqual([closed.channel, closed.steps[1]], ['sms', 'skipped whatsapp no_conversation'])
  const incoming = `http://guichet.test/receipts/twilio/${tenant.ref}/incoming`
  assert.equal((await twilio.receive(incoming, { from: `whatsapp:${phone}`, body: 'Bonjour' })).status, 200)
  const open = await send(called, to)
  assert.deepEqual(
    [open.channel, lastOf(phone).body, lastOf(phone).content_sid],
    ['whatsapp', 'Le A12 est appelé', null],
  )
  clock.advance(25 * 3_600)
  const sid = `HX${'a'.repeat(32)}`
  twilio.contents.set(sid, 'Le ticket {{1}} est appelé.')
  await as(tenant, 'system', (ctx) =>
    db(ctx)
      .insertInto('platform.message_template')
      .values({
        tenant_id: tenant.id,
        id: newId(),
        notice: called.name,
        channel: 'whatsapp',
        locale: 'fr',
        body: 'Le ticket {number} est appelé.',
        content_sid: sid,
        updated_at: ctx.now(),
      })
      .execute(),
  )
  const later = await send(called, to)
  assert.deepEqual(
    [later.channel, later.body, lastOf(phone).body, lastOf(phone).content_variables],
    ['whatsapp', 'Le ticket A12 est appelé.', 'Le ticket A12 est appelé.', { '1': 'A12' }],
  )
})

test('STOP is heard at once, with or without its accent, and START opens again', async () => {
  const phone = number()
  const incoming = `http://guichet.test/receipts/twilio/${tenant.ref}/incoming`
  await twilio.receive(incoming, { from: phone, body: ' Arrêt ' })
  const stopped = await send(texted, { phone })
  assert.deepEqual([stopped.status, stopped.reason], ['suppressed', 'opted_out'])
  assert.equal(twilio.messages.filter((one) => one.to === phone).length, 0)
  await twilio.receive(incoming, { from: phone, body: 'START' })
  assert.equal((await send(texted, { phone })).status, 'sent')
})

test('a button or its word is told to whoever sent the message, once', async () => {
  const phone = number()
  const incoming = `http://guichet.test/receipts/twilio/${tenant.ref}/incoming`
  const to = { phone, consent: ['whatsapp'] as const }
  await twilio.receive(incoming, { from: `whatsapp:${phone}`, body: 'Bonjour' })
  const [first, second] = [await send(alerted, to), await send(alerted, to)]
  await twilio.receive(incoming, {
    from: `whatsapp:${phone}`,
    body: 'Vu',
    button_payload: 'seen',
    replied_sid: first.vendor_id!,
  })
  await twilio.receive(incoming, { from: `whatsapp:${phone}`, body: 'vu' })
  const answers = await as(tenant, 'system', (ctx) =>
    db(ctx)
      .selectFrom('platform.event')
      .select('payload')
      .where('name', '=', 'platform.message_answered')
      .orderBy('seq')
      .execute(),
  )
  assert.deepEqual(
    answers.map(({ payload }) => [payload.message_id, payload.notice, payload.key, payload.answer]),
    [
      [first.id, 'trial.alerted', first.key, 'seen'],
      [second.id, 'trial.alerted', second.key, 'seen'],
    ],
  )
})

test('who unsubscribed with the vendor, and a number that is none, are remembered', async () => {
  const [stopped, wrong] = [number(), number()]
  twilio.opted_out.add(stopped)
  twilio.unreachable.add(wrong)
  const first = await send(texted, { phone: stopped, email: 'awa@example.test' })
  assert.deepEqual([first.status, first.channel, first.steps[1]], ['sent', 'email', 'given_up sms opted_out'])
  assert.equal((await send(texted, { phone: wrong })).reason, 'bad_address')
  const calls = twilio.requests
  assert.equal((await send(texted, { phone: wrong })).reason, 'address_refused')
  assert.equal((await send(texted, { phone: stopped })).reason, 'opted_out')
  assert.equal(twilio.requests, calls, 'Twilio is not asked again')
})

test('undelivered goes on by the next channel', async () => {
  const phone = number()
  const row = await send(texted, { phone, email: 'awa@example.test' })
  await twilio.report(lastOf(phone), 'undelivered', 30003)
  const moved = await deliver(row.id)
  assert.deepEqual([moved.status, moved.channel, moved.vendor], ['sent', 'email', 'sendgrid'])
  await twilio.report(lastOf(phone), 'delivered')
  assert.equal((await message(row.id)).status, 'sent', 'news of a way given up changes nothing')
})

test('an e-mail leaves by SendGrid with its attachment and a way out, and events come back signed', async () => {
  const { sha256 } = await platform.files.put(tenant.id, Readable.from([Buffer.from('%PDF-1.7 report')]))
  const row = await send(mailed, { email: 'Moussa@example.test', consent: ['email'] }, tenant, {
    attachments: [{ sha256, name: 'rapport.pdf', type: 'application/pdf' }],
  })
  const mail = sendgrid.mails.at(-1)!
  assert.deepEqual(
    [row.status, row.vendor_id, mail.to, mail.subject, mail.from.name],
    ['sent', mail.id, 'moussa@example.test', 'Ticket A12', 'Mairie de Thiès'],
  )
  assert.equal(Buffer.from(mail.attachments[0]!.content, 'base64').toString(), '%PDF-1.7 report')
  assert.match(
    mail.headers['List-Unsubscribe']!,
    new RegExp(`^<http://guichet.test/u/${tenant.ref}-[\\w-]{27}>$`),
  )
  const url = `http://guichet.test/receipts/sendgrid/${tenant.ref}`
  assert.equal(
    (await sendgrid.report(url, mail, [{ event: 'processed' }, { event: 'delivered', id: 'one' }])).status,
    200,
  )
  assert.equal((await sendgrid.report(url, mail, [{ event: 'delivered', id: 'one' }])).status, 200)
  assert.deepEqual((await message(row.id)).steps.slice(-2), ['sent email', 'delivered email'])
  assert.equal(
    (
      await post(url, {
        headers: {
          'content-type': 'application/json',
          'x-twilio-email-event-webhook-timestamp': '1',
          'x-twilio-email-event-webhook-signature': 'AAAA',
        },
        body: '[]',
      })
    ).status,
    403,
  )
  await sendgrid.report(url, mail, [{ event: 'unsubscribe' }])
  assert.equal((await send(mailed, { email: 'moussa@example.test', consent: ['email'] })).reason, 'opted_out')
  assert.equal(
    (await send(texted, { email: 'moussa@example.test' })).status,
    'sent',
    'what concerns their own affairs still comes',
  )
})

test('SendGrid away, mail leaves by SMTP; an inbox that does not exist is remembered', async () => {
  const of = await house!.tenant()
  sendgrid.plan = () => ({ status: 503 })
  const id = await tell(mailed, { email: 'fatou@example.test', consent: ['email'] }, of)
  let row = await deliver(id, of)
  for (let n = 0; n < 12 && row.status !== 'sent'; n++) {
    clock.advance(61)
    row = await deliver(id, of)
  }
  sendgrid.plan = null
  assert.deepEqual([row.status, row.vendor], ['sent', 'smtp'])
  const sunk = smtp.mails.at(-1)!
  assert.equal(sunk.to, 'fatou@example.test')
  assert.match(sunk.raw, new RegExp(`Message-ID: <${id}@guichet.test>`))
  assert.match(sunk.raw, /List-Unsubscribe-Post: List-Unsubscribe=One-Click/)
})

test('push reaches every telephone that is left, with one token for many', async () => {
  const page_hash = newId()
  const subscribe = (channel: string, text: string) =>
    as(tenant, 'system', (ctx) =>
      db(ctx)
        .insertInto('platform.push_subscription')
        .values({
          tenant_id: tenant.id,
          id: newId(),
          channel,
          page_hash,
          endpoint_hash: newId(),
          sealed: seal(text, testKey),
          created_at: ctx.now(),
        })
        .execute(),
    )
  fcm.devices.add('phone-1')
  await subscribe('push', 'phone-1')
  await subscribe('push', 'phone-sold')
  const row = await send(pushed, { page_hash })
  assert.deepEqual([row.status, row.channel, row.address], ['sent', 'push', null])
  assert.equal([...fcm.shown.get('phone-1')!.values()][0]!.title, 'Ticket A12')
  await send(pushed, { page_hash })
  assert.equal(fcm.tokens_given, 1)
  const left = await as(tenant, 'system', (ctx) =>
    db(ctx)
      .selectFrom('platform.push_subscription')
      .select('id')
      .where('page_hash', '=', page_hash)
      .execute(),
  )
  assert.equal(left.length, 1, 'the telephone without the app is forgotten')

  const browser = pushes.browser()
  await subscribe('web_push', JSON.stringify(browser.subscription))
  fcm.devices.clear()
  const web = await send(pushed, { page_hash })
  assert.deepEqual([web.status, web.channel], ['sent', 'web_push'])
  assert.deepEqual(
    [...browser.shown.values()].map(({ title, body }) => [title, body]),
    [['Ticket A12', 'Le A12 est appelé']],
  )
  pushes.leave(browser)
  assert.equal((await send(pushed, { page_hash })).status, 'failed')
})

test('Retry-After is honoured, and a lost answer is asked for before anything is sent again', async () => {
  const phone = number()
  twilio.faults.push({ status: 429, retry_after_s: 40 })
  const id = await tell(texted, { phone })
  const busy = await deliver(id)
  assert.equal(busy.status, 'pending')
  const wait_s = (Date.parse(busy.next_at) - clock.now.getTime()) / 1_000
  assert.ok(wait_s >= 40 && wait_s <= 45, String(wait_s))
  clock.advance(46)
  twilio.faults.push({ status: 500, takes_effect: true })
  assert.deepEqual([(await deliver(id)).outcome_known, lastOf(phone).to], [false, phone])
  clock.advance(120)
  twilio.faults.push({ breaks: true })
  await deliver(id)
  clock.advance(120)
  const sent = await deliver(id)
  assert.deepEqual([sent.status, sent.vendor_id], ['sent', lastOf(phone).sid])
  assert.equal(twilio.messages.filter((one) => one.to === phone).length, 1)
})

test('killed between the call and its answer, a worker leaves a message that is sent once', async () => {
  const phone = number()
  const id = await tell(texted, { phone })
  const taken = (await as(tenant, 'system', (ctx) => claim(ctx, platform, id)))!
  const carrier = await carrierOf(platform, tenant.id, taken.held)
  await carrier.send(taken.letter, new AbortController().signal)
  assert.equal((await deliver(id)).status, 'sending', 'as long as the other may still be at it')
  clock.advance(60)
  assert.equal((await deliver(id)).status, 'sent')
  assert.equal(twilio.messages.filter((one) => one.to === phone).length, 1)
})

test('a vendor that keeps failing is left alone by this organisation, tried once, and taken back', async () => {
  const of = await house!.tenant()
  const other = await house!.tenant()
  twilio.plan = () => ({ status: 500 })
  const ids: string[] = []
  for (let n = 0; n < 5; n++) {
    const id = await tell(texted, { phone: number() }, of)
    ids.push(id)
    await deliver(id, of)
  }
  const calls = twilio.requests
  const waiting = await send(texted, { phone: number() }, of)
  assert.deepEqual([waiting.status, waiting.steps.at(-1)], ['pending', 'waiting sms vendor_resting'])
  assert.equal(twilio.requests, calls)
  const instead = await send(texted, { phone: number(), email: 'a@example.test' }, of)
  assert.equal(instead.channel, 'email', 'who has another channel is reached by it')
  twilio.plan = null
  assert.equal((await send(texted, { phone: number() }, other)).status, 'sent', 'others are not concerned')
  clock.advance(40)
  assert.equal((await deliver(waiting.id, of)).status, 'sent')
  clock.advance(60)
  for (const id of ids) assert.equal((await deliver(id, of)).status, 'sent')
})

test('a cap closes a channel for the day, counted where it is decided', async () => {
  const of = await house!.tenant()
  await as(of, 'system', (ctx) =>
    db(ctx)
      .insertInto('platform.channel_setting')
      .values({ tenant_id: of.id, channel: 'sms', daily_cap: 3, price: '25' })
      .execute(),
  )
  const ids = await Promise.all(
    Array.from({ length: 6 }, () => tell(texted, { phone: number(), email: 'a@example.test' }, of)),
  )
  const rows = await Promise.all(ids.map((id) => deliver(id, of)))
  assert.deepEqual(rows.map((row) => String(row.channel)).toSorted(), [
    'email',
    'email',
    'email',
    'sms',
    'sms',
    'sms',
  ])
  const use = await as(of, 'system', (ctx) =>
    db(ctx)
      .selectFrom('platform.channel_use')
      .selectAll()
      .where('channel', '=', 'sms')
      .executeTakeFirstOrThrow(),
  )
  assert.deepEqual([use.sent, Number(use.cost)], [3, 75])
})

test('an organisation’s own account is sealed, and used before the installation’s', async () => {
  const own = await twilioFake(post)
  house!.beforeClosing(own.close)
  const of = await house!.tenant()
  const sealed = sealAccount(own.account, platform.config)
  assert.ok(!sealed.includes(own.account.auth_token))
  await as(of, 'system', (ctx) =>
    db(ctx)
      .insertInto('platform.vendor_account')
      .values({ tenant_id: of.id, vendor: 'twilio', sealed, updated_at: ctx.now() })
      .execute(),
  )
  const held = (await as(of, 'system', (ctx) => accountsOf(ctx, platform))).get('twilio')!
  assert.deepEqual([held.whose, held.account], ['organisation', own.account])
  // The address of the vendor is the operator's: this account is not known there, and the message waits.
  const row = await send(texted, { phone: number() }, of)
  assert.deepEqual([row.status, row.outcome_known], ['pending', true])
})
