import { sql } from 'kysely'
import { serviceNames } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { AnalyticsTables } from '../../tables.ts'
import type { WaitTimes } from '../contract.ts'
import { findingOf, furthestOver, medianOf, type DayWaits } from '../model/finding.ts'
import { Sample } from '../model/sample.ts'
import { readSeconds, readWaits } from '../model/sheet.ts'
import { onSheets, periodOf, scopeBefore, scopeOf, stepDay, type Filters, type Scope } from './scope.ts'
import { targetsOf } from './targets.ts'

const db = tablesOf<AnalyticsTables>()

interface Sheet {
  step_day: string
  site_id: string
  service_id: string
  issued: number
  left: number
  left_after_sum_s: number
  left_waiting: number
  waits: Buffer
  services: Buffer
}

/** One row per service and step of the series, with every duration in it. */
async function readSheets(ctx: Ctx, scope: Scope): Promise<Sheet[]> {
  const { rows } = await sql<Sheet>`
    select ${stepDay(scope)} as step_day, site_id, service_id, sum(issued)::int as issued,
      sum(cancelled + expired)::int as left, sum(left_after_sum_s)::bigint as left_after_sum_s,
      sum(left_waiting)::int as left_waiting, string_agg(waits, ''::bytea) as waits,
      string_agg(services, ''::bytea) as services
    from analytics.day_sheet where ${onSheets(scope)} group by 1, 2, 3 order by 1`.execute(db(ctx))
  return rows
}

/** The median wait of each day of one service, the last day first. */
async function daysOf(ctx: Ctx, scope: Scope, service_id: string): Promise<DayWaits[]> {
  const { rows } = await sql<{ day: string; waits: Buffer }>`
    select local_day as day, waits from analytics.day_sheet
    where ${onSheets({ ...scope, service_id })} and waits <> '' order by local_day desc`.execute(db(ctx))
  return rows.map(({ day, waits }) => ({ day, p50_s: medianOf(readWaits(waits).waits) }))
}

class Group {
  wait = new Sample()
  service = new Sample()
  issued = 0
  left = 0
}
const groupIn = <K>(groups: Map<K, Group>, key: K): Group => {
  const known = groups.get(key)
  if (known) return known
  const made = new Group()
  groups.set(key, made)
  return made
}
const band = (sample: Sample) => {
  const [p10_s, p50_s, p90_s] = sample.percentiles([0.1, 0.5, 0.9])
  return { n: sample.n, p10_s: p10_s!, p50_s: p50_s!, p90_s: p90_s! }
}

/** How long people waited, exactly: every duration of the period is counted. */
export async function waitTimes(ctx: Ctx, filters: Filters): Promise<WaitTimes> {
  const scope = await scopeOf(ctx, filters)
  const targets = await targetsOf(ctx, scope.sites)
  const sheets = await readSheets(ctx, scope)
  const names = await serviceNames(ctx, [...new Set(sheets.map((sheet) => sheet.service_id))])
  const all = new Group()
  const by_step = new Map<string, Group>()
  const by_service = new Map<string, Group>()
  const by_hour: (Sample | undefined)[] = Array.from({ length: 24 })
  const site_of = new Map<string, string>()
  let left_after_sum = 0
  let left_waiting = 0
  let within_target = 0
  for (const sheet of sheets) {
    const target_s = targets.get(sheet.site_id)!
    const step = groupIn(by_step, sheet.step_day)
    const service = groupIn(by_service, sheet.service_id)
    site_of.set(sheet.service_id, sheet.site_id)
    left_after_sum += sheet.left_after_sum_s
    left_waiting += sheet.left_waiting
    for (const group of [all, step, service]) {
      group.issued += sheet.issued
      group.left += sheet.left
    }
    const { waits, hours } = readWaits(sheet.waits)
    for (let at = 0; at < waits.length; at++) {
      const wait = waits[at]!
      all.wait.add(wait)
      step.wait.add(wait)
      service.wait.add(wait)
      ;(by_hour[hours[at]!] ??= new Sample()).add(wait)
      if (wait <= target_s) within_target++
    }
    for (const length of readSeconds(sheet.services)) {
      all.service.add(length)
      service.service.add(length)
    }
  }
  const site_names = new Map(scope.sites.map((site) => [site.id, site.name]))
  const [p10_s, p50_s, p90_s, p95_s] = all.wait.percentiles([0.1, 0.5, 0.9, 0.95])
  const [s50, s90, s95] = all.service.percentiles([0.5, 0.9, 0.95])
  const hours = by_hour.flatMap((sample, hour) => (sample ? [{ hour, ...band(sample) }] : []))
  const services = [...by_service]
    .map(([service_id, group]) => ({
      service_id,
      service_name: names.get(service_id) ?? '',
      site_id: site_of.get(service_id)!,
      site_name: site_names.get(site_of.get(service_id)!) ?? '',
      ...band(group.wait),
      issued: group.issued,
      left: group.left,
      average_s: group.wait.average,
      service_average_s: group.service.average,
    }))
    .toSorted((a, b) => (b.p50_s ?? -1) - (a.p50_s ?? -1))
  const worst = furthestOver(services, targets)
  const different = new Set(scope.sites.map((site) => targets.get(site.id)!))
  return {
    period: periodOf(scope),
    issued: all.issued,
    wait: {
      n: all.wait.n,
      average_s: all.wait.average,
      ...bounds(all.wait),
      p10_s: p10_s!,
      p50_s: p50_s!,
      p90_s: p90_s!,
      p95_s: p95_s!,
    },
    target_s: different.size === 1 ? [...different][0]! : null,
    within_target: all.wait.n === 0 ? null : within_target / all.wait.n,
    service: {
      n: all.service.n,
      average_s: all.service.average,
      ...bounds(all.service),
      p50_s: s50!,
      p90_s: s90!,
      p95_s: s95!,
    },
    abandonment: {
      left: all.left,
      rate: all.issued === 0 ? null : all.left / all.issued,
      average_after_s: left_waiting === 0 ? null : left_after_sum / left_waiting,
    },
    before: await waitsBefore(ctx, scopeBefore(scope)),
    series: [...by_step].map(([day, group]) => ({
      day,
      ...band(group.wait),
      left: group.left,
      issued: group.issued,
    })),
    by_service: services,
    by_hour: hours,
    finding: worst && findingOf(worst, worst.slow ? await daysOf(ctx, scope, worst.service_id) : [], hours),
    read_at: ctx.now().toISOString(),
  }
}

const bounds = (sample: Sample) => ({
  min_s: sample.n === 0 ? null : sample.min,
  max_s: sample.n === 0 ? null : sample.max,
})

async function waitsBefore(ctx: Ctx, scope: Scope): Promise<WaitTimes['before']> {
  const { rows } = await sql<{ waits: Buffer | null }>`
    select string_agg(waits, ''::bytea) as waits from analytics.day_sheet where ${onSheets(scope)}`.execute(
    db(ctx),
  )
  const sample = new Sample()
  if (rows[0]?.waits) sample.addAll(readWaits(rows[0].waits).waits)
  const { n, p50_s, p90_s } = band(sample)
  return { from: scope.from, to: scope.to, n, p50_s, p90_s }
}
