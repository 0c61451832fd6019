import type pg from 'pg'
import { queriesOver } from '@guichet/platform/query'
import { evaluation } from '@guichet/stock/alerts-model'
import { atMost, fact, median, none, type Figure } from './figure.ts'

const tenants = 200

/**
 * The very statement of the product, run once for all organisations by the superuser, whom no row policy
 * confines, against a bare sequential read of the same rows.
 */
export const alerts: Figure = {
  name: 'alerts',
  title: 'alert rules over a million products against a bare sequential read of the same rows',
  async run(bench) {
    const each = bench.quick ? 250 : 5_000
    const { admin } = await bench.database('alerts')
    await fill(admin, each)
    const now = new Date('2026-11-20T12:00:00Z')
    const round = async (since: Date | null) => {
      const began = performance.now()
      const statement = evaluation({ now, since, stale: false, stale_hours: 1, points_lost: 0 })
      const { rows } = await statement.execute(queriesOver(admin))
      return { took: performance.now() - began, ...rows[0]! }
    }
    const first = await round(null)
    await admin.query('vacuum analyze stock.alert_episode')
    const reads: number[] = []
    const fulls: number[] = []
    const parts: number[] = []
    let reopened = 0
    for (let turn = 0; turn < 7; turn++) {
      const began = performance.now()
      await admin.query(
        'select max(on_hand), max(reorder_point), max(within_7), max(abc), max(changed_at) from stock.balance',
      )
      reads.push(performance.now() - began)
      const full = await round(null)
      fulls.push(full.took)
      reopened += full.opened
      await admin.query(
        `update stock.balance set changed_at = $1 where (tenant_id, product_id) in
           (select tenant_id, product_id from stock.balance tablesample bernoulli (0.05) repeatable (${turn}))`,
        [now],
      )
      const part = await round(new Date(now.getTime() - 1))
      parts.push(part.took)
      reopened += part.opened
      await admin.query("update stock.balance set changed_at = '2026-11-01' where changed_at = $1", [now])
      await admin.query('vacuum stock.balance')
    }
    const [read, full, part] = [median(reads), median(fulls), median(parts)]
    return [
      atMost(
        'full pass / bare sequential read',
        full / read,
        2,
        '',
        `${full.toFixed(0)} ms against ${read.toFixed(0)} ms`,
      ),
      atMost(
        'incremental / full pass',
        part / full,
        0.1,
        '',
        `${part.toFixed(1)} ms, 500 in a million moved`,
      ),
      none('opened again by 14 more passes', reopened),
      fact('first pass', `${first.opened} opened in ${(first.took / 1000).toFixed(1)} s`),
      fact('what it ran over', `${tenants * each} shelves, ${tenants * 3} rules, ${tenants} organisations`),
    ]
  },
}

async function fill(admin: pg.Client, each: number): Promise<void> {
  await admin.query('set max_parallel_workers_per_gather = 0')
  // Rows are made directly: the ledger's triggers and keys are not what is measured.
  await admin.query("set session_replication_role = 'replica'")
  await admin.query(`insert into stock.alert_rule (tenant_id, id, kind, threshold, severity, reminder_hours, recipients, updated_at)
    select ('00000000-0000-7000-8000-' || lpad(to_hex(t), 12, '0'))::uuid, gen_random_uuid(), k.kind, k.threshold, 2, 24, '[]', now()
    from generate_series(1, ${tenants}) t, (values ('stock_out', 0.0), ('low_stock', 1.0), ('predicted_stock_out', 0.5)) k(kind, threshold)`)
  // Of a hundred shelves one is out, four low and two at risk: what shops really look like.
  await admin.query(`insert into stock.balance (tenant_id, product_id, location_id, on_hand, reorder_point, within_7, within_14, abc, changed_at, predicted_at)
    select ('00000000-0000-7000-8000-' || lpad(to_hex(t), 12, '0'))::uuid, ('00000000-0000-7001-8000-' || lpad(to_hex(p), 12, '0'))::uuid,
      '00000000-0000-7002-8000-000000000001', case when p % 100 = 0 then 0 when p % 100 < 5 then 5 else 60 end, 20,
      case when p % 50 = 7 then 0.7 else 0.01 end, 0.1, 'B', '2026-11-01', '2026-11-01'
    from generate_series(1, ${tenants}) t, generate_series(1, ${each}) p order by 1, 2`)
  await admin.query('vacuum analyze stock.balance')
  await admin.query('vacuum analyze stock.alert_rule')
}
