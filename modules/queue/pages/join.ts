import { normalisePhone } from '@guichet/organisation'
import { Failure } from '@guichet/platform/errors'
import { once } from '@guichet/platform/idempotency'
import { newSecret } from '@guichet/platform/ids'
import type { PageCall, PageReply, PageRoute } from '@guichet/platform/pages'
import { issueTicket } from '../commands/issue.ts'
import { showPlace, ticketCookie, type Returned } from './place.ts'
import { wordsOf } from './words.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
/** As long as the oldest wait. */
const cookieLife_s = 18 * 3_600

export const takeTicket: PageRoute = {
  method: 'POST',
  path: '/p/:slug/tickets',
  // A whole hall may share one address.
  rate_limit: 120,
  async handle(call) {
    const { site_id = '', service_id = '' } = call.form
    const visitor_name = cleaned(call.form.visitor_name, 120)
    const visitor_phone = cleaned(call.form.visitor_phone, 24)
    const key = /^[\w-]{8,100}$/.test(call.form.key ?? '') ? call.form.key! : newSecret()
    const returned: Returned = { site_id, service_id, visitor_name, visitor_phone, key }
    const words = wordsOf(call)

    const tenant = await call.tenantBySlug(call.params.slug ?? '')
    if (!uuid.test(site_id) || !uuid.test(service_id)) {
      return showPlace(call, {
        ...returned,
        fault: { field: 'service_id', text: words('join.choose_service') },
      })
    }
    const phone = visitor_phone ? normalisePhone(visitor_phone, tenant.country) : undefined
    if (phone === null) {
      return showPlace(call, {
        ...returned,
        fault: { field: 'visitor_phone', text: words('join.phone_wrong') },
      })
    }
    try {
      const token = await call.open(tenant, async (ctx) => {
        // The same form for the same service is the same wish, whatever was typed beside it meanwhile.
        const wish = {
          key: `${key}.${service_id}`,
          route: 'POST /p/:slug/tickets',
          input: { site_id, service_id },
          status: 303,
        }
        const { answer } = await once(ctx, wish, async () => {
          const input = {
            site_id,
            service_id,
            visitor_name,
            visitor_phone: phone,
            channels:
              call.form.channel === 'whatsapp' ? ['whatsapp' as const, 'sms' as const] : ['sms' as const],
            locale: call.locale,
            source: 'web' as const,
          }
          return { token: (await issueTicket(ctx, input)).token }
        })
        return (answer as { token: string }).token
      })
      void call.reply.setCookie(ticketCookie, token, {
        path: `/p/${tenant.slug}`,
        httpOnly: true,
        sameSite: 'lax',
        secure: call.platform.sign_in.issuer.startsWith('https:'),
        maxAge: cookieLife_s,
      })
      return { redirect: `/q/${token}` }
    } catch (error) {
      return refused(call, returned, error)
    }
  },
}

/** Closed or full since the page was opened: the form comes back with the reason and what was typed. */
function refused(call: PageCall, returned: Returned, error: unknown): Promise<PageReply> {
  if (!(error instanceof Failure) || error.kind !== 'conflict' || !error.code.startsWith('queue.'))
    throw error
  const text = wordsOf(call)(
    `problem.${error.code.slice('queue.'.length)}`,
    error.facts as Record<string, string>,
  )
  return showPlace(call, { ...returned, service_id: undefined, fault: { field: 'form', text } })
}

function cleaned(text: string | undefined, longest: number): string | undefined {
  // Control characters cannot be stored, nor read.
  const clean = (text ?? '')
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, longest)
  return clean === '' ? undefined : clean
}
