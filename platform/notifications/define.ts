import type { z } from 'zod'
import type { Ctx } from '../ctx.ts'
import type { Platform } from '../platform.ts'

export const channels = ['whatsapp', 'sms', 'push', 'email', 'web_push'] as const
/** `push` reaches telephones' apps (FCM), `web_push` browsers. */
export type Channel = (typeof channels)[number]

/**
 * Something people are told. Its words stand in the module's texts under `notice.<what>.title` and
 * `notice.<what>.text`, where `{fact}` is replaced; organisations may put their own in their place.
 */
export interface NoticeDefinition<F extends z.ZodObject = z.ZodObject> {
  name: `${string}.${string}`
  audience: 'visitor' | 'customer' | 'staff'
  /** What words may mention. A fact called `link`, or ending in `_link`, that begins with `/` is made absolute. */
  facts: F
  /** In this order: the next is the fallback of the one before. */
  channels: readonly Channel[]
  /** `normal` waits for the end of quiet hours. */
  urgency: 'now' | 'normal'
  /** Held this long, because a mis-click may cause it: `withdrawNotice` drops it meanwhile. */
  hold_s?: number
  /** Later than this it would mislead: dropped, not sent. */
  expires_s: number
  /** `optional`: only to who agreed, with a way out in every message. */
  consent: 'transactional' | 'optional'
  /** Buttons under the message (texts `notice.<what>.reply_<name>`); an answer is told as `platform.message_answered`. */
  replies?: readonly string[]
  /** Facts that must never rest in the database: made when the message leaves, shown as dots in the outbox. */
  unstored?: {
    facts: readonly string[]
    // A method: definitions of any facts go into one list.
    make(ctx: Ctx, stored: z.output<F>, platform: Platform): Promise<Record<string, string>>
  }
}

export function defineNotice<F extends z.ZodObject>(definition: NoticeDefinition<F>): NoticeDefinition<F> {
  return definition
}

interface Reachable {
  /** E.164, or as it is dialled in the organisation's country. */
  phone?: string | null
  email?: string | null
  locale?: 'fr' | 'en'
  /** Channels the person agreed to when leaving the address; WhatsApp needs it. */
  consent?: readonly Channel[]
}
export type Recipient =
  /** `page_hash`: hash of the token of the visitor's page, whose browser may have asked to be told. */
  | ({ kind: 'visitor'; page_hash?: string } & Reachable)
  | ({ kind: 'customer'; customer_id: string } & Reachable)
  | { kind: 'user'; user_id: string }
  | ({ kind: 'address' } & Reachable)

export interface Attachment {
  /** Of a file kept with `platform.files`. */
  sha256: string
  name: string
  type: string
}

const known = new WeakMap<Platform['modules'], ReadonlyMap<string, NoticeDefinition>>()

/** Every notice of every module, by name. */
export function noticesOf(platform: Pick<Platform, 'modules'>): ReadonlyMap<string, NoticeDefinition> {
  const kept = known.get(platform.modules)
  if (kept) return kept
  const all = new Map<string, NoticeDefinition>()
  for (const notice of platform.modules.flatMap((module) => [...(module.notices ?? [])])) {
    if (all.has(notice.name)) throw new Error(`two notices are named ${notice.name}`)
    all.set(notice.name, notice)
  }
  known.set(platform.modules, all)
  return all
}
