import { handle, type Route } from '@guichet/platform/http'
import { peopleOf } from '@guichet/platform/people'
import { acknowledge, snooze } from './commands/handle.ts'
import { changeRule, foundRules } from './commands/rules.ts'
import * as contract from './contract.ts'
import { alertStateOf, listEpisodes, listMoments } from './queries/episodes.ts'
import { rulesOf } from './queries/rules.ts'

export const alertRoutes: Route[] = [
  handle(contract.readAlertState, (ctx) => alertStateOf(ctx)),
  handle(contract.listAlerts, (ctx, { query }) => listEpisodes(ctx, query)),
  handle(contract.acknowledgeAlerts, async (ctx, { body }) => ({
    acknowledged: await acknowledge(ctx, body.episode_ids, ctx.actor.name ?? ctx.actor.kind),
  })),
  handle(contract.snoozeAlerts, async (ctx, { body }) => ({
    snoozed: await snooze(ctx, body.episode_ids, body.until),
  })),
  handle(contract.listAlertMoments, (ctx, { query }) => listMoments(ctx, query)),
  handle(contract.listAlertRules, async (ctx) => {
    await foundRules(ctx)
    return {
      items: await rulesOf(ctx),
      people: (await peopleOf(ctx)).map(({ user_id, name, role }) => ({ user_id, name, role })),
    }
  }),
  handle(contract.changeAlertRule, (ctx, { params, body }) => changeRule(ctx, params.alert_rule_id, body)),
]
