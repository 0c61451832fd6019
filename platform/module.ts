import type { Task } from './jobs/task.ts'
import type { NoticeDefinition } from './notifications/define.ts'
import type { EventDefinition, JobQueue, Subscription } from './events/define.ts'
import type { Ctx, Tenant } from './ctx.ts'
import type { Route } from './http/handle.ts'
import type { PageRoute } from './http/pages.ts'
import type { RoleName } from './auth/contract.ts'

/** A recurring duty of one organisation. Runs exactly once per due moment, however many workers there are. */
export interface Schedule {
  name: `${string}.${string}`
  queue: JobQueue
  /** Leaves no trace among the jobs unless it fails: for what happens all the time. */
  quiet?: true
  /** The latest moment at or before `now` at which this is due for this organisation. */
  due: (now: Date, tenant: Tenant) => Date
  run: (ctx: Ctx, due_at: Date) => Promise<void>
}

/** Texts by key, nested: `{ desk: { call_next: 'Appeler le suivant' } }`. */
export interface Texts {
  [key: string]: string | Texts
}

export interface Offer {
  href: string
  /** Keys of texts of the module that offers. */
  title: string
  button: string
}

/** What a room hands to the roof. */
export interface Module {
  name: string
  /** An organisation switches it on and off; `needs` names rooms that must be on with it. Absent: always there. */
  capability?: { needs: readonly string[] }
  /** Which roles hold each permission that the module's endpoints declare. */
  permissions: Record<string, readonly RoleName[]>
  events: readonly EventDefinition[]
  routes: readonly Route[]
  pages: readonly PageRoute[]
  subscribers: readonly Subscription[]
  schedules: readonly Schedule[]
  /** Work that calls the outside or takes long, asked for with `later`. */
  tasks?: readonly Task[]
  /** Columns that name stored files by sha256, as `schema.table.column`: what none of them names is swept. */
  file_columns?: readonly string[]
  /** What people are told, by whichever channel reaches them. */
  notices?: readonly NoticeDefinition[]
  /** Folder of the module's SQL migrations, as a file URL ending in `/`. */
  migrations: URL
  locales: { fr: Texts; en: Texts }
  /**
   * What the module offers at the foot of another module's public page, such as rating a visit that is over:
   * an address and the keys of its words among the module's own texts.
   */
  offers?: (ctx: Ctx, about: { kind: 'visit'; id: string; token: string }) => Promise<Offer | null>
  /** Names of the organisation's sites, for the page frame's site switcher (given by one module). */
  site_names?: (ctx: Ctx) => Promise<{ id: string; name: string }[]>
  /** Figures pushed to a live page of this module at most every five seconds, for one site. */
  live_stats?: (ctx: Ctx, site_id: string) => Promise<Record<string, unknown>>
}
