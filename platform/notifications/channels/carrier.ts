import type { Locale, Tenant } from '../../ctx.ts'
import type { Channel } from '../define.ts'

/** A message as it leaves. */
export interface Letter {
  message_id: string
  channel: Channel
  /** E.164 or an e-mail address. */
  address: string
  /** For push: what each browser or app gave us to reach it. */
  subscriptions: { id: string; text: string }[]
  name: string | null
  title: string
  body: string
  locale: Locale
  tenant: Pick<Tenant, 'name' | 'slug' | 'ref' | 'accent'>
  /** The page the message is about, absolute. */
  link: string | null
  replies: { name: string; word: string }[]
  /** WhatsApp: the approved template to send instead of free words, with its fields in order. */
  content: { sid: string; values: string[] } | null
  /** Null when one of them no longer exists. */
  open_attachments: () => Promise<{ name: string; type: string; bytes: Buffer }[] | null>
  /** What the frame around the words says in the recipient's language. */
  words: { unsubscribe: string }
  unsubscribe_url: string | null
  /** Where the vendor reports what became of it; null where nothing of ours can be reached. */
  receipts_url: string | null
  urgency: 'now' | 'normal'
  /** Seconds until it would mislead. */
  life_s: number
}

export type Outcome =
  /** `gone`: push subscriptions that no longer exist. */
  | { kind: 'sent'; vendor_id: string | null; gone?: string[] }
  /** This channel will not reach the person, now or later. */
  | { kind: 'refused'; reason: RefusalReason; detail: string; gone?: string[] }
  /** Try again. `uncertain`: the vendor may have taken it all the same. */
  | { kind: 'later'; detail: string; uncertain: boolean; retry_after_s?: number; counts_as_failure: boolean }

export type RefusalReason =
  | 'bad_address'
  | 'opted_out'
  | 'no_conversation'
  | 'vendor_refused'
  | 'attachment_missing'

export interface Carrier {
  send: (letter: Letter, signal: AbortSignal) => Promise<Outcome>
  /** Messages the vendor has that may be this one. @returns their ids there, newest first */
  find?: (letter: Letter, since: Date, signal: AbortSignal) => Promise<string[]>
}

/** No vendor may hold a worker longer than this. */
export const vendorTimeout_ms = 10_000

/** `Retry-After` in seconds, from seconds or a date. */
export function retryAfter(header: string | null | undefined, now = Date.now()): number | undefined {
  if (!header) return undefined
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1_000
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds), 3_600) : undefined
}

/** What an answer means when the vendor gave no better reason. */
export function outcomeOfStatus(status: number, detail: string, retry_after?: string | null): Outcome {
  if (status === 429) {
    const wait = retryAfter(retry_after)
    return {
      kind: 'later',
      detail,
      uncertain: false,
      counts_as_failure: false,
      ...(wait === undefined ? {} : { retry_after_s: wait }),
    }
  }
  if (status >= 500) {
    const wait = retryAfter(retry_after)
    return {
      kind: 'later',
      detail,
      uncertain: true,
      counts_as_failure: true,
      ...(wait === undefined ? {} : { retry_after_s: wait }),
    }
  }
  // Wrong credentials are put right by a person: what waits meanwhile is not lost.
  if (status === 401 || status === 403)
    return { kind: 'later', detail, uncertain: false, counts_as_failure: true }
  return { kind: 'refused', reason: 'vendor_refused', detail }
}

/** A connection that failed: refused before anything was said, or broken in the middle. */
export function outcomeOfBreak(error: unknown): Outcome {
  const code = (error as { code?: string }).code ?? ''
  const untouched = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code)
  return {
    kind: 'later',
    detail: code || (error instanceof Error ? error.message : 'connection failed'),
    uncertain: !untouched,
    counts_as_failure: true,
  }
}
