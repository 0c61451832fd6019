import assert from 'node:assert/strict'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { createWorker } from '@guichet/platform/worker'
import { until } from '@guichet/platform/testing'
import { lease, openCabinet } from './testing.ts'

const cabinet = await openCabinet({}, { worker: false })
const { house, tenant, headers, send, client_id } = cabinet
const origin = await house.server.app.listen({ port: 0, host: '127.0.0.1' })
const lease_id = await cabinet.document('Bail.pdf', [lease])

interface Told {
  event: string
  id: number | null
  data: Record<string, unknown>
}
/** Reads a stream of events until it ends or enough is heard. */
function listen(url: string, options: { last?: number; enough?: (told: Told[]) => boolean } = {}) {
  const told: Told[] = []
  let head: IncomingMessage | undefined
  const ended = new Promise<Told[]>((resolve, reject) => {
    const outgoing = httpRequest(
      url,
      {
        headers: {
          ...headers,
          'accept-language': 'fr',
          ...(options.last === undefined ? {} : { 'last-event-id': String(options.last) }),
        },
      },
      (response) => {
        head = response
        let rest = ''
        response.setEncoding('utf8')
        response.on('data', (text: string) => {
          rest += text
          const parts = rest.split('\n\n')
          rest = parts.pop()!
          for (const part of parts) {
            const line = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(part)?.[1]
            const event = line('event')
            if (event)
              told.push({
                event,
                id: line('id') ? Number(line('id')) : null,
                data: JSON.parse(line('data')!) as never,
              })
          }
          if (options.enough?.(told)) {
            outgoing.destroy()
            resolve(told)
          }
        })
        response.on('end', () => resolve(told))
      },
    )
    outgoing.on('error', (error) => (options.enough?.(told) ? undefined : reject(error)))
    outgoing.end()
  })
  return { told, ended, head: () => head }
}
const address = (id: string, base = origin, query = '') =>
  `${base}/api/v1/tenants/${tenant.slug}/reports/${id}/stream${query}`
const numbers = (told: readonly Told[]) => told.flatMap(({ id }) => id ?? [])

/** A proxy that keeps every answer until it is whole, whatever the server asks for. */
async function bufferingProxy(): Promise<string> {
  const proxy = createServer((incoming, outgoing) => {
    const onward = httpRequest(origin + incoming.url!, { headers: incoming.headers }, (answer) => {
      const kept: Buffer[] = []
      answer.on('data', (part: Buffer) => kept.push(part))
      answer.on('end', () => outgoing.writeHead(answer.statusCode!, answer.headers).end(Buffer.concat(kept)))
    })
    onward.end()
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  after(() => new Promise((resolve) => proxy.close(resolve)))
  return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
}

test('the first event comes at once, and every line once, over cuts and behind a proxy that keeps everything', async () => {
  const id = await cabinet.ask({ client_id, document_ids: [lease_id] })
  const first = await listen(address(id), { enough: (told) => told.some(({ event }) => event === 'state') })
    .ended
  assert.deepEqual(numbers(first), [1])
  assert.equal(first.at(-1)!.data.status, 'PENDING')

  const proxy = await bufferingProxy()
  const held = await listen(address(id, proxy, '?hold_s=1')).ended
  assert.deepEqual(numbers(held), [1], 'a short stream gets through while nothing has ended')

  const live = listen(address(id), { last: 1 })
  const worker = await createWorker(house.platform)
  house.beforeClosing(() => worker.close())
  const report = await cabinet.ended(id)
  const rest = await live.ended
  assert.equal(live.head()!.headers['x-accel-buffering'], 'no')
  assert.equal(rest.at(-1)!.data.status, 'COMPLETED', 'the last word is how it ended')
  const all = report.log.map(({ number }) => number)
  assert.deepEqual([1, ...numbers(rest)], all, 'none lost, none twice')
  // Cut off for a long while, then asked again from where it was, through the proxy.
  const resumed = await listen(address(id, proxy), { last: 3 }).ended
  assert.deepEqual(numbers(resumed), all.slice(3))
  assert.match(String(resumed[0]!.data.text), /[a-zé]/)
})

test('nobody of another organisation hears it', async () => {
  const id = await cabinet.ask({ client_id, document_ids: [lease_id] })
  const other = await house.tenant()
  const { headers: stranger } = await house.person(other, 'owner')
  const path = `/reports/${id}/stream`
  assert.equal((await send('GET', path, undefined, stranger)).status, 404)
  assert.equal((await send('GET', path, undefined, { authorization: 'Bearer x' })).status, 401)
  await until('it has ended', async () => (await cabinet.report(id)).status === 'COMPLETED', {
    within_ms: 60_000,
  })
})
