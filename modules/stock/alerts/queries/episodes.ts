import { sql } from 'kysely'
import type { z } from 'zod'
import type { Ctx } from '@guichet/platform/ctx'
import { cutPage, readCursor } from '@guichet/platform/paging'
import { db } from '../../catalogue/queries.ts'
import type { AlertMoment, AlertState, Episode } from '../contract.ts'
import { ruleKinds, type RuleKind } from '../model.ts'
import { hidden } from './hidden.ts'

interface Filter {
  limit: number
  cursor?: string | undefined
  kind?: RuleKind | undefined
}

/** Open episodes, newest first within the page's order of time. */
export async function listEpisodes(
  ctx: Ctx,
  filter: Filter & { state: 'unhandled' | 'handled' | 'all'; with_hidden: boolean },
): Promise<{ items: Episode[]; next_cursor: string | null }> {
  const after = readCursor(filter.cursor)
  const now = sql`${ctx.now().toISOString()}::timestamptz`
  const handled = sql`(e.acknowledged_at is not null or e.snoozed_until > ${now})`
  const { rows } = await sql<Episode>`
    select e.id, e.rule_id, r.kind, r.severity::int as severity,
      case when e.clear_since is not null then 'clearing' when e.acknowledged_at is not null then 'acknowledged'
        when e.snoozed_until > ${now} then 'snoozed' else 'open' end as status,
      e.product_id, p.sku, p.name as product_name, p.unit, s.name as supplier_name, e.location_id, l.name as location_name, b.abc,
      e.last_value as value, b.on_hand::float8 as on_hand, b.reorder_point::float8 as reorder_point, b.within_7, d.out_median::text as out_median,
      d.order_quantity::float8 as order_quantity, e.opened_at, e.resolved_at, e.acknowledged_at, e.acknowledged_by, e.snoozed_until,
      e.told_at, e.reminders, e.escalated_at, e.flaps, ${hidden} as hidden, e.previous_id
    from stock.alert_episode e
    join stock.alert_rule r on r.tenant_id = e.tenant_id and r.id = e.rule_id
    left join stock.product p on p.tenant_id = e.tenant_id and p.id = e.product_id
    left join stock.supplier s on s.tenant_id = p.tenant_id and s.id = p.supplier_id
    left join stock.location l on l.tenant_id = e.tenant_id and l.id = e.location_id
    left join stock.balance b on b.tenant_id = e.tenant_id and b.product_id = e.product_id and b.location_id = e.location_id
    left join stock.prediction d on d.tenant_id = e.tenant_id and d.product_id = e.product_id and d.location_id = e.location_id
    where e.resolved_at is null
      ${filter.kind ? sql`and r.kind = ${filter.kind}` : sql``}
      ${filter.state === 'all' ? sql`` : filter.state === 'handled' ? sql`and ${handled}` : sql`and not ${handled}`}
      ${filter.with_hidden ? sql`` : sql`and not ${hidden}`}
      ${after ? sql`and (e.opened_at, e.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by e.opened_at desc, e.id desc limit ${filter.limit + 1}`.execute(db(ctx))
  return cutPage(rows, filter.limit, (row) => [row.opened_at, row.id])
}

/** Counts for the heads of lists, and how fresh the figures are. */
export async function alertStateOf(ctx: Ctx): Promise<z.infer<typeof AlertState>> {
  const { rows } = await sql<{ kind: RuleKind; open: number; unhandled: number }>`
    select r.kind, count(*)::int as open, (count(*) filter (where e.acknowledged_at is null
      and (e.snoozed_until is null or e.snoozed_until <= ${ctx.now().toISOString()}::timestamptz)))::int as unhandled
    from stock.alert_episode e join stock.alert_rule r on r.tenant_id = e.tenant_id and r.id = e.rule_id
    where e.resolved_at is null and not ${hidden} group by r.kind`.execute(db(ctx))
  const state = await db(ctx)
    .selectFrom('stock.alert_state')
    .select(['evaluated_at', 'fed_by', 'fed_at', 'stale_since'])
    .executeTakeFirst()
  return {
    open: rows.reduce((sum, row) => sum + row.open, 0),
    unhandled: rows.reduce((sum, row) => sum + row.unhandled, 0),
    by_kind: ruleKinds.map(
      (kind) => rows.find((row) => row.kind === kind) ?? { kind, open: 0, unhandled: 0 },
    ),
    evaluated_at: state?.evaluated_at ?? null,
    fed_by: (state?.fed_by ?? 'nothing') as 'nothing' | 'screen' | 'import',
    fed_at: state?.fed_at ?? null,
    stale_since: state?.stale_since ?? null,
  }
}

/** The story of all alerts: opened, told, acknowledged, resolved. */
export async function listMoments(
  ctx: Ctx,
  filter: Filter & { product_id?: string | undefined },
): Promise<{ items: AlertMoment[]; next_cursor: string | null }> {
  const after = readCursor(filter.cursor)
  // The cursor's place is a time and the id of the row behind the moment.
  const { rows } = await sql<AlertMoment & { row_id: string }>`
    with moment as (
      select e.opened_at as at, e.id as row_id, 'opened' as what, e.rule_id, e.product_id, e.location_id, e.value, null as by,
        null::float8 as minutes, 1 as episodes, 0 as recipients, 0 as failures, null as failure_reason, 0 as flaps from stock.alert_episode e
      union all
      select e.resolved_at, e.id, 'resolved', e.rule_id, e.product_id, e.location_id, e.last_value, null,
        extract(epoch from e.resolved_at - e.opened_at)::float8 / 60, 1, 0, 0, null, e.flaps from stock.alert_episode e where e.resolved_at is not null
      union all
      select e.acknowledged_at, e.id, 'acknowledged', e.rule_id, e.product_id, e.location_id, null, e.acknowledged_by,
        null, 1, 0, 0, null, 0 from stock.alert_episode e where e.acknowledged_at is not null
      union all
      select m.at, m.id, case m.occasion when 'opened' then 'told' when 'reminder' then 'reminded' else 'escalated' end, m.rule_id, null, null, null, null,
        null, cardinality(m.episode_ids), m.recipients, m.failures, m.failure_reason, 0 from stock.alert_message m)
    select m.row_id, m.what || ':' || m.row_id as id, m.at, m.what, r.kind, m.product_id, p.name as product_name, p.unit, l.name as location_name,
      m.value, m.by, m.minutes, m.episodes, m.recipients, m.failures, m.failure_reason, m.flaps
    from moment m join stock.alert_rule r on r.id = m.rule_id
    left join stock.product p on p.id = m.product_id
    left join stock.location l on l.id = m.location_id
    where true ${filter.kind ? sql`and r.kind = ${filter.kind}` : sql``}
      ${filter.product_id ? sql`and m.product_id = ${filter.product_id}::uuid` : sql``}
      ${after ? sql`and (m.at, m.row_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by m.at desc, m.row_id desc limit ${filter.limit + 1}`.execute(db(ctx))
  const page = cutPage(rows, filter.limit, (row) => [row.at, row.row_id])
  return { items: page.items.map(({ row_id: _, ...item }) => item), next_cursor: page.next_cursor }
}
