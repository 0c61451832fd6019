import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameKey, normalisePhone, phoneStart } from './person.ts'
import { slugOf } from './template.ts'

test('phone numbers as people write them', () => {
  assert.equal(normalisePhone('77 123 45 67', 'SN'), '+221771234567')
  assert.equal(normalisePhone('00221 33-823.00.00', 'SN'), '+221338230000')
  assert.equal(normalisePhone('+33 6 39 98 12 34', 'SN'), '+33639981234')
  assert.equal(normalisePhone('06 39 98 12 34', 'FR'), '+33639981234')
  assert.equal(normalisePhone('06.39.98.12.34', 'FR'), '+33639981234')
  assert.equal(normalisePhone('6\u202f39\u00a098 12 34', 'FR'), '+33639981234')
  assert.equal(normalisePhone('0692 12 34 56', 'FR'), '+262692123456')
  assert.equal(normalisePhone('692 12 34 56', 'FR'), '+262692123456')
  assert.equal(normalisePhone('+33 6 39 98 12 34', 'XX'), '+33639981234')
  assert.equal(normalisePhone('771234567', 'XX'), null)
  assert.equal(normalisePhone('0639981234', 'SN'), null)
  for (const wrong of ['', '12', '5771234567', '+0123456789', 'abc', '0612'])
    assert.equal(normalisePhone(wrong, 'FR'), null)
})

test('a search finds the beginning of a number in either form', () => {
  assert.equal(phoneStart('77 12', 'SN'), '+2217712')
  assert.equal(phoneStart('06 39', 'FR'), '+33639')
  assert.equal(phoneStart('692 1', 'FR'), '+2626921')
  assert.equal(phoneStart('+221 7', 'FR'), '+2217')
  assert.equal(phoneStart('Awa', 'SN'), null)
})

test('names are searched without accents or capitals', () => {
  assert.equal(nameKey(' Aïssatou GUÈYE'), 'aissatou gueye')
})

test('a name gives an address that the database accepts', () => {
  for (const [name, slug] of [
    ['Mairie de Thiès', 'mairie-de-thies'],
    ['  L’Œuvre — n° 1 !', 'l-oeuvre-n-1'],
    ['日本', 'guichet'],
    ['A', 'guichet-a'],
    [`${'a'.repeat(43)} b`, 'a'.repeat(43)],
  ] as const) {
    assert.equal(slugOf(name), slug)
    assert.match(slug, /^[a-z0-9](-?[a-z0-9]){1,47}$/)
  }
})
