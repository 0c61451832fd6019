import assert from 'node:assert/strict'
import { test } from 'node:test'
import { browserOf } from './account/browser-of.ts'
import { placeAfterSignIn, waitAfter } from './account/sign-in-rules.ts'
import { freePrefix } from './settings/free-prefix.ts'
import { letterHeight } from './settings/letter-height.ts'
import { moved } from './settings/moved.ts'
import { rolesUpTo } from './settings/role-ranks.ts'
import { faultOf, intervalsOf, nextSpan, weekOf } from './settings/week.ts'

test('signing in leads back to a place of ours, and to no other', () => {
  assert.equal(placeAfterSignIn('/t/mairie/desk?site=1'), '/t/mairie/desk?site=1')
  for (const elsewhere of [
    undefined,
    '',
    '/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    'https://elsewhere.example',
    '/login?next=/',
  ])
    assert.equal(placeAfterSignIn(elsewhere), '/t')
})

test('a throttled account says how long to wait', () => {
  const problem = { type: '', title: '', code: 'platform.too_many_requests', request_id: '' }
  assert.equal(waitAfter({ ...problem, status: 429, facts: { retry_after_s: 8 } }), 8_000)
  assert.equal(waitAfter({ ...problem, status: 429 }), 30_000)
  assert.equal(waitAfter({ ...problem, status: 401 }), null)
})

test('browsers are named as people know them', () => {
  const chrome =
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36'
  assert.deepEqual(browserOf(chrome), { browser: 'Chrome', system: 'Android', phone: true })
  assert.deepEqual(browserOf(`${chrome} EdgA/126.0`.replace('EdgA', 'Edg')), {
    browser: 'Edge',
    system: 'Android',
    phone: true,
  })
  assert.deepEqual(browserOf(null), { browser: null, system: null, phone: false })
})

test('a week survives the editor, and its faults are named', () => {
  const intervals = [
    { weekday: 1, opens_at: '14:00', closes_at: '18:00' },
    { weekday: 1, opens_at: '08:00', closes_at: '12:00' },
    { weekday: 7, opens_at: '20:00', closes_at: '24:00' },
  ]
  const week = weekOf(intervals)
  assert.deepEqual(week[1], [
    { opens_at: '08:00', closes_at: '12:00' },
    { opens_at: '14:00', closes_at: '18:00' },
  ])
  assert.equal(intervalsOf(week).length, 3)
  assert.equal(faultOf(week[1]), null)
  assert.equal(faultOf(week[7]), null)
  assert.equal(faultOf([{ opens_at: '12:00', closes_at: '08:00' }]), 'order')
  assert.equal(faultOf([...week[1], { opens_at: '11:00', closes_at: '13:00' }]), 'overlap')
  assert.equal(faultOf([{ opens_at: '', closes_at: '08:00' }]), 'missing')
})

test('further openings of a day never begin wrong', () => {
  let spans = [nextSpan([])]
  for (let count = 0; count < 2; count++) spans = [...spans, nextSpan(spans)]
  assert.equal(faultOf(spans), null)
})

test('a new service gets a letter that nobody has', () => {
  assert.equal(freePrefix([]), 'A')
  assert.equal(freePrefix(['A', 'K']), 'L')
  assert.equal(freePrefix(['A', 'K', 'L', 'M', 'R', 'U', 'X', 'Z']), 'B')
})

test('moving keeps everything and stops at the ends', () => {
  assert.deepEqual(moved(['a', 'b', 'c'], 0, 1), ['b', 'a', 'c'])
  assert.deepEqual(moved(['a', 'b', 'c'], 0, -1), ['a', 'b', 'c'])
  assert.deepEqual(moved(['a', 'b', 'c'], 2, 1), ['a', 'b', 'c'])
})

test('nobody offers a role above their own', () => {
  assert.ok(rolesUpTo('owner').includes('owner'))
  assert.deepEqual(rolesUpTo('manager'), ['manager', 'receptionist', 'agent', 'viewer'])
})

test('letters grow with the distance: 61 mm at 5 m, a ninth of a 43-inch screen', () => {
  const { millimetres, share } = letterHeight(43, 5)
  assert.equal(Math.round(millimetres), 61)
  assert.ok(Math.abs(share - 0.114) < 0.001)
})
