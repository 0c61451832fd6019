import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '../ctx.ts'
import { newId } from '../ids.ts'
import type { EventDefinition } from './define.ts'

/**
 * Says what happened: writes the event and one job per subscriber in the caller's transaction, so that
 * an event without its follow-up, or a follow-up without its event, cannot exist.
 */
export async function emit<P extends z.ZodObject>(
  ctx: Ctx,
  event: EventDefinition<P>,
  payload: z.input<P>,
  site_id: string | null = null,
): Promise<string> {
  const id = newId()
  const checked = event.payload.parse(payload) as Record<string, unknown>
  const live = Object.fromEntries(event.live.map((field) => [field, checked[field] ?? null]))
  const jobs = (ctx.transaction.subscriptions.get(event.name) ?? []).map((subscription) => ({
    task: subscription.name,
    max_attempts: subscription.max_attempts,
  }))
  await sql`
    select platform.emit(
      ${id}::uuid, ${event.name}, ${site_id}::uuid, ${event.permission},
      ${event.subject ? (checked[event.subject] as string) : null}::uuid,
      ${JSON.stringify({ kind: ctx.actor.kind, id: ctx.actor.id, name: ctx.actor.name })}::jsonb,
      ${JSON.stringify(checked)}::jsonb, ${JSON.stringify(live)}::jsonb,
      ${ctx.now().toISOString()}::timestamptz, ${ctx.request_id}, ${JSON.stringify(jobs)}::json)
  `.execute(ctx.transaction.db)
  ctx.transaction.emitted.push({ id, name: event.name })
  return id
}

export interface PastFact {
  event: EventDefinition
  payload: Record<string, unknown>
  site_id: string | null
  at: Date
  actor: { kind: string; id: string | null; name: string | null }
}

/**
 * Enters in the log what happened before the log was kept (a demonstration's fortnight, an import), oldest
 * first. Nobody is told: no subscriber runs and no page is nudged, since nothing happens now.
 */
export async function enterPast(ctx: Ctx, facts: readonly PastFact[]): Promise<void> {
  const rows = facts.map(({ event, payload, site_id, at, actor }) => {
    const checked = event.payload.parse(payload) as Record<string, unknown>
    return {
      id: newId(),
      name: event.name,
      site_id,
      permission: event.permission,
      subject_id: event.subject ? checked[event.subject] : null,
      actor,
      payload: checked,
      live: Object.fromEntries(event.live.map((field) => [field, checked[field] ?? null])),
      at: at.toISOString(),
    }
  })
  await sql`
    select platform.emit(r.id, r.name, r.site_id, r.permission, r.subject_id, r.actor, r.payload, r.live, r.at,
      ${ctx.request_id}, '[]'::json)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, name text, site_id uuid, permission text,
      subject_id uuid, actor jsonb, payload jsonb, live jsonb, at timestamptz)`.execute(ctx.transaction.db)
}
