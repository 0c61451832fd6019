import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatsFor } from './formats.ts'

const fr = formatsFor('fr', 'Africa/Dakar')
const en = formatsFor('en', 'Africa/Dakar')
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

test('money: francs have no cents, and stand before their name in both languages', () => {
  assert.equal(plain(fr.money(15000, 'XOF')), '15 000 F CFA')
  assert.equal(plain(en.money(15000, 'XOF')), '15,000 F CFA')
  assert.equal(plain(fr.money(123450, 'EUR')), '1 234,50 €')
  assert.equal(en.money(123450, 'EUR'), '€1,234.50')
  assert.ok(!/ /.test(fr.money(15000, 'XOF')), 'an amount must not break across lines')
})

test('dates and hours are the place’s, in 24 hours', () => {
  const when = '2026-11-20T23:30:00+01:00'
  assert.equal(fr.date(when), '20/11/2026')
  assert.equal(fr.time(when), '22:30')
  assert.equal(en.time('2026-11-20T00:05:00Z'), '00:05')
  assert.equal(formatsFor('fr', 'Europe/Paris').time(when), '23:30')
})

test('durations, ranges and timers', () => {
  assert.equal(plain(fr.duration(12)), '12 min')
  assert.equal(plain(fr.duration(65)), '1 h 05')
  assert.equal(plain(fr.duration(59.6)), '1 h 00')
  assert.equal(plain(fr.duration(-3)), '0 min')
  assert.equal(plain(fr.range(15, 25)), '15–25 min')
  assert.equal(fr.timer(252), '04:12')
  assert.equal(fr.timer(3735), '1:02:15')
})

test('ages use the largest unit that says something', () => {
  const now = Date.parse('2026-11-20T12:00:00Z')
  const ago = (seconds: number) => plain(fr.age(now - seconds * 1000, now))
  assert.equal(ago(10), 'maintenant')
  assert.equal(ago(180), 'il y a 3 min')
  assert.equal(ago(86_400), 'hier')
})

test('telephone numbers are grouped as read aloud in their country', () => {
  assert.equal(plain(fr.phone('+221771234567')), '+221 77 123 45 67')
  assert.equal(plain(fr.phone('+33612345678')), '+33 6 12 34 56 78')
  assert.equal(fr.phone('+4915112345678'), '+4915112345678')
})

test('sizes', () => {
  assert.equal(plain(fr.bytes(900)), '900 o')
  assert.equal(plain(fr.bytes(1_500_000)), '1,5 Mo')
})
