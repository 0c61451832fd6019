import type { z } from 'zod'
import type { Ctx } from '../ctx.ts'

/** A fact in the past. Small: ids rather than rows; whoever needs more asks for it. */
export interface EventDefinition<P extends z.ZodObject = z.ZodObject> {
  name: `${string}.${string}`
  payload: P
  /** What a browser must be allowed to do to learn that this happened. */
  permission: string
  /**
   * Fields of the payload that travel with the news. Ids let a page refetch; a few public facts (the
   * number just called) let a thousand displays show them without asking a thousand times.
   */
  live: readonly (keyof z.output<P> & string)[]
  /** Whether paired kiosks and displays of the site may hear it. */
  devices?: true
  /** The payload field whose id the event is about: `historyOf` finds it by that. */
  subject?: keyof z.output<P> & string
}

export function defineEvent<P extends z.ZodObject>(definition: EventDefinition<P>): EventDefinition<P> {
  return definition
}

export interface DeliveredEvent<P extends z.ZodObject = z.ZodObject> {
  id: string
  at: string
  site_id: string | null
  payload: z.output<P>
}

/** Separate queues: what must be on time never waits behind what may take all night. */
export type JobQueue = 'default' | 'alerts' | 'maintenance'

/**
 * A reaction to an event. It runs after the commit, at least once; its own transaction also records
 * the delivery, so database effects happen exactly once and only foreign effects need care.
 */
export interface Subscription {
  name: string
  event: string
  queue: JobQueue
  max_attempts: number
  run: (ctx: Ctx, event: DeliveredEvent) => Promise<void>
}

export function subscribe<P extends z.ZodObject>(
  event: EventDefinition<P>,
  name: `${string}.${string}`,
  run: (ctx: Ctx, event: DeliveredEvent<P>) => Promise<void>,
  options: { queue?: JobQueue; max_attempts?: number } = {},
): Subscription {
  return {
    name,
    event: event.name,
    queue: options.queue ?? 'default',
    max_attempts: options.max_attempts ?? 12,
    run: run as Subscription['run'],
  }
}
