import { WebSocket } from 'ws'
import { until } from './until.ts'

export interface LiveFrame {
  type: string
  id?: string
  name?: string
  site_id?: string | null
  ids?: Record<string, string>
  facts?: Record<string, unknown>
  cursor?: string
}

export interface LiveClient {
  socket: WebSocket
  frames: LiveFrame[]
  /** The last cursor that was told, as a browser would keep it. */
  cursor: () => string | null
  events: () => LiveFrame[]
  closed: Promise<{ code: number; reason: string }>
  waitFor: (what: string, found: (frames: LiveFrame[]) => boolean, within_ms?: number) => Promise<void>
}

/** A socket on the live feed of an organisation. `address` is the server's, as `http://127.0.0.1:8000`. */
export function listenLive(address: string, path: string, headers: Record<string, string>): LiveClient {
  const socket = new WebSocket(`${address.replace('http', 'ws')}${path}`, { headers })
  const frames: LiveFrame[] = []
  let cursor: string | null = null
  socket.on('message', (message: Buffer) => {
    const frame = JSON.parse(message.toString()) as LiveFrame
    frames.push(frame)
    if (frame.cursor) cursor = frame.cursor
  })
  socket.on('error', () => {})
  return {
    socket,
    frames,
    cursor: () => cursor,
    events: () => frames.filter((frame) => frame.type === 'event'),
    closed: new Promise((resolve) =>
      socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
    ),
    async waitFor(what, found, within_ms = 8_000) {
      await until(what, () => found(frames), { within_ms })
    },
  }
}
