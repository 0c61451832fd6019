import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dailyAt } from './jobs/schedules.ts'
import { instantOf, latestLocalTime, localDate } from './local-time.ts'

const zones = ['Africa/Dakar', 'Europe/Paris', 'Indian/Reunion', 'Australia/Lord_Howe']
const zone = fc.constantFrom(...zones)
const moment = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2031, 0, 1) }).map((ms) => new Date(ms))
const timeOfDay = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)

const shown = (instant: Date, time_zone: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: time_zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(instant)

const paris = (date: string, time: string): string => instantOf(date, time, 'Europe/Paris').toISOString()

test('an ordinary day', () => {
  assert.equal(paris('2026-01-15', '08:30'), '2026-01-15T07:30:00.000Z')
  assert.equal(paris('2026-07-15', '08:30'), '2026-07-15T06:30:00.000Z')
  assert.equal(instantOf('2026-07-15', '00:00', 'Africa/Dakar').toISOString(), '2026-07-15T00:00:00.000Z')
  assert.equal(instantOf('2026-07-15', '00:00', 'Indian/Reunion').toISOString(), '2026-07-14T20:00:00.000Z')
})

test('a time that spring skips is as far after the change', () => {
  assert.equal(paris('2026-03-29', '02:30'), '2026-03-29T01:30:00.000Z')
  assert.equal(paris('2026-03-29', '01:59'), '2026-03-29T00:59:00.000Z')
  assert.equal(paris('2026-03-29', '03:00'), '2026-03-29T01:00:00.000Z')
  // Lord Howe moves by half an hour, in October.
  assert.equal(
    instantOf('2026-10-04', '02:15', 'Australia/Lord_Howe').toISOString(),
    '2026-10-03T15:45:00.000Z',
  )
})

test('a time that autumn repeats is its first occurrence', () => {
  assert.equal(paris('2026-10-25', '02:30'), '2026-10-25T00:30:00.000Z')
  assert.equal(paris('2026-10-25', '03:00'), '2026-10-25T02:00:00.000Z')
  assert.equal(
    instantOf('2026-04-05', '01:45', 'Australia/Lord_Howe').toISOString(),
    '2026-04-04T14:45:00.000Z',
  )
})

test('an instant goes to its local date and time and back', () => {
  fc.assert(
    fc.property(moment, zone, (instant, time_zone) => {
      const minute = new Date(Math.floor(instant.getTime() / 60_000) * 60_000)
      const back = instantOf(localDate(minute, time_zone), shown(minute, time_zone), time_zone)
      // In the repeated hour (or half hour) of autumn the first occurrence is meant.
      const apart = minute.getTime() - back.getTime()
      assert.ok(
        apart === 0 ||
          ((apart === 3_600_000 || apart === 1_800_000) &&
            shown(back, time_zone) === shown(minute, time_zone)),
      )
    }),
    { numRuns: 2_000 },
  )
})

test('the latest local time is never in the future, and less than 26 hours old', () => {
  fc.assert(
    fc.property(moment, zone, timeOfDay, (now, time_zone, time) => {
      const latest = latestLocalTime(now, time_zone, time)
      const age_h = (now.getTime() - latest.getTime()) / 3_600_000
      assert.ok(age_h >= 0 && age_h < 26, `${age_h} h`)
    }),
    { numRuns: 2_000 },
  )
})

test('a daily duty is due once for each local day, whatever the clocks do', () => {
  const tenant = (time_zone: string) => ({ time_zone }) as Parameters<ReturnType<typeof dailyAt>>[1]
  fc.assert(
    fc.property(zone, timeOfDay, fc.integer({ min: 2024, max: 2030 }), (time_zone, time, year) => {
      const due = dailyAt(time)
      // The weeks around both changes, looked at every quarter of an hour as a worker would.
      for (const [month, day] of [
        [2, 20],
        [3, 1],
        [9, 1],
        [9, 20],
      ] as const) {
        const moments = new Set<number>()
        const begin = Date.UTC(year, month, day)
        for (let now = begin; now < begin + 14 * 86_400_000; now += 900_000) {
          moments.add(due(new Date(now), tenant(time_zone)).getTime())
        }
        const days = [...moments].map((ms) => localDate(new Date(ms), time_zone))
        assert.equal(new Set(days).size, days.length, `twice on one day: ${days.join(' ')}`)
        assert.deepEqual(days, days.toSorted())
        for (let index = 1; index < days.length; index++) {
          const gap = (Date.parse(days[index]!) - Date.parse(days[index - 1]!)) / 86_400_000
          assert.equal(gap, 1, `a day was left out: ${days.join(' ')}`)
        }
      }
    }),
    { numRuns: 6 },
  )
})
