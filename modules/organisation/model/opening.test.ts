import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instantOf, localDate } from '@guichet/platform/local-time'
import type { Interval } from '../contract.ts'
import { firstClash, isTimeZone, localDayOf, nextDay, openingOf, weekdayOf, type Week } from './opening.ts'

const zones = ['Africa/Dakar', 'Europe/Paris', 'Indian/Reunion'] as const
const zone = fc.constantFrom(...zones)
const year = {
  min: new Date('2026-01-01T00:00:00Z'),
  max: new Date('2026-12-31T23:59:59Z'),
  noInvalidDate: true,
}
/** Half of the instants fall on the nights when clocks of Paris change. */
const instant = fc.oneof(
  fc.date(year),
  fc.date({ ...year, min: new Date('2026-03-28T18:00:00Z'), max: new Date('2026-03-29T12:00:00Z') }),
  fc.date({ ...year, min: new Date('2026-10-24T18:00:00Z'), max: new Date('2026-10-25T12:00:00Z') }),
)
const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
/** Weeks whose intervals never overlap: several a day, some touching, some reaching midnight. */
const week = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 7 }),
      fc.uniqueArray(fc.integer({ min: 0, max: 1_440 }), { minLength: 2, maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 7 },
  )
  .map((days) =>
    [...new Map(days)].flatMap(([weekday, minutes]): Interval[] => {
      const order = minutes.toSorted((one, other) => one - other)
      return order
        .slice(0, -1)
        .flatMap((from, index) =>
          index % 2 === 0 ? [{ weekday, opens_at: clock(from), closes_at: clock(order[index + 1]!) }] : [],
        )
    }),
  )

test('a site is open exactly when its clocks show an opening hour, away from clock changes', () => {
  fc.assert(
    fc.property(zone, week, fc.date(year), (time_zone, intervals, at) => {
      const day = localDate(at, time_zone)
      fc.pre(!(time_zone === 'Europe/Paris' && ['2026-03-29', '2026-10-25'].includes(day)))
      const shown = new Intl.DateTimeFormat('en-GB', {
        timeZone: time_zone,
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }).format(at)
      const expected = intervals.some(
        (i) => i.weekday === weekdayOf(day) && i.opens_at <= shown && shown < i.closes_at,
      )
      assert.equal(openingOf({ time_zone, intervals, closed_days: new Set() }, at).open, expected)
    }),
  )
})

test('the announced end and the announced opening are true, also on clock-change nights', () => {
  fc.assert(
    fc.property(zone, week, instant, fc.boolean(), (time_zone, intervals, at, closed_today) => {
      const usual: Week = {
        time_zone,
        intervals,
        closed_days: new Set(closed_today ? [localDate(at, time_zone)] : []),
      }
      const now = openingOf(usual, at)
      if (now.open) {
        assert.equal(closed_today, false)
        if (now.closes_at === null) return
        assert.ok(now.closes_at > at)
        assert.equal(openingOf(usual, new Date(now.closes_at.getTime() - 1)).open, true)
        assert.equal(openingOf(usual, now.closes_at).open, false)
      } else if (now.next_opens_at !== null) {
        assert.ok(now.next_opens_at > at)
        assert.equal(openingOf(usual, now.next_opens_at).open, true)
        assert.equal(openingOf(usual, new Date(now.next_opens_at.getTime() - 1)).open, false)
      }
    }),
    { numRuns: 300 },
  )
})

test('nothing opens between now and the announced opening', () => {
  fc.assert(
    fc.property(
      zone,
      week,
      instant,
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (time_zone, intervals, at, share) => {
        const usual: Week = { time_zone, intervals, closed_days: new Set() }
        const { open, closes_at, next_opens_at } = openingOf(usual, at)
        const change = closes_at ?? next_opens_at
        if (change === null) return
        const between = new Date(at.getTime() + (change.getTime() - at.getTime()) * share)
        assert.equal(openingOf(usual, between).open, open)
      },
    ),
    { numRuns: 300 },
  )
})

test('every instant has one numbering day, days follow one another and begin at their hour', () => {
  fc.assert(
    fc.property(zone, instant, fc.integer({ min: 0, max: 1_439 }), (time_zone, at, starts) => {
      const site = { time_zone, day_starts_at: clock(starts) }
      const day = localDayOf(site, at)
      const from = instantOf(day, site.day_starts_at, time_zone)
      const to = instantOf(nextDay(day), site.day_starts_at, time_zone)
      assert.ok(from <= at && at < to, `${at.toISOString()} is not in ${day}`)
      assert.equal(localDayOf(site, new Date(to.getTime() - 1)), day)
      assert.equal(localDayOf(site, to), nextDay(day))
      const hours = (to.getTime() - from.getTime()) / 3_600_000
      assert.ok(hours >= 23 && hours <= 25)
    }),
    { numRuns: 300 },
  )
})

test('a queue that crosses midnight keeps its day until the site’s hour', () => {
  const site = { time_zone: 'Europe/Paris', day_starts_at: '05:00' }
  assert.equal(localDayOf(site, new Date('2026-06-10T21:59:00Z')), '2026-06-10')
  assert.equal(localDayOf(site, new Date('2026-06-11T02:59:00Z')), '2026-06-10')
  assert.equal(localDayOf(site, new Date('2026-06-11T03:00:00Z')), '2026-06-11')
  assert.equal(
    localDayOf({ time_zone: 'Indian/Reunion', day_starts_at: '00:00' }, new Date('2026-06-10T20:00:00Z')),
    '2026-06-11',
  )
})

test('the clock-change nights of Paris: an hour less, an hour more, never a wrong state', () => {
  const night: Week = {
    time_zone: 'Europe/Paris',
    intervals: [{ weekday: 7, opens_at: '01:00', closes_at: '04:00' }],
    closed_days: new Set(),
  }
  const spring = openingOf(night, new Date('2026-03-29T00:30:00Z'))
  assert.equal(spring.closes_at?.toISOString(), '2026-03-29T02:00:00.000Z')
  const autumn = openingOf(night, new Date('2026-10-25T00:30:00Z'))
  assert.equal(autumn.closes_at?.toISOString(), '2026-10-25T03:00:00.000Z')
})

test('without hours a site is open; on closed days it is not', () => {
  const free: Week = { time_zone: 'Africa/Dakar', intervals: [], closed_days: new Set(['2026-04-04']) }
  assert.deepEqual(openingOf(free, new Date('2026-04-03T03:00:00Z')), {
    open: true,
    closes_at: null,
    next_opens_at: null,
    demo: false,
  })
  const closed = openingOf(free, new Date('2026-04-04T03:00:00Z'))
  assert.equal(closed.open, false)
  assert.equal(closed.next_opens_at?.toISOString(), '2026-04-05T00:00:00.000Z')
})

test('hours that reach midnight continue on the next day', () => {
  const weekend: Week = {
    time_zone: 'Africa/Dakar',
    intervals: [
      { weekday: 5, opens_at: '20:00', closes_at: '24:00' },
      { weekday: 6, opens_at: '00:00', closes_at: '02:00' },
    ],
    closed_days: new Set(),
  }
  assert.equal(
    openingOf(weekend, new Date('2026-03-13T22:00:00Z')).closes_at?.toISOString(),
    '2026-03-14T02:00:00.000Z',
  )
  const always = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens_at: '00:00', closes_at: '24:00' }))
  assert.equal(openingOf({ ...weekend, intervals: always }, new Date('2026-03-13T22:00:00Z')).closes_at, null)
})

test('a week without an opening announces none, and does not search for ever', () => {
  const started = performance.now()
  const closed_days = new Set(Array.from({ length: 400 }, (_, by) => nextDay('2026-03-01', by)))
  const opening = openingOf(
    {
      time_zone: 'Africa/Dakar',
      intervals: [{ weekday: 1, opens_at: '08:00', closes_at: '09:00' }],
      closed_days,
    },
    new Date('2026-03-02T08:30:00Z'),
  )
  assert.deepEqual(opening, { open: false, closes_at: null, next_opens_at: null, demo: false })
  assert.ok(performance.now() - started < 5_000)
})

test('overlapping or reversed intervals are found by their place in the list', () => {
  assert.equal(
    firstClash([
      { weekday: 1, opens_at: '08:00', closes_at: '12:00' },
      { weekday: 1, opens_at: '12:00', closes_at: '24:00' },
    ]),
    null,
  )
  assert.equal(
    firstClash([
      { weekday: 1, opens_at: '11:59', closes_at: '14:00' },
      { weekday: 1, opens_at: '08:00', closes_at: '12:00' },
    ]),
    0,
  )
  assert.equal(firstClash([{ weekday: 2, opens_at: '08:00', closes_at: '08:00' }]), 0)
})

test('time zones are those of the zone database, by region and city', () => {
  for (const name of zones) assert.equal(isTimeZone(name), true)
  for (const name of ['', 'Mars/Base', '+02:00', 'Africa/Dakar; drop table', 'x'.repeat(64)])
    assert.equal(isTimeZone(name), false)
})
