import { wholeHouse, inhabited } from '/work/main/server/testing/inhabited.ts'
import { sql } from 'kysely'
const t0 = performance.now()
const house = await wholeHouse()
console.log('house', performance.now() - t0)
const a = await inhabited(house, 0)
console.log('a', performance.now() - t0, a.visitor_tokens)
const { rows } = await house.platform.app_pool.query(`select n.nspname||'.'||c.relname as name from pg_class c join pg_namespace n on n.oid=c.relnamespace join pg_attribute t on t.attrelid=c.oid and t.attname='tenant_id' where c.relkind='r' and n.nspname !~ '^pg_' order by 1`)
for (const r of rows) { const n = await house.as(a.tenant, 'system', async (ctx) => (await sql`select count(*)::int n from ${sql.table(r.name)}`.execute(ctx.transaction.db)).rows[0].n); console.log(r.name, n) }
