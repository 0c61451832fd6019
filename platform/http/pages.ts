import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Directory } from '../auth/identity.ts'
import { visitor, type Ctx, type Locale, type Tenant } from '../ctx.ts'
import { Failure, notFound } from '../errors.ts'
import { tenantRefOf } from '../ids.ts'
import { isOn } from '../capabilities.ts'
import type { Module } from '../module.ts'
import { inTenant, type OpenOptions, type Platform } from '../platform.ts'
import type { Hub } from '../realtime/hub.ts'
import { preferredLocale, sayer, type Say } from '../texts.ts'
import type { Assets } from './assets.ts'
import { html, type Markup } from './html.ts'
import { generalLimit } from './limits.ts'
import { problemFor } from './problem.ts'
import { refuseForeignOrigin } from './routes.ts'

/** What a server-rendered public page works with. */
export interface PageCall {
  platform: Platform
  directory: Directory
  hub: Hub
  request: FastifyRequest
  reply: FastifyReply
  params: Record<string, string>
  query: Record<string, string>
  form: Record<string, string>
  locale: Locale
  say: Say
  open: <T>(tenant: Tenant, work: (ctx: Ctx) => Promise<T>, as?: Partial<OpenOptions>) => Promise<T>
  /** The organisation behind a slug; throws `platform.tenant_unknown`. */
  tenantBySlug: (slug: string) => Promise<Tenant>
  /** The organisation behind a visitor's token; throws `platform.link_unknown`. */
  tenantByToken: (token: string) => Promise<Tenant>
}

export type PageReply = { page: PublicPage; status?: number } | { redirect: string } | { streamed: true }

/** One public page: light, complete without JavaScript, enhanced by a script of a few kilobytes. */
export interface PublicPage {
  title: string
  body: Markup
  /** The organisation whose colour and name dress the page. */
  tenant?: Pick<Tenant, 'name' | 'slug' | 'accent'> | undefined
  /** Attributes for the enhancing script: what to listen to. */
  live?: { stream: string } | undefined
}

export interface PageRoute {
  method: 'GET' | 'POST'
  path: `/${string}`
  rate_limit?: number
  handle: (call: PageCall) => Promise<PageReply>
}

const textsOnly = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries((value ?? {}) as Record<string, unknown>)
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
      // NUL and half a surrogate pair cannot be stored: a form that holds them means nothing by them.
      .map(([key, text]) => [key, text.slice(0, 2_000).replaceAll('\0', '').toWellFormed()]),
  )

export function registerPages(
  app: FastifyInstance,
  platform: Platform,
  directory: Directory,
  hub: Hub,
  assets: Assets,
): void {
  const routes = platform.modules.flatMap((module) => module.pages.map((route) => ({ module, route })))
  for (const { module, route } of routes) {
    app.route({
      method: route.method,
      url: route.path,
      config: { rateLimit: route.rate_limit ? { max: route.rate_limit } : generalLimit, page: true },
      async handler(request, reply) {
        const call = inRoom(module, callOf(platform, directory, hub, request, reply))
        try {
          if (route.method === 'POST') refuseForeignOrigin(platform, request, { kind: 'nobody' })
          const answer = await route.handle(call)
          if ('streamed' in answer) return reply
          if ('redirect' in answer) return reply.redirect(answer.redirect, 303)
          return sendPage(reply, assets, call, answer.page, answer.status ?? 200)
        } catch (error) {
          return sendProblemPage(platform, assets, call, error)
        }
      },
    })
  }
}

/** Pages of a room that the organisation has switched off are not there. */
function inRoom(module: Module, call: PageCall): PageCall {
  const open =
    (find: (by: string) => Promise<Tenant>, code: 'tenant_unknown' | 'link_unknown') =>
    async (by: string): Promise<Tenant> => {
      const tenant = await find(by)
      if (isOn(module, tenant)) return tenant
      throw code === 'tenant_unknown'
        ? notFound('platform.tenant_unknown')
        : notFound('platform.link_unknown')
    }
  return {
    ...call,
    tenantBySlug: open(call.tenantBySlug, 'tenant_unknown'),
    tenantByToken: open(call.tenantByToken, 'link_unknown'),
  }
}

export function callOf(
  platform: Platform,
  directory: Directory,
  hub: Hub,
  request: FastifyRequest,
  reply: FastifyReply,
): PageCall {
  const chosen = request.cookies.guichet_locale
  const locale: Locale =
    chosen === 'fr' || chosen === 'en' ? chosen : preferredLocale(request.headers['accept-language'], 'fr')
  return {
    platform,
    directory,
    hub,
    request,
    reply,
    params: textsOnly(request.params),
    query: textsOnly(request.query),
    form: textsOnly(request.body),
    locale,
    say: sayer(platform.texts, locale),
    open: (tenant, work, as) =>
      inTenant(platform, { tenant, actor: visitor, locale, request_id: request.id, ...as }, work),
    async tenantBySlug(slug) {
      const tenant = /^[a-z0-9-]{1,48}$/.test(slug) ? await directory.tenantBySlug(slug) : null
      if (!tenant) throw notFound('platform.tenant_unknown')
      return tenant
    },
    async tenantByToken(token) {
      const ref = tenantRefOf(token)
      const tenant = ref ? await directory.tenantByRef(ref) : null
      if (!tenant) throw notFound('platform.link_unknown')
      return tenant
    },
  }
}

export function sendPage(
  reply: FastifyReply,
  assets: Assets,
  call: PageCall,
  page: PublicPage,
  status: number,
): FastifyReply {
  const { locale, say } = call
  const other = locale === 'fr' ? 'en' : 'fr'
  const accent = page.tenant?.accent
  const document = html`<!doctype html>
<html lang="${locale}"${accent ? html` data-accent="${accent.light}" data-accent-dark="${accent.dark}"` : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="same-origin">
<title>${page.title}</title>
<meta name="description" content="${say('platform', 'public.description')}">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${assets.url('public.css')}">
${accent ? html`<link rel="stylesheet" href="/accent/${accent.light.slice(1)}-${accent.dark.slice(1)}.css">` : ''}
<script type="module" src="${assets.url('public.ts')}"></script>
</head>
<body>
<a class="skip" href="#content">${say('platform', 'public.skip')}</a>
<header class="top"><a class="brand" href="${page.tenant ? `/p/${page.tenant.slug}` : '/'}">${page.tenant?.name ?? 'Guichet'}</a>
<form method="post" action="/locale"><input type="hidden" name="locale" value="${other}"><input type="hidden" name="back" value="${call.request.url}"><button class="quiet" lang="${other}">${other === 'en' ? 'English' : 'Français'}</button></form></header>
<main id="content" tabindex="-1"${page.live ? html` data-stream="${page.live.stream}" data-offline="${say('platform', 'public.offline')}" data-updated="${say('platform', 'public.updated_at')}" data-push="${say('platform', 'public.push')}" data-push-on="${say('platform', 'public.push_on')}" data-push-off="${say('platform', 'public.push_off')}"` : ''}>${page.body}</main>
<footer class="foot"><p><a href="/accessibilite">${say('platform', 'public.accessibility')}</a> · Guichet</p></footer>
</body>
</html>`
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(document.markup)
}

/** What happened, what was kept, what to do: in the visitor's language, never the machine's. */
export function sendProblemPage(
  platform: Platform,
  assets: Assets,
  call: PageCall,
  error: unknown,
): FastifyReply {
  const { problem, failure } = problemFor(platform, call.request, error, call.locale)
  if (!failure) call.request.log.error({ err: error }, 'unexpected failure')
  if (failure?.retry_after_s) call.reply.header('retry-after', String(failure.retry_after_s))
  const { say } = call
  return sendPage(
    call.reply,
    assets,
    call,
    {
      title: problem.title,
      body: html`<section class="card problem"><h1>${problem.title}</h1>
<p>${say('platform', failure instanceof Failure && failure.kind === 'unavailable' ? 'public.kept_retry' : 'public.kept')}</p>
<p><a class="button" href="${call.request.method === 'GET' ? call.request.url : (call.request.headers.referer ?? '/')}">${say('platform', 'public.retry')}</a> <a class="quiet" href="/">${say('platform', 'public.home')}</a></p>
<p class="muted small">${say('platform', 'public.reference')} ${problem.request_id}</p></section>`,
    },
    problem.status,
  )
}
