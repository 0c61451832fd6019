import { Readable } from 'node:stream'
import { readConfig } from '@guichet/platform/config'
import { system, type Ctx, type Tenant } from '@guichet/platform/ctx'
import { Failure } from '@guichet/platform/errors'
import { asSystem, createPlatform, inTenant, type Platform } from '@guichet/platform/platform'
import { createTenant } from '@guichet/platform/staff'
import { modules } from '@guichet/server/modules'
import type { Database } from './house.ts'
import { atMost, fact, type Figure, type Line, none } from './figure.ts'

export const stock: Figure = {
  name: 'stock',
  title: 'the ledger under 100,000 concurrent movements of 10,000 products, and a file of 5,000 rows',
  async run(bench) {
    const database = await bench.database('stock')
    const platform = await createPlatform({
      config: readConfig({
        NODE_ENV: 'production',
        DATABASE_URL: database.owner_url,
        SECRET_KEY: bench.secret_key,
        LOG_LEVEL: 'silent',
        DATABASE_POOL: '16',
        DATA_DIR: bench.folder,
      }),
      modules,
    })
    bench.afterwards(() => platform.close())
    return [
      ...(await concurrentLedger(
        platform,
        database,
        bench.quick ? 2_000 : 10_000,
        bench.quick ? 5_000 : 100_000,
      )),
      ...(await largeFile(platform, database)),
    ]
  },
}

/** The endpoints as they are served, without the way there: what is measured is the stock, not HTTP. */
const endpointAt = (method: string, path: string) =>
  modules
    .find((module) => module.name === 'stock')!
    .routes.find(({ endpoint }) => endpoint.method === method && endpoint.path === path)!
const ask = (ctx: Ctx, path: string, body: object, params: object = {}): Promise<unknown> =>
  endpointAt('POST', path).run!(ctx, { params, query: {}, body } as never)

async function shop(platform: Platform, slug: string): Promise<{ tenant: Tenant; locations: string[] }> {
  const { tenant } = await createTenant(
    platform,
    { slug, name: slug, country: 'SN', currency: 'XOF', time_zone: 'Africa/Dakar', modules: ['stock'] },
    async () => {},
  )
  const locations: string[] = []
  for (const name of ['Magasin', 'Dépôt'])
    locations.push(
      (
        (await asSystem(platform, tenant, (ctx) =>
          ask(ctx, '/stock/locations', { name, kind: 'shop', active: true }),
        )) as { id: string }
      ).id,
    )
  return { tenant, locations }
}

/** Documents of one to twenty lines by sixteen hands at once; some are refused because too little is there. */
async function concurrentLedger(
  platform: Platform,
  { admin }: Database,
  product_count: number,
  movement_count: number,
): Promise<Line[]> {
  const { tenant, locations } = await shop(platform, 'bench-ledger')
  const { rows } = await admin.query<{ id: string }>(
    `insert into stock.product (tenant_id, id, sku, name, name_key, match_key, unit, currency, cost_minor)
     select $1, gen_random_uuid(), 'P' || n, 'Article ' || n, 'article ' || n, 'article' || n, 'piece', 'XOF', 100 + n % 900
     from generate_series(1, $2::int) n returning id`,
    [tenant.id, product_count],
  )
  let seed = 20_260_310
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    return Math.floor((seed / 0x80000000) * below)
  }
  let asked = 0
  let written = 0
  let refused = 0
  const since = performance.now()
  const hand = async (): Promise<void> => {
    while (asked < movement_count) {
      const lines = Math.min(1 + random(20), movement_count - asked)
      asked += lines
      const comes = random(100) < 60
      const body = {
        ...(comes && { kind: 'receipt', reason: null }),
        location_id: locations[random(2)]!,
        reference: null,
        lines: Array.from({ length: lines }, () => ({
          product_id: rows[random(product_count)]!.id,
          quantity: comes ? 1 + random(40) : 1 + random(3),
          packaging_id: null,
          ...(comes
            ? { direction: 'in', unit_cost_minor: 100 + random(900), lot_code: null, expires_on: null }
            : { unit_price_minor: null, refused_quantity: 0, lot_id: null, reservation_id: null }),
        })),
      }
      try {
        await asSystem(platform, tenant, (ctx) => ask(ctx, comes ? '/stock/movements' : '/stock/sales', body))
        written += lines
      } catch (error) {
        // Too little is there, or a row was held for three seconds: over HTTP, 409 and 503.
        if (!(error instanceof Failure) && (error as { code?: string }).code !== '55P03') throw error
        refused += lines
        // What was refused is asked for again, as something else.
        asked -= lines
      }
    }
  }
  await Promise.all(Array.from({ length: 16 }, hand))
  const seconds = (performance.now() - since) / 1000
  const { rows: sums } = await admin.query<{ moved: number; wrong: number; worth: number }>(
    `with moved as (select product_id, location_id, sum(quantity) as quantity, count(*) as n from stock.movement
         where tenant_id = $1 group by 1, 2),
       shelf as (select product_id, location_id, on_hand from stock.balance where tenant_id = $1),
       product as (select product_id, sum(quantity) as quantity from moved group by 1),
       worth as (select product_id, sum(value_minor) as value from stock.movement_value where tenant_id = $1 group by 1),
       kept as (select product_id, quantity, value_minor from stock.valuation where tenant_id = $1)
     select (select coalesce(sum(n), 0)::int from moved) as moved,
       (select count(*)::int from shelf full join moved using (product_id, location_id)
         where on_hand is distinct from moved.quantity or on_hand < 0) as wrong,
       (select count(*)::int from kept full join product using (product_id) full join worth using (product_id)
         where coalesce(kept.value_minor, 0) <> coalesce(worth.value, 0) or coalesce(kept.quantity, 0) <> coalesce(product.quantity, 0)) as worth`,
    [tenant.id],
  )
  const [found] = sums
  return [
    fact(
      'movements written by sixteen hands',
      `${found!.moved} in ${seconds.toFixed(0)} s, ${refused} refused`,
    ),
    none('movements asked for and not in the ledger', written - found!.moved),
    none(
      `places of ${product_count} products where the ledger does not add up to what is on hand`,
      found!.wrong,
    ),
    none('products whose movements do not add up to their value', found!.worth),
  ]
}

/** A stock list as Excel writes it in Dakar, from its bytes to the last movement. */
async function largeFile(platform: Platform, { admin }: Database): Promise<Line[]> {
  const { tenant } = await shop(platform, 'bench-file')
  const count = 5_000
  let cost = 0
  const lines = ['Réf;Désignation;Quantité;Prix d’achat;Date'.replace('’', "'")]
  for (let n = 0; n < count; n++) {
    const quantity = 1 + ((n * 7) % 90)
    const price = 1_000 + ((n * 13) % 9_000)
    cost += quantity * (price + 0.5)
    lines.push(
      `R${n};Pièce ${n} modèle ${(n * 7_919).toString(36)};${quantity},00;${Math.floor(price / 1000)} ${String(price % 1000).padStart(3, '0')},50;05/03/2026`,
    )
  }
  const bytes = Buffer.from(lines.join('\r\n'), 'latin1')
  const since = performance.now()
  const call = {
    platform,
    tenant,
    request: { raw: Readable.from([bytes]) },
    open: <T>(of: Tenant, work: (ctx: Ctx) => Promise<T>) =>
      inTenant(platform, { tenant: of, actor: system }, work),
  }
  const input = { params: {}, query: { kind: 'stock', file_name: 'stock.csv' }, body: undefined }
  const batch = (await endpointAt('POST', '/stock/imports').call!(call as never, input as never)) as {
    id: string
  }
  const shown = performance.now()
  await asSystem(platform, tenant, (ctx) =>
    ask(ctx, '/stock/imports/:import_batch_id/application', {}, { import_batch_id: batch.id }),
  )
  const applied = performance.now()
  const { rows } = await admin.query<{ value: string; products: number }>(
    'select sum(value_minor) as value, count(*)::int as products from stock.valuation where tenant_id = $1',
    [tenant.id],
  )
  const parts = `shown after ${seconds(shown - since)}, written in ${seconds(applied - shown)}`
  return [
    atMost('a file of 5,000 rows, from its bytes to the ledger', (applied - since) / 1000, 5, ' s', parts),
    none('francs between the file and the ledger', Math.abs(Number(rows[0]!.value) - cost)),
    none('products missing', count - rows[0]!.products),
  ]
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
