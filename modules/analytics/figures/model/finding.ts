import type { Finding } from '../contract.ts'

export interface DayWaits {
  day: string
  p50_s: number
}
interface ServiceWaits {
  service_id: string
  service_name: string
  site_id: string
  site_name: string
  n: number
  p50_s: number | null
  p90_s: number | null
}
export interface Worst extends ServiceWaits {
  target_s: number
  slow: boolean
}

/** Fewer waits than this say nothing about a service. */
const fewest = 10

/** The service, of those that enough people waited for, whose median is furthest above its site's target, or nearest below. */
export function furthestOver(
  services: readonly ServiceWaits[],
  targets: ReadonlyMap<string, number>,
): Worst | null {
  const over = (service: ServiceWaits) => service.p50_s! / targets.get(service.site_id)!
  const worst = services
    .filter((service) => service.n >= fewest && service.p50_s !== null)
    .toSorted((a, b) => over(b) - over(a))[0]
  if (!worst) return null
  const target_s = targets.get(worst.site_id)!
  return { ...worst, target_s, slow: worst.p50_s! > target_s }
}

/**
 * What is slow, where and since when. `since` is the first of the days in a row, up to the service's last, on
 * which half of its visitors waited longer than the target.
 * @param days of this service, the last one first
 */
export function findingOf(
  worst: Worst,
  days: readonly DayWaits[],
  hours: readonly { hour: number; n: number; p50_s: number | null }[],
): Finding {
  let since: string | null = null
  for (const { day, p50_s } of days) {
    if (p50_s <= worst.target_s) break
    since = day
  }
  const busiest = hours.filter((hour) => hour.n >= fewest).toSorted((a, b) => b.p50_s! - a.p50_s!)[0]
  return {
    kind: worst.slow ? 'slow' : 'steady',
    service_id: worst.service_id,
    service_name: worst.service_name,
    site_name: worst.site_name,
    p50_s: worst.p50_s!,
    p90_s: worst.p90_s!,
    target_s: worst.target_s,
    since: worst.slow ? since : null,
    hour: busiest?.hour ?? null,
  }
}

/** Of durations in rising order, as a sheet holds them. */
export function medianOf(sorted: Uint32Array): number {
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}
