import type { Ctx } from '@guichet/platform/ctx'
import { Failure } from '@guichet/platform/errors'
import { once } from '@guichet/platform/idempotency'
import type { PageRoute } from '@guichet/platform/pages'
import { visitorArrives, visitorLeaves, visitorPostpones } from '../commands/visit.ts'
import { noticeOf } from './visitor.ts'

const step = (
  name: string,
  work: (ctx: Ctx, token: string, form: Record<string, string>) => Promise<unknown>,
): PageRoute => ({
  method: 'POST',
  path: `/q/:token/${name}`,
  rate_limit: 120,
  async handle(call) {
    const token = call.params.token ?? ''
    const tenant = await call.tenantByToken(token)
    try {
      await call.open(tenant, (ctx) => work(ctx, token, call.form))
    } catch (error) {
      const notice = error instanceof Failure ? noticeOf(error.code) : undefined
      if (!notice) throw error
      return { redirect: `/q/${token}?notice=${notice}` }
    }
    return { redirect: `/q/${token}` }
  },
})

/** What a visitor does from the page; each works as a plain form. */
export const visitorSteps: PageRoute[] = [
  step('arrival', visitorArrives),
  // Sent twice by a nervous finger, it must not let six people pass.
  step('postponement', (ctx, token, { key = '' }) => {
    if (!/^[\w-]{8,100}$/.test(key)) return visitorPostpones(ctx, token)
    return once(ctx, { key, route: 'POST /q/:token/postponement', input: { token }, status: 303 }, () =>
      visitorPostpones(ctx, token),
    )
  }),
  step('departure', visitorLeaves),
]
