import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { emit } from '../events/emit.ts'
import { forbidden, invalid, notFound } from '../errors.ts'
import { handle, handleCall, type Call, type Route } from '../http/handle.ts'
import { hashSecret, newId, tenantRefOf } from '../ids.ts'
import type { PlatformTables } from '../tables.ts'
import { channelStates, dropAccount, keepAccount } from './channel-states.ts'
import { BrowserSubscription, isPushService, vapidKeys } from './channels/subscription.ts'
import * as contract from './contract.ts'
import { noticesOf } from './define.ts'
import { channelTested } from './events.ts'
import { messageOf, messagesOf } from './outbox-queries.ts'
import {
  browsersOf,
  forgetSubscriptions,
  keepPreference,
  keepSubscription,
  preferenceOf,
} from './preferences.ts'
import { replyWords } from './render.ts'
import { dropTemplate, keepTemplate, noticesWithWords, preview } from './templates.ts'

const db = tablesOf<PlatformTables>()

const memberId = (ctx: Ctx): string => {
  if (ctx.actor.kind !== 'user' || !ctx.actor.id)
    throw forbidden('platform.not_permitted', { permission: 'member', role: null })
  return ctx.actor.id
}
/** What needs the whole platform opens its own transaction: `ctx` alone knows neither notices nor keys. */
const opened = <T>(call: Call, work: (ctx: Ctx) => Promise<T>): Promise<T> => call.open(call.tenant!, work)

function browser(call: Pick<Call, 'platform'>, given: unknown) {
  const read = BrowserSubscription.safeParse(given)
  if (!read.success || !isPushService(read.data.endpoint, call.platform.config))
    throw invalid('platform.subscription_refused')
  return { channel: 'web_push' as const, text: JSON.stringify(read.data), address: read.data.endpoint }
}

export const notificationRoutes: Route[] = [
  handle(contract.listMessages, (ctx, { query }) => messagesOf(ctx, query)),
  handleCall(contract.readMessage, (call, { params }) =>
    opened(call, async (ctx) => {
      const message = await messageOf(ctx, params.message_id)
      const notice = noticesOf(call.platform).get(message.notice)
      return {
        ...message,
        replies: notice ? replyWords(call.platform, notice, message.locale).map(({ word }) => word) : [],
      }
    }),
  ),
  handleCall(contract.listNotices, async (call) => ({
    items: await opened(call, (ctx) => noticesWithWords(ctx, call.platform)),
  })),
  handleCall(contract.saveTemplate, async (call, { params, body }) => {
    await opened(call, (ctx) => keepTemplate(ctx, call.platform, params, body))
    return { channel: params.channel, locale: params.locale, ...body }
  }),
  handle(contract.removeTemplate, async (ctx, { params }) => {
    await dropTemplate(ctx, params)
    return { removed: true }
  }),
  handleCall(contract.previewTemplate, (call, { params, body }) =>
    opened(call, (ctx) => preview(ctx, call.platform, params, body)),
  ),
  handleCall(contract.listChannels, (call) => opened(call, (ctx) => channelStates(ctx, call.platform))),
  handle(contract.changeChannel, async (ctx, { params, body }) => {
    const values = {
      enabled: body.enabled,
      price: String(body.price),
      daily_cap: body.daily_cap,
      monthly_budget: body.monthly_budget === null ? null : String(body.monthly_budget),
    }
    await db(ctx)
      .insertInto('platform.channel_setting')
      .values({ tenant_id: ctx.tenant.id, channel: params.channel, ...values })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'channel']).doUpdateSet(values))
      .execute()
    return { changed: true }
  }),
  handle(contract.changeQuietHours, async (ctx, { body }) => {
    await db(ctx)
      .insertInto('platform.notification_setting')
      .values({ tenant_id: ctx.tenant.id, ...body })
      .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(body))
      .execute()
    return body
  }),
  handle(contract.testChannel, async (ctx, { params }) => {
    const key = newId()
    await emit(ctx, channelTested, { channel: params.channel, user_id: memberId(ctx), key })
    return { key }
  }),
  handleCall(contract.saveAccount, async (call, { params, body }) => {
    await opened(call, (ctx) => keepAccount(ctx, call.platform, params.vendor, body))
    return { saved: true }
  }),
  handle(contract.removeAccount, async (ctx, { params }) => {
    await dropAccount(ctx, params.vendor)
    return { removed: true }
  }),
  handleCall(contract.readPreference, (call) =>
    opened(call, async (ctx) => ({
      ...(await preferenceOf(ctx, memberId(ctx))),
      web_push_key: vapidKeys(call.platform.config.SECRET_KEY).publicKey,
      browsers: await browsersOf(ctx, memberId(ctx)),
    })),
  ),
  handle(contract.changePreference, (ctx, { body }) => keepPreference(ctx, memberId(ctx), body)),
  handleCall(contract.subscribeMember, async (call, { body }) => {
    if (!body.subscription && !body.fcm_token) throw invalid('platform.subscription_refused')
    const subscription = body.subscription
      ? browser(call, body.subscription)
      : { channel: 'push' as const, text: body.fcm_token!, address: body.fcm_token! }
    await opened(call, (ctx) =>
      keepSubscription(ctx, call.platform, { user_id: memberId(ctx) }, subscription),
    )
    return { subscribed: true }
  }),
  handle(contract.unsubscribeMember, async (ctx) => ({
    removed: await forgetSubscriptions(ctx, memberId(ctx)),
  })),
  handleCall(contract.subscribeVisitor, async (call, { body }) => {
    const ref = tenantRefOf(body.token)
    const tenant = ref ? await call.directory.tenantByRef(ref) : null
    if (!tenant) throw notFound('platform.link_unknown')
    const subscription = browser(call, body.subscription)
    await call.open(tenant, (ctx) =>
      keepSubscription(ctx, call.platform, { page_hash: hashSecret(body.token) }, subscription),
    )
    return { subscribed: true }
  }),
  handleCall(contract.readPushKey, async (call) => ({
    key: vapidKeys(call.platform.config.SECRET_KEY).publicKey,
  })),
]
