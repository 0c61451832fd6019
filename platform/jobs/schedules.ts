import { sql } from 'kysely'
import type { Tenant } from '../ctx.ts'
import type { Schedule } from '../module.ts'
import { latestLocalTime } from '../local-time.ts'
import { isOn } from '../capabilities.ts'
import { asSystem, type Platform } from '../platform.ts'

/** Names the task that runs a schedule. */
export const scheduleTask = (schedule: Pick<Schedule, 'name'>): string => `schedule:${schedule.name}`

/** A duty missed for longer than this (all workers were down) is left out rather than done late. */
const tooLate_ms = 26 * 3_600_000

/**
 * Adds a job for everything that is due. The row per due moment and the job are written together, so
 * any number of workers, restarts or clock changes still make it run once.
 */
export async function dispatchSchedules(platform: Platform): Promise<void> {
  const now = platform.now()
  const { rows } = await platform.app_pool.query('select * from platform.all_tenants()')
  for (const tenant of rows as Tenant[]) {
    const schedules = platform.modules.flatMap((module) =>
      isOn(module, tenant) ? [...module.schedules] : [],
    )
    try {
      await dispatchFor(platform, tenant, schedules, now)
    } catch (error) {
      // One organisation's trouble (a time zone nobody knows) must not stop the duties of the next.
      platform.log.warn({ err: error, tenant_id: tenant.id }, 'could not add the duties that are due')
    }
  }
}

async function dispatchFor(
  platform: Platform,
  tenant: Tenant,
  schedules: readonly Schedule[],
  now: Date,
): Promise<void> {
  const known = dispatched.get(platform) ?? new Map<string, number>()
  dispatched.set(platform, known)
  const due = schedules
    .map((schedule) => ({
      schedule,
      key: `${tenant.id}/${schedule.name}`,
      due_at: schedule.due(now, tenant),
    }))
    .filter(
      ({ key, due_at }) =>
        known.get(key) !== due_at.getTime() && now.getTime() - due_at.getTime() < tooLate_ms,
    )
  if (due.length === 0) return
  await asSystem(platform, tenant, async (ctx) => {
    for (const { schedule, due_at } of due) {
      await sql`
        with fresh as (
          insert into platform.schedule_run (tenant_id, schedule, due_at, created_at)
          values (platform.tenant_id(), ${schedule.name}, ${due_at.toISOString()}, ${now.toISOString()})
          on conflict do nothing returning 1)
        select platform.add_job(${scheduleTask(schedule)},
          ${JSON.stringify({ tenant_id: tenant.id, due_at: due_at.toISOString() })}::json, 8) from fresh`.execute(
        ctx.transaction.db,
      )
    }
  })
  for (const { key, due_at } of due) known.set(key, due_at.getTime())
}

/** Spares the database the question this process has already answered; the table alone decides. */
const dispatched = new WeakMap<Platform, Map<string, number>>()

/** Due at every multiple of the interval since 1970. */
export const every =
  (interval_s: number): Schedule['due'] =>
  (now) =>
    new Date(Math.floor(now.getTime() / (interval_s * 1_000)) * interval_s * 1_000)

/** Due every day at this local time (`00:00`), once, also on the days when clocks change. */
export const dailyAt =
  (time: string): Schedule['due'] =>
  (now, tenant) =>
    latestLocalTime(now, tenant.time_zone, time)
