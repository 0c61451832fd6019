import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { conflict } from '@guichet/platform/errors'
import { db } from '../../catalogue/queries.ts'
import { createOrder } from '../../orders/commands.ts'

interface Suggested {
  product_id: string
  location_id: string
  supplier_id: string | null
  quantity: number
  pack_id: string | null
  cost_minor: number
}

/** Drafts one order for each supplier and place, of what prediction says is lacking. */
export async function draftSuggested(
  ctx: Ctx,
  input: { product_ids: readonly string[]; supplier_id?: string | undefined },
) {
  const named = input.product_ids.length > 0
  const { rows } = await sql<Suggested>`
    select d.product_id, d.location_id, p.supplier_id, d.pack_id, p.cost_minor::float8 as cost_minor,
      -- Named products are ordered although nothing presses: up to the target, one package at least.
      case when d.order_quantity > 0 then d.order_quantity
        else greatest(1, ceil(greatest(0, d.order_up_to - d.stock - d.elsewhere - d.arriving) / coalesce(g.quantity, 1))) * coalesce(g.quantity, 1) end::float8 as quantity
    from stock.prediction d join stock.product p on p.tenant_id = d.tenant_id and p.id = d.product_id and p.active
    left join stock.packaging g on g.tenant_id = d.tenant_id and g.id = d.pack_id
    where ${named ? sql`d.product_id = any(${input.product_ids}::uuid[])` : sql`d.order_quantity > 0`}
      ${input.supplier_id ? sql`and p.supplier_id = ${input.supplier_id}::uuid` : sql``}
      and not exists (select from stock.purchase_order_line i join stock.purchase_order o on o.tenant_id = i.tenant_id and o.id = i.order_id
        where i.tenant_id = d.tenant_id and i.product_id = d.product_id and i.location_id = d.location_id and o.status = 'draft')
    order by p.supplier_id, d.location_id, p.name_key, d.product_id`.execute(db(ctx))
  const groups = new Map<string, Suggested[]>()
  for (const row of rows.filter(({ supplier_id }) => supplier_id !== null)) {
    const key = `${row.supplier_id}/${row.location_id}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  if (groups.size === 0) throw conflict('stock.nothing_to_order')
  const items = []
  for (const lines of groups.values()) {
    const order = await createOrder(ctx, {
      supplier_id: lines[0]!.supplier_id!,
      location_id: lines[0]!.location_id,
      expected_on: null,
      notes: null,
      lines: lines.slice(0, 300).map(({ product_id, quantity, pack_id, cost_minor }) => ({
        product_id,
        quantity,
        packaging_id: pack_id,
        unit_cost_minor: cost_minor,
      })),
    })
    items.push({
      id: order.id,
      number: order.number,
      supplier_name: order.supplier_name,
      lines: order.items.length,
    })
  }
  return { items, without_supplier: rows.filter(({ supplier_id }) => supplier_id === null).length }
}
