import { createECDH, hkdfSync } from 'node:crypto'
import { z } from 'zod'
import type { Config } from '../../config.ts'
import type { Accounts } from '../accounts.ts'
import {
  outcomeOfBreak,
  outcomeOfStatus,
  vendorTimeout_ms,
  type Carrier,
  type Letter,
  type Outcome,
} from './carrier.ts'
import { sendToAll } from './send-to-all.ts'

/** What a browser's `PushSubscription` says of itself. */
export const BrowserSubscription = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(1_000),
  keys: z.object({ p256dh: z.string().min(80).max(100), auth: z.string().min(20).max(40) }),
})

/** The push services of the browsers there are. Anything else would be an address of the caller's choice. */
const services = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  'web.push.apple.com',
  'notify.windows.com',
]
export function isPushService(endpoint: string, config: Pick<Config, 'WEB_PUSH_HOSTS'>): boolean {
  const { protocol, host, hostname } = new URL(endpoint)
  if (config.WEB_PUSH_HOSTS.includes(host)) return true
  return protocol === 'https:' && services.some((name) => hostname === name || hostname.endsWith(`.${name}`))
}

const keys = new Map<string, { publicKey: string; privateKey: string }>()
/** The installation's own key pair, always the same for the same SECRET_KEY: nothing to set up, nothing to lose. */
export function vapidKeys(secret_key: string): { publicKey: string; privateKey: string } {
  const known = keys.get(secret_key)
  if (known) return known
  const ecdh = createECDH('prime256v1')
  const secret = Buffer.from(hkdfSync('sha256', secret_key, 'guichet', 'web push', 32))
  // The order of the curve begins with 0xffffffff: any smaller first byte is a number below it.
  if (secret[0] === 0xff) secret[0] = 0x7f
  ecdh.setPrivateKey(secret)
  const pair = { publicKey: ecdh.getPublicKey('base64url'), privateKey: secret.toString('base64url') }
  keys.set(secret_key, pair)
  return pair
}

/** Web Push, encrypted by `web-push` and sent by fetch. */
export async function webPushCarrier(account: Accounts['web_push'], config: Config): Promise<Carrier> {
  const { default: webPush } = await import('web-push')
  const vapidDetails = { subject: account.subject, ...vapidKeys(config.SECRET_KEY) }

  async function sendOne(letter: Letter, text: string, signal: AbortSignal): Promise<Outcome | 'gone'> {
    const subscription = BrowserSubscription.parse(JSON.parse(text))
    if (!isPushService(subscription.endpoint, config)) return 'gone'
    const payload = JSON.stringify({
      title: letter.title,
      body: letter.body,
      link: letter.link,
      // One notification on the screen, however often it arrives.
      tag: letter.message_id,
      lang: letter.locale,
    })
    const { endpoint, method, headers, body } = webPush.generateRequestDetails(subscription, payload, {
      vapidDetails,
      TTL: letter.life_s,
      urgency: letter.urgency === 'now' ? 'high' : 'normal',
      // Replaces what still waits at the push service: at most 32 signs of the base64url alphabet.
      topic: letter.message_id.replaceAll('-', ''),
    })
    try {
      const answer = await fetch(endpoint, {
        method,
        headers: headers as Record<string, string>,
        body: body as unknown as BodyInit,
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(vendorTimeout_ms)]),
      })
      await answer.body?.cancel()
      if (answer.ok) return { kind: 'sent', vendor_id: answer.headers.get('location') }
      if (answer.status === 404 || answer.status === 410) return 'gone'
      return outcomeOfStatus(
        answer.status,
        `push service answered ${answer.status}`,
        answer.headers.get('retry-after'),
      )
    } catch (error) {
      return outcomeOfBreak((error as Error).cause ?? error)
    }
  }
  return { send: (letter, signal) => sendToAll(letter, (text) => sendOne(letter, text, signal)) }
}
