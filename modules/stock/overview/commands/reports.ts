import type { Ctx } from '@guichet/platform/ctx'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import { localDate } from '@guichet/platform/local-time'
import { db } from '../../catalogue/queries.ts'
import { reportAsked, reportSettingsChanged } from '../../events.ts'
import type { Period, ReportSettings } from '../contract.ts'
import { lastWhole } from '../model.ts'

/** Asks for the report of the last whole day, week or month; its files come from a task. */
export async function askReport(ctx: Ctx, kind: Period, asked_by: string | null): Promise<string | null> {
  const id = newId()
  const fresh = await db(ctx)
    .insertInto('stock.report')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      kind,
      ...lastWhole(kind, localDate(ctx.now(), ctx.tenant.time_zone)),
      asked_by,
      created_at: ctx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!fresh) return null
  await emit(ctx, reportAsked, { report_id: id, kind })
  return id
}

/** Chooses the reports that come by themselves, and who receives them. */
export async function changeReportSettings(ctx: Ctx, input: ReportSettings): Promise<ReportSettings> {
  const { recipients, ...which } = input
  const row = { ...which, recipients: JSON.stringify(recipients), updated_at: ctx.now() }
  await db(ctx)
    .insertInto('stock.report_setting')
    .values({ tenant_id: ctx.tenant.id, ...row })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(row))
    .execute()
  await emit(ctx, reportSettingsChanged, which)
  return input
}
