import { cleanLines } from './clean.ts'
import { isProse, paragraphsOf, splitSentences, type Language } from './sentences.ts'
import type { Page, PlannedSection, Section, Sentence, Source } from './shapes.ts'
import { termsOf } from './words.ts'

interface Candidate {
  text: string
  source: Source
  /** Stems with their number. */
  terms: Map<string, number>
  length: number
  /** 1 for the opening of a document, falling to 0. */
  position: number
  order: number
}

/** Okapi BM25 with the usual constants (Robertson and Zaragoza, 2009). */
const k1 = 1.2
const b = 0.75
/** Centrality compares every pair: only the best by words get that far. */
const compared = 120
/** Two sentences that share this much say the same. */
const repeated = 0.6

/** Sentences of the pages, in the pages' own words. */
export function candidatesOf(pages: readonly Page[], language: Language): Candidate[] {
  const cleaned = cleanLines(pages)
  const candidates: Candidate[] = []
  const in_document = new Map<string, number>()
  const known = new Set<string>()
  for (const [index, page] of pages.entries()) {
    if (page.method === 'unreadable') continue
    for (const paragraph of paragraphsOf(cleaned[index]!)) {
      for (const text of splitSentences(paragraph, language)) {
        if (!isProse(text)) continue
        const terms = new Map<string, number>()
        const words = termsOf(text)
        for (const term of words) terms.set(term, (terms.get(term) ?? 0) + 1)
        if (terms.size < 3) continue
        // A clause that every page repeats is one sentence.
        const key = [...terms.keys()].toSorted().join(' ') + text.length
        if (known.has(key)) continue
        known.add(key)
        const place = in_document.get(page.document_id) ?? 0
        in_document.set(page.document_id, place + 1)
        candidates.push({
          text,
          source: {
            document_id: page.document_id,
            document_name: page.document_name,
            page: page.page,
            quote: text,
          },
          terms,
          length: words.length,
          position: 1 / (1 + place / 3),
          order: candidates.length,
        })
      }
    }
  }
  return candidates
}

function inverseFrequency(candidates: readonly Candidate[]): (term: string) => number {
  const documents = new Map<string, number>()
  for (const { terms } of candidates)
    for (const term of terms.keys()) documents.set(term, (documents.get(term) ?? 0) + 1)
  const n = candidates.length
  return (term) => {
    const df = documents.get(term) ?? 0
    return Math.log(1 + (n - df + 0.5) / (df + 0.5))
  }
}

function vectorOf(candidate: Candidate, idf: (term: string) => number): Map<string, number> {
  const vector = new Map<string, number>()
  let square = 0
  for (const [term, count] of candidate.terms) {
    const weight = count * idf(term)
    vector.set(term, weight)
    square += weight * weight
  }
  const norm = Math.sqrt(square) || 1
  for (const [term, weight] of vector) vector.set(term, weight / norm)
  return vector
}

function cosine(one: Map<string, number>, other: Map<string, number>): number {
  const [small, large] = one.size < other.size ? [one, other] : [other, one]
  let sum = 0
  for (const [term, weight] of small) sum += weight * (large.get(term) ?? 0)
  return sum
}

/** Share of likeness to the others, as in LexRank (Erkan and Radev, 2004), by power iteration; highest is 1. */
function centrality(vectors: readonly Map<string, number>[]): number[] {
  const n = vectors.length
  if (n === 0) return []
  const links = vectors.map((one, i) =>
    vectors.map((other, j) => (i === j ? 0 : Math.max(0, cosine(one, other) - 0.05))),
  )
  const sums = links.map((row) => row.reduce((total, weight) => total + weight, 0))
  let scores = Array.from({ length: n }, () => 1 / n)
  for (let round = 0; round < 20; round++) {
    const next = Array.from({ length: n }, () => 0.15 / n)
    for (let i = 0; i < n; i++) {
      if (sums[i] === 0) continue
      for (let j = 0; j < n; j++) next[j]! += (0.85 * scores[i]! * links[i]![j]!) / sums[i]!
    }
    scores = next
  }
  const most = Math.max(...scores)
  return scores.map((score) => score / most)
}

const sentenceOf = ({ text, source }: Candidate): Sentence => ({
  text,
  origin: 'extracted',
  sources: [source],
})

/** The best that do not repeat each other. */
function choose(
  ranked: readonly { candidate: Candidate; score: number }[],
  most: number,
  idf: (term: string) => number,
): Candidate[] {
  const chosen: { candidate: Candidate; vector: Map<string, number> }[] = []
  for (const { candidate } of ranked) {
    if (chosen.length >= most) break
    const vector = vectorOf(candidate, idf)
    if (chosen.some((other) => cosine(other.vector, vector) > repeated)) continue
    chosen.push({ candidate, vector })
  }
  return chosen.map(({ candidate }) => candidate).toSorted((one, other) => one.order - other.order)
}

/**
 * For each section the sentences that answer its question best: BM25 over title and question, then likeness to
 * the others and place in the document. A sentence stands in one section only, and never was in no document.
 */
export function writeExtractive(
  pages: readonly Page[],
  plan: readonly PlannedSection[],
  language: Language,
): { summary: Sentence[]; sections: Section[] } {
  const candidates = candidatesOf(pages, language)
  const idf = inverseFrequency(candidates)
  const mean = candidates.reduce((sum, { length }) => sum + length, 0) / (candidates.length || 1)
  const used = new Set<number>()
  const postings = new Map<string, Candidate[]>()
  for (const candidate of candidates)
    for (const term of candidate.terms.keys()) {
      const list = postings.get(term)
      if (list) list.push(candidate)
      else postings.set(term, [candidate])
    }
  const scoresFor = (query: string): { candidate: Candidate; score: number }[] => {
    const scores = new Map<Candidate, number>()
    for (const term of new Set(termsOf(query))) {
      const weight = idf(term)
      for (const candidate of postings.get(term) ?? []) {
        const tf = candidate.terms.get(term)!
        const part = (tf * (k1 + 1)) / (tf + k1 * (1 - b + (b * candidate.length) / mean))
        scores.set(candidate, (scores.get(candidate) ?? 0) + weight * part)
      }
    }
    return [...scores]
      .map(([candidate, score]) => ({ candidate, score }))
      .filter(({ candidate }) => !used.has(candidate.order))
      .toSorted((one, other) => other.score - one.score || one.candidate.order - other.candidate.order)
  }
  const refine = (found: { candidate: Candidate; score: number }[]) => {
    const best = found.slice(0, compared)
    const central = centrality(best.map(({ candidate }) => vectorOf(candidate, idf)))
    const top = best[0]?.score || 1
    return best
      .map(({ candidate, score }, index) => ({
        candidate,
        score: score / top + 0.35 * central[index]! + 0.15 * candidate.position,
      }))
      .toSorted((one, other) => other.score - one.score || one.candidate.order - other.candidate.order)
  }
  const sections = plan.map((planned) => {
    const found = scoresFor(`${planned.title} ${planned.question}`)
    // One common word is not an answer.
    const floor = (found[0]?.score ?? 0) * 0.25
    const chosen = choose(
      refine(found.filter(({ score }) => score >= floor && score > 1)),
      planned.sentences,
      idf,
    )
    for (const candidate of chosen) used.add(candidate.order)
    return {
      key: planned.key,
      title: planned.title,
      question: planned.question,
      sentences: chosen.map(sentenceOf),
    }
  })
  used.clear()
  const openings = candidates
    .map((candidate) => ({ candidate, score: candidate.position }))
    .toSorted((one, other) => other.score - one.score || one.candidate.order - other.candidate.order)
  const summary = choose(refine(openings), 5, idf).map(sentenceOf)
  return { summary, sections }
}
