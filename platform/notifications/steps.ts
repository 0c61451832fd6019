import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { newId } from '../ids.ts'
import type { PlatformTables } from '../tables.ts'
import type { Channel } from './define.ts'

const db = tablesOf<PlatformTables>()

/** Adds to what happened to a message. */
export async function addStep(
  ctx: Ctx,
  message_id: string,
  step: { status: string; channel?: Channel | null; reason?: string | null; detail?: string | null },
): Promise<void> {
  await db(ctx)
    .insertInto('platform.message_step')
    .values({
      tenant_id: ctx.tenant.id,
      id: newId(),
      message_id,
      at: ctx.now(),
      status: step.status,
      channel: step.channel ?? null,
      reason: step.reason ?? null,
      detail: step.detail?.slice(0, 300) ?? null,
    })
    .execute()
}
