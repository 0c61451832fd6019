import { fork, type ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { platformModule } from '@guichet/platform/as-module'
import { readConfig } from '@guichet/platform/config'
import type { Tenant } from '@guichet/platform/ctx'
import { newId } from '@guichet/platform/ids'
import { notify } from '@guichet/platform/notifications'
import { asSystem, createPlatform, type Platform } from '@guichet/platform/platform'
import { seal } from '@guichet/platform/seal'
import { createTenant } from '@guichet/platform/staff'
import { fcmFake, sendgridFake, twilioFake, type Fault } from '@guichet/platform/vendor-fakes'
import { atLeast, fact, none, type Figure } from './figure.ts'
import { environmentOf, type Bench, type Database } from './house.ts'
import { email, noticesModule, push, sms } from './notices-module.ts'

const worker_count = 2

/** Every request may meet a busy vendor, a failing one, or an answer that is lost after the deed. */
function trouble(): Fault | null {
  const dice = Math.random()
  if (dice < 0.05) return { status: 429, retry_after_s: 1 }
  if (dice < 0.08) return { status: 500 }
  if (dice < 0.11) return { status: 500, takes_effect: true }
  if (dice < 0.13) return { breaks: true, takes_effect: true }
  return null
}

/** Messages to three vendors that answer 429 and 500, carried by workers that are killed every few seconds. */
export const notices: Figure = {
  name: 'notices',
  title: 'messages while workers are killed (-9) and vendors answer 429 and 500',
  async run(bench) {
    const count = bench.quick ? 600 : 10_000
    const [twilio, sendgrid, fcm] = await Promise.all([twilioFake(), sendgridFake(), fcmFake()])
    for (const vendor of [twilio, sendgrid, fcm]) {
      vendor.plan = trouble
      bench.afterwards(vendor.close)
    }
    const database = await bench.database('notices')
    const environment = {
      ...environmentOf(bench, database, 8_000),
      GUICHET_ROLES: 'worker',
      DATABASE_POOL: '4',
      TWILIO_ACCOUNT_SID: twilio.account.account_sid,
      TWILIO_AUTH_TOKEN: twilio.account.auth_token,
      TWILIO_SMS_FROM: twilio.account.sms_from,
      TWILIO_API_URL: twilio.url,
      SENDGRID_API_KEY: sendgrid.account.api_key,
      SENDGRID_API_URL: sendgrid.url,
      MAIL_FROM: sendgrid.account.from,
      FCM_SERVICE_ACCOUNT: JSON.stringify(fcm.account),
      FCM_API_URL: fcm.url,
      FCM_TOKEN_URL: fcm.token_url,
    }
    const platform = await createPlatform({
      config: readConfig(environment),
      modules: [platformModule, noticesModule],
      log: pino({ level: 'silent' }),
    })
    bench.afterwards(() => platform.close())
    const tenant = await organisation(platform)
    await write(bench, platform, tenant, count, fcm.devices)

    const since = performance.now()
    const workers = killedAgainAndAgain(environment)
    bench.afterwards(() => workers.stop())
    const left = await untilSettled(bench, database)
    const seconds = (performance.now() - since) / 1_000
    await workers.stop()

    const statuses = await countByStatus(database)
    const texts = timesEach(twilio.messages.map(({ to }) => to))
    const mails = timesEach(sendgrid.mails.map(({ custom_args }) => custom_args.message_id ?? ''))
    const [of_sms, of_mail] = [Math.round(count * 0.6), Math.round(count * 0.2)]
    const of_push = count - of_sms - of_mail
    const shown = [...fcm.shown.values()]
    return [
      none('not settled', left),
      none('missing: SMS', of_sms - texts.size),
      none('missing: e-mail', of_mail - mails.size),
      none('missing: push', of_push - shown.length),
      none('twice: SMS (Twilio is asked)', extra(texts)),
      none('twice on the screen: push (same tag)', shown.filter((screen) => screen.size > 1).length),
      fact('twice: e-mail (SendGrid cannot be asked; same Message-ID)', `${extra(mails)} of ${of_mail}`),
      {
        ...atLeast('sent', statuses.get('sent') ?? 0, count),
        measured: [...statuses].map(([status, n]) => `${n} ${status}`).join(', '),
      },
      fact('kills', workers.kills()),
      fact(
        'requests to vendors',
        `${twilio.requests + sendgrid.requests + fcm.requests} for ${count} messages`,
      ),
      fact('duration', `${seconds.toFixed(0)} s, ${(count / seconds).toFixed(0)} messages/s`),
    ]
  },
}

async function organisation(platform: Platform): Promise<Tenant> {
  const { tenant } = await createTenant(
    platform,
    {
      slug: 'notices',
      name: 'Notices',
      country: 'SN',
      currency: 'XOF',
      time_zone: 'Africa/Dakar',
      modules: platform.modules.map(({ name }) => name),
    },
    async () => {},
  )
  return tenant
}

/** Six in ten by SMS, two by e-mail, two by push; a hundred in each transaction, as a busy morning might. */
async function write(
  bench: Bench,
  platform: Platform,
  tenant: Tenant,
  count: number,
  devices: Set<string>,
): Promise<void> {
  for (let from = 0; from < count; from += 100) {
    await asSystem(platform, tenant, async (ctx) => {
      for (let n = from; n < Math.min(from + 100, count); n++) {
        const [key, facts] = [`message ${n}`, { number: `A${n}` }]
        if (n % 10 < 6) {
          const phone = `+22177${String(1_000_000 + n)}`
          await notify(ctx, sms, { to: { kind: 'visitor', phone }, facts, key })
        } else if (n % 10 < 8) {
          await notify(ctx, email, { to: { kind: 'visitor', email: `visitor${n}@example.test` }, facts, key })
        } else {
          const [page_hash, device] = [`page ${n}`, `device ${n}`]
          devices.add(device)
          await ctx.transaction.db
            .insertInto('platform.push_subscription')
            .values({
              tenant_id: tenant.id,
              id: newId(),
              channel: 'push',
              page_hash,
              endpoint_hash: device,
              sealed: seal(device, bench.secret_key),
              created_at: ctx.now(),
            })
            .execute()
          await notify(ctx, push, { to: { kind: 'visitor', page_hash }, facts, key })
        }
      }
    })
  }
}

const program = fileURLToPath(new URL('./notices-process.ts', import.meta.url))

function killedAgainAndAgain(environment: Record<string, string>) {
  let stopped = false
  let kills = 0
  const start = (): ChildProcess =>
    fork(program, { env: { ...process.env, ...environment }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const workers = Array.from({ length: worker_count }, start)
  const ready = (worker: ChildProcess): Promise<void> =>
    new Promise((resolve) => {
      worker.once('message', () => resolve())
      worker.once('exit', () => resolve())
    })
  async function loop(): Promise<void> {
    await Promise.all(workers.map(ready))
    for (let turn = 0; !stopped; turn++) {
      await wait(2_000 + Math.random() * 4_000)
      if (stopped) return
      const at = turn % workers.length
      workers[at]!.kill('SIGKILL')
      kills++
      workers[at] = start()
      await ready(workers[at])
    }
  }
  const running = loop()
  return {
    kills: () => kills,
    async stop(): Promise<void> {
      stopped = true
      await running
      for (const worker of workers) worker.kill('SIGKILL')
    },
  }
}

const longest_ms = 15 * 60_000

/** @returns how many have not come to an end, when patience has */
async function untilSettled(bench: Bench, database: Database): Promise<number> {
  const until = performance.now() + longest_ms
  for (let turn = 0; ; turn++) {
    const { rows } = await database.admin.query<{ n: number }>(
      "select count(*)::int as n from platform.message where status in ('pending', 'sending')",
    )
    const left = rows[0]!.n
    if (left === 0 || performance.now() > until) return left
    if (turn % 20 === 0) bench.say(`  ${left} messages left`)
    await wait(500)
  }
}

async function countByStatus(database: Database): Promise<Map<string, number>> {
  const { rows } = await database.admin.query<{ status: string; n: number }>(
    'select status, count(*)::int as n from platform.message group by status order by status',
  )
  return new Map(rows.map(({ status, n }) => [status, n]))
}

function timesEach(ids: readonly string[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1)
  return times
}
const extra = (times: Map<string, number>): number => [...times.values()].reduce((sum, n) => sum + n - 1, 0)
