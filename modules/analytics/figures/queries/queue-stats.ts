import { sql } from 'kysely'
import { serviceNames } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { AnalyticsTables } from '../../tables.ts'
import type { QueueStats } from '../contract.ts'
import { weekdayCounts } from '../model/period.ts'
import { onSheets, periodOf, scopeOf, stepDay, type Filters } from './scope.ts'

const db = tablesOf<AnalyticsTables>()

interface Counts {
  issued: number
  completed: number
  no_show: number
  cancelled: number
  expired: number
}
interface StepRow extends Counts {
  step_day: string
}
interface ServiceRow extends Counts {
  site_id: string
  service_id: string
  weekday: number
  transferred: number
  called: number
  arrivals: Buffer
}
const counts = sql`sum(issued)::int as issued, sum(completed)::int as completed, sum(no_show)::int as no_show,
  sum(cancelled)::int as cancelled, sum(expired)::int as expired`

class Volume {
  issued = 0
  completed = 0
  no_show = 0
  cancelled = 0
  expired = 0
  add(sheet: Counts): void {
    this.issued += sheet.issued
    this.completed += sheet.completed
    this.no_show += sheet.no_show
    this.cancelled += sheet.cancelled
    this.expired += sheet.expired
  }
  counts() {
    const { issued, completed, no_show, cancelled, expired } = this
    return {
      issued,
      completed,
      no_show,
      cancelled,
      expired,
      present: issued - completed - no_show - cancelled - expired,
    }
  }
}
const volumeIn = (volumes: Map<string, Volume>, key: string): Volume => {
  const known = volumes.get(key)
  if (known) return known
  const made = new Volume()
  volumes.set(key, made)
  return made
}

/** How many came, when, and what became of them. */
export async function queueStats(ctx: Ctx, filters: Filters): Promise<QueueStats> {
  const scope = await scopeOf(ctx, filters)
  const { rows: steps } = await sql<StepRow>`
    select ${stepDay(scope)} as step_day, ${counts} from analytics.day_sheet where ${onSheets(scope)}
    group by 1 order by 1`.execute(db(ctx))
  const { rows: services } = await sql<ServiceRow>`
    select site_id, service_id, extract(isodow from local_day)::int as weekday, ${counts},
      sum(transferred)::int as transferred, (sum(length(waits)) / 4)::int as called,
      string_agg(arrivals, ''::bytea) as arrivals
    from analytics.day_sheet where ${onSheets(scope)} group by 1, 2, 3`.execute(db(ctx))
  const total = new Volume()
  const by_service = new Map<string, Volume>()
  const site_of = new Map<string, string>()
  const grid = Array.from({ length: 7 }, () => new Uint32Array(24))
  let transferred = 0
  let called = 0
  for (const row of services) {
    site_of.set(row.service_id, row.site_id)
    total.add(row)
    volumeIn(by_service, row.service_id).add(row)
    transferred += row.transferred
    called += row.called
    const hours = grid[row.weekday - 1]!
    for (const hour of row.arrivals) hours[hour]!++
  }
  const series = steps.map((row) => {
    const volume = new Volume()
    volume.add(row)
    return { day: row.step_day, ...volume.counts() }
  })
  const names = await serviceNames(ctx, [...by_service.keys()])
  const site_names = new Map(scope.sites.map((site) => [site.id, site.name]))
  const weekdays = weekdayCounts(scope.from, scope.to)
  return {
    period: periodOf(scope),
    totals: { ...total.counts(), transferred, called },
    series,
    by_service: [...by_service]
      .map(([service_id, volume]) => ({
        service_id,
        service_name: names.get(service_id) ?? '',
        site_id: site_of.get(service_id)!,
        site_name: site_names.get(site_of.get(service_id)!) ?? '',
        ...volume.counts(),
      }))
      .toSorted((a, b) => b.issued - a.issued),
    arrivals: grid.flatMap((hours, index) =>
      [...hours].map((issued, hour) => ({ weekday: index + 1, hour, issued, days: weekdays[index]! })),
    ),
    read_at: ctx.now().toISOString(),
  }
}
