import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Subscription } from './events/define.ts'

export interface Tenant {
  id: string
  slug: string
  /** Short public reference, first part of visitors' and devices' tokens. */
  ref: string
  name: string
  country: 'SN' | 'FR'
  currency: 'XOF' | 'EUR'
  time_zone: string
  locale: Locale
  accent: { light: string; dark: string } | null
  modules: string[]
  demo: boolean
}

export type Locale = 'fr' | 'en'

export interface Actor {
  kind: 'user' | 'device' | 'visitor' | 'system' | 'nobody'
  id: string | null
  name: string | null
  role: string | null
  /** Endpoint permissions held, including the pseudo ones `signed_in`, `member`, `device`. */
  permissions: ReadonlySet<string>
  /** Sites the actor is confined to; null means all of the tenant's. */
  site_ids: readonly string[] | null
  /** The session or token behind it, to be able to end it. */
  session_id: string | null
}

export interface EmittedEvent {
  id: string
  name: string
}

/** The open database transaction, and what has been said in it. */
export interface Transaction {
  // oxlint-disable-next-line no-explicit-any -- each module narrows this to its own tables with `tablesOf`
  db: Kysely<any>
  subscriptions: ReadonlyMap<string, readonly Subscription[]>
  emitted: EmittedEvent[]
}

/** Everything a command or query may know of its surroundings. The list is closed. */
export interface Ctx {
  tenant: Tenant
  actor: Actor
  transaction: Transaction
  now: () => Date
  log: Logger
  locale: Locale
  request_id: string
}

export const nobody: Actor = {
  kind: 'nobody',
  id: null,
  name: null,
  role: null,
  permissions: new Set(),
  site_ids: null,
  session_id: null,
}
export const system: Actor = { ...nobody, kind: 'system', name: 'Guichet' }
export const visitor: Actor = { ...nobody, kind: 'visitor' }

/** Whether the actor may see what belongs to this site. */
export const maySee = (actor: Actor, site_id: string | null): boolean =>
  actor.site_ids === null || (site_id !== null && actor.site_ids.includes(site_id))
