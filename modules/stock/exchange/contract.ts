import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'
import { fields, kinds } from './model/columns.ts'

export { usable } from './model/columns.ts'

export const maxFileBytes = 10 * 1024 * 1024

export const Mapping = z.object({
  /** One for each column, in order. */
  columns: z.array(z.enum(fields)).max(60),
  /** Stock lists: whether a quantity is what is there now, or comes on top. */
  mode: z.enum(['replace', 'add']),
  location_id: z.uuid().nullable(),
})
export type Mapping = z.infer<typeof Mapping>

export const Summary = z.object({
  new_products: z.int(),
  known_products: z.int(),
  new_suppliers: z.int(),
  movements: z.int(),
  already_taken: z.int(),
  quantity: z.number(),
  /** Cost of a stock list, or takings of a journal of sales. */
  amount_minor: z.number(),
})
export type Summary = z.infer<typeof Summary>

export const ImportBatch = z.object({
  id: z.uuid(),
  kind: z.enum(kinds),
  file_name: z.string(),
  bytes: z.int(),
  status: z.enum(['read', 'checked', 'applied', 'undone', 'abandoned']),
  encoding: z.string(),
  delimiter: z.string().nullable(),
  header_row: z.int(),
  headers: z.array(z.string()),
  mapping: Mapping,
  sample: z.array(z.array(z.string())),
  row_count: z.int(),
  doubtful_count: z.int(),
  refused_count: z.int(),
  /** Fields that must be mapped and are not. */
  missing: z.array(z.enum(fields)),
  summary: Summary.nullable(),
  created_at: z.string(),
  created_by: z.string().nullable(),
  applied_at: z.string().nullable(),
  undone_at: z.string().nullable(),
})
export type ImportBatch = z.infer<typeof ImportBatch>
export const ImportRow = z.object({
  id: z.string(),
  row_number: z.int(),
  cells: z.array(z.string()),
  remarks: z.array(
    z.object({
      column: z.string().nullable(),
      header: z.string().nullable(),
      code: z.string(),
      severity: z.enum(['doubtful', 'refused']),
      said: z.string(),
      understood: z.string().nullable(),
    }),
  ),
  name: z.string().nullable(),
  is_new: z.boolean(),
  before: z.number().nullable(),
  quantity: z.number().nullable(),
  after: z.number().nullable(),
  near: z.object({ name: z.string(), same: z.boolean() }).nullable(),
})
export type ImportRow = z.infer<typeof ImportRow>

const Params = z.object({ import_batch_id: z.uuid() })
export const uploadImport = endpoint({
  method: 'POST',
  path: '/stock/imports',
  permission: 'stock.import.run',
  summary: 'Takes in a CSV or Excel file and reads it; nothing is written to the stock yet.',
  query: z.object({ kind: z.enum(kinds), file_name: z.string().trim().min(1).max(160) }),
  reply: ImportBatch,
  status: 201,
  transaction: false,
  upload: { max_bytes: maxFileBytes },
  errors: [
    'platform.file_too_large',
    'stock.file_already_taken',
    'stock.file_not_what_it_says',
    'stock.file_old_excel',
    'stock.file_empty',
    'stock.file_too_large_inside',
    'stock.too_many_rows',
    'stock.too_many_columns',
  ],
})
export const listImports = endpoint({
  method: 'GET',
  path: '/stock/imports',
  permission: 'stock.import.run',
  summary: 'Files taken in, newest first.',
  query: z.object({ ...PageQuery }),
  reply: pageOf(ImportBatch),
})
export const readImport = endpoint({
  method: 'GET',
  path: '/stock/imports/:import_batch_id',
  permission: 'stock.import.run',
  summary: 'One file: its columns, what was understood, what it would change.',
  params: Params,
  reply: ImportBatch,
  errors: ['stock.import_unknown'],
})
export const listImportRows = endpoint({
  method: 'GET',
  path: '/stock/imports/:import_batch_id/rows',
  permission: 'stock.import.run',
  summary: 'Rows as understood, in the order of the file; those with a remark, or all.',
  params: Params,
  query: z.object({
    limit: PageQuery.limit,
    cursor: PageQuery.cursor,
    which: z.enum(['all', 'refused', 'doubtful']).default('all'),
  }),
  reply: pageOf(ImportRow),
  errors: ['stock.import_unknown'],
})
const stepErrors = ['stock.import_unknown', 'stock.import_ended', 'stock.location_unknown']
export const mapImport = endpoint({
  method: 'PUT',
  path: '/stock/imports/:import_batch_id/mapping',
  permission: 'stock.import.run',
  summary: 'Says which column is what; the file is understood anew.',
  params: Params,
  body: Mapping,
  reply: ImportBatch,
  errors: stepErrors,
})
export const decideImportRow = endpoint({
  method: 'PUT',
  path: '/stock/imports/:import_batch_id/decisions',
  permission: 'stock.import.run',
  summary: 'Says whether a near-duplicate is the product it resembles.',
  params: Params,
  body: z.object({ row_number: z.int().min(1).max(1_000_000), same: z.boolean() }),
  reply: ImportBatch,
  errors: [...stepErrors, 'stock.line_unknown'],
})
export const applyImport = endpoint({
  method: 'POST',
  path: '/stock/imports/:import_batch_id/application',
  permission: 'stock.import.run',
  summary: 'Writes everything the preview showed, in one transaction, or nothing.',
  params: Params,
  body: z.object({}),
  reply: ImportBatch,
  errors: [
    ...stepErrors,
    'stock.import_refused_rows',
    'stock.import_incomplete',
    'stock.file_already_taken',
    'stock.not_enough',
  ],
})
export const undoImport = endpoint({
  method: 'POST',
  path: '/stock/imports/:import_batch_id/reversal',
  permission: 'stock.import.run',
  summary: 'Takes back everything the file brought.',
  params: Params,
  body: z.object({}),
  reply: ImportBatch,
  errors: ['stock.import_unknown', 'stock.import_not_applied', 'stock.not_enough'],
})
export const exportProducts = endpoint({
  method: 'GET',
  path: '/stock/exports/products',
  permission: 'stock.item.read',
  summary: 'Products and quantities as a file that can be taken in again.',
  query: z.object({ format: z.enum(['csv', 'xlsx']).default('csv'), location_id: z.uuid().optional() }),
  reply: z.any(),
  transaction: false,
  errors: ['stock.location_unknown'],
})
export const downloadSample = endpoint({
  method: 'GET',
  path: '/stock/import-samples',
  permission: 'stock.import.run',
  summary: 'A file as shops keep them, to try an import with.',
  query: z.object({ kind: z.enum(kinds).default('stock') }),
  reply: z.any(),
  transaction: false,
})
