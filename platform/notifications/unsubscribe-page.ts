import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { notFound } from '../errors.ts'
import { hashSecret } from '../ids.ts'
import { html } from '../http/html.ts'
import type { PageCall, PageRoute } from '../http/pages.ts'
import type { PlatformTables } from '../tables.ts'
import { markContact } from './reach.ts'
import { addStep } from './steps.ts'

const db = tablesOf<PlatformTables>()

async function find(ctx: Ctx, token: string) {
  const row = await db(ctx)
    .selectFrom('platform.message')
    .select(['id', 'channel', 'address'])
    .where('unsubscribe_hash', '=', hashSecret(token))
    .executeTakeFirst()
  if (!row?.address || !row.channel) throw notFound('platform.link_unknown')
  return { id: row.id, channel: row.channel, address: row.address }
}

async function opened(call: PageCall) {
  const token = call.params.token ?? ''
  const tenant = await call.tenantByToken(token)
  const message = await call.open(tenant, (ctx) => find(ctx, token))
  return { token, tenant, message }
}

/** What the page may show of an address: enough to know one's own. */
const hinted = (address: string): string =>
  address.includes('@') ? address.replace(/^(.).*(?=@)/, '$1…') : `…${address.slice(-4)}`

/** The way out of every message that is not needed. Asking is a page, leaving a press: mail programs follow links. */
export const unsubscribePages: PageRoute[] = [
  {
    method: 'GET',
    path: '/u/:token',
    rate_limit: 60,
    async handle(call) {
      const { tenant, token, message } = await opened(call)
      const text = (key: string, values?: Record<string, string>) =>
        call.say('platform', `unsubscribe.${key}`, values)
      const { done } = call.query
      return {
        page: {
          title: text('title'),
          tenant,
          body: done
            ? html`<section class="card"><h1>${text('done')}</h1><p>${text('done_note', { organisation: tenant.name })}</p></section>`
            : html`<section class="card"><h1>${text('title')}</h1><p>${text('question', { organisation: tenant.name, address: hinted(message.address) })}</p><p class="muted">${text('needed')}</p><form method="post" action="/u/${token}"><button class="button">${text('leave')}</button></form></section>`,
        },
      }
    },
  },
  {
    method: 'POST',
    path: '/u/:token',
    rate_limit: 60,
    async handle(call) {
      const { tenant, token, message } = await opened(call)
      await call.open(tenant, async (ctx) => {
        await markContact(ctx, message.channel, message.address, {
          opted_out_at: ctx.now(),
          opted_out_by: 'link',
        })
        await addStep(ctx, message.id, { status: 'opted_out', channel: message.channel as never })
      })
      return { redirect: `/u/${token}?done=1` }
    },
  },
]
