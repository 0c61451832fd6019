import { html } from './html.ts'
import type { PageRoute } from './pages.ts'

/** A colour that came from the tenant's stored tokens: six hexadecimal digits, nothing else reaches the sheet. */
const colours = /^([0-9a-f]{6})-([0-9a-f]{6})\.css$/i

/** Where to return after a choice: our own pages only. */
const safeBack = (path: string | undefined): string =>
  path && /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : '/'

export const publicPages: PageRoute[] = [
  {
    method: 'POST',
    path: '/locale',
    async handle(call) {
      const locale = call.form.locale === 'en' ? 'en' : 'fr'
      void call.reply.setCookie('guichet_locale', locale, { path: '/', sameSite: 'lax', maxAge: 31_536_000 })
      return { redirect: safeBack(call.form.back) }
    },
  },
  {
    method: 'GET',
    path: '/accent/:colours',
    async handle(call) {
      const match = colours.exec(call.params.colours ?? '')
      const sheet = match
        ? `:root{--accent:#${match[1]}}@media (prefers-color-scheme:dark){:root{--accent:#${match[2]}}}`
        : ''
      await call.reply.header('cache-control', 'public, max-age=86400').type('text/css').send(sheet)
      return { streamed: true }
    },
  },
  {
    method: 'GET',
    path: '/accessibilite',
    async handle({ say }) {
      const text = (key: string) => say('platform', `accessibility.${key}`)
      return {
        page: {
          title: text('title'),
          body: html`<article class="card"><h1>${text('title')}</h1><p>${text('aim')}</p><p>${text('state')}</p>
<h2>${text('known_title')}</h2><ul><li>${text('known_voice')}</li><li>${text('known_audit')}</li></ul><p>${text('contact')}</p></article>`,
        },
      }
    },
  },
]
