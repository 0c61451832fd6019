import { agentNames } from '@guichet/organisation'
import { handle, handleCall, type Call, type Route } from '@guichet/platform/http'
import type { Ctx } from '@guichet/platform/ctx'
import { askRebuild, setWaitTarget } from './commands/settings.ts'
import * as contract from './contract.ts'
import { agentPerformance } from './queries/agent-performance.ts'
import { reportChoices } from './queries/choices.ts'
import { queueStats } from './queries/queue-stats.ts'
import { waitTimes } from './queries/wait-times.ts'

/** Figures are read with the reader's role: they may be slow and can never write. */
const reading = <T>(call: Call, work: (ctx: Ctx) => Promise<T>): Promise<T> =>
  call.open(call.tenant!, work, { figures: true })

const namesFor = (call: Call) => (ids: string[]) => call.open(call.tenant!, (ctx) => agentNames(ctx, ids))

export const routes: readonly Route[] = [
  handleCall(contract.readWaitTimes, (call, { query }) => reading(call, (ctx) => waitTimes(ctx, query))),
  handleCall(contract.readAgentPerformance, (call, { query }) =>
    reading(call, (ctx) => agentPerformance(ctx, query, namesFor(call))),
  ),
  handleCall(contract.readQueueStats, (call, { query }) => reading(call, (ctx) => queueStats(ctx, query))),
  handle(contract.listReportChoices, (ctx) => reportChoices(ctx)),
  handle(contract.setWaitTarget, (ctx, { params, body }) => setWaitTarget(ctx, params.site_id, body.minutes)),
  handle(contract.rebuildFigures, (ctx) => askRebuild(ctx)),
]
