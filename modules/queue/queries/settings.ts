import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { QueueSettings } from '../contract.ts'
import { firstTurn, type Turn } from '../model/turns.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

export const defaultSettings: QueueSettings = {
  calling_order: 'priority_fifo',
  may_pick: false,
  public_join: true,
  voice_languages: ['fr'],
  undo_s: 10,
  ratio_priority: null,
  ratio_ordinary: 1,
  most_in_a_row: null,
  longest_wait_min: 90,
  tell_at_place: 2,
}

/** How a site calls; a site that never chose has the usual settings. */
export async function settingsOf(ctx: Ctx, site_id: string): Promise<QueueSettings> {
  const row = await db(ctx)
    .selectFrom('queue.site_setting')
    .select(Object.keys(defaultSettings) as (keyof QueueSettings)[])
    .where('site_id', '=', site_id)
    .executeTakeFirst()
  return (row as QueueSettings | undefined) ?? defaultSettings
}

const turnColumns = ['preferred_taken', 'ordinary_taken', 'in_a_row', 'appointment_last'] as const

/** Where the site stands in its rules; a site that never counted begins. */
export async function turnOf(ctx: Ctx, site_id: string): Promise<Turn> {
  const row = await db(ctx)
    .selectFrom('queue.call_turn')
    .select(turnColumns)
    .where('site_id', '=', site_id)
    .executeTakeFirst()
  return row ?? firstTurn
}

/** The same, held until the end of the transaction: calls that follow a ratio count one after the other. */
export async function holdTurn(ctx: Ctx, site_id: string): Promise<Turn> {
  const { rows } = await sql<Turn>`
    insert into queue.call_turn as c (tenant_id, site_id) values (${ctx.tenant.id}, ${site_id})
    on conflict (tenant_id, site_id) do update set in_a_row = c.in_a_row
    returning preferred_taken, ordinary_taken, in_a_row, appointment_last`.execute(db(ctx))
  return rows[0]!
}
