import { setTimeout as wait } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { newId } from '@guichet/platform/ids'
import { answerOrders } from './orders.ts'
import { openWire } from './wire.ts'

export interface Connect {
  order: 'connect'
  wall: 'product' | 'bare'
  url: string
  /** One per display. */
  cookies: string[]
}
export interface Rounds {
  order: 'rounds'
  count: number
  port: number
  bare_port: number
  path: string
  headers: Record<string, string>
  closing: { before: string; after: string }
}
/** Milliseconds from the request to each display's message, round after round. */
export interface Latencies {
  product: number[][]
  bare: number[][]
}

interface Wall {
  /** What the next broadcast is recognised by; each display counts once. */
  hear: (frame: string) => void
  size: number
}
const walls: Record<'product' | 'bare', Wall> = {
  product: { hear() {}, size: 0 },
  bare: { hear() {}, size: 0 },
}
const called = '"queue.ticket_called"'

/** A hundred at a time: connecting is not what is measured here. */
async function connect({ wall, url, cookies }: Connect): Promise<object> {
  for (let first = 0; first < cookies.length; first += 100) {
    await Promise.all(cookies.slice(first, first + 100).map((cookie) => open(walls[wall], url, cookie)))
  }
  return { connected: cookies.length }
}
function open(wall: Wall, url: string, cookie: string): Promise<void> {
  const socket = new WebSocket(url, { headers: { cookie }, perMessageDeflate: false })
  wall.size++
  socket.on('message', (bytes: Buffer) => {
    const frame = bytes.toString()
    if (frame.includes(called)) wall.hear(frame)
    else if (frame === '{"type":"ping"}') socket.send('{"type":"pong"}')
  })
  return new Promise((done, failed) => {
    socket.on('open', () => done())
    socket.on('error', failed)
    socket.on('close', (code) => failed(new Error(`a display was cut off: ${code}`)))
  })
}

/** Starts the clock, asks for the broadcast, and waits until the last display has heard it. */
async function broadcast(
  wall: Wall,
  trigger: () => Promise<void>,
): Promise<{ took_ms: number[]; frame: string }> {
  const took_ms: number[] = []
  let frame = ''
  const heard = new Promise<void>((done) => {
    wall.hear = (text) => {
      took_ms.push(performance.now() - since)
      frame = text
      if (took_ms.length === wall.size) done()
    }
  })
  const since = performance.now()
  const asked = trigger()
  const late = wait(20_000, true, { ref: false })
  if ((await Promise.race([Promise.all([heard, asked]), late])) === true) {
    throw new Error(`${took_ms.length} of ${wall.size} displays heard a call within 20 s`)
  }
  return { took_ms, frame }
}

async function rounds({ count, port, bare_port, path, headers, closing }: Rounds): Promise<object> {
  const wire = openWire(port)
  const bare_wire = openWire(bare_port)
  const latencies: Latencies = { product: [], bare: [] }
  for (let round = 0; round < count; round++) {
    let ticket_id = ''
    const { took_ms, frame } = await broadcast(walls.product, async () => {
      const answer = await wire.send('POST', path, { ...headers, 'idempotency-key': newId() }, {})
      if (answer.status !== 201) throw new Error(`call: ${answer.status} ${answer.body}`)
      ticket_id = (JSON.parse(answer.body) as { id: string }).id
    })
    latencies.product.push(took_ms)
    await wire.send('POST', closing.before + ticket_id + closing.after, headers, {})
    // The closing is told to the displays too; its wave must not meet the next one.
    await wait(150)
    const same = await broadcast(walls.bare, async () => {
      await bare_wire.send('POST', '/', {}, JSON.parse(frame) as object)
    })
    latencies.bare.push(same.took_ms)
    await wait(50)
  }
  wire.close()
  bare_wire.close()
  return { latencies }
}

answerOrders({ connect, rounds })
process.send!({ ready: true })
