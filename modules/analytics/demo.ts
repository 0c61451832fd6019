import { sql } from 'kysely'
import type { Tenant } from '@guichet/platform/ctx'
import { asSystem, type Platform } from '@guichet/platform/platform'
import { addUp, cellKey, lockCells, type Cell } from './figures/commands/add-up.ts'
import { projectAgain } from './figures/commands/project.ts'
import { askDailyReports } from './figures/jobs.ts'

/** Reads a demonstration's history, which no subscriber was told of, into the figures, and has last night's reports made. */
export async function figuresOfHistory(platform: Platform, tenant: Tenant): Promise<void> {
  let after: string | null = null
  do {
    const reached: string | null = after
    after = await asSystem(platform, tenant, (ctx) => projectAgain(ctx, reached))
  } while (after !== null)
  await asSystem(platform, tenant, (ctx) => askDailyReports(ctx, ctx.now()))
}

const cells_at_once = 200

/** Adds up facts that were written straight into their table: what a measurement over a million tickets begins with. */
export async function addUpFacts(platform: Platform, tenant: Tenant): Promise<void> {
  const { rows } = await asSystem(platform, tenant, (ctx) =>
    sql<Cell>`select distinct site_id, service_id, local_day from analytics.ticket_fact`.execute(
      ctx.transaction.db,
    ),
  )
  for (let at = 0; at < rows.length; at += cells_at_once) {
    const cells = new Map(rows.slice(at, at + cells_at_once).map((cell) => [cellKey(cell), cell]))
    await asSystem(platform, tenant, async (ctx) => {
      await lockCells(ctx, cells)
      await addUp(ctx, cells)
    })
  }
}
