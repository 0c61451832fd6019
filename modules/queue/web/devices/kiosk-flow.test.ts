import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ServiceChoice } from '../../contract.ts'
import { type Act, after, patienceOf, screens, start, type Step } from './kiosk-flow.ts'

const choice = { id: 's1', name: 'État civil' } as ServiceChoice
const ticket = {
  number: 'A042',
  url: 'https://guichet.test/q/x',
  ahead: 3,
  range: null,
  issued_at: '2026-03-10T09:00:00Z',
}
const play = (...acts: Act[]): Step => acts.reduce(after, start)
const chosen = (key = 'k1', ask_phone = false): Act => ({ kind: 'chosen', choice, key, ask_phone })

test('one touch takes a ticket; a second touch meanwhile takes none', () => {
  const step = play(chosen('k1'), chosen('k2'))
  assert.equal(step.kind, 'issuing')
  assert.equal(step.kind === 'issuing' && step.wish.key, 'k1')
  assert.equal(after(step, { kind: 'taken', key: 'k1', ticket }).kind, 'ticket')
})

test('a lost answer is asked for again with the same key, as often as needed', () => {
  const step = play(
    chosen('k1'),
    { kind: 'lost', key: 'k1' },
    { kind: 'retry' },
    { kind: 'lost', key: 'k1' },
    { kind: 'retry' },
  )
  assert.equal(step.kind === 'issuing' && step.wish.key, 'k1')
})

test('an answer that comes after the visitor has gone shows nothing to the next one', () => {
  assert.deepEqual(play(chosen('k1'), { kind: 'home' }, { kind: 'taken', key: 'k1', ticket }), start)
  assert.equal(
    play(chosen('k1'), { kind: 'home' }, chosen('k2'), { kind: 'refused', key: 'k1', text: 'Fermé' }).kind,
    'issuing',
  )
})

test('the phone number is asked for where the kiosk is set to, and may be skipped', () => {
  assert.equal(play(chosen('k1', true)).kind, 'phone')
  const step = play(
    chosen('k1', true),
    { kind: 'typed', digits: '77' },
    { kind: 'phone_wrong' },
    { kind: 'typed', digits: '771' },
  )
  assert.deepEqual(step.kind === 'phone' && [step.digits, step.wrong], ['771', false])
  const skipped = after(step, { kind: 'phone_given', phone: null })
  assert.equal(skipped.kind === 'issuing' && skipped.wish.phone, null)
})

test('an abandoned step is warned about for 20 s of its 60; a ticket leaves after 20 s; a resting kiosk rests', () => {
  assert.deepEqual(patienceOf(play(chosen('k1', true)), false), { after_s: 60, warn_s: 20 })
  assert.deepEqual(patienceOf(play(chosen('k1'), { kind: 'taken', key: 'k1', ticket }), false), {
    after_s: 20,
    warn_s: 0,
  })
  assert.equal(patienceOf(start, true), null)
  assert.equal(patienceOf(play(chosen('k1')), false), null)
})

test('at most eight tiles a screen, the last of a full one leading on', () => {
  const many = (count: number) => screens(Array.from({ length: count }, (_, index) => index))
  assert.deepEqual(
    many(8).map((one) => one.length),
    [8],
  )
  assert.deepEqual(
    many(9).map((one) => one.length),
    [7, 2],
  )
  assert.deepEqual(many(20).flat().length, 20)
  assert.ok(many(20).every((one) => one.length <= 7))
})
