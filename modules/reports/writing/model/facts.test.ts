import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contradictionsIn } from './contradictions.ts'
import { factsOf } from './facts.ts'
import { standsOn } from './fold.ts'
import { isFrenchVat, isIban, isNinea, isNir, isSiren, isSiret } from './identifiers.ts'
import type { Page } from './shapes.ts'

const page = (text: string, over: Partial<Page> = {}): Page => ({
  document_id: 'd1',
  document_name: 'Bail.pdf',
  page: 1,
  method: 'text',
  reason: null,
  confidence: null,
  hidden_text: false,
  text,
  ...over,
})
const brief = (text: string) =>
  factsOf([page(text)]).map((fact) => `${fact.scheme ?? fact.kind}=${fact.value}|${fact.label}`)

test('keys of identifiers are computed, not only their form', () => {
  assert.ok(isSiren('732829320') && !isSiren('732829321') && !isSiren('000000000'))
  assert.ok(isSiret('73282932000074') && !isSiret('73282932000075'))
  assert.ok(isSiret('35600000049837'), 'a site of La Poste')
  assert.ok(isFrenchVat('FR44732829320') && !isFrenchVat('FR45732829320'))
  assert.ok(isIban('FR1420041010050500013M02606') && !isIban('FR1420041010050500013M02607'))
  assert.ok(!isIban('XX1420041010050500013M02606') && !isIban('FR142004101005050001'))
  assert.ok(isNir('255081416802538') && !isNir('255081416802539'))
  assert.ok(isNinea('30672212G2') && isNinea('3067221') && !isNinea('3067222') && !isNinea('30672219G2'))
})

test('an invoice gives its facts with their labels', () => {
  const found = brief(
    [
      'SARL Teranga Conseil',
      '12 rue Félix Faure, 75015 Paris',
      'SIRET : 732 829 320 00074',
      'TVA intracommunautaire : FR 44 732 829 320',
      'Facture n° FA-2026-0042',
      'Date de facture : 12 mars 2026',
      'Total HT : 1 234,50 €',
      'Net à payer\t1 481,40 €',
      'IBAN : FR14 2004 1010 0505 0001 3M02 606',
      'Tél. : 01 42 68 53 00 – contact@teranga.example',
    ].join('\n'),
  )
  assert.deepEqual(found, [
    'company=SARL Teranga Conseil|',
    'address=12 rue Félix Faure, 75015 Paris|SARL Teranga Conseil',
    'siret=73282932000074|SIRET',
    'vat=FR44732829320|TVA intracommunautaire',
    'reference=FA-2026-0042|Facture',
    'date=2026-03-12|Date de facture',
    'amount=1234.50 EUR|Total HT',
    'amount=1481.40 EUR|Net à payer',
    'iban=FR1420041010050500013M02606|IBAN',
    'email=contact@teranga.example|Tél',
    'phone=+33142685300|Tél',
  ])
})

test('Senegalese papers: NINEA, francs, telephone', () => {
  const found = brief(
    'NINEA : 3067221 2G2\nLoyer mensuel : 450 000 F CFA\nCapital : 10.000.000 FCFA\nMobile : 77 123 45 67\nChiffre d’affaires : 12,5 millions de F CFA',
  )
  assert.deepEqual(found, [
    'ninea=30672212G2|NINEA',
    'amount=450000 XOF|Loyer mensuel',
    'amount=10000000 XOF|Capital',
    'phone=+221771234567|Mobile',
    'amount=12500000 XOF|Chiffre d’affaires',
  ])
})

test('a wrong key is told where the number is named, and passed over elsewhere', () => {
  const [named] = factsOf([page('SIRET : 732 829 320 00075')])
  assert.equal(named?.valid, false)
  assert.deepEqual(
    factsOf([page('Compteur : 732 829 320 00075')]).filter((fact) => fact.kind === 'identifier'),
    [],
  )
})

test('days that do not exist, bare numbers and unreadable pages are no facts', () => {
  assert.deepEqual(brief('Le 31/02/2026 ; lot 4512 ; page 12'), [])
  assert.deepEqual(factsOf([page('Total : 99 €', { method: 'unreadable' })]), [])
})

test('every quote stands on its page', () => {
  const text = `Le loyer annuel est fixé à la somme de 5 400 000 F CFA, ${'payable d’avance et '.repeat(20)} avant le 5 janvier 2027.`
  const facts = factsOf([page(text)])
  assert.equal(facts.length, 2)
  for (const fact of facts) {
    assert.ok(standsOn(fact.quote, text) && standsOn(fact.shown, fact.quote), fact.quote)
    assert.ok(fact.quote.length <= 320)
  }
})

test('the same label with another value in another document is a contradiction', () => {
  const facts = factsOf([
    page('Loyer mensuel : 450 000 F CFA\nDate : 1/3/2026\nDurée du bail : 3 ans'),
    page('Loyer mensuel : 475 000 F CFA\nDate : 2/3/2026', {
      document_id: 'd2',
      document_name: 'Avenant.docx',
    }),
    page('Loyer mensuel : 450 000 F CFA', { document_id: 'd3', document_name: 'Reçu.pdf' }),
  ])
  const found = contradictionsIn(facts)
  assert.equal(found.length, 1)
  assert.deepEqual(
    found[0]!.facts.map((fact) => `${fact.document_name} ${fact.value}`),
    ['Bail.pdf 450000 XOF', 'Avenant.docx 475000 XOF', 'Reçu.pdf 450000 XOF'],
  )
})

test('a sentence that names the same thing compares with a written label', () => {
  const facts = factsOf([
    page('Le loyer mensuel est fixé à 1 380,00 € hors charges.'),
    page('Loyer mensuel : 1 450,00 € pour mai', { document_id: 'd2', document_name: 'Quittance.pdf' }),
  ])
  assert.deepEqual(
    contradictionsIn(facts).map(({ label, facts: told }) => [label, told.map(({ value }) => value)]),
    [['Loyer mensuel', ['1380.00 EUR', '1450.00 EUR']]],
  )
})
