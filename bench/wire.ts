import { connect, type Socket } from 'node:net'

export interface Answer {
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  body: string
}

/** One kept-open connection, one request at a time. */
export interface Wire {
  /** Rejects when the connection breaks before the whole answer is here. */
  send: (method: string, path: string, headers: Record<string, string>, body?: object) => Promise<Answer>
  close: () => void
}

/**
 * HTTP/1.1 on a bare socket. The caller shares the machine with the server it measures: a full client costs
 * more per request than a whole call does in the server, and would be measured instead of it.
 */
export function openWire(port: number): Wire {
  let socket: Socket | null = null
  let waiting: { done: (answer: Answer) => void; failed: (error: Error) => void } | null = null
  let received: Buffer = Buffer.alloc(0)

  function lost(line: Socket, error: Error): void {
    if (line !== socket) return
    socket = null
    received = Buffer.alloc(0)
    const asked = waiting
    waiting = null
    asked?.failed(error)
  }

  function open(): Socket {
    const line = connect({ port, host: '127.0.0.1', noDelay: true })
    line.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      let answer: ReturnType<typeof readAnswer>
      try {
        answer = readAnswer(received)
      } catch (error) {
        return lost(line, error as Error)
      }
      if (!answer) return
      received = received.subarray(answer.length)
      const asked = waiting
      waiting = null
      asked?.done(answer)
    })
    line.on('error', (error) => lost(line, error))
    line.on('close', () => lost(line, new Error('connection closed')))
    return line
  }

  return {
    send(method, path, headers, body) {
      if (waiting) throw new Error('one request at a time')
      socket ??= open()
      const content = body === undefined ? '' : JSON.stringify(body)
      const fields = Object.entries({
        host: `127.0.0.1:${port}`,
        ...headers,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(content)) }),
      })
      const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('')
      return new Promise((done, failed) => {
        waiting = { done, failed }
        socket!.write(`${method} ${path} HTTP/1.1\r\n${head}\r\n${content}`)
      })
    },
    close() {
      const line = socket
      socket = null
      line?.destroy()
    },
  }
}

function readAnswer(bytes: Buffer): (Answer & { length: number }) | null {
  const end = bytes.indexOf('\r\n\r\n')
  if (end === -1) return null
  const [first, ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  const size = headers['content-length']
  if (size === undefined) throw new Error(`an answer without its length: ${first}`)
  const length = end + 4 + Number(size)
  if (bytes.length < length) return null
  return {
    status: Number(first!.split(' ')[1]),
    headers,
    body: bytes.toString('utf8', end + 4, length),
    length,
  }
}
