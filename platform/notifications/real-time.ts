import type { Ctx } from '../ctx.ts'

/** The job queue keeps the database's clock, we the injected one: what carries over is the distance. */
export const inRealTime = (ctx: Pick<Ctx, 'now'>, moment: Date | string): Date =>
  new Date(Date.now() + new Date(moment).getTime() - ctx.now().getTime())
