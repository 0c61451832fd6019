import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { z } from 'zod'
import type { Ctx } from '../ctx.ts'
import { defineEvent } from '../events/define.ts'
import { emit } from '../events/emit.ts'
import { testHouse, trialModule } from '../testing/test-house.ts'
import { until } from '../testing/until.ts'
import { createHub, type Connection } from './hub.ts'

const counted = defineEvent({
  name: 'trial.counted',
  payload: z.object({ n: z.int() }),
  permission: 'trial.stats.read',
  live: ['n'],
})
let truth = 0
/** Each reading takes its number at once and answers when the test lets it. */
const readings: { n: number; answer: () => void; fail: () => void }[] = []
let held = false
const house = await testHouse([
  trialModule({
    permissions: { 'trial.stats.read': ['owner'] },
    events: [counted],
    live_stats: () =>
      new Promise((resolve, reject) => {
        const n = truth
        const reading = {
          n,
          answer: () => resolve({ n }),
          fail: () => reject(new Error('the database is away')),
        }
        readings.push(reading)
        if (!held) reading.answer()
      }),
  }),
])
const tenant = await house.tenant()
const site_id = randomUUID()
const pace_ms = 150
const hub = await createHub(house.platform, undefined, pace_ms)
house.beforeClosing(() => hub.close())

async function listen() {
  const told: { n: number; at: number }[] = []
  const actor = {
    kind: 'user' as const,
    id: randomUUID(),
    name: null,
    role: 'owner',
    permissions: new Set(['trial.stats.read']),
    site_ids: null,
    session_id: null,
  }
  const connection: Connection = {
    kind: 'websocket',
    tenant,
    actor,
    site_id,
    send(frame) {
      const message = JSON.parse(frame) as { type: string; stats: { n: number } }
      if (message.type === 'stats.updated') told.push({ n: message.stats.n, at: Date.now() })
    },
    close: () => {},
    backlog: () => 0,
    recheck: async () => actor,
  }
  await hub.join(connection, null)
  return { told, leave: () => hub.leave(connection) }
}
const count = () => {
  truth++
  return house.as(tenant, 'system', (ctx: Ctx) => emit(ctx, counted, { n: truth }, site_id))
}
const keepsPace = (told: readonly { at: number }[]) => {
  // Timers may fire a millisecond early by the clock.
  for (const [index, { at }] of told.entries())
    if (index > 0) assert.ok(at - told[index - 1]!.at >= pace_ms - 2, `${at - told[index - 1]!.at} ms`)
}

test('figures keep their pace under a burst, and the last ones told are the latest', async () => {
  const { told, leave } = await listen()
  for (let n = 0; n < 60; n++) await count()
  await until('the latest state is told', () => told.at(-1)?.n === truth)
  keepsPace(told)
  assert.ok(told.length < 60)
  leave()
})

test('what happens while figures are read is told after them, never before', async () => {
  const { told, leave } = await listen()
  await until('the first figures', () => told.length > 0)
  held = true
  const before = readings.length
  await count()
  await until('a reading is under way', () => readings.length > before)
  const slow = readings.at(-1)!
  await count()
  await count()
  held = false
  slow.answer()
  await until('the latest state is told', () => told.at(-1)?.n === truth)
  keepsPace(told)
  assert.deepEqual(
    told.map(({ n }) => n),
    told.map(({ n }) => n).toSorted((a, b) => a - b),
  )
  leave()
})

test('figures that could not be read are told once they can', async () => {
  const { told, leave } = await listen()
  await until('the first figures', () => told.length > 0)
  held = true
  const before = readings.length
  await count()
  await until('a reading is under way', () => readings.length > before)
  held = false
  readings.at(-1)!.fail()
  await until('the latest state is told', () => told.at(-1)?.n === truth)
  leave()
})
