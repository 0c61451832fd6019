import type { Tenant } from '@guichet/platform/ctx'
import { asSystem, type Platform } from '@guichet/platform/platform'
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
