import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standsOn } from './fold.ts'
import { writeExtractive } from './rank.ts'
import type { Page } from './shapes.ts'

const page = (number: number, text: string, name = 'dossier'): Page => ({
  document_id: name,
  document_name: `${name}.pdf`,
  page: number,
  method: 'text',
  reason: null,
  confidence: null,
  hidden_text: false,
  text,
})
const pages = [
  page(
    1,
    'La société Teranga Conseil exerce une activité de conseil aux entreprises depuis 2015. Elle emploie douze salariés à Dakar.',
  ),
  page(
    2,
    'Le loyer mensuel du bail commercial est fixé à 450 000 F CFA, payable avant le cinq de chaque mois. Le preneur verse une caution de deux mois de loyer à la signature.',
  ),
  page(
    3,
    'Un litige oppose la société à son fournisseur, qui réclame le paiement de trois factures impayées. Le tribunal de commerce se prononcera en juin.',
  ),
  page(
    1,
    'Le chiffre d’affaires de la société a progressé de huit pour cent et atteint 82 millions de F CFA. Le résultat net reste positif malgré la hausse des charges.',
    'bilan',
  ),
]
const plan = [
  { key: 'lease', title: 'Bail', question: 'Quel est le loyer du bail et la caution ?', sentences: 3 },
  {
    key: 'money',
    title: 'Finances',
    question: 'Quel chiffre d’affaires, quel résultat net, quelles charges ?',
    sentences: 3,
  },
  {
    key: 'risk',
    title: 'Litiges',
    question: 'Quel litige, quelles factures impayées, quel tribunal ?',
    sentences: 2,
  },
  { key: 'none', title: 'Astronomie', question: 'Quelles planètes, quelles comètes ?', sentences: 2 },
]

test('each section holds sentences of the documents that answer its question, word for word, with their page', () => {
  const { summary, sections } = writeExtractive(pages, plan, 'fr')
  const place = (key: string) =>
    sections
      .find((section) => section.key === key)!
      .sentences.map(({ sources }) => `${sources[0]!.document_id} ${sources[0]!.page}`)
  assert.equal(place('lease')[0], 'dossier 2')
  assert.equal(place('money')[0], 'bilan 1')
  assert.equal(place('risk')[0], 'dossier 3')
  assert.deepEqual(place('none'), [])
  const all = [...summary, ...sections.flatMap((section) => section.sentences)]
  for (const { text, origin, sources } of all) {
    assert.equal(origin, 'extracted')
    const source = sources[0]!
    const on = pages.find(
      (candidate) => candidate.document_id === source.document_id && candidate.page === source.page,
    )!
    assert.ok(standsOn(text, on.text), text)
  }
  const told = sections.flatMap((section) => section.sentences.map(({ text }) => text))
  assert.equal(new Set(told).size, told.length, 'a sentence stands once')
})

test('nothing to read gives empty sections rather than inventions', () => {
  assert.deepEqual(
    writeExtractive([], plan, 'fr').sections.map((section) => section.sentences.length),
    [0, 0, 0, 0],
  )
})
