import { sql } from 'kysely'
import { z } from 'zod'
import { every } from '../jobs/schedules.ts'
import { defineTask, later, type Work } from '../jobs/task.ts'
import type { Schedule } from '../module.ts'
import { tablesOf } from '../db/tables-of.ts'
import type { PlatformTables } from '../tables.ts'
import { carrierOf } from './accounts.ts'
import { outcomeOfBreak, type Outcome } from './channels/carrier.ts'
import { claim, stuckMessages, type Claim } from './claim.ts'
import { inRealTime } from './real-time.ts'
import { finish, settle, type MessageRow } from './settle.ts'

const db = tablesOf<PlatformTables>()

/**
 * Carries one message one step further: takes it in hand, calls the vendor with no transaction open, writes
 * down the answer. Killed anywhere, it is begun again and finds in the row how far it had come.
 */
export const deliverMessage = defineTask({
  name: 'platform.deliver_message',
  queue: 'alerts',
  payload: z.object({ message_id: z.uuid() }),
  async run(work, { message_id }) {
    for (;;) {
      const taken = await work.open((ctx) => claim(ctx, work.platform, message_id))
      if (taken) {
        const outcome = await carry(work, taken)
        await work.open(async (ctx) => {
          if (outcome) await settle(ctx, taken, outcome)
          else await finish(ctx, await rowOf(ctx, message_id), 'expired')
        })
      }
      if (!(await isDueAgain(work, message_id))) return
    }
  },
})

async function carry(work: Work, { letter, held, unsure_since, may_send }: Claim): Promise<Outcome | null> {
  try {
    const carrier = await carrierOf(work.platform, work.tenant.id, held)
    if (unsure_since && carrier.find) {
      const vendor_id = await unclaimed(work, await carrier.find(letter, unsure_since, work.signal))
      if (vendor_id) return { kind: 'sent', vendor_id }
    }
    return may_send ? await carrier.send(letter, work.signal) : null
  } catch (error) {
    work.log.warn({ err: error, vendor: held.vendor }, 'a vendor could not be called')
    return outcomeOfBreak(error)
  }
}

/** Of what the vendor has, the first that is no other message of ours: two may say the same to one person. */
const unclaimed = (work: Work, vendor_ids: string[]): Promise<string | undefined> =>
  work.open(async (ctx) => {
    const rows = await db(ctx)
      .selectFrom('platform.message')
      .select('vendor_id')
      .where(sql<boolean>`vendor_id = any(${vendor_ids}::text[])`)
      .execute()
    return vendor_ids.find((id) => !rows.some((row) => row.vendor_id === id))
  })

const rowOf = async (ctx: Parameters<typeof claim>[0], id: string): Promise<MessageRow> =>
  (await db(ctx)
    .selectFrom('platform.message')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()) as MessageRow

/** Whether the next step (another channel) is due at once; a later one is asked for. */
async function isDueAgain(work: Work, message_id: string): Promise<boolean> {
  return work.open(async (ctx) => {
    const row = await db(ctx)
      .selectFrom('platform.message')
      .select(['status', 'next_at'])
      .where('id', '=', message_id)
      .executeTakeFirst()
    if (!row || (row.status !== 'pending' && row.status !== 'sending')) return false
    if (row.status === 'pending' && new Date(row.next_at) <= ctx.now()) return true
    await later(
      ctx,
      deliverMessage,
      { message_id },
      { run_at: inRealTime(ctx, row.next_at), key: message_id },
    )
    return false
  })
}

/** What a dead worker left behind is asked for again, within a minute, whoever still holds its job. */
export const mindMessages: Schedule = {
  name: 'platform.mind_messages',
  queue: 'alerts',
  due: every(60),
  async run(ctx) {
    for (const message_id of await stuckMessages(ctx, 1_000)) {
      await later(ctx, deliverMessage, { message_id }, { key: message_id })
    }
  },
}
