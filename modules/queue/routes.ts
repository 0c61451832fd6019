import { handle, handleCall, type Route } from '@guichet/platform/http'
import { callChosen, callNext, recall } from './commands/call.ts'
import { closeCounter, openCounter, pauseCounter, resumeCounter } from './commands/counter.ts'
import { issueTicket } from './commands/issue.ts'
import {
  cancel,
  close,
  markAbsent,
  park,
  pause,
  reactivate,
  resume,
  startService,
  transfer,
  undo,
} from './commands/serve.ts'
import { changeSettings } from './commands/settings.ts'
import { changeWaitLimits } from './commands/wait-limits.ts'
import * as contract from './contract.ts'
import { accuracyByWeek, accuracyOf } from './queries/accuracy.ts'
import { boardOf, countersLive, deskOf } from './queries/counters.ts'
import { settingsOf } from './queries/settings.ts'
import { statisticsOf } from './queries/statistics.ts'
import { listTickets, ticketWithHistory } from './queries/tickets.ts'
import { waitLimitsOf } from './queries/wait-limits.ts'
import { choicesAt } from './queries/waiting.ts'
import { readSite } from '@guichet/organisation'

export const routes: Route[] = [
  handle(contract.issueTicket, async (ctx, { params, body }) => {
    const { actor } = ctx
    // Whoever stands at a kiosk chooses neither the class nor the customer. A token without a session is a program.
    const kiosk = actor.kind === 'device'
    const source = kiosk ? 'kiosk' : actor.session_id === null ? 'api' : 'reception'
    const own = kiosk
      ? { ...body, priority: 0, customer_id: undefined, note: undefined, appointment_at: undefined }
      : body
    const issued = await issueTicket(ctx, { ...own, site_id: params.site_id, source })
    return {
      ticket: issued.ticket,
      url: `/q/${issued.token}`,
      ahead: issued.ahead,
      range: issued.range,
      past_closing: issued.past_closing,
    }
  }),
  handle(contract.listTickets, (ctx, { params, query }) => listTickets(ctx, params.site_id, query)),
  handle(contract.readTicket, (ctx, { params }) => ticketWithHistory(ctx, params.ticket_id)),
  handle(contract.openCounter, (ctx, { params }) => openCounter(ctx, params.counter_id)),
  handle(contract.closeCounter, async (ctx, { params }) => {
    await closeCounter(ctx, params.counter_id)
    return { closed: true }
  }),
  handle(contract.pauseCounter, (ctx, { params, body }) =>
    pauseCounter(ctx, params.counter_id, body.reason, body.returns_in_minutes),
  ),
  handle(contract.resumeCounter, (ctx, { params }) => resumeCounter(ctx, params.counter_id)),
  handle(contract.listCounterSessions, async (ctx, { params }) => ({
    items: await countersLive(ctx, params.site_id),
  })),
  handle(contract.callTicket, (ctx, { params, body }) =>
    body.ticket_id ? callChosen(ctx, params.counter_id, body.ticket_id) : callNext(ctx, params.counter_id),
  ),
  handle(contract.recallTicket, (ctx, { params }) => recall(ctx, params.ticket_id)),
  handle(contract.startService, (ctx, { params }) => startService(ctx, params.ticket_id)),
  handle(contract.closeTicket, (ctx, { params, body }) =>
    close(ctx, params.ticket_id, body.outcome, body.note),
  ),
  handle(contract.transferTicket, (ctx, { params, body }) =>
    transfer(ctx, params.ticket_id, body.service_id as string, body.note as string | undefined),
  ),
  handle(contract.pauseTicket, (ctx, { params }) => pause(ctx, params.ticket_id)),
  handle(contract.resumeTicket, (ctx, { params }) => resume(ctx, params.ticket_id)),
  handle(contract.parkTicket, (ctx, { params }) => park(ctx, params.ticket_id)),
  handle(contract.markNoShow, (ctx, { params }) => markAbsent(ctx, params.ticket_id)),
  handle(contract.reactivateTicket, (ctx, { params }) => reactivate(ctx, params.ticket_id)),
  handle(contract.cancelTicket, (ctx, { params }) => cancel(ctx, params.ticket_id)),
  handle(contract.undoStep, (ctx, { params }) => undo(ctx, params.ticket_id)),
  handle(contract.readDesk, (ctx, { params }) => deskOf(ctx, params.site_id)),
  handle(contract.readBoard, (ctx, { params }) => boardOf(ctx, params.site_id)),
  handle(contract.listChoices, async (ctx, { params }) => {
    const site = await readSite(ctx, params.site_id)
    return { site_name: site.name, items: await choicesAt(ctx, site.id) }
  }),
  handleCall(contract.readStatistics, (call, { params }) =>
    call.open(call.tenant!, (ctx) => statisticsOf(ctx, params.site_id), { figures: true }),
  ),
  handle(contract.readAccuracy, (ctx, { params, query }) => accuracyOf(ctx, params.site_id, query)),
  handle(contract.listAccuracy, (ctx, { params, query }) => accuracyByWeek(ctx, params.site_id, query)),
  handle(contract.readWaitLimits, async (ctx, { params }) => ({
    items: await waitLimitsOf(ctx, params.site_id),
  })),
  handle(contract.changeWaitLimits, async (ctx, { params, body }) => ({
    saved: await changeWaitLimits(ctx, params.site_id, body.items),
  })),
  handle(contract.readSettings, async (ctx, { params }) =>
    settingsOf(ctx, (await readSite(ctx, params.site_id)).id),
  ),
  handle(contract.changeSettings, (ctx, { params, body }) => changeSettings(ctx, params.site_id, body)),
]
