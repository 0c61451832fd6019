import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'

const Line = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}]*$/u)
const Language = z.enum(['fr', 'en'])

export const Template = z.object({
  id: z.uuid(),
  name: z.string(),
  version: z.int(),
  /** Taken when no template is named. */
  chosen: z.boolean(),
  file_name: z.string(),
  bytes: z.int(),
  /** Placeholders it uses. */
  tags: z.array(z.string()),
  created_by_name: z.string().nullable(),
  created_at: z.string(),
  /** When the version in use was uploaded. */
  changed_at: z.string(),
})
export type Template = z.infer<typeof Template>

export const TemplateMistake = z.object({
  code: z.string(),
  tag: z.string().nullable(),
  /** What is wrong and what to do, in the reader's language. */
  message: z.string(),
  /** Where: `Tableau 2, ligne 3, colonne 1`. */
  place: z.string().nullable(),
  excerpt: z.string().nullable(),
})
export type TemplateMistake = z.infer<typeof TemplateMistake>
/** Either the template, or everything that is wrong with the file; then nothing was kept. */
export const Judged = z.object({ template: Template.nullable(), mistakes: z.array(TemplateMistake) })

export const largestTemplate = 8 * 1024 * 1024
const read = 'reports.report.read'
const write = 'reports.template.write'
const one = z.object({ template_id: z.uuid() })
const unknown = ['reports.template_unknown']
const file = z.object({ file_name: Line.max(200) })

export const listTemplates = endpoint({
  method: 'GET',
  path: '/report-templates',
  permission: read,
  summary: 'The organisation’s own Word templates, newest first.',
  query: z.object(PageQuery),
  reply: pageOf(Template),
})
export const createTemplate = endpoint({
  method: 'POST',
  path: '/report-templates',
  permission: write,
  summary: 'Takes in a Word template (the body is the .docx), or tells every mistake in it at once.',
  query: file.extend({ name: Line.optional() }),
  reply: Judged,
  errors: ['platform.file_too_large'],
  transaction: false,
  upload: { max_bytes: largestTemplate },
})
export const createTemplateVersion = endpoint({
  method: 'POST',
  path: '/report-templates/:template_id/versions',
  permission: write,
  summary: 'Puts a new version of a template in the place of the former one, which is kept.',
  params: one,
  query: file,
  reply: Judged,
  errors: [...unknown, 'platform.file_too_large'],
  transaction: false,
  upload: { max_bytes: largestTemplate },
})
export const readTemplate = endpoint({
  method: 'GET',
  path: '/report-templates/:template_id',
  permission: read,
  summary: 'One template and its versions.',
  params: one,
  reply: Template.extend({
    versions: z.array(
      z.object({
        version: z.int(),
        file_name: z.string(),
        bytes: z.int(),
        created_by_name: z.string().nullable(),
        created_at: z.string(),
      }),
    ),
  }),
  errors: unknown,
})
export const changeTemplate = endpoint({
  method: 'PATCH',
  path: '/report-templates/:template_id',
  permission: write,
  summary: 'Renames a template, makes it the usual one, or goes back to one of its versions.',
  params: one,
  body: z.object({
    name: Line.optional(),
    chosen: z.boolean().optional(),
    version: z.int().min(1).max(10_000).optional(),
  }),
  reply: Template,
  errors: [...unknown, 'reports.version_unknown'],
})
export const removeTemplate = endpoint({
  method: 'DELETE',
  path: '/report-templates/:template_id',
  permission: write,
  summary: 'Removes a template; reports written with it stay as they are.',
  params: one,
  reply: z.object({ removed: z.boolean() }),
  errors: unknown,
})
export const downloadTemplate = endpoint({
  method: 'GET',
  path: '/report-templates/:template_id/file',
  permission: read,
  summary: 'The template’s own file.',
  params: one,
  reply: z.undefined(),
  errors: unknown,
  transaction: false,
})
export const previewTemplate = endpoint({
  method: 'GET',
  path: '/report-templates/:template_id/preview',
  permission: read,
  summary: 'The template filled with invented content, as Word or, where the machine has LibreOffice, PDF.',
  params: one,
  query: z.object({ language: Language.default('fr'), format: z.enum(['docx', 'pdf']).default('docx') }),
  reply: z.undefined(),
  errors: [...unknown, 'reports.no_pdf_here', 'reports.pdf_failed'],
  transaction: false,
})
export const readUsualTemplate = endpoint({
  method: 'GET',
  path: '/usual-report-template',
  permission: read,
  summary:
    'The template that ships with the product: to begin one’s own from, or filled with invented content.',
  query: z.object({
    language: Language.default('fr'),
    filled: z.stringbool().default(false),
    format: z.enum(['docx', 'pdf']).default('docx'),
  }),
  reply: z.undefined(),
  errors: ['reports.no_pdf_here', 'reports.pdf_failed'],
  transaction: false,
})
export const readFields = endpoint({
  method: 'GET',
  path: '/report-fields',
  permission: read,
  summary: 'What a template may mention, in both languages.',
  reply: z.object({
    items: z.array(
      z.object({
        fr: z.string(),
        en: z.string(),
        kind: z.enum(['text', 'link', 'image', 'list', 'condition']),
        inside: z.array(z.string()),
      }),
    ),
    /** Whether this machine turns Word into PDF. */
    pdf: z.boolean(),
  }),
})
