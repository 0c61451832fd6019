import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FakeRequest {
  method: string
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}
export interface FakeAnswer {
  status: number
  headers?: Record<string, string>
  body?: unknown
}

/** What goes wrong with one request. */
export interface Fault {
  /** This answer instead of the true one. */
  status?: number
  retry_after_s?: number
  /** The connection breaks, or stays silent. */
  breaks?: true
  hangs?: true
  /** The request takes effect all the same: only its answer is lost. */
  takes_effect?: true
}

export interface FakeServer {
  url: string
  /** For the next requests, in turn; null for one that goes well. */
  faults: (Fault | null)[]
  /** For every request, when `faults` is used up. */
  plan: (() => Fault | null) | null
  requests: number
  close: () => Promise<void>
}

/** A vendor's server on the loopback, with faults on demand. */
export async function fakeServer(
  handle: (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>,
  faultBody: (status: number) => unknown = () => ({}),
): Promise<FakeServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => void answer(Buffer.concat(chunks)))
    async function answer(body: Buffer): Promise<void> {
      fake.requests++
      const url = new URL(request.url ?? '/', 'http://fake')
      const fault = fake.faults.shift() ?? fake.plan?.() ?? null
      const asked: FakeRequest = {
        method: request.method ?? 'GET',
        path: decodeURIComponent(url.pathname),
        query: url.searchParams,
        headers: request.headers,
        body,
      }
      const honest = !fault || fault.takes_effect ? await handle(asked) : null
      if (fault?.hangs) return
      if (fault?.breaks) return void request.socket.destroy()
      const given: FakeAnswer = fault?.status
        ? {
            status: fault.status,
            body: faultBody(fault.status),
            ...(fault.retry_after_s === undefined
              ? {}
              : { headers: { 'retry-after': String(fault.retry_after_s) } }),
          }
        : honest!
      response.writeHead(given.status, { 'content-type': 'application/json', ...given.headers })
      response.end(given.body === undefined ? '' : JSON.stringify(given.body))
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const fake: FakeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults: [],
    plan: null,
    requests: 0,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return fake
}

export const bearerOf = (request: Pick<FakeRequest, 'headers'>): string =>
  /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''

/** How a vendor reaches us; in tests without a listening server, straight into it. */
export type Post = (
  url: string,
  init: { headers: Record<string, string>; body: string },
) => Promise<{ status: number }>
export const overTheNetwork: Post = (url, init) => fetch(url, { method: 'POST', ...init })
