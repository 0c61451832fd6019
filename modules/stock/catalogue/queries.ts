import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { invalid, notFound } from '@guichet/platform/errors'
import { cutPage } from '@guichet/platform/paging'
import type { StockTables } from '../tables.ts'
import type { Location, Product, ProductRow, StockSettings, Supplier } from './contract.ts'
import { nameKey, type Unit, type Valuation } from './model.ts'

export const db = tablesOf<StockTables>()

export const defaultSettings: StockSettings = { valuation: 'weighted_average', negative_allowed: false }

/** How the organisation keeps its stock; one that never chose has the usual settings. */
export async function settingsOf(ctx: Ctx): Promise<StockSettings> {
  const row = await db(ctx)
    .selectFrom('stock.setting')
    .select(['valuation', 'negative_allowed'])
    .executeTakeFirst()
  return row
    ? { valuation: row.valuation as Valuation, negative_allowed: row.negative_allowed }
    : defaultSettings
}

/** Cursors of lists sorted by name. */
export function readNameCursor(cursor: string | undefined): [name: string, id: string] | null {
  if (cursor === undefined) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (
      Array.isArray(key) &&
      key.length === 2 &&
      typeof key[0] === 'string' &&
      /^[a-z0-9 ]{0,200}$/.test(key[0]) &&
      typeof key[1] === 'string' &&
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key[1])
    )
      return [key[0], key[1]]
  } catch {
    // refused below, like any cursor that is not ours
  }
  throw invalid('platform.invalid_input', [{ path: 'query.cursor', code: 'unknown_cursor' }])
}

export const likePattern = (sought: string): string => `%${sought.replace(/[\\%_]/g, '\\$&')}%`

const rowColumns = sql`p.id, p.sku, p.name, p.name_key, p.unit, p.decimals::int as decimals, p.category, p.price_minor, p.currency, p.supplier_id,
  s.name as supplier_name, p.tracks_lots, p.active, coalesce(b.on_hand, 0)::float8 as on_hand, coalesce(b.reserved, 0)::float8 as reserved,
  coalesce(b.incoming, 0)::float8 as incoming, round(coalesce(v.value_minor, 0))::float8 as value_minor`

export interface ProductFilter {
  limit: number
  cursor?: string | undefined
  search?: string | undefined
  category?: string | undefined
  supplier_id?: string | undefined
  location_id?: string | undefined
  state: 'all' | 'in_stock' | 'out' | 'inactive'
}

/** Products by name. Balances are added up after the page is cut out: a million products cost what fifty do. */
export async function listProducts(
  ctx: Ctx,
  filter: ProductFilter,
): Promise<{ items: ProductRow[]; next_cursor: string | null }> {
  const after = readNameCursor(filter.cursor)
  const sought = filter.search ? nameKey(filter.search) : ''
  const at_location = filter.location_id ? sql`and b.location_id = ${filter.location_id}::uuid` : sql``
  const there = (wanted: boolean) =>
    sql`and ${wanted ? sql`` : sql`not`} exists (select from stock.balance b where b.tenant_id = p.tenant_id and b.product_id = p.id and b.on_hand > 0 ${at_location})`
  const { rows } = await sql<ProductRow & { name_key: string }>`
    select ${rowColumns}
    from stock.product p
    left join stock.supplier s on s.tenant_id = p.tenant_id and s.id = p.supplier_id
    left join stock.valuation v on v.tenant_id = p.tenant_id and v.product_id = p.id
    left join lateral (
      select sum(b.on_hand) as on_hand, sum(b.reserved) as reserved, sum(b.incoming) as incoming
      from stock.balance b where b.tenant_id = p.tenant_id and b.product_id = p.id ${at_location}) b on true
    where p.active = ${filter.state !== 'inactive'}
      ${
        filter.search
          ? sql`and (p.name_key like ${likePattern(sought || '~')} or p.sku ilike ${likePattern(filter.search)}
        or exists (select from stock.barcode c where c.tenant_id = p.tenant_id and c.product_id = p.id and c.code = ${filter.search}))`
          : sql``
      }
      ${filter.category ? sql`and p.category = ${filter.category}` : sql``}
      ${filter.supplier_id ? sql`and p.supplier_id = ${filter.supplier_id}::uuid` : sql``}
      ${filter.state === 'in_stock' ? there(true) : filter.state === 'out' ? there(false) : sql``}
      ${after ? sql`and (p.name_key, p.id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
    order by p.name_key, p.id
    limit ${filter.limit + 1}`.execute(db(ctx))
  return cutPage(rows, filter.limit, (row) => [row.name_key, row.id])
}

export interface ProductCore {
  id: string
  sku: string
  name: string
  unit: Unit
  decimals: number
  currency: string
  price_minor: number
  cost_minor: number
  tracks_lots: boolean
  supplier_id: string | null
  active: boolean
}

/** What commands need of products, by id; one that is not ours is missing from the answer. */
export async function productsById(ctx: Ctx, ids: readonly string[]): Promise<Map<string, ProductCore>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<ProductCore>`
    select id, sku, name, unit, decimals::int as decimals, currency, price_minor, cost_minor::float8 as cost_minor, tracks_lots, supplier_id, active
    from stock.product where id = any(${[...new Set(ids)]}::uuid[])`.execute(db(ctx))
  return new Map(rows.map((row) => [row.id, row]))
}

export async function packagingsById(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, { product_id: string; quantity: number }>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; product_id: string; quantity: number }>`
    select id, product_id, quantity::float8 as quantity from stock.packaging where id = any(${[...new Set(ids)]}::uuid[])`.execute(
    db(ctx),
  )
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}

export async function readProduct(ctx: Ctx, id: string): Promise<Product> {
  const of = sql`t.product_id = ${id}::uuid`
  const { rows } = await sql<Omit<Product, 'unit_value_minor'> & { quantity: number }>`
    select ${rowColumns}, p.cost_minor::float8 as cost_minor, coalesce(v.quantity, 0)::float8 as quantity,
      coalesce((select json_agg(t.code order by t.code) from stock.barcode t where ${of} and t.packaging_id is null), '[]') as barcodes,
      coalesce((select json_agg(json_build_object('id', t.id, 'name', t.name, 'quantity', t.quantity, 'for_orders', t.for_orders,
          'barcode', (select c.code from stock.barcode c where c.packaging_id = t.id order by c.code limit 1)) order by t.quantity, t.name)
        from stock.packaging t where ${of}), '[]') as packagings,
      coalesce((select json_agg(json_build_object('location_id', l.id, 'location_name', l.name, 'on_hand', coalesce(t.on_hand, 0),
          'reserved', coalesce(t.reserved, 0), 'incoming', coalesce(t.incoming, 0)) order by l.kind desc, l.name)
        from stock.location l left join stock.balance t on t.location_id = l.id and ${of}
        where l.active or t.on_hand <> 0), '[]') as balances,
      coalesce((select json_agg(json_build_object('id', l.id, 'code', l.code, 'expires_on', l.expires_on, 'location_id', t.location_id,
          'location_name', o.name, 'on_hand', t.on_hand) order by l.expires_on nulls last, l.code)
        from stock.lot_balance t join stock.lot l on l.id = t.lot_id join stock.location o on o.id = t.location_id
        where ${of} and t.on_hand <> 0), '[]') as lots,
      coalesce((select json_agg(json_build_object('purchase_order_id', o.id, 'number', o.number, 'expected_on', t.expected_on,
          'quantity', t.outstanding) order by t.expected_on nulls last)
        from stock.purchase_order_line t join stock.purchase_order o on o.id = t.order_id
        where ${of} and t.due and t.outstanding > 0), '[]') as arrivals,
      coalesce((select json_agg(json_build_object('id', t.id, 'location_id', t.location_id, 'location_name', o.name, 'quantity', t.quantity,
          'for_whom', t.for_whom, 'created_at', t.created_at) order by t.created_at)
        from stock.reservation t join stock.location o on o.id = t.location_id where ${of} and t.status = 'open'), '[]') as reservations
    from stock.product p
    left join stock.supplier s on s.tenant_id = p.tenant_id and s.id = p.supplier_id
    left join stock.valuation v on v.tenant_id = p.tenant_id and v.product_id = p.id
    left join lateral (
      select sum(b.on_hand) as on_hand, sum(b.reserved) as reserved, sum(b.incoming) as incoming
      from stock.balance b where b.tenant_id = p.tenant_id and b.product_id = p.id) b on true
    where p.id = ${id}::uuid`.execute(db(ctx))
  const [row] = rows
  if (!row) throw notFound('stock.product_unknown')
  return { ...row, unit_value_minor: row.quantity > 0 ? row.value_minor / row.quantity : null }
}

/** Whole numbers of packaging codes too: the code on a carton stands for the carton. */
export async function productByBarcode(
  ctx: Ctx,
  code: string,
): Promise<{ product: Product; packaging_id: string | null }> {
  const row = await db(ctx)
    .selectFrom('stock.barcode')
    .select(['product_id', 'packaging_id'])
    .where('code', '=', code.trim())
    .executeTakeFirst()
  if (!row) throw notFound('stock.barcode_unknown', { code: code.trim() })
  return { product: await readProduct(ctx, row.product_id), packaging_id: row.packaging_id }
}

export async function listCategories(ctx: Ctx): Promise<{ name: string; products: number }[]> {
  const { rows } = await sql<{ name: string; products: number }>`
    select category as name, count(*)::int as products from stock.product
    where category is not null and active group by category order by category limit 200`.execute(db(ctx))
  return rows
}

const twoYearsBefore = (ctx: Ctx): string => new Date(ctx.now().getTime() - 730 * 86_400_000).toISOString()

/** Days from sending an order to its first delivery, and lines complete by the announced day, over two years. */
const observed = (since: string) => sql`
  select count(distinct o.id) filter (where o.first_received_at is not null)::int as deliveries,
    percentile_cont(0.5) within group (order by extract(epoch from o.first_received_at - o.sent_at) / 86400)
      filter (where o.first_received_at is not null) as median_days,
    percentile_cont(0.9) within group (order by extract(epoch from o.first_received_at - o.sent_at) / 86400)
      filter (where o.first_received_at is not null) as p90_days
  from stock.purchase_order o
  where o.tenant_id = s.tenant_id and o.supplier_id = s.id and o.sent_at > ${since}::timestamptz`
const onTime = (since: string) => sql`
  select (count(*) filter (where l.completed_at is not null and l.completed_at::date <= l.expected_on))::float8 / nullif(count(*), 0) as share
  from stock.purchase_order_line l join stock.purchase_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
  where o.tenant_id = s.tenant_id and o.supplier_id = s.id and o.status in ('received', 'closed', 'partly_received')
    and o.sent_at > ${since}::timestamptz and l.expected_on is not null`

const supplierColumns = sql`s.id, s.name, s.name_key, s.phone, s.email, s.promised_lead_days, s.review_days, s.minimum_order_minor,
  s.notes, s.active,
  (select count(*)::int from stock.product p where p.tenant_id = s.tenant_id and p.supplier_id = s.id and p.active) as products,
  json_build_object('deliveries', t.deliveries, 'median_days', t.median_days, 'p90_days', t.p90_days, 'on_time_share', u.share) as observed`

export async function listSuppliers(
  ctx: Ctx,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ items: Supplier[]; next_cursor: string | null }> {
  const after = readNameCursor(page.cursor)
  const { rows } = await sql<Supplier & { name_key: string }>`
    select ${supplierColumns}
    from stock.supplier s cross join lateral (${observed(twoYearsBefore(ctx))}) t cross join lateral (${onTime(twoYearsBefore(ctx))}) u
    ${after ? sql`where (s.name_key, s.id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
    order by s.name_key, s.id limit ${page.limit + 1}`.execute(db(ctx))
  return cutPage(rows, page.limit, (row) => [row.name_key, row.id])
}

export async function readSupplier(ctx: Ctx, id: string): Promise<Supplier> {
  const { rows } = await sql<Supplier>`
    select ${supplierColumns}
    from stock.supplier s cross join lateral (${observed(twoYearsBefore(ctx))}) t cross join lateral (${onTime(twoYearsBefore(ctx))}) u
    where s.id = ${id}::uuid`.execute(db(ctx))
  if (!rows[0]) throw notFound('stock.supplier_unknown')
  return rows[0]
}

export async function listLocations(ctx: Ctx): Promise<Location[]> {
  const rows = await db(ctx)
    .selectFrom('stock.location')
    .select(['id', 'name', 'kind', 'active'])
    .orderBy('kind', 'desc')
    .orderBy('name')
    .execute()
  return rows as Location[]
}

export async function readLocation(ctx: Ctx, id: string): Promise<Location> {
  const row = await db(ctx)
    .selectFrom('stock.location')
    .select(['id', 'name', 'kind', 'active'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw notFound('stock.location_unknown')
  return row as Location
}
