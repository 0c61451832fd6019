import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import type { Platform } from '../platform.ts'
import { seal, unseal } from '../seal.ts'
import type { PlatformTables } from '../tables.ts'
import type { Carrier } from './channels/carrier.ts'
import type { Leg, Vendor } from './rules.ts'

const db = tablesOf<PlatformTables>()

export const TwilioAccount = z.object({
  account_sid: z.string().regex(/^AC[0-9a-f]{32}$/),
  auth_token: z.string().min(16).max(200),
  /** E.164, a short code, or a messaging service (`MG…`). */
  sms_from: z.string().max(40).optional(),
  whatsapp_from: z.string().max(40).optional(),
})
export const SendgridAccount = z.object({
  api_key: z.string().min(10).max(300),
  from: z.email().max(254),
  /** Public key of the signed event webhook, as SendGrid shows it. */
  webhook_key: z.string().max(400).optional(),
})
export const SmtpAccount = z.object({
  host: z.string().min(1).max(253),
  port: z.int().min(1).max(65535),
  secure: z.boolean(),
  user: z.string().max(254).optional(),
  password: z.string().max(300).optional(),
  from: z.email().max(254),
  /** Set for the operator's own server: it may stand on a private address. */
  trusted: z.boolean().optional(),
})
export const FcmAccount = z.object({
  project_id: z.string().regex(/^[a-z0-9-]{4,40}$/),
  client_email: z.email().max(254),
  private_key: z.string().min(100).max(8_000),
})
export interface Accounts {
  twilio: z.infer<typeof TwilioAccount>
  sendgrid: z.infer<typeof SendgridAccount>
  smtp: z.infer<typeof SmtpAccount>
  fcm: z.infer<typeof FcmAccount>
  web_push: { subject: string }
}
export type OwnVendor = Exclude<Vendor, 'web_push'>
export const accountShapes = {
  twilio: TwilioAccount,
  sendgrid: SendgridAccount,
  smtp: SmtpAccount,
  fcm: FcmAccount,
} satisfies Record<OwnVendor, z.ZodType>

export interface HeldAccount<V extends Vendor = Vendor> {
  vendor: V
  whose: 'organisation' | 'installation'
  account: Accounts[V]
  /** Changes whenever the account does. */
  version: string
}

/** What the operator's environment offers to every organisation. */
function fromEnvironment(config: Config): { [V in Vendor]?: Accounts[V] } {
  const accounts: { [V in Vendor]?: Accounts[V] } = { web_push: { subject: config.WEB_PUSH_CONTACT } }
  if (config.TWILIO_ACCOUNT_SID && config.TWILIO_AUTH_TOKEN) {
    accounts.twilio = {
      account_sid: config.TWILIO_ACCOUNT_SID,
      auth_token: config.TWILIO_AUTH_TOKEN,
      ...(config.TWILIO_SMS_FROM ? { sms_from: config.TWILIO_SMS_FROM } : {}),
      ...(config.TWILIO_WHATSAPP_FROM ? { whatsapp_from: config.TWILIO_WHATSAPP_FROM } : {}),
    }
  }
  if (config.SENDGRID_API_KEY && config.MAIL_FROM) {
    accounts.sendgrid = {
      api_key: config.SENDGRID_API_KEY,
      from: config.MAIL_FROM,
      ...(config.SENDGRID_WEBHOOK_KEY ? { webhook_key: config.SENDGRID_WEBHOOK_KEY } : {}),
    }
  }
  if (config.SMTP_URL && config.MAIL_FROM) {
    const url = new URL(config.SMTP_URL)
    const secure = url.protocol === 'smtps:'
    accounts.smtp = {
      host: url.hostname,
      port: Number(url.port || (secure ? 465 : 587)),
      secure,
      ...(url.username ? { user: decodeURIComponent(url.username) } : {}),
      ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
      from: config.MAIL_FROM,
      trusted: true,
    }
  }
  const service = config.FCM_SERVICE_ACCOUNT ? FcmAccount.safeParse(parsed(config.FCM_SERVICE_ACCOUNT)) : null
  if (service?.success) accounts.fcm = service.data
  return accounts
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

/**
 * The accounts this organisation's messages leave with: its own before the installation's. A demonstration
 * has none: its people and numbers are invented, and might be somebody's.
 */
export async function accountsOf(ctx: Ctx, platform: Platform): Promise<Map<Vendor, HeldAccount>> {
  const held = new Map<Vendor, HeldAccount>()
  const { config } = platform
  for (const [vendor, account] of Object.entries(fromEnvironment(config)) as [Vendor, Accounts[Vendor]][]) {
    if (ctx.tenant.demo && vendor !== 'web_push') continue
    held.set(vendor, { vendor, whose: 'installation', account, version: digest(JSON.stringify(account)) })
  }
  const rows = await db(ctx).selectFrom('platform.vendor_account').select(['vendor', 'sealed']).execute()
  for (const { vendor, sealed } of rows as { vendor: OwnVendor; sealed: string }[]) {
    try {
      const account = accountShapes[vendor].parse(JSON.parse(openSealed(sealed, config)))
      held.set(vendor, { vendor, whose: 'organisation', account, version: digest(sealed) })
    } catch {
      // Sealed with a SECRET_KEY that was changed meanwhile: it must be typed again, and says so on its screen.
      ctx.log.warn({ vendor }, 'an account could not be opened with this SECRET_KEY')
      held.delete(vendor)
    }
  }
  return held
}
/** With the present SECRET_KEY, or the one before it. */
export function openSealed(sealed: string, config: Pick<Config, 'SECRET_KEY' | 'FORMER_SECRET_KEY'>): string {
  try {
    return unseal(sealed, config.SECRET_KEY)
  } catch (error) {
    if (!config.FORMER_SECRET_KEY) throw error
    return unseal(sealed, config.FORMER_SECRET_KEY)
  }
}
const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')

export const sealAccount = (account: unknown, config: Config): string =>
  seal(JSON.stringify(account), config.SECRET_KEY)

/** Whether the account can carry this leg: Twilio without a WhatsApp sender carries SMS only. */
export function carries(held: HeldAccount | undefined, leg: Leg): boolean {
  if (!held) return false
  if (leg.vendor !== 'twilio') return true
  const account = held.account as Accounts['twilio']
  return leg.channel === 'whatsapp' ? Boolean(account.whatsapp_from) : Boolean(account.sms_from)
}

const built = new Map<string, Carrier>()

/** The client of a vendor, made when it is first needed: the SDKs are large, and most installations use none. */
export async function carrierOf(platform: Platform, tenant_id: string, held: HeldAccount): Promise<Carrier> {
  const key = `${tenant_id} ${held.vendor} ${held.version}`
  const known = built.get(key)
  if (known) return known
  const carrier = await build(platform, held)
  if (built.size >= 200) built.clear()
  built.set(key, carrier)
  return carrier
}

async function build({ config }: Platform, { vendor, account }: HeldAccount): Promise<Carrier> {
  switch (vendor) {
    case 'twilio':
      return (await import('./channels/twilio.ts')).twilioCarrier(account as Accounts['twilio'], config)
    case 'sendgrid':
      return (await import('./channels/sendgrid.ts')).sendgridCarrier(account as Accounts['sendgrid'], config)
    case 'smtp':
      return (await import('./channels/smtp.ts')).smtpCarrier(account as Accounts['smtp'], config)
    case 'fcm':
      return (await import('./channels/fcm.ts')).fcmCarrier(account as Accounts['fcm'], config)
    case 'web_push':
      return (await import('./channels/web-push.ts')).webPushCarrier(account as Accounts['web_push'], config)
  }
}
