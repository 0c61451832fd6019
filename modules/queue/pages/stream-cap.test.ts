import assert from 'node:assert/strict'
import { test } from 'node:test'
import { request } from 'node:http'
import { until } from '@guichet/platform/testing'
import { issueTicket } from '../commands/issue.ts'
import { openHall, queueHouse } from '../testing.ts'

const house = await queueHouse()

test('one ticket opens twenty streams, not more, and a closed one makes room', async () => {
  const hall = await openHall(house)
  const { token } = await hall.run((ctx) =>
    issueTicket(ctx, { site_id: hall.site_id, service_id: hall.service_ids[0]!, source: 'web' }),
  )
  const address = new URL(await house.server.app.listen({ port: 0, host: '127.0.0.1' }))
  const open = () =>
    new Promise<{ status: number; close: () => Promise<void> }>((resolve, reject) => {
      const call = request(new URL(`/q/${token}/events`, address), (answer) =>
        resolve({
          status: answer.statusCode!,
          close: () =>
            new Promise((done) => {
              answer.once('close', done)
              answer.destroy()
            }),
        }),
      )
      call.on('error', reject).end()
    })
  const streams = await Promise.all(Array.from({ length: 20 }, open))
  assert.deepEqual(new Set(streams.map((stream) => stream.status)), new Set([200]))
  assert.equal((await open()).status, 429)
  for (const stream of streams) await stream.close()
  await until('a stream opens again', async () => {
    const stream = await open()
    await stream.close()
    return stream.status === 200
  })
})
