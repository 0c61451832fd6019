import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { csatOf, npsClassOf, npsOf, streakStep } from './model.ts'

const none = { csat: [0, 0, 0, 0, 0] as const, promoters: 0, passives: 0, detractors: 0 }

test('answers from 0 to 10 are told apart as Reichheld did', () => {
  const classes = Array.from({ length: 11 }, (_, nps) => npsClassOf(nps))
  assert.deepEqual(classes, [
    ...Array<string>(7).fill('detractor'),
    'passive',
    'passive',
    'promoter',
    'promoter',
  ])
})

test('the mean and the share of happy visitors are those of the votes', () => {
  assert.equal(csatOf(none), null)
  assert.deepEqual(csatOf({ ...none, csat: [1, 0, 0, 1, 2] }), { n: 4, mean: 3.75, satisfied: 0.75 })
})

test('NPS and its adjusted Wald interval agree with a calculation by hand', () => {
  // 60 promoters, 25 passives, 15 detractors: (60 - 15) / 100 = 45; (60.75 - 15.75) / 103 = 0.43689;
  // variance (0.58981 + 0.15291 - 0.19087) / 103 = 0.0053577; 1.96 times its root = 0.14346.
  const nps = npsOf({ ...none, promoters: 60, passives: 25, detractors: 15 })
  assert.ok(nps)
  assert.equal(nps.score, 45)
  assert.ok(Math.abs(nps.low - 29.34) < 0.02 && Math.abs(nps.high - 58.04) < 0.02, JSON.stringify(nps))
})

test('the interval holds the score, stays on the scale and narrows with more answers', () => {
  const some = fc.integer({ min: 0, max: 500 })
  fc.assert(
    fc.property(some, some, some, (promoters, passives, detractors) => {
      const counts = { ...none, promoters, passives, detractors }
      const nps = npsOf(counts)
      if (promoters + passives + detractors === 0) return assert.equal(nps, null)
      assert.ok(nps && nps.low <= nps.score && nps.score <= nps.high && nps.low >= -100 && nps.high <= 100)
      const ten = npsOf({
        ...counts,
        promoters: promoters * 10,
        passives: passives * 10,
        detractors: detractors * 10,
      })
      assert.ok(ten && ten.high - ten.low < nps.high - nps.low)
    }),
  )
})

test('an interval of 95 % holds the truth about 95 times in 100, also with thirty answers', () => {
  // Mulberry32, so that the same thousands of samples are drawn every time.
  let state = 20_260_310
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  for (const [p, d] of [
    [0.6, 0.15],
    [0.9, 0.02],
    [0.33, 0.33],
  ] as const) {
    let held = 0
    for (let sample = 0; sample < 4_000; sample++) {
      let promoters = 0
      let detractors = 0
      for (let answer = 0; answer < 30; answer++) {
        const dice = random()
        if (dice < p) promoters++
        else if (dice < p + d) detractors++
      }
      const nps = npsOf({ ...none, promoters, detractors, passives: 30 - promoters - detractors })
      if (nps && nps.low <= 100 * (p - d) && 100 * (p - d) <= nps.high) held++
    }
    assert.ok(held / 4_000 > 0.925 && held / 4_000 < 0.99, `${p}/${d}: ${held / 4_000}`)
  }
})

test('an alert opens once and needs clearly better votes to close', () => {
  const rule = { alert_bad: 4, alert_latest: 8 }
  assert.equal(streakStep([1, 2, 5, 1, 5, 5, 5, 2], false, rule), 'open')
  assert.equal(streakStep([1, 2, 5, 1, 5, 5, 5, 3], false, rule), 'stay')
  assert.equal(streakStep([1, 2, 5, 1, 5, 5, 5, 3], true, rule), 'stay', 'one good vote does not close it')
  assert.equal(streakStep([5, 5, 5, 1, 5, 5, 5, 2], true, rule), 'close')
  assert.equal(streakStep([1, 1, 1], false, rule), 'stay', 'three votes are no streak of four')
  assert.equal(
    streakStep([5, 5, 5, 5, 5, 5, 5, 5, 1, 1, 1, 1], false, rule),
    'stay',
    'older votes do not count',
  )
})
