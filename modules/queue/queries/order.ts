import { sql, type RawBuilder } from 'kysely'
import type { CallingOrder } from '../model.ts'

/**
 * The order in which tickets `t` are called, as SQL: the call, the desk's list and the count of people ahead
 * all ask here, so they cannot disagree. Each order is that of an index, but for the counter's preference.
 */
export function callingOrder(order: CallingOrder, service_ids: readonly string[] = []): RawBuilder<unknown> {
  if (order === 'fifo') return sql`t.rank, t.id`
  if (order === 'priority_fifo' || service_ids.length === 0) return sql`t.priority desc, t.rank, t.id`
  return sql`array_position(${service_ids}::uuid[], t.service_id), t.priority desc, t.rank, t.id`
}

interface Place {
  priority: number
  rank: number
  id: string
}

/**
 * Whether ticket `t` stands before this place. Where counters prefer services, what is counted is the order
 * within the class: which counter will be free first nobody knows.
 */
export const standsBefore = (order: CallingOrder, place: Place): RawBuilder<boolean> =>
  order === 'fifo'
    ? sql<boolean>`(t.rank, t.id) < (${place.rank}::bigint, ${place.id}::uuid)`
    : sql<boolean>`(-t.priority, t.rank, t.id) < (${-place.priority}::int, ${place.rank}::bigint, ${place.id}::uuid)`
