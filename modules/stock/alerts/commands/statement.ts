import { sql, type RawBuilder } from 'kysely'
import { clearFactor, clearMinutes } from '../model.ts'

export interface Round {
  now: Date
  /** Only shelves that moved or were predicted after this; null looks at all. */
  since: Date | null
  /** Figures are out of date: nothing may be called resolved on them. */
  stale: boolean
  stale_hours: number
  /** Of the service rate, when it fell for real. */
  points_lost: number
}

/**
 * One round of all rules in one statement. It names no organisation: the row policies confine it to the one
 * it runs for. What it reads is what is at risk, by the index `stock.balance_at_risk`, and what is open.
 *
 * A breach that is open already changes nothing; of two rounds at once `on conflict` lets one open it. An open
 * episode that is well beyond its threshold gets a clock, loses it when it falls back (a flap), and is resolved
 * when the clock has run a quarter of an hour.
 */
export function evaluation(round: Round): RawBuilder<{ opened: number; resolved: number }> {
  const now = sql`${round.now.toISOString()}::timestamptz`
  const since = round.since && sql`${round.since.toISOString()}::timestamptz`
  const at_risk = sql`(b.on_hand <= 0 or b.on_hand <= b.reorder_point * 1.25 or b.within_7 >= 0.2)`
  // A round of changes starts from the few shelves that moved, and touches no open episode of the others.
  const seen = since
    ? sql`seen as materialized (
      select b.* from stock.balance b where b.changed_at > ${since}
      union all
      select b.* from stock.balance b where b.predicted_at > ${since} and b.changed_at <= ${since}),`
    : sql``
  const shelves = since ? sql`seen` : sql`stock.balance`
  const looked_at = since
    ? sql`(select e.tenant_id, e.id from seen b join stock.alert_episode e on e.tenant_id = b.tenant_id and e.product_id = b.product_id
          and e.location_id = b.location_id and e.resolved_at is null
      union
      select e.tenant_id, e.id from stock.alert_episode e where e.resolved_at is null and e.clear_since is not null
      union
      select e.tenant_id, e.id from stock.alert_rule r join stock.alert_episode e on e.tenant_id = r.tenant_id and e.rule_id = r.id
        and e.product_id is null and e.resolved_at is null
      where r.kind in ('service_rate', 'stale_data'))`
    : // What is breached as before needs no second look at its shelf.
      sql`(select e.tenant_id, e.id from stock.alert_episode e
        left join breach n on n.tenant_id = e.tenant_id and n.rule_id = e.rule_id and n.product_id = e.product_id and n.location_id = e.location_id
      where e.resolved_at is null and (n.rule_id is null or e.clear_since is not null))`
  return sql`
    with ${seen} breach as (
      select r.tenant_id, r.id as rule_id, b.product_id, b.location_id,
        case when r.kind = 'predicted_stock_out' then b.within_7 else b.on_hand::float8 end as value
      from stock.alert_rule r join ${shelves} b on b.tenant_id = r.tenant_id
      where r.active and r.kind in ('stock_out', 'low_stock', 'predicted_stock_out')
        and ${at_risk}
        and (r.classes is null or b.abc = any(r.classes))
        and case r.kind
          when 'stock_out' then b.on_hand <= 0 and (b.reorder_point is null or b.reorder_point > 0)
          when 'low_stock' then b.reorder_point > 0 and b.on_hand <= b.reorder_point * r.threshold
          else b.within_7 >= r.threshold end
      union all
      select r.tenant_id, r.id, null, null, case r.kind when 'stale_data' then ${round.stale_hours}::float8 else ${round.points_lost}::float8 end
      from stock.alert_rule r
      where r.active and case r.kind when 'stale_data' then ${round.stale} when 'service_rate' then ${round.points_lost}::float8 >= r.threshold else false end),
    opened as (
      insert into stock.alert_episode (tenant_id, rule_id, product_id, location_id, value, last_value, opened_at, previous_id)
      select n.tenant_id, n.rule_id, n.product_id, n.location_id, n.value, n.value, ${now},
        (select e.id from stock.alert_episode e where e.tenant_id = n.tenant_id and e.rule_id = n.rule_id
           and e.product_id = n.product_id and e.location_id = n.location_id
           and e.resolved_at is not null order by e.resolved_at desc limit 1)
      from breach n
      where not exists (select from stock.alert_episode o where o.tenant_id = n.tenant_id and o.rule_id = n.rule_id
        and o.product_id = n.product_id and o.location_id = n.location_id and o.resolved_at is null)
      on conflict (tenant_id, rule_id, product_id, location_id) where resolved_at is null do nothing
      returning 1),
    kept as materialized ${looked_at},
    standing as (
      select e.tenant_id, e.id, e.clear_since,
        case r.kind when 'predicted_stock_out' then b.within_7 when 'service_rate' then ${round.points_lost}::float8
          when 'stale_data' then ${round.stale_hours}::float8 else b.on_hand::float8 end as value,
        case r.kind
          when 'stock_out' then b.on_hand <= 0
          when 'low_stock' then b.on_hand <= b.reorder_point * r.threshold
          when 'predicted_stock_out' then b.within_7 >= r.threshold
          when 'stale_data' then ${round.stale}
          else ${round.points_lost}::float8 >= r.threshold end and r.active as breached,
        not r.active or case r.kind
          when 'stock_out' then b.on_hand > 0
          when 'low_stock' then b.on_hand > b.reorder_point * r.threshold * ${clearFactor}::float8
          when 'predicted_stock_out' then coalesce(b.within_7, 0) * ${clearFactor}::float8 < r.threshold
          when 'stale_data' then not ${round.stale}
          else ${round.points_lost}::float8 * ${clearFactor}::float8 < r.threshold end as clear,
        r.kind = 'stale_data' as about_data
      from kept k
      join stock.alert_episode e on e.tenant_id = k.tenant_id and e.id = k.id
      join stock.alert_rule r on r.tenant_id = e.tenant_id and r.id = e.rule_id
      left join stock.balance b on b.tenant_id = e.tenant_id and b.product_id = e.product_id and b.location_id = e.location_id
      where e.resolved_at is null),
    changed as (
      update stock.alert_episode e set
        last_value = coalesce(s.value, e.last_value),
        clear_since = case when s.clear then coalesce(e.clear_since, ${now}) end,
        flaps = e.flaps + case when s.breached and e.clear_since is not null then 1 else 0 end,
        resolved_at = case when s.clear and e.clear_since <= ${now} - make_interval(mins => ${clearMinutes})
          and (s.about_data or not ${round.stale}) then ${now} end
      from standing s
      where e.tenant_id = s.tenant_id and e.id = s.id and e.resolved_at is null
        and (s.clear or (e.clear_since is not null and not coalesce(s.clear, false)))
        -- Frozen: out-of-date figures start no clock either.
        and (s.about_data or not ${round.stale} or e.clear_since is not null)
      returning e.resolved_at)
    select (select count(*) from opened)::int as opened,
      (select count(*) from changed where resolved_at is not null)::int as resolved`
}
