import { handle, handleCall, type Call, type Route } from '@guichet/platform/http'
import { sayer } from '@guichet/platform/texts'
import { sendFile } from '../commands/give-out.ts'
import { findLibreOffice, toPdf } from '../commands/to-pdf.ts'
import { judgeTemplate } from './commands/judge.ts'
import { emptyTemplate, render, wordsOf } from './commands/render.ts'
import { addTemplate, addVersion, changeTemplate, removeTemplate } from './commands/templates.ts'
import * as contract from './contract.ts'
import { fields, type Field } from './model/fields.ts'
import { sampleContent } from './model/filling.ts'
import { listTemplates, readTemplate, templateFile, versionsOf } from './queries/templates.ts'

const withoutEnding = (name: string): string => name.replace(/\.docx$/i, '').slice(0, 120) || name

/** Samples are looked at again and again; each is a few dozen kilobytes. */
const samples = new Map<string, Promise<Buffer>>()
const most_samples = 40

/** A template filled with invented content. */
async function sample(
  call: Call,
  template: { sha256: string } | null,
  language: 'fr' | 'en',
  format: 'docx' | 'pdf',
  name: string,
): Promise<undefined> {
  const { id, name: organisation, accent } = call.tenant!
  const key = JSON.stringify([id, organisation, accent, template?.sha256, language, format])
  const known = samples.get(key) ?? make(call, template, language, format)
  samples.delete(key)
  samples.set(key, known)
  if (samples.size > most_samples) samples.delete(samples.keys().next().value!)
  known.catch(() => samples.delete(key))
  return sendFile(call, name, format, await known)
}

async function make(
  call: Call,
  template: { sha256: string } | null,
  language: 'fr' | 'en',
  format: 'docx' | 'pdf',
): Promise<Buffer> {
  const { platform } = call
  const tenant = call.tenant!
  const say = sayer(platform.texts, language)
  const words = wordsOf(say)
  const bytes = template && (await platform.files.read(tenant.id, template.sha256))
  const docx = await render(platform, tenant, say, bytes, {
    content: sampleContent(words),
    report_id: null,
    head: {
      client: words('sample.client'),
      author: words('sample.author'),
      date: new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(platform.now()),
    },
  })
  return format === 'pdf' ? toPdf(docx) : docx
}

function* listed(
  among: readonly Field[],
  inside: string[] = [],
): Generator<{ fr: string; en: string; kind: Field['kind']; inside: string[] }> {
  for (const { fr, en, kind, of } of among) {
    yield { fr, en, kind, inside }
    if (of) yield* listed(of, [...inside, fr])
  }
}

export const templateRoutes: Route[] = [
  handle(contract.listTemplates, (ctx, { query }) => listTemplates(ctx, query)),
  handleCall(contract.createTemplate, (call, { query }) =>
    judgeTemplate(call, query.file_name, (file) =>
      call.open(call.tenant!, (ctx) => addTemplate(ctx, query.name ?? withoutEnding(query.file_name), file)),
    ),
  ),
  handleCall(contract.createTemplateVersion, async (call, { params, query }) => {
    await call.open(call.tenant!, (ctx) => readTemplate(ctx, params.template_id))
    return judgeTemplate(call, query.file_name, (file) =>
      call.open(call.tenant!, (ctx) => addVersion(ctx, params.template_id, file)),
    )
  }),
  handle(contract.readTemplate, async (ctx, { params }) => ({
    ...(await readTemplate(ctx, params.template_id)),
    versions: await versionsOf(ctx, params.template_id),
  })),
  handle(contract.changeTemplate, (ctx, { params, body }) => changeTemplate(ctx, params.template_id, body)),
  handle(contract.removeTemplate, async (ctx, { params }) => {
    await removeTemplate(ctx, params.template_id)
    return { removed: true }
  }),
  handleCall(contract.downloadTemplate, async (call, { params }) => {
    const file = await call.open(call.tenant!, (ctx) => templateFile(ctx, params.template_id))
    const bytes = await call.platform.files.read(call.tenant!.id, file.sha256)
    return sendFile(call, withoutEnding(file.file_name), 'docx', bytes)
  }),
  handleCall(contract.previewTemplate, async (call, { params, query }) => {
    const file = await call.open(call.tenant!, (ctx) => templateFile(ctx, params.template_id))
    return sample(call, file, query.language, query.format, file.name)
  }),
  handleCall(contract.readUsualTemplate, async (call, { query }) => {
    const say = sayer(call.platform.texts, query.language)
    const name = say('reports', 'usual_template')
    if (query.filled || query.format === 'pdf') return sample(call, null, query.language, query.format, name)
    return sendFile(call, name, 'docx', await emptyTemplate(call.platform, call.tenant!, say))
  }),
  handle(contract.readFields, async () => ({
    items: [...listed(fields)],
    pdf: (await findLibreOffice()) !== null,
  })),
]
