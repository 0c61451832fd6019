import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doubtsOf } from './claims.ts'

const page =
  'Le loyer mensuel est fixé à 450 000 F CFA à compter du 1er avril 2026. M. Amadou Diop signe pour SARL Teranga, contrat BC-2026-17, durée de neuf ans, indexation 2,5 %.'
const kinds = (sentence: string) => doubtsOf(sentence, [page]).map(({ kind, text }) => `${kind} ${text}`)

test('what the page says may be said otherwise', () => {
  assert.deepEqual(kinds('Amadou Diop paie 450.000 francs par mois depuis le 01/04/2026.'), [])
  assert.deepEqual(kinds('Le contrat BC-2026-17 dure neuf ans, avec une indexation de 2,5 %.'), [])
  assert.deepEqual(kinds('Ainsi, la société Teranga est engagée.'), [])
})

test('what it does not say is doubted: numbers, dates, identifiers, names, numbers in words', () => {
  assert.deepEqual(kinds('Le loyer est de 475 000 F CFA.'), ['number 475 000'])
  assert.deepEqual(kinds('Il court depuis le 2 avril 2026.'), ['date 2 avril 2026'])
  assert.deepEqual(kinds('Voir le contrat BC-2026-18.'), ['identifier BC-2026-18'])
  assert.deepEqual(kinds('Selon Moussa Diop, tout va bien.'), ['name Moussa'])
  assert.deepEqual(kinds('Le loyer dépasse trois millions.'), ['number_word trois', 'number_word millions'])
  assert.deepEqual(kinds('Microsoft rachète la société.'), ['name Microsoft'])
  assert.deepEqual(
    kinds('Le loyer est de 450 F CFA.'),
    ['number 450'],
    'a part of a number is another number',
  )
})
