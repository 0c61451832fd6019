import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { AnalyticsTables } from '../../tables.ts'
import { everybody_id } from '../model/sheet.ts'

const db = tablesOf<AnalyticsTables>()

/** One service of one site on one day: what is added up at once. */
export interface Cell {
  site_id: string
  service_id: string
  local_day: string
}
export const cellKey = (cell: Cell): string => `${cell.site_id}/${cell.service_id}/${cell.local_day}`

/** Held until the commit, in one order for everybody. */
export async function lockCells(ctx: Ctx, cells: ReadonlyMap<string, Cell>): Promise<void> {
  const keys = [...cells.keys()].map((key) => `${ctx.tenant.id}/${key}`).toSorted()
  await sql`select pg_advisory_xact_lock(hashtextextended(k, 7305)) from unnest(${keys}::text[]) with ordinality as x(k, n) order by n`.execute(
    db(ctx),
  )
}

/** Adds up the facts of these cells anew: a sheet never drifts from its facts, since it is never patched. */
export async function addUp(ctx: Ctx, cells: ReadonlyMap<string, Cell>): Promise<void> {
  const wanted = JSON.stringify(
    [...cells.values()].map(({ site_id, service_id, local_day }) => ({ site_id, service_id, local_day })),
  )
  const cell = sql`jsonb_to_recordset(${wanted}::jsonb) as c(site_id uuid, service_id uuid, local_day date)`
  await sql`delete from analytics.day_sheet d using ${cell}
    where d.site_id = c.site_id and d.service_id = c.service_id and d.local_day = c.local_day`.execute(
    db(ctx),
  )
  await sql`
    with cell as (select * from ${cell}),
    t as (
      select f.site_id, f.service_id, f.local_day, case when grouping(f.agent_id) = 1 then ${everybody_id}::uuid else f.agent_id end as agent_id,
        count(*)::int as issued,
        count(*) filter (where f.status = 'completed')::int as completed,
        count(*) filter (where f.status = 'no_show')::int as no_show,
        count(*) filter (where f.status = 'cancelled')::int as cancelled,
        count(*) filter (where f.status = 'expired')::int as expired,
        count(*) filter (where f.transfers > 0)::int as transferred,
        count(f.left_after_s)::int as left_waiting, coalesce(sum(f.left_after_s), 0) as left_after_sum_s,
        string_agg(substring(int4send(f.hour) from 4), ''::bytea order by f.hour) as arrivals,
        string_agg(int4send((f.hour::int << 24) | f.wait_s), ''::bytea order by f.wait_s) filter (where f.wait_s is not null) as waits,
        string_agg(int4send(f.service_s), ''::bytea order by f.service_s) filter (where f.service_s is not null) as services
      from cell join analytics.ticket_fact f using (site_id, service_id, local_day)
      group by grouping sets ((f.site_id, f.service_id, f.local_day), (f.site_id, f.service_id, f.local_day, f.agent_id))
      having grouping(f.agent_id) = 1 or f.agent_id is not null),
    p as (
      select f.site_id, f.service_id, f.local_day, case when grouping(f.agent_id) = 1 then ${everybody_id}::uuid else f.agent_id end as agent_id,
        count(*)::int as passages,
        count(*) filter (where f.ending = 'completed')::int as passages_completed,
        count(*) filter (where f.ending = 'no_show')::int as passages_no_show,
        count(*) filter (where f.ending = 'transferred')::int as passages_transferred,
        count(*) filter (where f.ending = 'parked')::int as passages_parked,
        string_agg(int4send(f.service_s), ''::bytea order by f.service_s) filter (where f.service_s is not null) as passage_services,
        coalesce(sum(f.service_s), 0) as passage_service_sum_s
      from cell join analytics.passage_fact f using (site_id, service_id, local_day)
      group by grouping sets ((f.site_id, f.service_id, f.local_day), (f.site_id, f.service_id, f.local_day, f.agent_id))
      having grouping(f.agent_id) = 1 or f.agent_id is not null)
    insert into analytics.day_sheet (tenant_id, site_id, service_id, agent_id, local_day, issued, completed, no_show, cancelled,
      expired, transferred, left_waiting, left_after_sum_s, arrivals, waits, services, passages, passages_completed, passages_no_show,
      passages_transferred, passages_parked, passage_services, passage_service_sum_s)
    select ${ctx.tenant.id}, site_id, service_id, agent_id, local_day, coalesce(issued, 0), coalesce(completed, 0),
      coalesce(no_show, 0), coalesce(cancelled, 0), coalesce(expired, 0), coalesce(transferred, 0),
      coalesce(left_waiting, 0), coalesce(left_after_sum_s, 0), coalesce(arrivals, ''), coalesce(waits, ''), coalesce(services, ''),
      coalesce(passages, 0), coalesce(passages_completed, 0), coalesce(passages_no_show, 0),
      coalesce(passages_transferred, 0), coalesce(passages_parked, 0), coalesce(passage_services, ''),
      coalesce(passage_service_sum_s, 0)
    from t full join p using (site_id, service_id, local_day, agent_id)`.execute(db(ctx))
}
