import { askExtraction, documentsById, readPages, type DocumentSummary } from '@guichet/documents'
import type { LanguageModel } from '@guichet/platform/language-model'
import { emit } from '@guichet/platform/emit'
import { tablesOf } from '@guichet/platform/db'
import type { Work } from '@guichet/platform/task'
import { sayer } from '@guichet/platform/texts'
import type { ReportContent } from '../contract.ts'
import { reportCompleted, reportFailed } from '../events.ts'
import { planOf } from '../queries/plan.ts'
import { reasonText, reportRow } from '../queries/reports.ts'
import type { ReportsTables } from '../tables.ts'
import { render } from '../templates/commands/render.ts'
import { contradictionsIn } from '../writing/model/contradictions.ts'
import { keepFacts } from '../writing/model/keep-facts.ts'
import type { Fact, Page, PlannedSection, Section, Sentence } from '../writing/model/shapes.ts'
import type { ThreadOrder } from '../writing/model/thread.ts'
import { Stopped, takeHold } from './hold.ts'
import { bytesOf } from './give-out.ts'
import { inThread } from './in-thread.ts'
import { note } from './log.ts'
import { modelFacts, modelSection, type ModelSection } from './model-writing.ts'
import { hashOf, Later, reach, step, type Progress } from './steps.ts'

const db = tablesOf<ReportsTables>()
const script = new URL('../writing/model/thread.ts', import.meta.url)

/** Changes when what a step makes of the same input changes: then it is made again. */
const version = 1
/** One job runs at most this long; a job of the platform may last fifteen minutes. */
const longest_job_ms = 8 * 60_000
const reading_may_last_ms = 60 * 60_000
const look_again_ms = 1_500
const facts_may_last_ms = 120_000
const selection_may_last_ms = 300_000

export type ReportRow = Awaited<ReturnType<typeof reportRow>>
type Outcome = { done: true } | { again_at: Date | null }

/**
 * Carries a report on as far as one job goes: extraction, facts, writing, rendering. Every piece is a stored
 * step, so that a crash, a retry or a new model redoes only what is missing.
 * @returns when the next job should go on, if one should
 */
export async function carryOn(work: Work, report_id: string, model: LanguageModel | null): Promise<Outcome> {
  const hold = await takeHold(work, report_id)
  if (hold === null) return { done: true }
  if ('until' in hold) return { again_at: hold.until }
  const begun = performance.now()
  const progress: Progress = {
    work,
    report_id,
    signal: hold.signal,
    breathe() {
      if (performance.now() - begun > longest_job_ms) throw new Later('the next job goes on')
    },
  }
  try {
    return await chain(progress, model)
  } catch (error) {
    if (error instanceof Later) return { again_at: null }
    // Cancelled: its row says so. Asked to stop: the job fails and is taken up by the next process.
    if (hold.signal.aborted && !work.signal.aborted) return { done: true }
    if (work.last_attempt && !(error instanceof Stopped)) await fail(progress, 'unexpected')
    throw error
  } finally {
    await hold.release()
  }
}

async function chain(progress: Progress, model: LanguageModel | null): Promise<Outcome> {
  const { work, report_id } = progress
  const report = await begin(progress)
  const language = report.language as 'fr' | 'en'
  const say = sayer(work.platform.texts, language)

  const reading = await extraction(progress, report)
  if (reading.waiting) return { again_at: new Date(work.platform.now().getTime() + look_again_ms) }
  if (reading.read.length === 0) {
    await fail(progress, 'nothing_read')
    return { done: true }
  }
  const pages: Page[] = await work.open((ctx) =>
    readPages(
      ctx,
      reading.read.map(({ id }) => id),
    ),
  )

  const facts: Fact[] = []
  for (const [index, document] of reading.read.entries()) {
    await reach(progress, 'facts', index / reading.read.length)
    const own = pages.filter((page) => page.document_id === document.id)
    const found = await factsStep(progress, document, own, index)
    if (found) facts.push(...found)
    if (model && found) {
      const more = await modelFacts(progress, model, document, own, found)
      facts.push(...more)
    }
  }
  const contradictions = contradictionsIn(facts)

  await reach(progress, 'writing', 0)
  const { sections: plan } = await work.open((ctx) => planOf(ctx, language))
  const selection = await selectionStep(progress, pages, plan, language)
  if (selection === null) {
    await fail(progress, 'unexpected')
    return { done: true }
  }
  let used_model = false
  const sections: Section[] = []
  for (const [index, section] of selection.sections.entries()) {
    await reach(progress, 'writing', (index + 1) / (selection.sections.length + 1))
    const written = await sectionStep(progress, model, section, facts, pages, index)
    if (written?.method === 'model') used_model = true
    sections.push(written ?? section)
  }

  const { kept, left_out } = keepFacts(facts)
  const content: ReportContent = {
    title: say('reports', 'document.title', { client: report.client_name }),
    written: used_model
      ? say('reports', 'document.written_model', { model: model!.model })
      : say('reports', 'document.written_extractive'),
    summary: selection.summary,
    sections: sections.map(({ key, title, question, sentences }) => ({ key, title, question, sentences })),
    facts: kept,
    facts_left_out: left_out,
    contradictions,
    unreadable: [
      ...reading.failed.map(({ document, reason }) => ({
        document_id: document.id,
        document_name: document.name,
        page: null,
        reason: reasonText(say, reason),
      })),
      ...pages
        .filter((page) => page.method === 'unreadable')
        .map((page) => ({
          document_id: page.document_id,
          document_name: page.document_name,
          page: page.page,
          reason: reasonText(say, page.reason ?? 'other'),
        })),
    ],
    documents: reading.read.map((document) => ({
      id: document.id,
      name: document.name,
      pages: document.page_count ?? document.pages_done,
      text_pages: document.text_pages,
      ocr_pages: document.ocr_pages,
      unreadable_pages: document.unreadable_pages,
    })),
  }
  await reach(progress, 'rendering', 0)
  const file = await renderingStep(progress, report, content)
  if (file === null) {
    await fail(progress, 'unexpected')
    return { done: true }
  }
  await work.open(async (ctx) => {
    const ended = await db(ctx)
      .updateTable('reports.report')
      .set({
        status: 'COMPLETED',
        stage: null,
        percent: 100,
        fault: null,
        method: used_model ? 'model' : 'extractive',
        model: used_model ? model!.model : null,
        content: JSON.stringify(content),
        file_sha256: file.sha256,
        pdf_sha256: null,
        ended_at: ctx.now(),
      })
      .where('id', '=', report_id)
      .where('status', '=', 'RUNNING')
      .returning('customer_id')
      .executeTakeFirst()
    if (!ended) return // cancelled in the last instant
    await note(ctx, report_id, 'contradictions', { count: contradictions.length })
    await note(ctx, report_id, 'completed')
    await emit(ctx, reportCompleted, { report_id, customer_id: ended.customer_id })
  })
  return { done: true }
}

async function begin({ work, report_id }: Progress): Promise<ReportRow> {
  return work.open(async (ctx) => {
    const report = await reportRow(ctx, report_id)
    if (report.status === 'PENDING') {
      await db(ctx)
        .updateTable('reports.report')
        .set({ status: 'RUNNING', stage: 'extraction', started_at: report.started_at ?? ctx.now() })
        .where('id', '=', report_id)
        .where('status', '=', 'PENDING')
        .execute()
      await note(ctx, report_id, 'started')
    } else if (work.attempt > 1) await note(ctx, report_id, 'resumed')
    return report
  })
}

async function fail({ work, report_id }: Progress, fault: string): Promise<void> {
  await work.open(async (ctx) => {
    const ended = await db(ctx)
      .updateTable('reports.report')
      .set({ status: 'FAILED', fault, ended_at: ctx.now() })
      .where('id', '=', report_id)
      .where('status', '=', 'RUNNING')
      .returning('id')
      .executeTakeFirst()
    if (!ended) return
    await note(ctx, report_id, 'failed', { reason: fault }, 'error')
    await emit(ctx, reportFailed, { report_id, fault })
  })
}

interface Reading {
  waiting: boolean
  read: DocumentSummary[]
  failed: { document: { id: string; name: string }; reason: string }[]
}
const underway = ['uploading', 'queued', 'reading']

/** Has documents read, says of each how it went, and waits for none longer than an hour. */
async function extraction(progress: Progress, report: ReportRow): Promise<Reading> {
  const { work, report_id } = progress
  return work.open(async (ctx) => {
    const ids = report.document_ids
    const steps = await db(ctx)
      .selectFrom('reports.step')
      .select(['key', 'status', 'fault', 'input_hash', 'started_at', 'ended_at'])
      .where('report_id', '=', report_id)
      .where('kind', '=', 'extraction')
      .execute()
    const input_hash = hashOf([report.extract_method, report.attempt])
    const known = new Map(steps.map((row) => [row.key, row]))
    const fresh = ids.filter((id) => known.get(id)?.input_hash !== input_hash)
    if (fresh.length > 0) {
      // What failed before is read again when the report is taken up again; what was read stays so.
      await askExtraction(ctx, fresh, report.extract_method as 'auto')
      for (const id of fresh) await setStep(id, 'running', null)
      const asked = (await documentsById(ctx, fresh)).filter(({ status }) => underway.includes(status))
      if (asked.length > 0) await note(ctx, report_id, 'asked_reading', { count: asked.length })
    }
    const documents = new Map((await documentsById(ctx, ids)).map((document) => [document.id, document]))
    const reading: Reading = { waiting: false, read: [], failed: [] }
    let done = 0
    for (const id of ids) {
      const document = documents.get(id)
      const before = known.get(id)
      const started = before?.input_hash === input_hash ? Date.parse(before.started_at) : ctx.now().getTime()
      const ended_before = before?.input_hash === input_hash && before.status !== 'running'
      let reason: string | null = null
      if (!document) reason = 'removed'
      else if (underway.includes(document.status)) {
        if (ctx.now().getTime() - started < reading_may_last_ms) {
          reading.waiting = true
          done += document.page_count ? document.pages_done / document.page_count : 0
          continue
        }
        reason = 'reading_timeout'
      } else if (document.status !== 'read') reason = document.reason ?? document.status
      done++
      if (document && reason === null) {
        reading.read.push(document)
        if (!ended_before)
          await note(ctx, report_id, 'document_read', {
            name: document.name,
            pages: document.page_count ?? document.pages_done,
            text: document.text_pages,
            ocr: document.ocr_pages,
            unreadable: document.unreadable_pages,
          })
      } else {
        reading.failed.push({ document: document ?? { id, name: id }, reason: reason! })
        if (!ended_before)
          await note(
            ctx,
            report_id,
            'document_failed',
            { name: document?.name ?? id, reason: reason! },
            'warning',
          )
      }
      if (!ended_before) await setStep(id, reason === null ? 'done' : 'failed', reason)
    }
    await db(ctx)
      .updateTable('reports.report')
      .set({ stage: 'extraction', percent: Math.floor((done / ids.length) * 55) })
      .where('id', '=', report_id)
      .where('status', '=', 'RUNNING')
      .execute()
    return reading

    async function setStep(key: string, status: 'running' | 'done' | 'failed', fault: string | null) {
      const values = {
        input_hash,
        status,
        fault: fault?.slice(0, 80) ?? null,
        started_at: ctx.now(),
        ended_at: status === 'running' ? null : ctx.now(),
      }
      const { started_at: _, ...later_values } = values
      await db(ctx)
        .insertInto('reports.step')
        .values({
          tenant_id: work.tenant.id,
          report_id,
          kind: 'extraction',
          key,
          position: ids.indexOf(key),
          ...values,
        })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant_id', 'report_id', 'kind', 'key'])
            .doUpdateSet(status === 'running' ? values : later_values),
        )
        .execute()
    }
  })
}

function factsStep(
  progress: Progress,
  document: DocumentSummary,
  pages: Page[],
  position: number,
): Promise<Fact[] | null> {
  return step<Fact[]>(progress, {
    kind: 'facts',
    key: document.id,
    position,
    input: [version, document.name, pages.map(({ page, method, text }) => [page, method, text])],
    make: (signal) => {
      const order: ThreadOrder = { order: 'facts', pages }
      return inThread<Fact[]>(script, order, { timeout_ms: facts_may_last_ms, signal })
    },
    tell: (found) => ({ code: 'facts_found', facts: { name: document.name, count: found.length } }),
    failed: { code: 'facts_failed', facts: { name: document.name } },
  })
}

interface Selection {
  summary: Sentence[]
  sections: Section[]
}

function selectionStep(
  progress: Progress,
  pages: Page[],
  plan: PlannedSection[],
  language: 'fr' | 'en',
): Promise<Selection | null> {
  return step<Selection>(progress, {
    kind: 'selection',
    input: [
      version,
      language,
      plan,
      pages.map(({ document_name, page, method, text }) => [document_name, page, method, text]),
    ],
    make: (signal) => {
      const order: ThreadOrder = { order: 'selection', pages, plan, language }
      return inThread<Selection>(script, order, { timeout_ms: selection_may_last_ms, signal })
    },
    tell: ({ sections }) => ({
      code: 'selected',
      facts: { count: sections.reduce((sum, section) => sum + section.sentences.length, 0) },
    }),
    failed: { code: 'selection_failed' },
  })
}

function sectionStep(
  progress: Progress,
  model: LanguageModel | null,
  section: Section,
  facts: Fact[],
  pages: Page[],
  position: number,
): Promise<ModelSection | null> {
  const { title } = section
  return step<ModelSection>(progress, {
    kind: 'section',
    key: section.key,
    position,
    input: [version, model?.kind, model?.model, section, model ? facts : null],
    make: async (signal) =>
      model
        ? modelSection(progress, model, section, facts, pages, signal)
        : { ...section, method: 'extractive' },
    tell: ({ sentences }) =>
      sentences.length === 0
        ? { code: 'section_empty', facts: { title, count: 0 } }
        : { code: 'section_written', facts: { title, count: sentences.length } },
    // Told apart by the reason: a model that was away is asked again when the report is taken up again.
    failed: { code: model ? 'model_away' : 'section_failed', facts: { title } },
  })
}

function renderingStep(
  progress: Progress,
  report: ReportRow,
  content: ReportContent,
): Promise<{ sha256: string; bytes: number } | null> {
  const { work } = progress
  const { platform, tenant } = work
  const language = report.language as 'fr' | 'en'
  const say = sayer(platform.texts, language)
  return step(progress, {
    kind: 'rendering',
    input: [version, report.template_id, report.template_version, tenant.name, tenant.accent, content],
    async make(signal) {
      const rendering = {
        content,
        report_id: report.id,
        head: {
          client: report.client_name,
          author: report.created_by_name ?? tenant.name,
          date: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: tenant.time_zone }).format(
            platform.now(),
          ),
        },
      }
      const own = await templateBytes()
      let docx: Buffer
      try {
        docx = await render(platform, tenant, say, own, rendering, signal)
      } catch (error) {
        if (signal.aborted || own === null) throw error
        work.log.warn({ err: error, report_id: report.id }, 'a template could not be filled')
        await work.open((ctx) => note(ctx, report.id, 'template_failed', { reason: 'crashed' }, 'warning'))
        docx = await render(platform, tenant, say, null, rendering, signal)
      }
      return platform.files.put(tenant.id, bytesOf(docx))
    },
    tell: ({ bytes }) => ({ code: 'rendered', facts: { kilobytes: Math.ceil(bytes / 1024) } }),
    failed: { code: 'rendering_failed' },
  })

  async function templateBytes(): Promise<Buffer | null> {
    if (!report.template_id || !report.template_version) return null
    const row = await work.open((ctx) =>
      db(ctx)
        .selectFrom('reports.template_version')
        .select('sha256')
        .where('template_id', '=', report.template_id!)
        .where('version', '=', report.template_version!)
        .executeTakeFirst(),
    )
    return row ? platform.files.read(tenant.id, row.sha256) : null
  }
}
