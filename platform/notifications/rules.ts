import { instantOf, localDate } from '../local-time.ts'
import type { Channel } from './define.ts'

export const vendors = ['twilio', 'sendgrid', 'smtp', 'fcm', 'web_push'] as const
export type Vendor = (typeof vendors)[number]

/** Who carries a channel, the first that can. */
export const carriers: Record<Channel, readonly Vendor[]> = {
  whatsapp: ['twilio'],
  sms: ['twilio'],
  push: ['fcm'],
  email: ['sendgrid', 'smtp'],
  web_push: ['web_push'],
}

/** Who can say, after a lost answer, whether they have a message. */
export const canBeAsked: ReadonlySet<Vendor> = new Set(['twilio'])

/** One way to a person: a channel with one of its carriers. */
export interface Leg {
  channel: Channel
  vendor: Vendor
}
export const legName = ({ channel, vendor }: Leg): string => `${channel}/${vendor}`
export const legsOf = (channels: readonly string[]): Leg[] =>
  (channels as Channel[]).flatMap((channel) => carriers[channel].map((vendor) => ({ channel, vendor })))

export const statuses = [
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
] as const
export type MessageStatus = (typeof statuses)[number]

/** Receipts arrive in any order: what is known only ever grows. */
const knowledge: Partial<Record<MessageStatus, number>> = {
  pending: 0,
  sending: 1,
  sent: 2,
  delivered: 3,
  read: 4,
}
export const tellsMore = (next: MessageStatus, known: MessageStatus): boolean =>
  (knowledge[next] ?? 0) > (knowledge[known] ?? 9)

/** Channels that ring or light up a telephone. A letter in the inbox wakes nobody. */
export const disturbs = (channel: Channel): boolean => channel !== 'email'

/** When the quiet hours that hold now end; null outside of them. Hours may cross midnight. */
export function quietUntil(now: Date, time_zone: string, from: string, to: string): Date | null {
  if (from === to) return null
  const today = localDate(now, time_zone)
  for (const days of [-1, 0]) {
    const day = (plus: number): string =>
      new Date(Date.parse(`${today}T12:00:00Z`) + (days + plus) * 86_400_000).toISOString().slice(0, 10)
    const start = instantOf(day(0), from, time_zone)
    const end = instantOf(day(from < to ? 0 : 1), to, time_zone)
    if (start <= now && now < end) return end
  }
  return null
}

/** Attempts on a channel before the next one is tried; the last channel is tried until the message expires. */
export const attemptsBeforeFallback = { now: 3, normal: 6 } as const

/**
 * Exponential, with full jitter: anything between nothing and the doubled wait, so that those who failed
 * together do not come back together. Never before the vendor's own `Retry-After`.
 * @returns seconds
 */
export function backoff(
  attempt: number,
  options: { urgency: 'now' | 'normal'; retry_after_s?: number; random?: () => number },
): number {
  const [first, most] = options.urgency === 'now' ? [2, 60] : [5, 600]
  const random = (options.random ?? Math.random)()
  const wait = Math.min(most, first * 2 ** Math.min(attempt, 12)) * random
  return options.retry_after_s === undefined ? Math.max(0.2, wait) : options.retry_after_s + Math.min(wait, 5)
}

/** Failures in a row that make a vendor rest, and for how long: 30 s, doubled each time, ten minutes at most. */
export const failuresUntilRest = 5
export const restSeconds = (failures: number): number =>
  Math.min(600, 30 * 2 ** Math.max(0, Math.min(failures - failuresUntilRest, 6)))

/** The alphabet of GSM 03.38: anything outside makes the whole message UCS-2, with fewer signs a part. */
const gsm = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]*$/
const gsmDouble = /[\f^{}\\[~\]|€]/g

/** How many messages a text is billed as. */
export function smsParts(text: string): number {
  const plain = text.replaceAll(gsmDouble, '')
  if (gsm.test(plain)) {
    const signs = plain.length + (text.length - plain.length) * 2
    return signs <= 160 ? 1 : Math.ceil(signs / 153)
  }
  return text.length <= 70 ? 1 : Math.ceil(text.length / 67)
}

/** WhatsApp: free words only within 24 hours of what the person wrote last. */
export const conversationOpen = (heard_at: string | Date | null, now: Date): boolean =>
  heard_at !== null && now.getTime() - new Date(heard_at).getTime() < 24 * 3_600_000

const stops = new Set([
  'STOP',
  'STOPALL',
  'ARRET',
  'UNSUBSCRIBE',
  'CANCEL',
  'END',
  'QUIT',
  'DESABONNER',
  'DESINSCRIRE',
  'FIN',
])
const starts = new Set(['START', 'UNSTOP', 'REPRENDRE', 'REABONNER'])

/** What an answer asks for, whatever its accents and capitals. */
export function wishOf(text: string): 'stop' | 'start' | null {
  const word = plainWord(text)
  return stops.has(word) ? 'stop' : starts.has(word) ? 'start' : null
}
export const plainWord = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[^\p{L}\p{N} ]/gu, '')
    .trim()
    .toUpperCase()
