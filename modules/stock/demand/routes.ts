import { handle, type Route } from '@guichet/platform/http'
import { draftSuggested } from './commands/order.ts'
import { changeSettings, readSettings } from './commands/settings.ts'
import * as contract from './contract.ts'
import { backtestOf, listPredictions, listTold, outlookOf } from './queries/predictions.ts'

export const demandRoutes: Route[] = [
  handle(contract.listPredictions, (ctx, { query }) => listPredictions(ctx, query)),
  handle(contract.readOutlook, (ctx, { params }) => outlookOf(ctx, params.product_id)),
  handle(contract.readBacktest, (ctx) => backtestOf(ctx)),
  handle(contract.listTold, (ctx, { query }) => listTold(ctx, query)),
  handle(contract.readDemandSettings, (ctx) => readSettings(ctx)),
  handle(contract.changeDemandSettings, (ctx, { body }) => changeSettings(ctx, body)),
  handle(contract.draftSuggested, (ctx, { body }) => draftSuggested(ctx, body)),
]
