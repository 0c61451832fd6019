import { labelKey } from './labels.ts'
import type { Contradiction, Fact } from './shapes.ts'

/** Labels that speak of the document itself: each has its own, and they need not agree. */
const of_the_document = new Set([
  'date',
  'dates',
  'fait',
  'lieu date',
  'date emission',
  'date facture',
  'date devis',
  'date document',
  'emis',
  'emise',
  'edite',
  'edition',
  'facture',
  'devis',
  'reference',
  'ref',
  'objet',
  'total',
  'total ht',
  'total ttc',
  'montant',
  'montant ht',
  'montant ttc',
  'tva',
  'net payer',
  'sous total',
  'prix unitaire',
  'quantite',
  'solde',
  'echeance',
  'date echeance',
  'page',
  'mail',
  'email',
  'e mail',
  'courriel',
  'tel',
  'telephone',
  'fax',
  'mobile',
  'invoice',
  'invoice date',
  'due date',
  'amount',
  'subtotal',
  'phone',
])
const comparable = new Set(['amount', 'date', 'identifier', 'reference'])

/**
 * The same written label with another value in another document. A label that has several values inside one
 * document (the rows of a table) says nothing about agreement and is left out.
 */
export function contradictionsIn(facts: readonly Fact[]): Contradiction[] {
  const groups = new Map<string, Fact[]>()
  for (const fact of facts) {
    if (!comparable.has(fact.kind)) continue
    const label = labelKey(fact.label)
    if (label.length < 4 || of_the_document.has(label)) continue
    const key = `${fact.kind}\0${fact.scheme ?? ''}\0${label}`
    groups.set(key, [...(groups.get(key) ?? []), fact])
  }
  return [...groups.values()].flatMap((group) => {
    // Words of sentences alone prove little; beside a written label they are the same thing said otherwise.
    if (!group.some((fact) => fact.labelled)) return []
    const by_document = new Map<string, Set<string>>()
    for (const fact of group)
      by_document.set(fact.document_id, (by_document.get(fact.document_id) ?? new Set()).add(fact.value))
    const single = group.filter((fact) => by_document.get(fact.document_id)!.size === 1)
    const values = new Set(single.map((fact) => fact.value))
    if (values.size < 2) return []
    const named = single.find((fact) => fact.labelled) ?? single[0]!
    return [{ label: named.label, kind: single[0]!.kind, facts: single }]
  })
}
