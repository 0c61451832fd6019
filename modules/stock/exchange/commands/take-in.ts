import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { conflict, notFound } from '@guichet/platform/errors'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import { db, listLocations } from '../../catalogue/queries.ts'
import { fileRead } from '../../events.ts'
import type { ImportBatch, Mapping, Summary } from '../contract.ts'
import { findHeader, guessColumns, type ImportKind } from '../model/columns.ts'
import { understandRows, type ReadRow } from '../model/rows.ts'
import { missingFields, readImport, sourceRows, surroundingsOf } from '../queries/imports.ts'
import type { Sheet } from './read-worker.ts'

export interface HeldBatch {
  id: string
  kind: ImportKind
  file_name: string
  sha256: string
  status: ImportBatch['status']
  headers: string[]
  mapping: Mapping
  summary: { formulas?: string[]; figures?: Summary; changed?: unknown }
}

export async function holdBatch(ctx: Ctx, id: string): Promise<HeldBatch> {
  const row = await db(ctx)
    .selectFrom('stock.import_batch')
    .select(['id', 'kind', 'file_name', 'sha256', 'status', 'headers', 'mapping', 'summary'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) throw notFound('stock.import_unknown')
  return row as HeldBatch
}

export async function holdOpenBatch(ctx: Ctx, id: string): Promise<HeldBatch> {
  const batch = await holdBatch(ctx, id)
  if (batch.status !== 'read' && batch.status !== 'checked')
    throw conflict('stock.import_ended', { status: batch.status })
  return batch
}

/** The same bytes were taken in already, and not taken back. */
export async function refuseTwice(ctx: Ctx, kind: ImportKind, sha256: string): Promise<void> {
  const before = await db(ctx)
    .selectFrom('stock.import_batch')
    .select(['file_name', 'applied_at'])
    .where('kind', '=', kind)
    .where('sha256', '=', sha256)
    .where('status', '=', 'applied')
    .executeTakeFirst()
  if (before) throw conflict('stock.file_already_taken', { file: before.file_name })
}

/** Keeps what was read of a file, guesses its columns and understands it; the stock is not touched. */
export async function keepFile(
  ctx: Ctx,
  file: { kind: ImportKind; name: string; sha256: string; bytes: number; sheet: Sheet },
): Promise<ImportBatch> {
  await refuseTwice(ctx, file.kind, file.sha256)
  const { row, headers } = findHeader(file.sheet.rows)
  const locations = (await listLocations(ctx)).filter((one) => one.active)
  const mapping: Mapping = {
    columns: guessColumns(headers, file.kind),
    mode: 'replace',
    location_id: (locations.find((one) => one.kind === 'shop') ?? locations[0])?.id ?? null,
  }
  const body = file.sheet.rows
    .map((cells, index) => ({ row_number: index + 1, cells }))
    .slice(row + 1)
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const id = newId()
  await db(ctx)
    .insertInto('stock.import_batch')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      kind: file.kind,
      file_name: file.name,
      sha256: file.sha256,
      bytes: file.bytes,
      status: 'read',
      encoding: file.sheet.encoding,
      delimiter: file.sheet.delimiter,
      header_row: row + 1,
      headers: JSON.stringify(headers),
      mapping: JSON.stringify(mapping),
      row_count: body.length,
      summary: JSON.stringify({ formulas: file.sheet.formulas }),
      created_at: ctx.now(),
      created_by: ctx.actor.name,
    })
    .execute()
  await sql`
    insert into stock.import_row (tenant_id, batch_id, row_number, cells)
    select ${ctx.tenant.id}, ${id}::uuid, r.row_number, r.cells
    from jsonb_to_recordset(${JSON.stringify(body)}::jsonb) as r(row_number int, cells jsonb)`.execute(
    db(ctx),
  )
  await check(ctx, await holdBatch(ctx, id))
  await emit(ctx, fileRead, { import_batch_id: id, kind: file.kind, rows: body.length })
  return readImport(ctx, id)
}

/** Says which column is what; the file is understood anew. */
export async function mapImport(ctx: Ctx, id: string, mapping: Mapping): Promise<ImportBatch> {
  const batch = await holdOpenBatch(ctx, id)
  const columns = batch.headers.map((_, index) => mapping.columns[index] ?? 'ignore')
  const once = columns.map((field, index) => (columns.indexOf(field) < index ? 'ignore' : field))
  await db(ctx)
    .updateTable('stock.import_batch')
    .set({ mapping: JSON.stringify({ ...mapping, columns: once }) })
    .where('id', '=', id)
    .execute()
  await check(ctx, { ...batch, mapping: { ...mapping, columns: once } })
  return readImport(ctx, id)
}

/** Says whether a near-duplicate is the product it resembles. */
export async function decideRow(
  ctx: Ctx,
  id: string,
  row_number: number,
  same: boolean,
): Promise<ImportBatch> {
  const batch = await holdOpenBatch(ctx, id)
  const { numUpdatedRows } = await db(ctx)
    .updateTable('stock.import_row')
    .set({ decision: JSON.stringify({ same }) })
    .where('batch_id', '=', id)
    .where('row_number', '=', row_number)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) throw notFound('stock.line_unknown')
  await check(ctx, batch)
  return readImport(ctx, id)
}

/** Understands every row against the catalogue as it is now, and keeps what came out. */
export async function check(ctx: Ctx, batch: HeldBatch): Promise<ReadRow[]> {
  const complete = missingFields(batch.kind, batch.mapping).length === 0
  const around = await surroundingsOf(ctx, { ...batch, formulas: batch.summary.formulas ?? [] })
  const read = complete ? understandRows(await sourceRows(ctx, batch.id), around) : []
  const identities = batch.kind === 'sales' ? identify(read) : new Map<number, string>()
  const taken = await takenIdentities(ctx, [...identities.values()])
  const rows = read.map((row) => {
    const identity = identities.get(row.row_number) ?? null
    const already = identity !== null && taken.has(identity)
    const remarks = already
      ? [
          {
            column: null,
            header: null,
            code: 'already_taken',
            severity: 'doubtful' as const,
            said: '',
            understood: null,
          },
        ]
      : row.remarks
    row.remarks = remarks
    return {
      row_number: row.row_number,
      understood: row.understood,
      remarks,
      worst: remarks.some((one) => one.severity === 'refused')
        ? 'refused'
        : remarks.length > 0
          ? 'doubtful'
          : null,
      product_id: row.understood?.product_id ?? null,
      identity: already ? null : identity,
    }
  })
  await sql`
    update stock.import_row i set understood = nullif(r.understood, 'null'::jsonb), remarks = r.remarks, worst = r.worst,
      product_id = r.product_id, identity = r.identity
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(row_number int, understood jsonb, remarks jsonb, worst text, product_id uuid, identity text)
    where i.batch_id = ${batch.id}::uuid and i.row_number = r.row_number
      and (i.understood is distinct from nullif(r.understood, 'null'::jsonb) or i.remarks is distinct from r.remarks
        or i.identity is distinct from r.identity)`.execute(db(ctx))
  const figures = complete ? summarise(batch.kind, read, around.suppliers) : null
  await db(ctx)
    .updateTable('stock.import_batch')
    .set({
      status: complete ? 'checked' : 'read',
      doubtful_count: rows.filter((row) => row.worst === 'doubtful').length,
      refused_count: rows.filter((row) => row.worst === 'refused').length,
      summary: JSON.stringify({ ...batch.summary, figures }),
    })
    .where('id', '=', batch.id)
    .execute()
  return read
}

/** The same line in two overlapping exports is one sale; the second of two like lines in one file is another. */
function identify(rows: readonly ReadRow[]): Map<number, string> {
  const times = new Map<string, number>()
  const identities = new Map<number, string>()
  for (const { row_number, understood } of rows) {
    if (!understood?.product_id) continue
    const { product_id, date, quantity, price_minor, amount_minor, reference, location_id, refused } =
      understood
    const line = JSON.stringify([
      product_id,
      date,
      quantity,
      price_minor,
      amount_minor,
      reference,
      location_id,
      refused,
    ])
    const time = (times.get(line) ?? 0) + 1
    times.set(line, time)
    identities.set(row_number, `${line}#${time}`)
  }
  return identities
}

async function takenIdentities(ctx: Ctx, identities: readonly string[]): Promise<Set<string>> {
  if (identities.length === 0) return new Set()
  const { rows } = await sql<{ identity: string }>`
    select identity from stock.import_row where applied and identity = any(${identities}::text[])`.execute(
    db(ctx),
  )
  return new Set(rows.map((row) => row.identity))
}

const isTaken = (row: ReadRow): boolean => row.remarks.some((one) => one.code === 'already_taken')

function summarise(kind: ImportKind, rows: readonly ReadRow[], suppliers: ReadonlySet<string>): Summary {
  const fresh = new Set<string>()
  const known = new Set<string>()
  const new_suppliers = new Set<string>()
  const summary = { movements: 0, already_taken: 0, quantity: 0, amount_minor: 0 }
  for (const row of rows) {
    const one = row.understood
    if (!one || row.remarks.some((remark) => remark.severity === 'refused')) continue
    if (isTaken(row)) {
      summary.already_taken++
      continue
    }
    if (one.new_key) fresh.add(one.new_key)
    if (one.product_id) known.add(one.product_id)
    if (one.supplier && kind === 'stock' && !suppliers.has(one.supplier))
      new_suppliers.add(one.supplier.toLowerCase())
    if (one.quantity !== null && one.quantity !== 0) summary.movements++
    summary.quantity += one.quantity ?? 0
    summary.amount_minor +=
      kind === 'sales'
        ? (one.amount_minor ?? (one.price_minor ?? 0) * (one.quantity ?? 0))
        : (one.cost_minor ?? 0) * (one.quantity ?? 0)
  }
  const named = new Set(
    rows
      .filter((row) => row.remarks.some((one) => one.code === 'new_supplier'))
      .map((row) => row.understood?.supplier?.toLowerCase()),
  )
  return {
    ...summary,
    quantity: Math.round(summary.quantity * 1e3) / 1e3,
    amount_minor: Math.round(summary.amount_minor),
    new_products: fresh.size,
    known_products: known.size,
    new_suppliers: named.size,
  }
}
