/** One page as the documents room reads it. Only what writing needs. */
export interface Page {
  document_id: string
  document_name: string
  page: number
  method: 'text' | 'ocr' | 'unreadable'
  reason: string | null
  confidence: number | null
  text: string
  hidden_text: boolean
}

export const factKinds = [
  'person',
  'company',
  'identifier',
  'reference',
  'amount',
  'date',
  'phone',
  'email',
  'address',
] as const
export type FactKind = (typeof factKinds)[number]

/** Something a document says that can be checked: what, under which label, where, in which words. */
export interface Fact {
  kind: FactKind
  /** Comparable: ISO date, `1234.50 EUR`, digits only. */
  value: string
  /** As the page writes it. */
  shown: string
  /** Which identifier: siren, siret, ninea, iban, nir, vat. */
  scheme: string | null
  /** Whether an identifier's key is right; null where there is nothing to check. */
  valid: boolean | null
  label: string
  /** A label written as such (before a colon, or alone on the line above) compares between documents; words do not. */
  labelled: boolean
  document_id: string
  document_name: string
  page: number
  quote: string
}

export interface Contradiction {
  label: string
  kind: FactKind
  facts: Fact[]
}

/** Where a sentence of the report stands. The quote is on that page, word for word. */
export interface Source {
  document_id: string
  document_name: string
  page: number
  quote: string
}

export interface Sentence {
  text: string
  /** Taken as it stands; written by a model and checked; or put in place of a sentence that failed the check. */
  origin: 'extracted' | 'written' | 'replaced'
  sources: Source[]
}

export interface Section {
  key: string
  title: string
  question: string
  sentences: Sentence[]
}

/** What a section of the report asks of the documents. */
export interface PlannedSection {
  key: string
  title: string
  question: string
  /** The most sentences it may hold. */
  sentences: number
}
