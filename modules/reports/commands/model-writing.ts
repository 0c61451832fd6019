import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { DocumentSummary } from '@guichet/documents'
import { tablesOf } from '@guichet/platform/db'
import { ModelFailure, type LanguageModel, type ModelRequest } from '@guichet/platform/language-model'
import type { ReportsTables } from '../tables.ts'
import { doubtsOf, type Doubt } from '../writing/model/claims.ts'
import { fold, standsOn } from '../writing/model/fold.ts'
import { factsPrompt, FoundFacts, sectionPrompt, WrittenSection } from '../writing/model/prompts.ts'
import type { Fact, Page, Section, Sentence, Source } from '../writing/model/shapes.ts'
import { note } from './log.ts'
import { hashOf, type Progress } from './steps.ts'

const db = tablesOf<ReportsTables>()

export interface ModelSection extends Section {
  method: 'extractive' | 'model'
}

/** After these the same question may well succeed; a server that went away gets time to come back. */
const passing = new Set(['cut', 'stalled', 'unreachable', 'refused', 'first_token_timeout', 'unreadable'])
const pauses_ms = [300, 1_500]

/** Asks until there is an answer of the right shape: three times at most, with a growing pause. */
async function ask<T extends z.ZodType>(
  progress: Progress,
  model: LanguageModel,
  shape: T,
  request: Omit<ModelRequest, 'signal' | 'onState' | 'schema'>,
): Promise<z.output<T>> {
  const { work, report_id, signal } = progress
  let loading: NodeJS.Timeout | undefined
  for (let tries = 0; ; tries++) {
    try {
      const answer = await model.answer({
        ...request,
        schema: z.toJSONSchema(shape) as Record<string, unknown>,
        signal,
        onState(state) {
          clearTimeout(loading)
          // Said only when it takes a while: a warm model answers at once.
          if (state === 'loading')
            loading = setTimeout(
              () =>
                void work
                  .open((ctx) => note(ctx, report_id, 'model_loading', { model: model.model }))
                  .catch(() => {}),
              3_000,
            )
        },
      })
      const read = shape.safeParse(json(answer))
      if (read.success) return read.data
      throw new ModelFailure('unreadable', answer.slice(0, 80))
    } catch (error) {
      clearTimeout(loading)
      signal.throwIfAborted()
      if (!(error instanceof ModelFailure)) throw error
      const rest = pauses_ms[tries]
      if (!passing.has(error.fault) || rest === undefined) throw error
      await pause(rest, undefined, { signal })
    }
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(/\{[\s\S]*\}/.exec(text)?.[0] ?? '')
  } catch {
    return null
  }
}

/**
 * Facts a model sees on pages that rules did not. A quote that is not on its page is dropped, and so is a value
 * that is not in its quote. Answers are kept by what was asked, so that no page is asked about twice.
 */
export async function modelFacts(
  progress: Progress,
  model: LanguageModel,
  document: DocumentSummary,
  pages: readonly Page[],
  known: readonly Fact[],
): Promise<Fact[]> {
  const found: Fact[] = []
  const told = new Set(known.map((fact) => `${fact.page} ${fold(fact.shown)}`))
  for (const page of pages) {
    if (page.method === 'unreadable' || page.text.trim().length < 40) continue
    progress.signal.throwIfAborted()
    let answer: z.output<typeof FoundFacts>
    try {
      answer = await factsOnPage(progress, model, page.text)
    } catch (error) {
      if (!(error instanceof ModelFailure)) throw error
      await progress.work.open((ctx) =>
        note(
          ctx,
          progress.report_id,
          'model_facts_failed',
          { name: document.name, reason: error.fault },
          'warning',
        ),
      )
      return found
    }
    for (const fact of answer.facts) {
      if (!standsOn(fact.quote, page.text) || !standsOn(fact.value, fact.quote)) continue
      const key = `${page.page} ${fold(fact.value)}`
      if (told.has(key)) continue
      told.add(key)
      found.push({
        kind: fact.kind,
        scheme: null,
        valid: null,
        value: fold(fact.value),
        shown: fact.value,
        // A label is the model's own word: it never compares documents.
        label: standsOn(fact.label, page.text) ? fact.label : '',
        labelled: false,
        document_id: page.document_id,
        document_name: page.document_name,
        page: page.page,
        quote: fact.quote,
      })
    }
  }
  return found
}

async function factsOnPage(
  progress: Progress,
  model: LanguageModel,
  text: string,
): Promise<z.output<typeof FoundFacts>> {
  const request = factsPrompt(text)
  const hash = hashOf([request, model.kind, model.model])
  const { work } = progress
  const kept = await work.open((ctx) =>
    db(ctx).selectFrom('reports.model_answer').select('answer').where('hash', '=', hash).executeTakeFirst(),
  )
  if (kept) return FoundFacts.parse(kept.answer)
  progress.breathe()
  let answer: z.output<typeof FoundFacts>
  try {
    answer = await ask(progress, model, FoundFacts, request)
  } catch (error) {
    // A page that does not fit is asked about in two halves.
    if (!(error instanceof ModelFailure && error.fault === 'overflow') || text.length < 1_000) throw error
    const middle = text.indexOf('\n', text.length / 2)
    const cut = middle === -1 ? Math.floor(text.length / 2) : middle
    const [one, other] = [
      await factsOnPage(progress, model, text.slice(0, cut)),
      await factsOnPage(progress, model, text.slice(cut)),
    ]
    answer = { facts: [...one.facts, ...other.facts] }
  }
  await work.open((ctx) =>
    db(ctx)
      .insertInto('reports.model_answer')
      .values({ tenant_id: work.tenant.id, hash, answer: JSON.stringify(answer), at: ctx.now() })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  )
  return answer
}

interface Citable extends Source {
  id: string
  text: string
}
/** More than this only dilutes a small model's attention. */
const most_facts = 30

/** What a section may rest on: the sentences chosen for it, and facts of the pages they stand on. */
function citableFor(section: Section, facts: readonly Fact[]): Citable[] {
  const sentences = section.sentences.map(({ text, sources }, index) => ({
    ...sources[0]!,
    id: `S${index + 1}`,
    text,
  }))
  const places = new Set(sentences.map(({ document_id, page }) => `${document_id} ${page}`))
  const near = facts
    .filter(({ document_id, page }) => places.has(`${document_id} ${page}`))
    .slice(0, most_facts)
    .map((fact, index) => ({
      id: `F${index + 1}`,
      text: `${fact.label ? `${fact.label} : ` : ''}${fact.shown}`,
      document_id: fact.document_id,
      document_name: fact.document_name,
      page: fact.page,
      quote: fact.quote,
    }))
  return [...sentences, ...near]
}

interface Judged {
  text: string
  cited: Citable[]
  doubts: Doubt[]
}

/**
 * A section in a model's words, from accepted facts alone. Each sentence names them, and everything in it that
 * could be wrong must stand on a page it cites: if not, the model is told once; then the document speaks itself.
 */
export async function modelSection(
  progress: Progress,
  model: LanguageModel,
  section: Section,
  facts: readonly Fact[],
  pages: readonly Page[],
  signal: AbortSignal,
): Promise<ModelSection> {
  if (section.sentences.length === 0) return { ...section, method: 'extractive' }
  const citable = citableFor(section, facts)
  const text_of = new Map(pages.map((page) => [`${page.document_id} ${page.page}`, page.text]))
  const judge = (answer: z.output<typeof WrittenSection>): Judged[] =>
    answer.sentences
      .filter(({ text }) => text.trim() !== '')
      .map(({ text, facts: ids }) => {
        const cited = citable.filter(({ id }) => ids.includes(id))
        const cited_pages = [
          ...new Set(cited.map(({ document_id, page }) => text_of.get(`${document_id} ${page}`) ?? '')),
        ]
        const doubts = cited.length === 0 ? [{ kind: 'number' as const, text }] : doubtsOf(text, cited_pages)
        return { text: text.trim(), cited, doubts }
      })

  let judged = judge(await ask(progress, model, WrittenSection, sectionPrompt(section, citable, [])))
  signal.throwIfAborted()
  const doubts = judged.flatMap((sentence) => sentence.doubts)
  if (doubts.length > 0) {
    const again = judge(await ask(progress, model, WrittenSection, sectionPrompt(section, citable, doubts)))
    if (again.length > 0) judged = again
  }
  const left = section.sentences.map((sentence, index) => ({ id: `S${index + 1}`, sentence }))
  let replaced = 0
  const sentences = judged.flatMap(({ text, cited, doubts: remaining }): Sentence[] => {
    if (remaining.length === 0) {
      const places = new Map(cited.map((one) => [`${one.document_id} ${one.page} ${one.quote}`, one]))
      return [
        {
          text,
          origin: 'written',
          sources: [...places.values()].map(({ document_id, document_name, page, quote }) => ({
            document_id,
            document_name,
            page,
            quote,
          })),
        },
      ]
    }
    replaced++
    const own = left.findIndex(({ id }) => cited.some((one) => one.id === id))
    const [instead] = left.splice(own === -1 ? 0 : own, 1)
    return instead ? [{ ...instead.sentence, origin: 'replaced' }] : []
  })
  if (replaced > 0)
    await progress.work.open((ctx) =>
      note(ctx, progress.report_id, 'replaced', { title: section.title, count: replaced }, 'warning'),
    )
  // A model that said nothing usable leaves the section as the documents say it.
  const written = sentences.some(({ origin }) => origin === 'written')
  return {
    ...section,
    sentences: sentences.length > 0 ? sentences : section.sentences,
    method: written ? 'model' : 'extractive',
  }
}
