import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { later } from '../jobs/task.ts'
import type { PlatformTables } from '../tables.ts'
import type { Channel } from './define.ts'
import { deliverMessage } from './deliver.ts'
import { markContact } from './reach.ts'
import { tellsMore, type Vendor } from './rules.ts'
import { giveUp, type MessageRow } from './settle.ts'
import { addStep } from './steps.ts'

const db = tablesOf<PlatformTables>()

/** What a vendor says became of a message. */
export interface Report {
  vendor: Vendor
  /** The same for the same news, however often it is told. */
  receipt_id: string
  vendor_id: string | null
  message_id: string | null
  status: 'sent' | 'delivered' | 'read' | 'failed' | 'opted_out'
  reason?: string
  detail?: string
}

/** Writes down a report once; news of a failure sends the message on by the next channel. */
export async function takeReport(ctx: Ctx, report: Report): Promise<void> {
  const fresh = await db(ctx)
    .insertInto('platform.message_receipt')
    .values({ tenant_id: ctx.tenant.id, vendor: report.vendor, receipt_id: report.receipt_id, at: ctx.now() })
    .onConflict((conflict) => conflict.doNothing())
    .returning('receipt_id')
    .executeTakeFirst()
  if (!fresh) return
  const row = await reported(ctx, report)
  if (!row) return
  const channel = row.channel as Channel
  if (report.status === 'opted_out' || report.reason === 'opted_out') {
    if (row.address)
      await markContact(ctx, channel, row.address, { opted_out_at: ctx.now(), opted_out_by: report.vendor })
  }
  if (report.reason === 'bad_address' && row.address) {
    await markContact(ctx, channel, row.address, {
      refused_at: ctx.now(),
      refused_reason: (report.detail ?? '').slice(0, 200),
    })
  }
  if (report.status === 'opted_out') {
    await addStep(ctx, row.id, { status: 'opted_out', channel, detail: report.detail ?? null })
    return
  }
  if (report.status === 'failed') {
    if (row.status !== 'sending' && row.status !== 'sent') return
    await giveUp(ctx, row, report.reason ?? 'vendor_refused', report.detail ?? null)
    await later(ctx, deliverMessage, { message_id: row.id }, { key: row.id })
    return
  }
  if (!tellsMore(report.status, row.status)) return
  await db(ctx)
    .updateTable('platform.message')
    .set({
      status: report.status,
      status_at: ctx.now(),
      outcome_known: true,
      vendor_id: report.vendor_id ?? row.vendor_id,
    })
    .where('id', '=', row.id)
    .execute()
  await addStep(ctx, row.id, { status: report.status, channel })
}

/** The message meant, if it still travels with this vendor: news of a way given up long ago changes nothing. */
async function reported(ctx: Ctx, { vendor, vendor_id, message_id }: Report): Promise<MessageRow | null> {
  const by_id = message_id !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(message_id)
  if (!by_id && !vendor_id) return null
  const row = (await db(ctx)
    .selectFrom('platform.message')
    .selectAll()
    .where(by_id ? 'id' : 'vendor_id', '=', by_id ? message_id : vendor_id!)
    .forUpdate()
    .executeTakeFirst()) as MessageRow | undefined
  if (!row || row.vendor !== vendor) return null
  return row.vendor_id && vendor_id && row.vendor_id !== vendor_id ? null : row
}
