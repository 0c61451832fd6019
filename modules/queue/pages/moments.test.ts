import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openingText, townOf } from './moments.ts'

const words = (key: string, values: Record<string, string | number> = {}) =>
  [key, ...Object.values(values)].join(' ')
const closed = { open: false, closes_at: null, next_opens_at: null, demo: false }
const said = (next: string, time_zone = 'Africa/Dakar') =>
  openingText(
    words,
    { ...closed, next_opens_at: new Date(next) },
    new Date('2026-03-10T18:00:00Z'),
    'fr',
    time_zone,
  )

test('the next opening is told as far away as it is', () => {
  assert.equal(said('2026-03-10T19:30:00Z'), 'join.opens_today 19:30')
  assert.equal(said('2026-03-11T08:00:00Z'), 'join.opens_tomorrow 08:00')
  assert.equal(said('2026-03-13T08:00:00Z'), 'join.opens_weekday vendredi 08:00')
  assert.equal(said('2026-03-17T08:00:00Z'), 'join.opens_on 17 mars 08:00')
})

test('days are those of the place', () => {
  // 23:30 in Paris the same evening, already tomorrow in Réunion.
  assert.equal(said('2026-03-10T22:30:00Z', 'Europe/Paris'), 'join.opens_today 23:30')
  assert.equal(said('2026-03-10T22:30:00Z', 'Indian/Reunion'), 'join.opens_tomorrow 02:30')
})

test('open until, open without end, closed without a next time', () => {
  const now = new Date('2026-03-10T10:00:00Z')
  const open = { ...closed, open: true }
  assert.equal(
    openingText(words, { ...open, closes_at: new Date('2026-03-10T17:00:00Z') }, now, 'en', 'Africa/Dakar'),
    'join.open_until 17:00',
  )
  assert.equal(openingText(words, open, now, 'fr', 'Africa/Dakar'), 'join.open')
  assert.equal(openingText(words, closed, now, 'fr', 'Africa/Dakar'), 'join.closed')
})

test('the town is the end of an address', () => {
  assert.equal(townOf('5 rue des Lilas, 75011 Paris'), 'Paris')
  assert.equal(townOf('Avenue Bourguiba, Dakar, Sénégal'), 'Dakar')
  assert.equal(townOf('Place de l’Indépendance\n21000 Thiès'), 'Thiès')
  assert.equal(townOf('12 avenue Bourguiba'), null)
  assert.equal(townOf(null), null)
})
