import assert from 'node:assert/strict'
import { test } from 'node:test'
import { highlighted } from './highlight.ts'

test('the quote is found over line ends, other spaces and other apostrophes', () => {
  const page = 'Titre\nLe loyer d’avance\nest de 450\u202f000 F (hors taxes), sous-\ntraité. Fin.'
  const pieces = highlighted(page, "Le loyer d'avance est de 450 000 F (hors taxes), sous-traité.")
  assert.deepEqual(
    pieces.map(({ marked }) => marked),
    [false, true, false],
  )
  assert.equal(pieces.map(({ text }) => text).join(''), page)
  assert.ok(pieces[1]!.text.startsWith('Le loyer') && pieces[1]!.text.endsWith('traité.'))
})

test('what is not there is not marked', () => {
  assert.deepEqual(highlighted('abc', 'xyz'), [{ text: 'abc', marked: false }])
  assert.deepEqual(highlighted('abc', ' '), [{ text: 'abc', marked: false }])
})
