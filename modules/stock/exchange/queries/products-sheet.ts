import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import type { Cell, Column } from '@guichet/platform/spreadsheet'
import { db } from '../../catalogue/queries.ts'

const headers = {
  fr: [
    'Réf.',
    'Désignation',
    'Catégorie',
    'Unité',
    'Quantité',
    'Prix de vente',
    'Prix d’achat',
    'Fournisseur',
    'Code-barres',
    'Lieu',
  ],
  en: [
    'SKU',
    'Name',
    'Category',
    'Unit',
    'Quantity',
    'Price',
    'Unit cost',
    'Supplier',
    'Barcode',
    'Location',
  ],
}
const units: Record<'fr' | 'en', Record<string, string>> = {
  fr: { piece: 'pièce', bag: 'sac', box: 'boîte', pair: 'paire', roll: 'rouleau' },
  en: {},
}

/** The columns an import recognises by itself. */
export function sheetColumns(locale: 'fr' | 'en', currency: string): Column[] {
  const kinds: Partial<Record<number, Column['kind']>> = { 4: 'number', 5: 'money', 6: 'money' }
  return headers[locale].map((header, index) => ({ header, kind: kinds[index] ?? 'text', currency }))
}

const page = 1_000

/** One line for each product and place, read some at a time so that a catalogue of any size needs no more memory. */
export async function* productRows(
  open: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>,
  locale: 'fr' | 'en',
  location_id: string | undefined,
): AsyncGenerator<readonly Cell[]> {
  let after: { name_key: string; id: string; place: string } | null = null
  for (;;) {
    const rows: { name_key: string; id: string; place: string; unit: string; cells: Cell[] }[] = await open(
      async (ctx) => {
        const { rows: read } = await sql<{
          name_key: string
          id: string
          place: string
          unit: string
          cells: Cell[]
        }>`
        select p.name_key, p.id, coalesce(l.name, '') as place, p.unit,
          json_build_array(p.sku, p.name, p.category, p.unit, coalesce(b.on_hand, 0), p.price_minor, p.cost_minor, s.name,
            (select min(c.code) from stock.barcode c where c.tenant_id = p.tenant_id and c.product_id = p.id and c.packaging_id is null), l.name) as cells
        from stock.product p
        left join stock.supplier s on s.tenant_id = p.tenant_id and s.id = p.supplier_id
        left join stock.balance b on b.tenant_id = p.tenant_id and b.product_id = p.id ${location_id ? sql`and b.location_id = ${location_id}::uuid` : sql``}
        left join stock.location l on l.tenant_id = b.tenant_id and l.id = b.location_id
        where p.active ${after ? sql`and (p.name_key, p.id, coalesce(l.name, '')) > (${after.name_key}, ${after.id}::uuid, ${after.place})` : sql``}
        order by p.name_key, p.id, coalesce(l.name, '') limit ${page}`.execute(db(ctx))
        return read
      },
    )
    for (const row of rows) {
      row.cells[3] = units[locale][row.unit] ?? row.unit
      yield row.cells
    }
    if (rows.length < page) return
    after = rows.at(-1)!
  }
}
