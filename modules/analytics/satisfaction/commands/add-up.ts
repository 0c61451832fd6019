import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { emit } from '@guichet/platform/emit'
import { localDate } from '@guichet/platform/local-time'
import { satisfactionAddedUp } from '../events.ts'

/**
 * Adds up the votes of the day that has just ended, and of the two before again: a site in another zone ends its
 * day later, and a vote of the last second may have been written after midnight.
 */
export async function addUpDays(ctx: Ctx, due_at: Date): Promise<void> {
  const today = localDate(due_at, ctx.tenant.time_zone)
  const { rows } = await sql<{ local_day: string; votes: number }>`
    with added as (
      insert into analytics.satisfaction_day
        (tenant_id, site_id, service_id, local_day, votes, csat_1, csat_2, csat_3, csat_4, csat_5,
         promoters, passives, detractors, added_up_at)
      select tenant_id, site_id, service_id, local_day, count(*),
        count(*) filter (where csat = 1), count(*) filter (where csat = 2), count(*) filter (where csat = 3),
        count(*) filter (where csat = 4), count(*) filter (where csat = 5),
        count(*) filter (where nps >= 9), count(*) filter (where nps between 7 and 8),
        count(*) filter (where nps <= 6), ${ctx.now().toISOString()}::timestamptz
      from analytics.vote
      where local_day >= ${today}::date - 3 and local_day < ${today}::date
      group by 1, 2, 3, 4
      on conflict (tenant_id, site_id, service_id, local_day) do update set
        votes = excluded.votes, csat_1 = excluded.csat_1, csat_2 = excluded.csat_2, csat_3 = excluded.csat_3,
        csat_4 = excluded.csat_4, csat_5 = excluded.csat_5, promoters = excluded.promoters,
        passives = excluded.passives, detractors = excluded.detractors, added_up_at = excluded.added_up_at
      returning local_day, votes)
    select to_char(${today}::date - 1, 'YYYY-MM-DD') as local_day,
      coalesce(sum(votes) filter (where local_day = ${today}::date - 1), 0)::int as votes from added`.execute(
    ctx.transaction.db,
  )
  const [day] = rows
  if (day) await emit(ctx, satisfactionAddedUp, day)
}
