import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phrase } from './phrase.ts'

const texts = {
  desk: { title: 'Guichet {name}', ask: 'Fermer la file ?' },
  waiting: { zero: "Personne n'attend", one: '{count} personne', other: '{count} personnes' },
  quote: 'Rôle : « {role} » !',
}

test('finds by path and fills places', () => {
  assert.equal(phrase(texts, 'fr', 'desk.title', { name: '3' }), 'Guichet 3')
  assert.equal(phrase(texts, 'fr', 'desk'), undefined)
  assert.equal(phrase(texts, 'fr', 'desk.toString'), undefined)
  assert.equal(phrase(texts, 'fr', 'desk.title.more'), undefined)
  assert.equal(phrase(texts, 'en', 'desk.title'), 'Guichet {name}')
})

test('chooses the plural of the language', () => {
  assert.equal(phrase(texts, 'fr', 'waiting', { count: 0 }), "Personne n'attend")
  assert.equal(phrase(texts, 'fr', 'waiting', { count: 1 }), '1 personne')
  assert.equal(phrase(texts, 'fr', 'waiting', { count: 1.5 }), '1,5 personne')
  assert.equal(phrase(texts, 'en', 'waiting', { count: 1500 }), '1,500 personnes')
})

test('sets French spaces that do not break, and leaves English alone', () => {
  assert.equal(phrase(texts, 'fr', 'desk.ask'), 'Fermer la file\u202f?')
  assert.equal(phrase(texts, 'fr', 'quote', { role: 'Agent' }), 'Rôle\u00a0: «\u00a0Agent\u00a0»\u202f!')
  assert.equal(phrase(texts, 'en', 'desk.ask'), 'Fermer la file ?')
})
