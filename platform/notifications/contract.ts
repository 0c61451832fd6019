import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '../contract.ts'

export const ChannelName = z.enum(['whatsapp', 'sms', 'push', 'email', 'web_push'])
export const MessageStatus = z.enum([
  'pending',
  'sending',
  'sent',
  'delivered',
  'read',
  'simulated',
  'failed',
  'expired',
  'cancelled',
  'suppressed',
])
const Language = z.enum(['fr', 'en'])
const Clock = z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/)

const MessageLine = z.object({
  id: z.uuid(),
  notice: z.string(),
  audience: z.string(),
  status: MessageStatus,
  status_at: z.string(),
  created_at: z.string(),
  channel: ChannelName.nullable(),
  /** Whom: the address it went to, or is meant for. */
  recipient: z.string().nullable(),
  title: z.string().nullable(),
  reason: z.string().nullable(),
})
export const listMessages = endpoint({
  method: 'GET',
  path: '/messages',
  permission: 'platform.message.read',
  summary: 'The outbox: what people were told, or would have been, newest first.',
  query: z.object({
    ...PageQuery,
    status: MessageStatus.optional(),
    channel: ChannelName.optional(),
    notice: z.string().max(80).optional(),
    address: z.string().trim().max(80).optional(),
  }),
  reply: pageOf(MessageLine),
})
export const readMessage = endpoint({
  method: 'GET',
  path: '/messages/:message_id',
  permission: 'platform.message.read',
  summary: 'One message as its recipient would see it, with everything that happened to it.',
  params: z.object({ message_id: z.uuid() }),
  reply: MessageLine.extend({
    body: z.string().nullable(),
    locale: Language,
    consent: z.enum(['transactional', 'optional']),
    attempt: z.int(),
    parts: z.int(),
    cost: z.number(),
    next_at: z.string(),
    expires_at: z.string(),
    vendor: z.string().nullable(),
    replies: z.array(z.string()),
    attachments: z.array(z.object({ name: z.string(), type: z.string() })),
    steps: z.array(
      z.object({
        id: z.uuid(),
        at: z.string(),
        status: z.string(),
        channel: ChannelName.nullable(),
        reason: z.string().nullable(),
        detail: z.string().nullable(),
      }),
    ),
  }),
})

const Template = z.object({
  channel: ChannelName,
  locale: Language,
  title: z.string().nullable(),
  body: z.string(),
  content_sid: z.string().nullable(),
})
export const listNotices = endpoint({
  method: 'GET',
  path: '/notices',
  permission: 'platform.message.read',
  summary: 'Everything people may be told, its own words and the organisation’s.',
  reply: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        audience: z.enum(['visitor', 'customer', 'staff']),
        channels: z.array(ChannelName),
        urgency: z.enum(['now', 'normal']),
        consent: z.enum(['transactional', 'optional']),
        hold_s: z.int(),
        expires_s: z.int(),
        /** What words may mention, as `{field}`. */
        fields: z.array(z.string()),
        own: z.object({
          fr: z.object({ title: z.string(), body: z.string() }),
          en: z.object({ title: z.string(), body: z.string() }),
        }),
        templates: z.array(Template),
      }),
    ),
  }),
})
const Wording = z.object({
  title: z.string().trim().max(200).nullable().default(null),
  body: z.string().trim().min(1).max(4_000),
  /** WhatsApp: sid of the approved content template; its variables are the fields of `body`, in order. */
  content_sid: z
    .string()
    .trim()
    .regex(/^HX[0-9a-f]{32}$/)
    .nullable()
    .default(null),
})
const wordingErrors = ['platform.notice_unknown', 'platform.template_unknown_field'] as const
const TemplatePlace = z.object({ notice: z.string().max(80), channel: ChannelName, locale: Language })
export const saveTemplate = endpoint({
  method: 'PUT',
  path: '/message-templates/:notice/:channel/:locale',
  permission: 'platform.template.write',
  summary: 'Puts the organisation’s own words in the place of a notice’s.',
  params: TemplatePlace,
  body: Wording,
  reply: Template,
  errors: wordingErrors,
})
export const removeTemplate = endpoint({
  method: 'DELETE',
  path: '/message-templates/:notice/:channel/:locale',
  permission: 'platform.template.write',
  summary: 'Goes back to the notice’s own words.',
  params: TemplatePlace,
  reply: z.object({ removed: z.boolean() }),
})
export const previewTemplate = endpoint({
  method: 'POST',
  path: '/message-templates/:notice/:channel/:locale/preview',
  permission: 'platform.template.write',
  summary: 'Shows words with the facts of the last such message, or with the names of the fields.',
  params: TemplatePlace,
  body: Wording,
  reply: z.object({ title: z.string(), body: z.string(), parts: z.int() }),
  errors: wordingErrors,
})

const VendorName = z.enum(['twilio', 'sendgrid', 'smtp', 'fcm'])
const Carrier = z.object({
  vendor: z.enum(['twilio', 'sendgrid', 'smtp', 'fcm', 'web_push']),
  /** Whose account it is; null: there is none. */
  whose: z.enum(['organisation', 'installation']).nullable(),
  shown: z.record(z.string(), z.string()),
  resting_until: z.string().nullable(),
  failures: z.int(),
  last_failure: z.string().nullable(),
  last_failure_at: z.string().nullable(),
  last_success_at: z.string().nullable(),
})
const ChannelState = z.object({
  id: ChannelName,
  /** `simulated`: no account carries it. */
  state: z.enum(['live', 'simulated', 'off']),
  enabled: z.boolean(),
  price: z.number(),
  daily_cap: z.int().nullable(),
  monthly_budget: z.number().nullable(),
  sent_today: z.int(),
  sent_month: z.int(),
  simulated_month: z.int(),
  cost_month: z.number(),
  carriers: z.array(Carrier),
})
export const listChannels = endpoint({
  method: 'GET',
  path: '/channels',
  permission: 'platform.message.read',
  summary: 'How messages leave: accounts, limits, costs, and vendors that rest.',
  reply: z.object({
    items: z.array(ChannelState),
    quiet_from: z.string(),
    quiet_to: z.string(),
    /** What to give the vendors; null until PUBLIC_URL says where we are. */
    receipts: z.object({ twilio: z.string(), twilio_incoming: z.string(), sendgrid: z.string() }).nullable(),
  }),
})
export const changeChannel = endpoint({
  method: 'PUT',
  path: '/channels/:channel',
  permission: 'platform.channel.write',
  summary: 'Opens or closes a channel, prices it and limits it.',
  params: z.object({ channel: ChannelName }),
  body: z.object({
    enabled: z.boolean(),
    price: z.number().min(0).max(1_000_000),
    daily_cap: z.int().min(0).max(1_000_000).nullable(),
    monthly_budget: z.number().min(0).max(1_000_000_000).nullable(),
  }),
  reply: z.object({ changed: z.boolean() }),
})
export const changeQuietHours = endpoint({
  method: 'PUT',
  path: '/quiet-hours',
  permission: 'platform.channel.write',
  summary: 'When nothing rings that can wait.',
  body: z.object({ quiet_from: Clock, quiet_to: Clock }),
  reply: z.object({ quiet_from: z.string(), quiet_to: z.string() }),
})
export const testChannel = endpoint({
  method: 'POST',
  path: '/channels/:channel/tests',
  permission: 'platform.channel.write',
  summary: 'Sends the caller a message by this channel alone.',
  params: z.object({ channel: ChannelName }),
  reply: z.object({ key: z.string() }),
  status: 202,
})
const text = (most: number) => z.string().trim().max(most)
export const saveAccount = endpoint({
  method: 'PUT',
  path: '/vendor-accounts/:vendor',
  permission: 'platform.channel.write',
  summary: 'Keeps the organisation’s own account with a vendor, sealed; secrets are never shown again.',
  params: z.object({ vendor: VendorName }),
  body: z.object({
    account_sid: text(40).optional(),
    auth_token: text(200).optional(),
    sms_from: text(40).optional(),
    whatsapp_from: text(40).optional(),
    api_key: text(300).optional(),
    webhook_key: text(400).optional(),
    host: text(253).optional(),
    port: z.int().min(1).max(65535).optional(),
    secure: z.boolean().optional(),
    user: text(254).optional(),
    password: z.string().max(300).optional(),
    from: text(254).optional(),
    service_account: z.string().max(10_000).optional(),
  }),
  reply: z.object({ saved: z.boolean() }),
  errors: ['platform.account_incomplete'],
})
export const removeAccount = endpoint({
  method: 'DELETE',
  path: '/vendor-accounts/:vendor',
  permission: 'platform.channel.write',
  summary: 'Forgets the organisation’s own account.',
  params: z.object({ vendor: VendorName }),
  reply: z.object({ removed: z.boolean() }),
})

const Preference = z.object({
  phone: z.string().nullable(),
  /** Null: whatever the notice proposes. */
  channels: z.array(ChannelName).nullable(),
  quiet_from: z.string().nullable(),
  quiet_to: z.string().nullable(),
})
export const readPreference = endpoint({
  method: 'GET',
  path: '/my-preferences',
  permission: 'member',
  summary: 'How the organisation’s messages reach the caller.',
  reply: Preference.extend({ web_push_key: z.string(), browsers: z.int() }),
})
export const changePreference = endpoint({
  method: 'PUT',
  path: '/my-preferences',
  permission: 'member',
  summary: 'Chooses telephone, channels and quiet hours; naming a channel is agreeing to it.',
  body: z.object({
    phone: text(40).nullable(),
    channels: z.array(ChannelName).max(5).nullable(),
    quiet_from: Clock.nullable(),
    quiet_to: Clock.nullable(),
  }),
  reply: Preference,
  errors: ['platform.phone_invalid'],
})
const BrowserSubscription = z.object({
  endpoint: z.string().max(1_000),
  keys: z.object({ p256dh: z.string().max(100), auth: z.string().max(40) }),
})
export const subscribeMember = endpoint({
  method: 'POST',
  path: '/push-subscriptions',
  permission: 'member',
  summary: 'Has a browser (`subscription`) or the telephone app (`fcm_token`) told what concerns the caller.',
  body: z.object({ subscription: BrowserSubscription.optional(), fcm_token: text(400).optional() }),
  reply: z.object({ subscribed: z.boolean() }),
  status: 201,
  errors: ['platform.subscription_refused'],
})
export const unsubscribeMember = endpoint({
  method: 'DELETE',
  path: '/push-subscriptions',
  permission: 'member',
  summary: 'Lets all browsers and telephones of the caller be silent.',
  reply: z.object({ removed: z.int() }),
})
export const subscribeVisitor = endpoint({
  method: 'POST',
  path: '/visitor-subscriptions',
  scope: 'global',
  permission: 'public',
  summary: 'Has the browser that shows a visitor’s page told what that page is about.',
  body: z.object({ token: z.string().max(80), subscription: BrowserSubscription }),
  reply: z.object({ subscribed: z.boolean() }),
  status: 201,
  errors: ['platform.link_unknown', 'platform.subscription_refused'],
  rate_limit: 20,
  transaction: false,
})
export const readPushKey = endpoint({
  method: 'GET',
  path: '/web-push-key',
  scope: 'global',
  permission: 'public',
  summary: 'The key a browser needs to subscribe.',
  reply: z.object({ key: z.string() }),
  transaction: false,
})
