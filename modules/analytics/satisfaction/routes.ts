import { agentNames, readSite } from '@guichet/organisation'
import { handle, handleCall, type Route } from '@guichet/platform/http'
import { changeSettings } from './commands/settings.ts'
import { castVote } from './commands/vote.ts'
import * as contract from './contract.ts'
import { commentsOf } from './queries/comments.ts'
import { satisfactionReport } from './queries/report.ts'
import { counterScreen, visitMeant } from './queries/screen.ts'
import { satisfactionSettings } from './queries/settings.ts'

export const satisfactionRoutes: readonly Route[] = [
  handleCall(contract.readSatisfaction, (call, { query }) =>
    call.open(
      call.tenant!,
      (ctx) =>
        satisfactionReport(ctx, query, (ids) => call.open(call.tenant!, (names) => agentNames(names, ids))),
      { figures: true },
    ),
  ),
  handle(contract.listComments, (ctx, { query }) => commentsOf(ctx, query)),
  handle(contract.readSatisfactionSettings, (ctx) => satisfactionSettings(ctx)),
  handle(contract.changeSatisfactionSettings, (ctx, { body }) => changeSettings(ctx, body)),
  handle(contract.castDeviceVote, async (ctx, { params, body }) => {
    const visit = await visitMeant(ctx, params.site_id, body)
    const channel = ctx.actor.permissions.has('device:counter') ? 'counter' : 'kiosk'
    await castVote(ctx, visit, { ...body, channel })
    return { thanks: true }
  }),
  handle(contract.readCounterScreen, (ctx, { params }) => counterScreen(ctx, params.counter_id)),
  handle(contract.readKioskQuestion, async (ctx, { params }) => {
    await readSite(ctx, params.site_id)
    const { channels, ask_nps } = await satisfactionSettings(ctx)
    return { open: channels.includes('kiosk'), ask_nps }
  }),
]
