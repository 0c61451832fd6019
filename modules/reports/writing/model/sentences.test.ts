import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cleanLines } from './clean.ts'
import { isProse, paragraphsOf, splitSentences } from './sentences.ts'
import type { Page } from './shapes.ts'

test('abbreviations do not end French sentences', () => {
  const sentences = [
    'M. Diop et Mme. Sarr ont signé le bail du 3 mars 2026 devant Me. Fall.',
    'Le montant est de 1 200,50 € H.T. soit 1 440,60 € T.T.C. selon l’art. 12 du contrat n° 45.',
    'La S.A.R.L. Teranga, représentée par A. Ndiaye, accepte le devis réf. 2026-14.',
    'Voir p. 12, § 3, et l’annexe B.',
    'Est-ce définitif ?',
    'Oui, d’après le procès-verbal !',
    'Le bien se trouve av. Bourguiba, cf. plan joint.',
  ]
  assert.deepEqual(splitSentences(sentences.join(' '), 'fr'), sentences)
})

test('English too', () => {
  const sentences = [
    'Mr. Smith met Dr. Jones at 5 p.m. on Monday.',
    'They signed.',
    'See art. 4 of the deed.',
  ]
  assert.deepEqual(splitSentences(sentences.join(' '), 'en'), sentences)
})

test('lines of a page become paragraphs; labels, rows and headings stay alone', () => {
  const lines = [
    'CONTRAT DE BAIL',
    '',
    'Le bailleur donne à bail commercial au preneur, qui accepte, les locaux situés à',
    'Dakar, pour une durée de neuf années entières et consécutives à compter du premier',
    'avril.',
    'Loyer mensuel : 450 000 F CFA',
    'Caution : deux mois',
    'Poste\tQuantité\tPrix',
    'Chaise\t4\t15 000',
    '- Le preneur paie les charges.',
  ]
  assert.deepEqual(paragraphsOf(lines), [
    'CONTRAT DE BAIL',
    'Le bailleur donne à bail commercial au preneur, qui accepte, les locaux situés à Dakar, pour une durée de neuf années entières et consécutives à compter du premier avril.',
    'Loyer mensuel : 450 000 F CFA',
    'Caution : deux mois',
    'Poste\tQuantité\tPrix',
    'Chaise\t4\t15 000',
    '- Le preneur paie les charges.',
  ])
  assert.ok(isProse('Le bailleur donne à bail commercial au preneur les locaux situés à Dakar.'))
  assert.ok(
    !isProse('Poste\tQuantité\tPrix') && !isProse('CONTRAT DE BAIL COMMERCIAL ENTRE LES DEUX PARTIES.'),
  )
})

test('running heads and feet go, text that happens to come back at the edge stays', () => {
  const pages = Array.from({ length: 6 }, (_, index): Page => ({
    document_id: 'd',
    document_name: 'd',
    page: index + 1,
    method: 'text',
    reason: null,
    confidence: null,
    hidden_text: false,
    text: `Cabinet Teranga – Confidentiel\nArticle ${index + 1} REF-00${index}\nCorps de la page ${index}.\nPage ${index + 1} sur 6`,
  }))
  assert.deepEqual(cleanLines(pages)[2], ['Article 3 REF-002', 'Corps de la page 2.'])
})
