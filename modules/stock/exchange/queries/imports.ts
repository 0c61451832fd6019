import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { invalid, notFound } from '@guichet/platform/errors'
import { cutPage, readCursor, writeCursor } from '@guichet/platform/paging'
import { db, listLocations, settingsOf } from '../../catalogue/queries.ts'
import { nameKey } from '../../catalogue/model.ts'
import { localDate } from '@guichet/platform/local-time'
import type { ImportBatch, ImportRow, Mapping } from '../contract.ts'
import { demanded, type ImportKind } from '../model/columns.ts'
import type { Known, SourceRow, Surroundings, Understood } from '../model/rows.ts'

type BatchRow = Omit<ImportBatch, 'missing' | 'sample'> & {
  sample: string[][] | null
  kept: { formulas?: string[] }
}

const columns = sql`b.id, b.kind, b.file_name, b.bytes, b.status, b.encoding, b.delimiter, b.header_row, b.headers, b.mapping, b.row_count,
  b.doubtful_count, b.refused_count, b.summary -> 'figures' as summary, b.created_at, b.created_by, b.applied_at, b.undone_at,
  (select json_agg(s.cells order by s.row_number) from (select r.cells, r.row_number from stock.import_row r
    where r.tenant_id = b.tenant_id and r.batch_id = b.id order by r.row_number limit 3) s) as sample`

const dressed = ({ sample, ...row }: BatchRow): ImportBatch => ({
  ...row,
  sample: sample ?? [],
  missing: missingFields(row.kind, row.mapping),
})

export function missingFields(kind: ImportKind, mapping: Mapping): ImportBatch['missing'] {
  const mapped = mapping.columns
  const missing = demanded[kind].filter((field) => !mapped.includes(field))
  if (kind === 'sales' && !mapped.includes('sku') && !mapped.includes('name')) return [...missing, 'name']
  // A list without quantities is a catalogue; that is enough where products are named.
  return kind === 'stock' ? missing.filter((field) => field === 'name' && !mapped.includes('sku')) : missing
}

export async function listImports(ctx: Ctx, page: { limit: number; cursor?: string | undefined }) {
  const after = readCursor(page.cursor)
  const { rows } = await sql<BatchRow>`
    select ${columns} from stock.import_batch b
    where b.status <> 'abandoned' ${after ? sql`and (b.created_at, b.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by b.created_at desc, b.id desc limit ${page.limit + 1}`.execute(db(ctx))
  const cut = cutPage(rows, page.limit, (row) => [row.created_at, row.id])
  return { items: cut.items.map(dressed), next_cursor: cut.next_cursor }
}

export async function readImport(ctx: Ctx, id: string): Promise<ImportBatch> {
  const { rows } =
    await sql<BatchRow>`select ${columns} from stock.import_batch b where b.id = ${id}::uuid`.execute(db(ctx))
  if (!rows[0]) throw notFound('stock.import_unknown')
  return dressed(rows[0])
}

/** Rows in the order of the file; the cursor is the number of the last one shown. */
export async function listImportRows(
  ctx: Ctx,
  id: string,
  page: { limit: number; cursor?: string | undefined; which: 'all' | 'refused' | 'doubtful' },
): Promise<{ items: ImportRow[]; next_cursor: string | null }> {
  await readImport(ctx, id)
  const after = rowCursor(page.cursor)
  const { rows } = await sql<{
    row_number: number
    cells: string[]
    remarks: ImportRow['remarks']
    understood: Understood | null
  }>`
    select row_number, cells, remarks, understood from stock.import_row
    where batch_id = ${id}::uuid and row_number > ${after} ${page.which === 'all' ? sql`` : sql`and worst = ${page.which}`}
    order by row_number limit ${page.limit + 1}`.execute(db(ctx))
  const items = rows.slice(0, page.limit).map(({ row_number, cells, remarks, understood }): ImportRow => ({
    id: String(row_number),
    row_number,
    cells,
    remarks,
    name: understood?.name ?? null,
    is_new: understood !== null && understood.product_id === null,
    before: understood?.before ?? null,
    quantity: understood?.quantity ?? null,
    after: understood?.after ?? null,
    near: understood?.near ?? null,
  }))
  const last = items.at(-1)
  return {
    items,
    next_cursor: rows.length > page.limit && last ? writeCursor([String(last.row_number)]) : null,
  }
}

function rowCursor(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(key) && typeof key[0] === 'string' && /^\d{1,7}$/.test(key[0])) return Number(key[0])
  } catch {
    // refused below, like any cursor that is not ours
  }
  throw invalid('platform.invalid_input', [{ path: 'query.cursor', code: 'unknown_cursor' }])
}

export async function sourceRows(ctx: Ctx, id: string): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    select row_number, cells, decision from stock.import_row where batch_id = ${id}::uuid order by row_number`.execute(
    db(ctx),
  )
  return rows
}

/** What the rows are read against: the catalogue as far as the file may mean it, what is there, and the day. */
export async function surroundingsOf(
  ctx: Ctx,
  batch: { kind: ImportKind; headers: string[]; mapping: Mapping; formulas: readonly string[] },
): Promise<Surroundings> {
  const locations = await listLocations(ctx)
  const open = locations.filter((one) => one.active)
  const location_id = batch.mapping.location_id ?? open.find((one) => one.kind === 'shop')?.id ?? open[0]?.id
  if (!location_id) throw notFound('stock.location_unknown')
  if (!locations.some((one) => one.id === location_id)) throw notFound('stock.location_unknown')
  const { rows: products } = await sql<Known>`
    select p.id, p.sku, p.name, p.match_key, p.unit, p.decimals::int as decimals, p.price_minor, p.cost_minor::float8 as cost_minor,
      coalesce((select json_object_agg(b.location_id, b.on_hand) from stock.balance b where b.tenant_id = p.tenant_id and b.product_id = p.id), '{}') as on_hand
    from stock.product p order by p.id limit 200000`.execute(db(ctx))
  const { rows: codes } = await sql<{
    code: string
    product_id: string
  }>`select code, product_id from stock.barcode limit 400000`.execute(db(ctx))
  const { rows: suppliers } = await sql<{ name_key: string }>`select name_key from stock.supplier`.execute(
    db(ctx),
  )
  return {
    kind: batch.kind,
    headers: batch.headers,
    columns: batch.mapping.columns,
    mode: batch.mapping.mode,
    location_id,
    locations: new Map(open.map((one) => [nameKey(one.name), one.id])),
    currency_digits: ctx.tenant.currency === 'XOF' ? 0 : 2,
    today: localDate(ctx.now(), ctx.tenant.time_zone),
    negative_allowed: (await settingsOf(ctx)).negative_allowed,
    products,
    barcodes: new Map(codes.map(({ code, product_id }) => [code, product_id])),
    suppliers: new Set(suppliers.map((one) => one.name_key)),
    formulas: new Set(batch.formulas),
  }
}
