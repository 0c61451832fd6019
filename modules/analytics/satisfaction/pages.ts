import type { Ctx } from '@guichet/platform/ctx'
import { Failure } from '@guichet/platform/errors'
import { html, type Markup } from '@guichet/platform/html'
import type { PageCall, PageReply, PageRoute } from '@guichet/platform/pages'
import { readSite, serviceNames } from '@guichet/organisation'
import type { Visit } from '@guichet/queue'
import { castVote, mayRate } from './commands/vote.ts'
import { ratings, type VoteChannel } from './model.ts'
import { visitOfLink, visitOfPage } from './queries/links.ts'
import { satisfactionSettings } from './queries/settings.ts'

type Words = (key: string, values?: Record<string, string | number>) => string

const wordsOf =
  ({ say, locale }: PageCall): Words =>
  (key, values) => {
    const text = say('analytics', `satisfaction.${key}`, values)
    return locale === 'fr'
      ? text
          .replace(/ ([;!?])/g, '\u202f$1')
          .replace(/ ([:»])/g, '\u00a0$1')
          .replace(/« /g, '«\u00a0')
      : text
  }

/** Told on the page itself, in words of its own: nothing was changed, and nothing is lost. */
const settled = [
  'already_rated',
  'rating_expired',
  'rating_closed',
  'visit_not_over',
  'rating_unknown',
] as const

/** A face: drawn, because pictures of letters differ from one telephone to the next. */
const mouths = ['M8 17q4-5 8 0', 'M8 16.5q4-3 8 0', 'M8 15.5h8', 'M8 15q4 3 8 0', 'M8 14q4 6 8 0']
const face = (rating: number): Markup =>
  html`<svg class="face" viewBox="0 0 24 24" width="48" height="48" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" aria-hidden="true"><circle cx="12" cy="12" r="10"/><path d="M8.5 9v1M15.5 9v1"/><path d="${mouths[rating - 1]}"/></svg>`

function questionPage(words: Words, action: string, asked: Asked, kept: Kept, fault: boolean): Markup {
  return html`<article class="card rating"><h1>${words('page.title')}</h1>
<p class="muted">${asked.place} · ${asked.service} · ${asked.number}</p>
${fault && html`<p class="note" role="alert">${words('page.choose')}</p>`}
<form method="post" action="${action}">
<fieldset class="faces"><legend>${words('page.csat')}</legend><div>${ratings.map(
    (rating) =>
      html`<label class="r${rating}"><input type="radio" name="csat" value="${rating}" required${kept.csat === String(rating) && html` checked="checked"`}>${face(rating)}<span>${words(`rating.${rating}`)}</span></label>`,
  )}</div></fieldset>
${
  asked.ask_nps &&
  html`<fieldset class="scale"><legend>${words('page.nps', { place: asked.place })}</legend><div>${Array.from(
    { length: 11 },
    (_, value) =>
      html`<label><input type="radio" name="nps" value="${value}"${kept.nps === String(value) && html` checked="checked"`}><span>${value}</span></label>`,
  )}</div><p class="muted small ends"><span>${words('page.nps_low')}</span><span>${words('page.nps_high')}</span></p></fieldset>`
}
${
  asked.ask_comment &&
  html`<label class="comment"><span>${words('page.comment')}</span><textarea name="comment" rows="3" maxlength="1000">${kept.comment}</textarea></label><p class="muted small">${words('page.comment_note')}</p>`
}
<button class="primary">${words('page.send')}</button></form></article>`
}

interface Asked {
  place: string
  service: string
  number: string
  ask_nps: boolean
  ask_comment: boolean
}
interface Kept {
  csat?: string | undefined
  nps?: string | undefined
  comment?: string | undefined
}

/** The two pages of one way to a visit: the question, and what becomes of the answer. */
function pagesFor(
  path: '/f/:token' | '/f/by-ticket/:token',
  channel: VoteChannel,
  visitOf: (ctx: Ctx, token: string) => Promise<Visit>,
): PageRoute[] {
  const at = (token: string): string => path.replace(':token', token)
  const show = async (call: PageCall, kept: Kept, fault: boolean): Promise<PageReply> => {
    const token = call.params.token ?? ''
    const tenant = await call.tenantByToken(token)
    const words = wordsOf(call)
    try {
      const asked = await call.open(tenant, async (ctx): Promise<Asked> => {
        const visit = await visitOf(ctx, token)
        await mayRate(ctx, visit, channel)
        const settings = await satisfactionSettings(ctx)
        const site = await readSite(ctx, visit.site_id)
        return {
          place: site.name,
          service: (await serviceNames(ctx, [visit.service_id])).get(visit.service_id) ?? '',
          number: visit.number,
          ask_nps: settings.ask_nps,
          ask_comment: settings.ask_comment,
        }
      })
      return {
        status: fault ? 400 : 200,
        page: {
          title: words('page.title'),
          tenant,
          body: questionPage(words, at(token), asked, kept, fault),
        },
      }
    } catch (error) {
      const code = codeOf(error)
      if (!code) throw error
      return {
        status: code === 'already_rated' ? 200 : (error as Failure).status,
        page: { title: words(`done.${code}.title`), tenant, body: settledCard(words, tenant.slug, code) },
      }
    }
  }
  return [
    { method: 'GET', path, rate_limit: 600, handle: (call) => show(call, {}, false) },
    {
      method: 'POST',
      path,
      rate_limit: 120,
      async handle(call) {
        const { form, locale } = call
        const token = call.params.token ?? ''
        const csat = Number(form.csat)
        const nps = /^(10|[0-9])$/.test(form.nps ?? '') ? Number(form.nps) : null
        if (!ratings.some((rating) => rating === csat)) return show(call, form, true)
        const tenant = await call.tenantByToken(token)
        try {
          await call.open(tenant, async (ctx) =>
            castVote(ctx, await visitOf(ctx, token), { csat, nps, comment: form.comment, channel, locale }),
          )
        } catch (error) {
          if (!codeOf(error)) throw error
          return show(call, form, false)
        }
        return { redirect: `/f/thanks/${tenant.slug}` }
      },
    },
  ]
}

const codeOf = (error: unknown): (typeof settled)[number] | undefined =>
  error instanceof Failure ? settled.find((code) => error.code === `analytics.${code}`) : undefined

const settledCard = (words: Words, slug: string, what: string): Markup =>
  html`<section class="card rating"><h1>${words(`done.${what}.title`)}</h1><p>${words(`done.${what}.note`)}</p><p><a class="button" href="/p/${slug}">${words('done.home')}</a></p></section>`

export const satisfactionPages: readonly PageRoute[] = [
  ...pagesFor('/f/:token', 'message', visitOfLink),
  ...pagesFor('/f/by-ticket/:token', 'page', visitOfPage),
  {
    method: 'GET',
    path: '/f/thanks/:slug',
    async handle(call) {
      const tenant = await call.tenantBySlug(call.params.slug ?? '')
      const words = wordsOf(call)
      return {
        page: { title: words('done.thanks.title'), tenant, body: settledCard(words, tenant.slug, 'thanks') },
      }
    },
  },
]
