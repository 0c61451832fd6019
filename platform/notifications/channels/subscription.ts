import { createECDH, hkdfSync } from 'node:crypto'
import { z } from 'zod'
import type { Config } from '../../config.ts'

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
