import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readTime } from './read-time.ts'

test('reads hours as people write them', () => {
  const read: [string, string | null][] = [
    ['8', '08:00'],
    ['8h', '08:00'],
    ['8h30', '08:30'],
    ['8 h 30', '08:30'],
    ['08:30', '08:30'],
    ['8.30', '08:30'],
    ['830', '08:30'],
    ['1745', '17:45'],
    ['24:00', '24:00'],
    ['24:01', null],
    ['25', null],
    ['8h3', null],
    ['8h75', null],
    ['midi', null],
    ['', null],
  ]
  for (const [written, time] of read) assert.equal(readTime(written), time, written)
})
