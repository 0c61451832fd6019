import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { organisation } from '@guichet/organisation/module'
import type { Ctx, Tenant } from '@guichet/platform/ctx'
import { testHouse, type TestHouse } from '@guichet/platform/testing'
import { db } from './catalogue/queries.ts'
import { stock } from './module.ts'

export const stockHouse = (): Promise<TestHouse> => testHouse([organisation, stock])

export interface Shop {
  house: TestHouse
  tenant: Tenant
  owner: Record<string, string>
  shop_id: string
  depot_id: string
  supplier_id: string
  /** Sends as the owner; fails unless the status is the expected one. */
  send: <T = Record<string, never>>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    status?: number,
  ) => Promise<T>
  product: (fields?: Record<string, unknown>) => Promise<string>
  receive: (
    product_id: string,
    quantity: number,
    unit_cost_minor: number,
    fields?: Record<string, unknown>,
  ) => Promise<void>
  /** What is there and what it is worth, as the tables say. */
  stand: (product_id: string) => Promise<{ on_hand: number; value_minor: number; ledger: number }>
  run: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>
}

/** A shop with a depot and one supplier, made through the API as an owner would. */
export async function openShop(house: TestHouse, options: { currency?: 'XOF' | 'EUR' } = {}): Promise<Shop> {
  const tenant = await house.tenant(options)
  const { headers: owner } = await house.person(tenant, 'owner')
  const send: Shop['send'] = async (method, path, body, status) => {
    const answer = await house.server.app.inject({
      method,
      url: `/api/v1/tenants/${tenant.slug}/stock${path}`,
      headers: owner,
      ...(body ? { payload: body } : {}),
    })
    if (status === undefined) assert.ok(answer.statusCode < 300, answer.body)
    else assert.equal(answer.statusCode, status, answer.body)
    return answer.json()
  }
  const made = async (path: string, body: object): Promise<string> =>
    (await send<{ id: string }>('POST', path, body)).id
  const shop_id = await made('/locations', { name: 'Boutique', kind: 'shop' })
  const depot_id = await made('/locations', { name: 'Dépôt', kind: 'depot' })
  const supplier_id = await made('/suppliers', { name: 'Grossiste', promised_lead_days: 5 })
  let made_so_far = 0
  const run: Shop['run'] = (work) => house.as(tenant, 'system', work)
  return {
    house,
    tenant,
    owner,
    shop_id,
    depot_id,
    supplier_id,
    send,
    run,
    product: (fields = {}) => {
      made_so_far++
      const base = {
        sku: `P-${made_so_far}`,
        name: `Article ${made_so_far}`,
        unit: 'piece',
        decimals: 0,
        price_minor: 1_500,
      }
      return made('/products', { ...base, ...fields })
    },
    async receive(product_id, quantity, unit_cost_minor, { at, ...line } = {}) {
      await send('POST', '/movements', {
        kind: 'receipt',
        location_id: shop_id,
        ...(at ? { at } : {}),
        lines: [{ product_id, quantity, unit_cost_minor, ...line }],
      })
    },
    stand: (product_id) =>
      run(async (ctx) => {
        const { rows } = await sql<{ on_hand: number; value_minor: number; ledger: number }>`
          select (select coalesce(sum(on_hand), 0)::float8 from stock.balance where product_id = ${product_id}::uuid) as on_hand,
            (select coalesce(sum(quantity), 0)::float8 from stock.movement where product_id = ${product_id}::uuid) as ledger,
            (select value_minor::float8 from stock.valuation where product_id = ${product_id}::uuid) as value_minor`.execute(
          db(ctx),
        )
        return rows[0]!
      }),
  }
}
