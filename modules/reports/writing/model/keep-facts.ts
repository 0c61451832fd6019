import type { Fact } from './shapes.ts'

/** What a person can still look through; every fact of a thick file would be a book of its own. */
const most = 2_000

const order: Record<Fact['kind'], number> = {
  identifier: 0,
  reference: 0,
  company: 1,
  person: 1,
  email: 1,
  phone: 1,
  address: 1,
  amount: 2,
  date: 3,
}
const weight = (fact: Fact): number => order[fact.kind] + (fact.labelled ? 0 : 2)

/** The facts a report lists: those that tell most, in the order of the documents, and how many it leaves out. */
export function keepFacts(facts: readonly Fact[]): { kept: Fact[]; left_out: number } {
  if (facts.length <= most) return { kept: [...facts], left_out: 0 }
  const ranked = facts
    .map((fact, at) => ({ fact, at }))
    .toSorted((one, other) => weight(one.fact) - weight(other.fact) || one.at - other.at)
  const kept = ranked.slice(0, most).toSorted((one, other) => one.at - other.at)
  return { kept: kept.map(({ fact }) => fact), left_out: facts.length - most }
}
