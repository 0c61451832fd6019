import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allowsQuantity, editDistance, matchKey, nameKey, nearlySame } from './model.ts'

test('names are compared without accents, case and signs', () => {
  assert.equal(nameKey('  Éponge  métallique (n°3)'), 'eponge metallique n 3')
  assert.equal(nameKey('Œillet'), 'oeillet')
})

test('two spellings of one product meet, two sizes of one do not', () => {
  assert.equal(matchKey('Ciments 50 KG'), matchKey('ciment 50kg'))
  assert.equal(matchKey('Peinture à l’eau blanche'), matchKey('peinture eau Blanche'))
  assert.notEqual(matchKey('Vis 4 x 40'), matchKey('Vis 40 x 4'))
  assert.ok(nearlySame(matchKey('Robinet laiton 1/2'), matchKey('Robinet léton 1/2')))
  assert.ok(!nearlySame(matchKey('Vis bois 4x40'), matchKey('Vis bois 4x50')))
  assert.ok(!nearlySame(matchKey('Tube PVC 1,5 m'), matchKey('Tube PVC 15 m')))
  assert.ok(!nearlySame(matchKey('Clou'), matchKey('Clous 80')))
})

test('distance counts a swap of neighbours once and gives up early', () => {
  assert.equal(editDistance('laiton', 'latoin', 5), 2)
  assert.equal(editDistance('ab', 'ba', 2), 1)
  assert.equal(editDistance('', 'abc', 2), 3)
  assert.equal(editDistance('chaine', 'chaines', 2), 1)
})

test('a quantity has the decimals its product allows', () => {
  assert.ok(allowsQuantity(3, 0))
  assert.ok(!allowsQuantity(0.5, 0))
  assert.ok(allowsQuantity(1.25, 3))
  assert.ok(allowsQuantity(1.005, 3))
  assert.ok(!allowsQuantity(1.0005, 3))
  assert.ok(!allowsQuantity(Number.NaN, 3))
})
