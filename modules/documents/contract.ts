import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'
import { largestChunk } from './model.ts'

const Method = z.enum(['auto', 'text', 'ocr'])
const Status = z.enum(['uploading', 'queued', 'reading', 'read', 'failed', 'cancelled', 'needs_password'])
const PageMethod = z.enum(['text', 'ocr', 'unreadable'])
/** What PostgreSQL can store and a list can show. */
const FileName = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .regex(/^[^\p{Cc}]*$/u)
const Words = z.string().trim().max(200)

export const DocumentSummary = z.object({
  id: z.uuid(),
  customer_id: z.uuid().nullable(),
  customer_name: z.string().nullable(),
  /** The e-mail it was attached to. */
  parent_id: z.uuid().nullable(),
  name: z.string(),
  bytes: z.int(),
  received: z.int(),
  /** Sniffed from the bytes: `pdf`, `docx`, `xlsx`, `image`, `email`, `outlook`, `text`. */
  type: z.string().nullable(),
  status: Status,
  /** Why it failed, as a code. */
  reason: z.string().nullable(),
  /** Worth knowing though it was read, as a code. */
  note: z.string().nullable(),
  origin: z.enum(['upload', 'folder', 'attachment', 'demo']),
  method: Method,
  page_count: z.int().nullable(),
  pages_done: z.int(),
  text_pages: z.int(),
  ocr_pages: z.int(),
  unreadable_pages: z.int(),
  /** Pages holding text that is not shown. */
  hidden_pages: z.int(),
  created_at: z.string(),
  read_at: z.string().nullable(),
})
export type DocumentSummary = z.infer<typeof DocumentSummary>

export const PageSummary = z.object({
  page: z.int(),
  method: PageMethod,
  /** Why it is unreadable, or why it was recognised rather than read; a code. */
  reason: z.string().nullable(),
  /** Of recognition, 0 to 100. */
  confidence: z.int().nullable(),
  hidden_text: z.boolean(),
})
export type PageSummary = z.infer<typeof PageSummary>

export const PageContent = PageSummary.extend({ text: z.string(), hidden: z.string().nullable() })
export type PageContent = z.infer<typeof PageContent>

export const SearchHit = z.object({
  document_id: z.uuid(),
  document_name: z.string(),
  customer_id: z.uuid().nullable(),
  customer_name: z.string().nullable(),
  page: z.int(),
  method: PageMethod,
  /** Pieces of the page; those found are marked. */
  excerpt: z.array(z.object({ text: z.string(), found: z.boolean() })),
})
export type SearchHit = z.infer<typeof SearchHit>

export const Limits = z.object({
  max_bytes: z
    .int()
    .min(1_024)
    .max(5 * 1024 ** 3),
  max_pages: z.int().min(1).max(20_000),
  max_pixels: z.int().min(1_000_000).max(200_000_000),
  max_inflated_bytes: z
    .int()
    .min(1_048_576)
    .max(2 * 1024 ** 3),
})
export type Limits = z.infer<typeof Limits>

export const Client = z.object({
  /** Of a customer of the organisation. */
  id: z.uuid(),
  name: z.string(),
  /** The sub-folder of CLIENTS_DIR that stands for it. */
  folder: z.string().nullable(),
  document_count: z.int(),
  last_document_at: z.string().nullable(),
})
export type Client = z.infer<typeof Client>

const read = 'documents.document.read'
const write = 'documents.document.write'
const one = z.object({ document_id: z.uuid() })
const onePage = z.object({ document_id: z.uuid(), page: z.coerce.number().int().min(1).max(100_000) })
const unknown = ['documents.document_unknown']

export const listClients = endpoint({
  method: 'GET',
  path: '/clients',
  permission: read,
  summary: 'Clients, from the database and from the folder of clients, each with its documents counted.',
  query: z.object({ ...PageQuery, search: Words.optional() }),
  reply: pageOf(Client),
})
export const readClient = endpoint({
  method: 'GET',
  path: '/clients/:customer_id',
  permission: read,
  summary: 'One client and how many documents it has.',
  params: z.object({ customer_id: z.uuid() }),
  reply: Client,
  errors: ['organisation.customer_unknown'],
})
export const createClient = endpoint({
  method: 'POST',
  path: '/clients',
  permission: write,
  summary: 'Adds a client by name alone.',
  body: z.object({ name: FileName.max(120) }),
  reply: Client,
  status: 201,
})

export const listDocuments = endpoint({
  method: 'GET',
  path: '/documents',
  permission: read,
  summary: 'Documents, newest first; those without a client with `customer_id=none`.',
  query: z.object({
    ...PageQuery,
    customer_id: z.union([z.uuid(), z.literal('none')]).optional(),
    parent_id: z.uuid().optional(),
    status: Status.optional(),
    search: Words.optional(),
  }),
  reply: pageOf(DocumentSummary),
})
export const readDocument = endpoint({
  method: 'GET',
  path: '/documents/:document_id',
  permission: read,
  summary: 'One document: how much has arrived, how far it is read.',
  params: one,
  reply: DocumentSummary,
  errors: unknown,
})
export const createDocument = endpoint({
  method: 'POST',
  path: '/documents',
  permission: write,
  summary: 'Announces a file; its bytes follow with PUT …/content.',
  body: z.object({
    name: FileName,
    bytes: z.int().min(0),
    customer_id: z.uuid().nullable().default(null),
    method: Method.default('auto'),
  }),
  reply: z.object({ document_id: z.uuid(), received: z.int(), chunk_bytes: z.int() }),
  status: 201,
  errors: ['documents.file_too_large', 'documents.file_empty', 'organisation.customer_unknown'],
})
export const sendContent = endpoint({
  method: 'PUT',
  path: '/documents/:document_id/content',
  permission: write,
  summary:
    'Sends a part of the file, beginning at byte `from`; after a cut, go on at `received` of the document.',
  params: one,
  query: z.object({ from: z.coerce.number().int().min(0) }),
  reply: z.object({ received: z.int(), whole: z.boolean() }),
  errors: [...unknown, 'documents.wrong_offset', 'documents.not_uploading', 'documents.more_than_announced'],
  transaction: false,
  upload: { max_bytes: largestChunk },
})
export const changeDocument = endpoint({
  method: 'PATCH',
  path: '/documents/:document_id',
  permission: write,
  summary: 'Gives a document another name or another client.',
  params: one,
  body: z.object({ name: FileName.optional(), customer_id: z.uuid().nullable().optional() }),
  reply: DocumentSummary,
  errors: [...unknown, 'organisation.customer_unknown'],
})
export const removeDocument = endpoint({
  method: 'DELETE',
  path: '/documents/:document_id',
  permission: 'documents.document.remove',
  summary: 'Removes a document, its pages and its file.',
  params: one,
  reply: z.object({ removed: z.boolean() }),
  errors: unknown,
})
export const createReading = endpoint({
  method: 'POST',
  path: '/documents/:document_id/readings',
  permission: write,
  summary: 'Reads a document again: after a failure, or in another way.',
  params: one,
  body: z.object({ method: Method.optional() }),
  reply: DocumentSummary,
  status: 202,
  errors: [...unknown, 'documents.not_arrived'],
})
export const cancelReading = endpoint({
  method: 'POST',
  path: '/documents/:document_id/cancellation',
  permission: write,
  summary: 'Stops the arrival or the reading of a document.',
  params: one,
  reply: DocumentSummary,
  errors: [...unknown, 'documents.already_ended'],
})
export const openWithPassword = endpoint({
  method: 'POST',
  path: '/documents/:document_id/password',
  permission: write,
  summary: 'Reads a protected document with its password, which is neither stored nor logged.',
  params: one,
  body: z.object({ password: z.string().min(1).max(200) }),
  reply: DocumentSummary,
  status: 202,
  errors: [...unknown, 'documents.no_password_wanted', 'documents.wrong_password', 'documents.too_busy'],
  transaction: false,
  rate_limit: 30,
})
export const createLink = endpoint({
  method: 'POST',
  path: '/documents/:document_id/links',
  permission: read,
  summary: 'A link to the file itself, good for a few minutes.',
  params: one,
  reply: z.object({ url: z.string() }),
  status: 201,
  errors: [...unknown, 'documents.not_arrived'],
})

export const listPages = endpoint({
  method: 'GET',
  path: '/documents/:document_id/pages',
  permission: read,
  summary: 'How each page was read.',
  params: one,
  query: z.object({
    limit: PageQuery.limit,
    /** The last page already known. */
    cursor: z
      .string()
      .regex(/^\d{1,6}$/)
      .optional(),
  }),
  reply: pageOf(PageSummary.extend({ id: z.string() })),
  errors: unknown,
})
export const readPage = endpoint({
  method: 'GET',
  path: '/documents/:document_id/pages/:page',
  permission: read,
  summary: 'The text of one page.',
  params: onePage,
  reply: PageContent,
  errors: [...unknown, 'documents.page_unknown'],
})
export const readPageImage = endpoint({
  method: 'GET',
  path: '/documents/:document_id/pages/:page/image',
  permission: read,
  summary:
    'Links to the picture of one page, drawn when first asked for; null for what has no pages to look at.',
  params: onePage,
  reply: z.object({ url: z.string().nullable(), thumbnail_url: z.string().nullable() }),
  errors: [...unknown, 'documents.page_unknown', 'documents.too_busy'],
  transaction: false,
})
export const searchDocuments = endpoint({
  method: 'GET',
  path: '/document-pages',
  permission: read,
  summary: 'Pages that hold these words, in French: endings, accents and small mistakes do not matter.',
  query: z.object({
    limit: PageQuery.limit,
    cursor: z
      .string()
      .regex(/^\d{1,6}$/)
      .optional(),
    q: z.string().trim().min(1).max(200),
    customer_id: z.uuid().optional(),
  }),
  reply: z.object({
    items: z.array(SearchHit.extend({ id: z.string() })),
    next_cursor: z.string().nullable(),
    /** Words of the documents taken for misspelt ones. */
    taken_for: z.array(z.object({ written: z.string(), meant: z.array(z.string()) })),
  }),
})

export const readLimits = endpoint({
  method: 'GET',
  path: '/document-limits',
  permission: read,
  summary: 'What the organisation accepts.',
  reply: Limits,
})
export const setLimits = endpoint({
  method: 'PUT',
  path: '/document-limits',
  permission: 'documents.limits.write',
  summary: 'Sets the largest file, page count, picture and unpacked size accepted.',
  body: Limits,
  reply: Limits,
})
