import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { calibrationOf } from './calibration.ts'
import { byGamma, estimateWait, simulated, timeOfWork, type Situation } from './estimate.ts'
import { gammaQuantile, gaussian, lognormalOf, normalShare, remaining, seeded } from './law.ts'
import { measured, priorOf, shrunkPace } from './pace.ts'

const situation = (change: Partial<Situation> = {}): Situation => ({
  agents: [0, 1, 2].map(() => ({
    service_ids: ['a'],
    back_in_s: 0,
    visit: { service_id: 'a', elapsed_s: 120 },
  })),
  ahead: Array.from({ length: 8 }, () => 'a'),
  service_id: 'a',
  paces: new Map([['a', { mean_s: 480, cv: 0.8, n: 100 }]]),
  appointments: [],
  overtaking: null,
  most_passing: null,
  turnaround_s: 0,
  ...change,
})

test('Gamma quantiles agree with the tables', () => {
  // Exponential of mean 1: ln 2 and ln 10. Gamma(9, 1): half the chi-square quantiles of 18 degrees.
  assert.ok(Math.abs(gammaQuantile(1, 1, 0.5) - Math.LN2) < 0.02)
  assert.ok(Math.abs(gammaQuantile(1, 1, 0.9) - Math.LN10) < 0.05)
  assert.ok(Math.abs(gammaQuantile(9, 9, 0.5) - 8.669) < 0.02)
  assert.ok(Math.abs(gammaQuantile(9, 9, 0.9) - 12.995) < 0.03)
  assert.ok(Math.abs(normalShare(1.96) - 0.975) < 1e-4)
})

test('what remains of a long service agrees with drawing many', () => {
  const random = seeded(5)
  const { mu, sigma } = lognormalOf(480, 0.8)
  for (const elapsed of [120, 480, 1_200]) {
    const rests: number[] = []
    while (rests.length < 4_000) {
      const length = Math.exp(mu + sigma * gaussian(random))
      if (length > elapsed) rests.push(length - elapsed)
    }
    const mean = rests.reduce((sum, rest) => sum + rest, 0) / rests.length
    assert.ok(Math.abs(remaining(480, 0.8, elapsed).mean / mean - 1) < 0.08, `${elapsed}: ${mean}, seed 5`)
  }
})

test('the law and the simulation tell nearly the same where both may be asked', () => {
  for (const ahead of [2, 8, 25]) {
    const one = situation({ ahead: Array.from({ length: ahead }, () => 'a') })
    const [gamma, lived] = [byGamma(one), simulated(one)]
    assert.ok(Math.abs(gamma.p50_s / lived.p50_s - 1) < 0.2, `${ahead}: ${gamma.p50_s} ${lived.p50_s}`)
    assert.ok(Math.abs(gamma.p90_s / lived.p90_s - 1) < 0.2, `${ahead}: ${gamma.p90_s} ${lived.p90_s}`)
  }
})

test('nobody gives the service: nothing is promised', () => {
  assert.equal(estimateWait(situation({ service_id: 'z' })), null)
})

test('more people, fewer agents and longer pauses never make a wait shorter', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.integer({ min: 1, max: 6 }), fc.nat(3_600), (ahead, count, away) => {
      const agents = Array.from({ length: count }, () => ({
        service_ids: ['a'],
        back_in_s: 0,
        visit: { service_id: 'a', elapsed_s: 60 },
      }))
      const line = Array.from({ length: ahead }, () => 'a')
      const told = byGamma(situation({ agents, ahead: line }))
      assert.ok(told.p90_s >= told.p50_s && told.p50_s >= 0)
      assert.ok(byGamma(situation({ agents, ahead: [...line, 'a'] })).p50_s >= told.p50_s)
      const back = { service_ids: ['a'], back_in_s: away, visit: null }
      assert.ok(
        timeOfWork([...agents, back], 5_000) <=
          timeOfWork([...agents, { ...back, back_in_s: away + 600 }], 5_000),
      )
    }),
  )
})

test('priority visitors who may come lengthen an ordinary wait, and a ratio bounds by how much', () => {
  const passing = { per_s: 1 / 200, service_id: 'a' }
  const alone = estimateWait(situation())!
  const free = estimateWait(situation({ overtaking: passing }))!
  const bounded = estimateWait(situation({ overtaking: passing, most_passing: 1 }))!
  assert.equal(free.method, 'simulated')
  assert.ok(free.p50_s > bounded.p50_s && bounded.p50_s > alone.p50_s)
})

test('an agent who cannot give the service shortens the wait only by those they take', () => {
  const helper = { service_ids: ['b'], back_in_s: 0, visit: null }
  const own = { service_ids: ['a', 'b'], back_in_s: 0, visit: { service_id: 'a', elapsed_s: 60 } }
  const paces = new Map(['a', 'b'].map((id) => [id, { mean_s: 480, cv: 0.8, n: 100 }]))
  const mixed = situation({ agents: [own, helper], ahead: ['b', 'b', 'a', 'b'], paces })
  const lonely = situation({ agents: [own], ahead: ['b', 'b', 'a', 'b'], paces })
  assert.ok(estimateWait(mixed)!.p50_s < estimateWait(lonely)!.p50_s)
})

test('an appointment on its way counts if its time comes first', () => {
  const agents = [{ service_ids: ['a'], back_in_s: 0, visit: { service_id: 'a', elapsed_s: 60 } }]
  const soon = situation({ agents, appointments: [{ service_id: 'a', in_s: 300 }] })
  const late = situation({ agents, appointments: [{ service_id: 'a', in_s: 36_000 }] })
  assert.ok(estimateWait(soon)!.p50_s > estimateWait(late)!.p50_s + 200)
})

test('few visits lean on what is expected, many on themselves, and a night left open is one long visit', () => {
  assert.equal(shrunkPace([], 600).mean_s, 600)
  const one = shrunkPace([120], 600).mean_s
  assert.ok(one > 400 && one < 600)
  const many = shrunkPace(
    Array.from({ length: 100 }, (_, n) => 220 + (n % 41)),
    600,
  )
  assert.ok(Math.abs(many.mean_s - 240) < 30)
  const forgotten = [...Array.from({ length: 50 }, (_, n) => 220 + (n % 41)), 50_000]
  assert.ok(measured(forgotten)!.mean_s < 300)
  const prior = priorOf([1, 2, 3].map(() => ({ mean_s: 900, cv: 0.8, n: 80, expected_s: 600 })))
  assert.ok(prior.factor > 1.2 && prior.factor < 1.5)
})

test('calibration brings half and nine in ten back, and few quotes change little', () => {
  const random = seeded(9)
  const scored = Array.from({ length: 4_000 }, () => ({
    p50_s: 600,
    p90_s: 900,
    waited_s: 600 * Math.exp(0.2 + 0.5 * gaussian(random)),
  }))
  const { p50_factor, p90_factor } = calibrationOf(scored)
  const kept = (limit: number) => scored.filter(({ waited_s }) => waited_s <= limit).length / scored.length
  assert.ok(Math.abs(kept(600 * p50_factor) - 0.5) < 0.02)
  assert.ok(Math.abs(kept(900 * p90_factor) - 0.9) < 0.02)
  assert.ok(Math.abs(calibrationOf(scored.slice(0, 5)).p90_factor - 1) < 0.05)
})
