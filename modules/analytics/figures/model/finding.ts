import type { Finding } from '../contract.ts'

export interface DayWaits {
  service_id: string
  day: string
  n: number
  p50_s: number | null
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

/** Fewer waits than this say nothing about a service. */
const fewest = 10

/**
 * What is slow, where and since when: of the services that enough people waited for, the one whose median is
 * furthest above its site's target; without any above, the slowest, as steady. `since` is the first of the days in a
 * row, up to the service's last, on which half of its visitors waited longer than the target.
 */
export function findingOf(
  services: readonly ServiceWaits[],
  days: readonly DayWaits[],
  hours: readonly { hour: number; n: number; p50_s: number | null }[],
  targets: ReadonlyMap<string, number>,
): Finding | null {
  const known = services.filter((service) => service.n >= fewest && service.p50_s !== null)
  const over = (service: ServiceWaits) => service.p50_s! / targets.get(service.site_id)!
  const worst = known.toSorted((a, b) => over(b) - over(a))[0]
  if (!worst) return null
  const target_s = targets.get(worst.site_id)!
  const slow = worst.p50_s! > target_s
  let since: string | null = null
  for (const day of days.filter((one) => one.service_id === worst.service_id && one.n > 0).toReversed()) {
    if (day.p50_s! <= target_s) break
    since = day.day
  }
  const busiest = hours.filter((hour) => hour.n >= fewest).toSorted((a, b) => b.p50_s! - a.p50_s!)[0]
  return {
    kind: slow ? 'slow' : 'steady',
    service_id: worst.service_id,
    service_name: worst.service_name,
    site_name: worst.site_name,
    p50_s: worst.p50_s!,
    p90_s: worst.p90_s!,
    target_s,
    since: slow ? since : null,
    hour: busiest?.hour ?? null,
  }
}
