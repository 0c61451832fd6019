import type { Tenant } from '@guichet/platform/ctx'
import { html, type Markup } from '@guichet/platform/html'
import { newSecret } from '@guichet/platform/ids'
import type { PageCall, PageRoute } from '@guichet/platform/pages'
import { isOver, postponedBy } from '../model.ts'
import { ticketByToken, type VisitorView } from '../queries/waiting.ts'
import { person } from './icons.ts'
import { timeText } from './moments.ts'
import { rangeText, spaced, wordsOf, type Words } from './words.ts'

/** Refusals told on the page itself; the rest of it already shows why. */
const notices = ['postponed_enough', 'nobody_behind', 'visit_over'] as const
export const noticeOf = (code: string): string | undefined =>
  notices.find((notice) => `queue.${notice}` === code)

export const visitorPage: PageRoute = {
  method: 'GET',
  path: '/q/:token',
  // A whole hall of phones may share one address.
  rate_limit: 6_000,
  async handle(call) {
    const token = call.params.token ?? ''
    const tenant = await call.tenantByToken(token)
    const { view, now } = await call.open(tenant, async (ctx) => ({
      view: await ticketByToken(ctx, token),
      now: ctx.now(),
    }))
    const words = wordsOf(call)
    const over = isOver(view.ticket.status)
    const offers =
      view.ticket.status === 'completed' ? await offersOf(call, tenant, view.ticket.id, token) : []
    const time = timeText(now, call.locale, tenant.time_zone)
    const notice = noticeOf(`queue.${call.query.notice ?? ''}`)
    return {
      page: {
        title: `${headline(words, view)} · ${view.ticket.number}`,
        tenant,
        live: over ? undefined : { stream: `/q/${token}/events` },
        body: html`${notice && html`<p class="card note" role="status">${words(`problem.${notice}`, { number: view.ticket.number })}</p>`}
${ticketCard(call, words, view)}
${actions(words, view, token)}
${offers}
<p class="fresh">${
          over
            ? html`<a class="button" href="/p/${tenant.slug}?site=${view.ticket.site_id}">${words('visitor.again')}</a>`
            : html`<span class="auto">${words('visitor.auto')}</span> <span>${call.say('platform', 'public.updated_at', { time })}</span> <a class="button" href="/q/${token}" data-refresh="yes">${words('visitor.refresh')}</a>`
        }</p>`,
      },
    }
  },
}

/** What other rooms offer once the visit is over; the queue does not know which they are. */
async function offersOf(call: PageCall, tenant: Tenant, id: string, token: string): Promise<Markup[]> {
  const { modules } = call.platform
  return call.open(tenant, async (ctx) => {
    const offered: Markup[] = []
    for (const { name, offers } of modules) {
      const offer = await offers?.(ctx, { kind: 'visit', id, token })
      if (!offer) continue
      offered.push(
        html`<section class="card offer"><p>${spaced(call.locale, call.say(name, offer.title))}</p><p><a class="button primary" href="${offer.href}">${call.say(name, offer.button)}</a></p></section>`,
      )
    }
    return offered
  })
}

/** The one sentence that matters now. */
function headline(words: Words, { ticket, ahead }: VisitorView): string {
  return ticket.status === 'waiting'
    ? words('visitor.ahead', { count: ahead })
    : words(`visitor.status.${ticket.status}`)
}

function ticketCard(call: PageCall, words: Words, view: VisitorView): Markup {
  const { ticket } = view
  const called = ticket.status === 'called'
  const sentence = headline(words, view)
  const waiting_range = ticket.status === 'waiting' && view.range ? rangeText(words, view.range) : null
  const spoken = [
    sentence,
    called ? ticket.counter_name : waiting_range && words('visitor.range.spoken', { range: waiting_range }),
  ]
  return html`<article class="ticket ${ticket.status}" data-say="${spoken.filter(Boolean).join('. ')}"${
    called && html` data-turn="${ticket.calls}"`
  }><header><p>${view.site_name}</p><p class="muted">${call.locale === 'en' ? view.service_name_en : view.service_name_fr}</p></header>
<h1><span>${words('visitor.your_ticket')}</span> ${ticket.number}</h1>
<div class="status"><p class="say">${sentence}</p>${detail(words, view, waiting_range)}</div></article>`
}

function detail(
  words: Words,
  { ticket, ahead, open, past_closing }: VisitorView,
  range: string | null,
): Markup {
  switch (ticket.status) {
    case 'waiting':
      return html`${line(ahead)}<p class="wait">${
        range
          ? html`${words('visitor.range.label')} <b>${range}</b>`
          : words(past_closing ? 'visitor.past_closing' : open ? 'visitor.no_counter' : 'visitor.closed')
      }</p>${ticket.arriving_at && html`<p class="done">${words('visitor.arriving')}</p>`}`
    case 'called':
      return html`<p class="counter">${ticket.counter_name}</p><p>${words('visitor.come')}</p>${
        ticket.arriving_at && html`<p class="done">${words('visitor.arriving')}</p>`
      }`
    case 'serving':
    case 'paused':
      return html`<p class="counter">${ticket.counter_name}</p><p>${words(`visitor.detail.${ticket.status}`)}</p>`
    default:
      return html`<p>${words(`visitor.detail.${ticket.status}`)}</p>`
  }
}

const longest_line = 8

/** The queue as a row of people, oneself at the end, for who reads little. */
function line(ahead: number): Markup {
  const drawn = Math.min(ahead, longest_line)
  return html`<p class="line" aria-hidden="true">${ahead > drawn && html`<small>+${ahead - drawn}</small>`}${Array.from(
    { length: drawn },
    () => person,
  )}<span class="me">${person}</span></p>`
}

function actions(
  words: Words,
  { ticket, people_postponable, ahead }: VisitorView,
  token: string,
): Markup | null {
  const waiting = ticket.status === 'waiting'
  const called = ticket.status === 'called'
  const may_leave = waiting || called || ticket.status === 'parked'
  if (!may_leave) return null
  return html`<div class="actions">
${(waiting || called) && !ticket.arriving_at && html`<form method="post" action="/q/${token}/arrival"><button class="primary">${words('visitor.arrive')}</button></form>`}
${
  waiting &&
  people_postponable &&
  html`<form method="post" action="/q/${token}/postponement"><input type="hidden" name="key" value="${newSecret()}"><button>${words(
    'visitor.postpone',
    { count: postponedBy },
  )}</button></form>`
}
<details class="leave"><summary>${words('visitor.leave')}</summary><form method="post" action="/q/${token}/departure"><p>${words(
    ahead > 0 || !waiting ? 'visitor.leave_sure' : 'visitor.leave_next',
  )}</p><button class="danger">${words('visitor.leave_yes')}</button></form></details></div>`
}
