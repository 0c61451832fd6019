import { html, type Markup } from '@guichet/platform/html'
import { newSecret, tenantRefOf } from '@guichet/platform/ids'
import type { PageCall, PageReply, PageRoute } from '@guichet/platform/pages'
import type { Ctx, Tenant } from '@guichet/platform/ctx'
import type { ServiceChoice } from '../contract.ts'
import { isOver } from '../model.ts'
import { ticketByToken } from '../queries/waiting.ts'
import { arrow } from './icons.ts'
import { openingText } from './moments.ts'
import { joinableSites, placeAt, type Place } from './places.ts'
import { rangeText, wordsOf, type Words } from './words.ts'

/** What was typed or refused, when the form comes back to its sender. */
export interface Returned {
  site_id?: string | undefined
  service_id?: string | undefined
  visitor_name?: string | undefined
  visitor_phone?: string | undefined
  key?: string | undefined
  fault?: { field: 'service_id' | 'visitor_phone' | 'form'; text: string }
}

/** Remembers the ticket on the phone that took it: who comes back finds it instead of taking a second one. */
export const ticketCookie = 'guichet_ticket'

export const placePage: PageRoute = {
  method: 'GET',
  path: '/p/:slug',
  handle: (call) => showPlace(call, { site_id: call.query.site }),
}

export async function showPlace(call: PageCall, returned: Returned): Promise<PageReply> {
  const tenant = await call.tenantBySlug(call.params.slug ?? '')
  const words = wordsOf(call)
  const { places, chosen, held, now } = await call.open(tenant, async (ctx) => {
    const sites = await joinableSites(ctx)
    const wanted = sites.find((site) => site.id === returned.site_id)
    const found = await inTurn(wanted ? [wanted] : sites, (site) => placeAt(ctx, site))
    // A site without any service for phones would be a dead end among the others.
    const offering = found.filter(({ choices }) => choices.length > 0)
    const offered = offering.length > 0 ? offering : found
    return {
      places: offered,
      chosen: offered.length === 1,
      held: await heldTicket(ctx, call, tenant),
      now: ctx.now(),
    }
  })
  const [place] = places
  const body =
    places.length === 0
      ? html`<h1>${tenant.name}</h1><p class="card">${words('join.off')}</p>`
      : chosen && place
        ? placeBody(call, words, tenant, place, now, returned)
        : siteList(call, words, tenant, places, now)
  return {
    status: returned.fault ? 409 : 200,
    page: {
      title: words('join.title', { name: tenant.name }),
      tenant,
      body: html`${
        held &&
        html`<p class="card note">${words('join.already', { number: held.number })} <a href="/q/${held.token}">${words('join.see_ticket')}</a></p>`
      }${body}`,
    },
  }
}

/** A transaction answers one question at a time. */
async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const item of items) results.push(await work(item))
  return results
}

async function heldTicket(
  ctx: Ctx,
  call: PageCall,
  tenant: Tenant,
): Promise<{ number: string; token: string } | null> {
  const token = call.request.cookies[ticketCookie]
  if (!token || tenantRefOf(token) !== tenant.ref) return null
  try {
    const { ticket } = await ticketByToken(ctx, token)
    return isOver(ticket.status) ? null : { number: ticket.number, token }
  } catch {
    return null // an old cookie is no reason to refuse the page
  }
}

const openingLine = (call: PageCall, words: Words, { site, opening }: Place, now: Date): Markup =>
  html`<span class="${opening.open ? 'state open' : 'state'}">${openingText(words, opening, now, call.locale, site.time_zone)}</span>`

function siteList(call: PageCall, words: Words, tenant: Tenant, places: readonly Place[], now: Date): Markup {
  return html`<h1>${tenant.name}</h1><h2>${words('join.choose_site')}</h2>
<ul class="list">${places.map((place) => {
    const waiting = place.choices.reduce((sum, choice) => sum + choice.waiting_count, 0)
    return html`<li><a class="row" href="/p/${tenant.slug}?site=${place.site.id}"><span><b>${place.site.name}</b>
<span class="muted">${place.site.address}</span>${openingLine(call, words, place, now)}
${place.opening.open && html`<span class="muted">${words('join.waiting', { count: waiting })}</span>`}</span>${arrow}</a></li>`
  })}</ul>`
}

function placeBody(
  call: PageCall,
  words: Words,
  tenant: Tenant,
  place: Place,
  now: Date,
  returned: Returned,
): Markup {
  const { site, opening, choices } = place
  const possible = choices.filter((choice) => choice.refusal === null)
  const only = possible.length === 1 ? possible[0]!.id : undefined
  const { fault } = returned
  return html`<header class="place"><h1>${site.name}</h1><p>${openingLine(call, words, place, now)}</p>
${site.address && html`<p class="muted">${site.address}</p>`}</header>
${fault && html`<p class="card problem" role="alert">${fault.text}</p>`}
${possible.length === 0 && html`<p class="card">${words(opening.open ? (choices.length > 0 ? 'join.all_full' : 'join.no_service') : 'join.come_back')}</p>`}
<form class="join" method="post" action="/p/${tenant.slug}/tickets">
<input type="hidden" name="key" value="${returned.key ?? newSecret()}"><input type="hidden" name="site_id" value="${site.id}">
${
  choices.length > 0 &&
  html`<fieldset><legend>${words('join.which_service')}</legend>${choices.map((choice) =>
    choiceCard(call, words, choice, choice.id === (returned.service_id ?? only)),
  )}</fieldset>`
}
${
  possible.length > 0 &&
  html`<details class="more"${(returned.visitor_name || returned.visitor_phone) && ' open'}><summary>${words('join.more')}</summary>
<label for="visitor_name">${words('join.name')}</label>
<input id="visitor_name" name="visitor_name" autocomplete="name" maxlength="120" value="${returned.visitor_name}">
<label for="visitor_phone">${words('join.phone')}</label>
<input id="visitor_phone" name="visitor_phone" type="tel" inputmode="tel" autocomplete="tel" maxlength="24" value="${returned.visitor_phone}" aria-describedby="phone_why"${
    fault?.field === 'visitor_phone' && html` aria-invalid="true"`
  }>
<p class="hint" id="phone_why">${words(tenant.country === 'SN' ? 'join.phone_example_sn' : 'join.phone_example_fr')}</p>
<p class="hint">${words('join.consent')}</p>
<label for="channel">${words('join.channel')}</label>
<select id="channel" name="channel"><option value="sms">${words('channel.sms')}</option><option value="whatsapp">${words('channel.whatsapp')}</option></select></details>
<div class="dock"><button class="primary">${words('join.take')}</button></div>`
}</form>`
}

function choiceCard(call: PageCall, words: Words, choice: ServiceChoice, checked: boolean): Markup {
  const name = call.locale === 'en' ? (choice.name_en ?? choice.name) : choice.name
  const frugal = call.request.headers['save-data'] === 'on'
  const wait =
    choice.refusal !== null
      ? words(`join.refusal.${choice.refusal}`)
      : html`<span>${words('visitor.ahead', { count: choice.ahead })}</span>${
          choice.range
            ? html` <b>${rangeText(words, choice.range)}</b>`
            : choice.past_closing && html` <b>${words('join.past_closing')}</b>`
        }`
  return html`<label class="choice"><input type="radio" name="service_id" value="${choice.id}" required${
    choice.refusal !== null ? ' disabled' : checked && ' checked'
  }>${
    choice.photo_url && !frugal
      ? html`<img src="${choice.photo_url}" alt="" width="56" height="56" loading="lazy">`
      : html`<span class="letter" aria-hidden="true">${choice.prefix}</span>`
  }<span><b>${name}</b>${choice.description && html`<span class="muted">${choice.description}</span>`}<span class="wait">${wait}</span></span></label>`
}
