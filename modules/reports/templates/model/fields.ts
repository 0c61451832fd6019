import { plain } from '../../writing/model/fold.ts'

/** A placeholder, by its French and its English name: both may be written in either language's template. */
export interface Field {
  fr: string
  en: string
  kind: 'text' | 'link' | 'image' | 'list' | 'condition'
  of?: readonly Field[]
}

const text = (fr: string, en: string): Field => ({ fr, en, kind: 'text' })
const link = (fr: string, en: string): Field => ({ fr, en, kind: 'link' })
const condition = (fr: string, en: string): Field => ({ fr, en, kind: 'condition' })
const list = (fr: string, en: string, of: readonly Field[]): Field => ({ fr, en, kind: 'list', of })

const sentence = [
  text('texte', 'text'),
  link('source', 'source'),
  text('document', 'document'),
  text('page', 'page'),
  text('marque', 'mark'),
]
const fact = [
  text('libelle', 'label'),
  text('type', 'kind'),
  text('valeur', 'value'),
  text('controle', 'check'),
  text('citation', 'quote'),
  link('source', 'source'),
  text('document', 'document'),
  text('page', 'page'),
]

/** Everything a template may mention. The page about templates is written from this. */
export const fields: readonly Field[] = [
  text('titre', 'title'),
  text('client', 'client'),
  text('organisation', 'organisation'),
  text('date', 'date'),
  text('auteur', 'author'),
  text('methode', 'method'),
  text('nombre_documents', 'document_count'),
  text('nombre_pages', 'page_count'),
  { fr: 'code_qr', en: 'qr_code', kind: 'image' },
  list('resume', 'summary', sentence),
  list('sections', 'sections', [
    text('titre', 'title'),
    text('question', 'question'),
    list('phrases', 'sentences', sentence),
    condition('vide', 'empty'),
  ]),
  list('faits', 'facts', fact),
  condition('avec_faits', 'with_facts'),
  text('note_faits', 'facts_note'),
  list('contradictions', 'contradictions', [text('libelle', 'label'), list('valeurs', 'values', fact)]),
  condition('avec_contradictions', 'with_contradictions'),
  list('illisibles', 'unreadable', [
    text('document', 'document'),
    text('page', 'page'),
    text('raison', 'reason'),
  ]),
  condition('avec_illisibles', 'with_unreadable'),
  list('documents', 'documents', [text('nom', 'name'), text('pages', 'pages'), text('lecture', 'reading')]),
]

/** People write `{Résumé}` or `{resume}`: accents and capitals do not matter. */
export const fieldKey = (name: string): string => plain(name).replace(/[ -]+/g, '_')

export const fieldNamed = (among: readonly Field[], name: string): Field | undefined => {
  const key = fieldKey(name)
  return among.find((field) => field.fr === key || field.en === key)
}

/** Lists, from the outermost, inside which this name means something. */
export function listsHolding(name: string, among: readonly Field[] = fields, path: string[] = []): string[] {
  if (fieldNamed(among, name)) return path
  for (const field of among) {
    if (!field.of) continue
    const found = listsHolding(name, field.of, [...path, field.fr])
    if (found.length > path.length) return found
  }
  return []
}

function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (one[i - 1] === other[j - 1] ? 0 : 1))
    row = next
  }
  return row[other.length]!
}

/** The name that was probably meant. */
export function nearestName(name: string, among: readonly Field[]): string | null {
  const key = fieldKey(name)
  const names = among.flatMap(({ fr, en }) => [fr, en])
  const [best] = names
    .map((candidate) => ({ candidate, far: distance(key, candidate) }))
    .toSorted((a, b) => a.far - b.far)
  return best && best.far <= Math.max(1, Math.floor(key.length / 3)) ? best.candidate : null
}

const canonical = new Map<string, string>()
function learn(among: readonly Field[]): void {
  for (const field of among) {
    canonical.set(field.en, field.fr)
    canonical.set(field.fr, field.fr)
    learn(field.of ?? [])
  }
}
learn(fields)

/** The name under which values are given: the French one, whichever language the template speaks. */
export const canonicalName = (name: string): string => canonical.get(fieldKey(name)) ?? fieldKey(name)
