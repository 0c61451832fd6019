import assert from 'node:assert/strict'
import { afterEach, beforeEach, mock, test } from 'node:test'
import { createRefetch } from './refetch.ts'

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }))
afterEach(() => mock.timers.reset())
const settled = () => new Promise<void>((done) => setImmediate(done))

test('much news is one question, asked within the jitter', async () => {
  let asked = 0
  const refetch = createRefetch(
    async () => void asked++,
    2_000,
    () => 0.5,
  )
  for (let heard = 0; heard < 50; heard++) refetch.soon()
  mock.timers.tick(999)
  assert.equal(asked, 0)
  mock.timers.tick(1)
  await settled()
  assert.equal(asked, 1)
})

test('news that comes while an answer is on its way is asked about afterwards', async () => {
  let asked = 0
  let answer = (): void => {}
  const refetch = createRefetch(
    () => {
      asked++
      return new Promise<void>((done) => (answer = done))
    },
    100,
    () => 1,
  )
  refetch.now()
  refetch.soon()
  mock.timers.tick(100)
  assert.equal(asked, 1, 'never two at a time')
  answer()
  await settled()
  mock.timers.tick(100)
  assert.equal(asked, 2)
  refetch.end()
  answer()
  refetch.soon()
  await settled()
  mock.timers.tick(1_000)
  assert.equal(asked, 2)
})
