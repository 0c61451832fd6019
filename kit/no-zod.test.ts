import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { z as Zod } from 'zod'
import { z as nothing } from './no-zod.ts'

test('contracts can be built out of nothing', () => {
  const z = nothing as typeof Zod
  const Ticket = z.object({ id: z.uuid(), status: z.enum(['waiting']).default('waiting') })
  const Page = z.object({ ...Ticket.shape, items: z.array(Ticket.extend({ at: z.iso.datetime() })).max(3) })
  assert.ok(Page.pick({ id: true }).optional())
  assert.deepEqual([...z.enum(['a']).options], [])
  assert.deepEqual(Object.keys({ ...Ticket.shape }), [])
})

test('it is no promise', async () => {
  const awaited = await Promise.race([
    Promise.resolve(nothing),
    new Promise((done) => setTimeout(done, 50, 'late')),
  ])
  assert.equal(awaited, nothing)
})
