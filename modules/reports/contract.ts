import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'
import { stages, statuses } from './model.ts'
import { factKinds } from './writing/model/shapes.ts'

const Language = z.enum(['fr', 'en'])
const Method = z.enum(['auto', 'text', 'ocr'])
/** Something people see: one line, not empty. */
const Line = z
  .string()
  .trim()
  .min(1)
  .regex(/^[^\p{Cc}]*$/u)

export const Source = z.object({
  document_id: z.uuid(),
  document_name: z.string(),
  page: z.int(),
  quote: z.string(),
})
export type Source = z.infer<typeof Source>
export const Sentence = z.object({
  text: z.string(),
  /** Word for word from a document; written by a model and checked; or put in the place of one that was not true. */
  origin: z.enum(['extracted', 'written', 'replaced']),
  sources: z.array(Source),
})
export type Sentence = z.infer<typeof Sentence>
export const Fact = z.object({
  kind: z.enum(factKinds),
  value: z.string(),
  shown: z.string(),
  /** siren, siret, ninea, iban, nir, vat. */
  scheme: z.string().nullable(),
  /** Whether an identifier's key is right; null where there is nothing to check. */
  valid: z.boolean().nullable(),
  label: z.string(),
  labelled: z.boolean(),
  document_id: z.uuid(),
  document_name: z.string(),
  page: z.int(),
  quote: z.string(),
})
export type Fact = z.infer<typeof Fact>

export const ReportContent = z.object({
  title: z.string(),
  /** How it was written, in words. */
  written: z.string(),
  summary: z.array(Sentence),
  sections: z.array(
    z.object({ key: z.string(), title: z.string(), question: z.string(), sentences: z.array(Sentence) }),
  ),
  facts: z.array(Fact),
  /** More were found than a report lists. */
  facts_left_out: z.int(),
  contradictions: z.array(z.object({ label: z.string(), kind: z.enum(factKinds), facts: z.array(Fact) })),
  unreadable: z.array(
    z.object({
      document_id: z.uuid(),
      document_name: z.string(),
      /** Null when the whole document could not be read. */
      page: z.int().nullable(),
      reason: z.string(),
    }),
  ),
  documents: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      pages: z.int(),
      text_pages: z.int(),
      ocr_pages: z.int(),
      unreadable_pages: z.int(),
    }),
  ),
})
export type ReportContent = z.infer<typeof ReportContent>

export const ReportSummary = z.object({
  id: z.uuid(),
  customer_id: z.uuid(),
  client_name: z.string(),
  language: Language,
  extract_method: Method,
  status: z.enum(statuses),
  stage: z.enum(stages).nullable(),
  percent: z.int(),
  /** Why it failed, as a code. */
  fault: z.string().nullable(),
  method: z.enum(['extractive', 'model']).nullable(),
  model: z.string().nullable(),
  document_count: z.int(),
  created_by_name: z.string().nullable(),
  created_at: z.string(),
  started_at: z.string().nullable(),
  ended_at: z.string().nullable(),
})
export type ReportSummary = z.infer<typeof ReportSummary>

export const Step = z.object({
  kind: z.enum(['extraction', 'facts', 'selection', 'section', 'rendering']),
  key: z.string(),
  status: z.enum(['running', 'done', 'failed']),
  fault: z.string().nullable(),
  started_at: z.string(),
  ended_at: z.string().nullable(),
})
export const LogLine = z.object({
  number: z.int(),
  at: z.string(),
  level: z.enum(['note', 'warning', 'error']),
  text: z.string(),
})
export type LogLine = z.infer<typeof LogLine>

export const Report = ReportSummary.extend({
  /** The template's name; null for the one that ships with the product. */
  template_name: z.string().nullable(),
  documents: z.array(z.object({ id: z.uuid(), name: z.string() })),
  steps: z.array(Step),
  log: z.array(LogLine),
  /** There once it is completed. */
  content: ReportContent.nullable(),
  /** What it can be downloaded as: PDF only where the machine has LibreOffice. */
  formats: z.array(z.enum(['docx', 'pdf'])),
})
export type Report = z.infer<typeof Report>

const read = 'reports.report.read'
const write = 'reports.report.write'
const one = z.object({ report_id: z.uuid() })
const unknown = ['reports.report_unknown']

export const createReport = endpoint({
  method: 'POST',
  path: '/reports',
  permission: write,
  summary:
    'Has a report written from the documents of a client named by id or by name: all of them, or those chosen.',
  body: z.object({
    client_id: z.uuid().optional(),
    client_name: Line.max(255).optional(),
    document_ids: z.array(z.uuid()).min(1).max(500).optional(),
    template_id: z.uuid().nullable().optional(),
    language: Language.optional(),
    extract_method: Method.default('auto'),
  }),
  reply: z.object({ job_id: z.uuid(), status: z.enum(statuses), created_at: z.string() }),
  status: 202,
  errors: [
    'reports.client_unknown',
    'reports.client_ambiguous',
    'reports.no_client',
    'reports.no_documents',
    'reports.documents_unknown',
    'reports.template_unknown',
  ],
})
export const listReports = endpoint({
  method: 'GET',
  path: '/reports',
  permission: read,
  summary: 'Reports, newest first.',
  query: z.object({
    ...PageQuery,
    status: z.enum(statuses).optional(),
    customer_id: z.uuid().optional(),
    search: z.string().trim().max(120).optional(),
  }),
  reply: pageOf(ReportSummary),
})
export const readReport = endpoint({
  method: 'GET',
  path: '/reports/:report_id',
  permission: read,
  summary:
    'One report: status, percentage, steps, log and, once completed, everything it says with its sources.',
  params: one,
  reply: Report,
  errors: unknown,
})
export const streamReport = endpoint({
  method: 'GET',
  path: '/reports/:report_id/stream',
  permission: read,
  summary:
    'Server-sent events of one report, going on after `Last-Event-ID`: `state`, and each numbered line of its `log`.',
  params: one,
  query: z.object({
    after: z.coerce.number().int().min(0).optional(),
    /** Short behind proxies that keep everything until the end. */
    hold_s: z.coerce.number().int().min(1).max(300).default(55),
    /** Of the log's words; browsers cannot say it in a header here. */
    locale: Language.optional(),
  }),
  reply: z.undefined(),
  errors: unknown,
  transaction: false,
})
export const downloadReport = endpoint({
  method: 'GET',
  path: '/reports/:report_id/download',
  permission: read,
  summary: 'The report as a Word document, or as PDF where the machine has LibreOffice.',
  params: one,
  query: z.object({ format: z.enum(['docx', 'pdf']).default('docx') }),
  reply: z.undefined(),
  errors: [...unknown, 'reports.not_completed', 'reports.no_pdf_here', 'reports.pdf_failed'],
  transaction: false,
})
export const cancelReport = endpoint({
  method: 'POST',
  path: '/reports/:report_id/cancellation',
  permission: write,
  summary: 'Stops a report.',
  params: one,
  reply: ReportSummary,
  errors: [...unknown, 'reports.already_ended'],
})
export const retryReport = endpoint({
  method: 'POST',
  path: '/reports/:report_id/attempts',
  permission: write,
  summary: 'Takes a report up again: what is done and still fits is kept.',
  params: one,
  reply: ReportSummary,
  status: 202,
  errors: [...unknown, 'reports.still_running'],
})
export const removeReport = endpoint({
  method: 'DELETE',
  path: '/reports/:report_id',
  permission: write,
  summary: 'Removes a report and its files; one that is being written stops.',
  params: one,
  reply: z.object({ removed: z.boolean() }),
  errors: unknown,
})

export const SourcePage = z.object({
  document_id: z.uuid(),
  document_name: z.string(),
  page: z.int(),
  page_count: z.int(),
  method: z.enum(['text', 'ocr', 'unreadable']),
  text: z.string(),
})
export type SourcePage = z.infer<typeof SourcePage>
export const readSourcePage = endpoint({
  method: 'GET',
  path: '/reports/:report_id/source-page',
  permission: read,
  summary: 'The text of a page that a report rests on.',
  params: one,
  query: z.object({ document_id: z.uuid(), page: z.coerce.number().int().min(1).max(100_000) }),
  reply: SourcePage,
  errors: [...unknown, 'reports.source_unknown'],
})

const Planned = z.object({
  key: z.string().regex(/^[a-z0-9_]{1,40}$/),
  title: Line.max(120),
  question: Line.max(400),
  sentences: z.int().min(1).max(12),
})
export const SectionPlan = z.object({
  language: Language,
  sections: z.array(Planned).min(1).max(20),
  /** Whether it is the product's own. */
  usual: z.boolean(),
})
export type SectionPlan = z.infer<typeof SectionPlan>
export const readPlan = endpoint({
  method: 'GET',
  path: '/report-plan',
  permission: read,
  summary: 'The sections of the organisation’s reports in one language, each with its question.',
  query: z.object({ language: Language.default('fr') }),
  reply: SectionPlan,
})
export const setPlan = endpoint({
  method: 'PUT',
  path: '/report-plan',
  permission: 'reports.template.write',
  summary: 'Sets the sections of the organisation’s reports in one language.',
  query: z.object({ language: Language.default('fr') }),
  body: z.object({ sections: z.array(Planned).min(1).max(20) }),
  reply: SectionPlan,
  errors: ['reports.section_twice'],
})
export const resetPlan = endpoint({
  method: 'DELETE',
  path: '/report-plan',
  permission: 'reports.template.write',
  summary: 'Goes back to the product’s own sections.',
  query: z.object({ language: Language.default('fr') }),
  reply: SectionPlan,
})
