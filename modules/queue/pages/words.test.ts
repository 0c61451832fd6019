import assert from 'node:assert/strict'
import { test } from 'node:test'
import fr from '../locales/fr.json' with { type: 'json' }
import { rangeText, spaced, wordsOf } from './words.ts'
import { sayer } from '@guichet/platform/texts'

const words = wordsOf({ locale: 'fr', say: sayer(new Map([['queue', { fr, en: fr }]]), 'fr') })

test('a range is said as people say it', () => {
  const said = (from_minutes: number, to_minutes: number) =>
    rangeText(words, { from_minutes, to_minutes }).replaceAll('\u00a0', ' ')
  assert.equal(said(15, 25), '15 à 25 min')
  assert.equal(said(0, 10), 'moins de 10 min')
  assert.equal(said(50, 80), '50 min à 1 h 20')
  assert.equal(said(45, 60), '45 min à 1 h')
  assert.equal(said(60, 125), '1 h à 2 h 05')
})

test('French spaces do not break, English ones stay', () => {
  assert.equal(spaced('fr', 'Où ? « ici » : oui'), 'Où\u202f? «\u00a0ici\u00a0»\u00a0: oui')
  assert.equal(spaced('en', 'Where ? here'), 'Where ? here')
})
