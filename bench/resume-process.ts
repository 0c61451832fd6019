import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { answerOrders } from './orders.ts'

export interface Join {
  order: 'join'
  url: string
  cookies: string[]
}
export interface Emitted {
  order: 'emitted'
  /** How many events have been committed so far; they are numbered from 0. */
  count: number
}
export interface Resumed {
  /** Milliseconds from the cut until all are connected again, and until all have been told what they missed. */
  connected_ms: number
  told_ms: number
}
export interface Tally {
  missed: number
  /** Clients that were told to fetch everything again instead of being told each event. */
  resets: number
  repeats: number
  connections: number
}

interface Client {
  live: boolean
  seen: Uint8Array
  /** All before this one have been seen. */
  next: number
}
type Message =
  | { type: 'ping' }
  | { type: 'hello'; cursor: string }
  | { type: 'reset'; cursor: string }
  | { type: 'event'; cursor: string; name: string; facts: { number: string } }

const most_events = 100_000
const clients: Client[] = []
const tally: Tally = { missed: 0, resets: 0, repeats: 0, connections: 0 }
let emitted = 0

function hear(client: Client, number: number): void {
  if (client.seen[number]) tally.repeats++
  client.seen[number] = 1
  while (client.seen[client.next]) client.next++
}

/** As the pages do it: the cursor of the last thing told, and full jitter that doubles up to half a minute. */
function connect(client: Client, url: string, cookie: string): void {
  let cursor: string | null = null
  let attempt = 0
  const open = () => {
    tally.connections++
    const socket = new WebSocket(cursor === null ? url : `${url}&cursor=${cursor}`, {
      headers: { cookie },
      perMessageDeflate: false,
    })
    // The close that follows is what counts.
    socket.on('error', () => {})
    socket.on('close', () => {
      client.live = false
      setTimeout(open, Math.random() * Math.min(30_000, 500 * 2 ** attempt++))
    })
    socket.on('message', (bytes: Buffer) => {
      const message = JSON.parse(bytes.toString()) as Message
      if (message.type === 'ping') return socket.send('{"type":"pong"}')
      if (message.type === 'hello') {
        attempt = 0
        client.live = true
        // A greeting names the newest event; ours is older until what was missed has been told.
        cursor ??= message.cursor
        return
      }
      if (message.type === 'reset') tally.resets++
      else if (message.name === 'queue.ticket_called') hear(client, Number(message.facts.number))
      cursor = message.cursor
    })
  }
  open()
}

async function join({ url, cookies }: Join): Promise<object> {
  for (const [index, cookie] of cookies.entries()) {
    const client: Client = { live: false, seen: new Uint8Array(most_events), next: 0 }
    clients.push(client)
    connect(client, url, cookie)
    if (index % 100 === 99) await until(() => clients.every(({ live }) => live))
  }
  await until(() => clients.every(({ live }) => live))
  tally.connections = 0
  return { joined: clients.length }
}

async function until(met: () => boolean, limit_ms = 120_000): Promise<void> {
  for (const deadline = performance.now() + limit_ms; !met();) {
    if (performance.now() > deadline) throw new Error('waited in vain')
    await wait(10)
  }
}

/** Ordered when the server is about to be killed. */
async function resumed(): Promise<object> {
  await until(() => clients.some(({ live }) => !live))
  const since = performance.now()
  await until(() => clients.every(({ live }) => live))
  const connected_ms = performance.now() - since
  const told = emitted
  await until(() => clients.every(({ next }) => next >= told))
  return { resumed: { connected_ms, told_ms: performance.now() - since } satisfies Resumed }
}

async function count(): Promise<object> {
  // What is still on its way may arrive; what is not there after that was missed.
  await until(() => clients.every(({ next }) => next >= emitted), 20_000).catch(() => {})
  for (const client of clients)
    for (let number = 0; number < emitted; number++) tally.missed += client.seen[number] ? 0 : 1
  return { tally }
}

answerOrders({
  join,
  resumed,
  count,
  emitted(order: Emitted) {
    emitted = order.count
    return {}
  },
})
process.send!({ ready: true })
