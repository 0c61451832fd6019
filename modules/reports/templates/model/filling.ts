import type { Fact, ReportContent, Sentence, Source } from '../../contract.ts'
import type { Filling } from './fill.ts'
import { qrPng } from './qr-png.ts'
import type { TemplateWords } from './usual.ts'

export interface ReportHead {
  client: string
  organisation: string
  date: string
  author: string
  /** Where the report and its sources can be read; null where the server has no address of its own. */
  address: string | null
  /** The page of a document, as an address. */
  pageAddress: ((source: Pick<Source, 'document_id' | 'page'>) => string) | null
}

export type Words = (key: string, values?: Record<string, string | number>) => string

/** What a report says, under the names that templates use. */
export function fillingOf(content: ReportContent, head: ReportHead, words: Words): Filling {
  const cited = (source: Pick<Source, 'document_id' | 'document_name' | 'page'>) => {
    const text = words('document.cited', { document: source.document_name, page: source.page })
    const target = head.pageAddress?.(source)
    return target ? ({ _type: 'link', text, target } as const) : text
  }
  const sentence = ({ text, origin, sources }: Sentence): Filling => {
    const [first] = sources
    return {
      texte: text,
      marque: origin === 'replaced' ? ` ${words('document.replaced')}` : '',
      source: first ? cited(first) : '',
      document: first?.document_name ?? '',
      page: first ? String(first.page) : '',
    }
  }
  const fact = (one: Fact): Filling => ({
    libelle: one.label || words(`kind.${one.scheme ?? one.kind}`),
    type: one.label ? words(`kind.${one.scheme ?? one.kind}`) : '',
    valeur: one.shown,
    controle: one.valid === false ? words('document.wrong_key') : '',
    citation: one.quote,
    source: cited(one),
    document: one.document_name,
    page: String(one.page),
  })
  const pages = content.documents.reduce((sum, document) => sum + document.pages, 0)
  return {
    titre: content.title,
    client: head.client,
    organisation: head.organisation,
    date: head.date,
    auteur: head.author,
    methode: content.written,
    nombre_documents: String(content.documents.length),
    nombre_pages: String(pages),
    code_qr: head.address
      ? {
          _type: 'image',
          source: qrPng(head.address),
          format: 'image/png',
          width: 92,
          height: 92,
          altText: words('document.qr'),
        }
      : '',
    resume: content.summary.map(sentence),
    sections: content.sections.map((section) => ({
      titre: section.title,
      question: section.question,
      phrases: section.sentences.map(sentence),
      vide: section.sentences.length === 0,
    })),
    faits: content.facts.map(fact),
    avec_faits: content.facts.length > 0,
    note_faits:
      content.facts_left_out > 0 ? words('document.facts_left_out', { count: content.facts_left_out }) : '',
    contradictions: content.contradictions.map(({ label, facts }) => ({
      libelle: label,
      valeurs: facts.map(fact),
    })),
    avec_contradictions: content.contradictions.length > 0,
    illisibles: content.unreadable.map(({ document_name, page, reason }) => ({
      document: document_name,
      page: page === null ? '' : words('document.page', { page }),
      raison: reason,
    })),
    avec_illisibles: content.unreadable.length > 0,
    documents: content.documents.map((document) => ({
      nom: document.name,
      pages: String(document.pages),
      lecture: words('document.reading', {
        text: document.text_pages,
        ocr: document.ocr_pages,
        unreadable: document.unreadable_pages,
      }),
    })),
  }
}

const templateWordKeys = [
  'prepared_for',
  'prepared_by',
  'how',
  'how_qr',
  'summary',
  'nothing',
  'disagreements',
  'disagreements_note',
  'facts',
  'fact_label',
  'fact_value',
  'fact_source',
  'unreadable',
  'unreadable_note',
  'sources',
  'source_name',
  'source_pages',
  'source_reading',
  'page_of',
] as const

export const templateWords = (words: Words): TemplateWords =>
  Object.fromEntries(
    templateWordKeys.map((key) => [key, words(`template.${key}`)]),
  ) as unknown as TemplateWords

/** A report about nobody, long enough to see every part of a template. */
export function sampleContent(words: Words): ReportContent {
  const source = (page: number): Source => ({
    document_id: '00000000-0000-4000-8000-000000000001',
    document_name: words('sample.document'),
    page,
    quote: words('sample.sentence'),
  })
  const sentence = (page: number, origin: Sentence['origin'] = 'extracted'): Sentence => ({
    text: words('sample.sentence'),
    origin,
    sources: [source(page)],
  })
  const fact = (page: number): Fact => ({
    ...source(page),
    kind: 'amount',
    value: '450000 XOF',
    shown: words('sample.amount'),
    scheme: null,
    valid: null,
    label: words('sample.label'),
    labelled: true,
  })
  return {
    title: words('sample.title'),
    written: words('document.written_extractive'),
    summary: [sentence(1), sentence(2)],
    sections: [
      {
        key: 'a',
        title: words('plan.client.title'),
        question: words('plan.client.question'),
        sentences: [sentence(1), sentence(3, 'replaced')],
      },
      {
        key: 'b',
        title: words('plan.finances.title'),
        question: words('plan.finances.question'),
        sentences: [],
      },
    ],
    facts: [fact(1), fact(2), { ...fact(3), kind: 'identifier', scheme: 'siret', valid: false, label: '' }],
    facts_left_out: 0,
    contradictions: [{ label: words('sample.label'), kind: 'amount', facts: [fact(1), fact(2)] }],
    unreadable: [
      {
        document_id: source(1).document_id,
        document_name: words('sample.document'),
        page: 4,
        reason: words('reason.other'),
      },
    ],
    documents: [
      {
        id: source(1).document_id,
        name: words('sample.document'),
        pages: 4,
        text_pages: 2,
        ocr_pages: 1,
        unreadable_pages: 1,
      },
    ],
  }
}
