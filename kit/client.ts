import type { Endpoint, Problem, ReplyOf, RequestOf } from '@guichet/platform/contract'
import { noteServerTime } from './clock.ts'

/** The server answered, and refused: `problem.code` has a text in the module that owns it. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(`${problem.code} (${problem.request_id})`)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

/** No answer came: the network, not the server. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super('no answer from the server', { cause })
    this.name = 'NetworkError'
  }
}

type Part<K extends string, T> = undefined extends T
  ? { [P in K]?: T }
  : Record<never, never> extends T
    ? { [P in K]?: T }
    : { [P in K]: T }

/** `{ params, query, body }`, each only demanded where the endpoint demands something. */
export type InputFor<E extends Endpoint> = Part<'params', RequestOf<E>['params']> &
  Part<'query', RequestOf<E>['query']> &
  Part<'body', RequestOf<E>['body']>

export type InputArgument<E extends Endpoint> =
  Record<never, never> extends InputFor<E> ? [input?: InputFor<E>] : [input: InputFor<E>]

export interface RequestOptions {
  signal?: AbortSignal
  /** Give the same key again when repeating by hand a request whose answer was lost. */
  idempotency_key?: string
}

export interface Api {
  request<E extends Endpoint>(endpoint: E, input: InputFor<E>, options?: RequestOptions): Promise<ReplyOf<E>>
  /** The address alone, for links to downloads and images. */
  address<E extends Endpoint>(endpoint: E, input: InputFor<E>): string
  tenant(): string | null
}

export interface ApiOptions {
  /** Origin and prefix before `/api/v1`; empty for the same origin. */
  base?: string
  tenant: () => string | null
  locale: () => string
  /** A screen's own pages: the browser may hold somebody's session too, and they are not that person. */
  as?: 'device'
  on_unauthorised?: (problem: Problem, endpoint: Endpoint) => void
  fetch?: typeof fetch
  /** Injected by tests, so that they need not wait. */
  pause?: (ms: number) => Promise<void>
}

const retries = 3
const patience_ms = 30_000
const worth_retrying = new Set([502, 503, 504])

/** The typed client of our own API: retries what was lost, never does a thing twice. */
export function createApi(options: ApiOptions): Api {
  const send = options.fetch ?? ((...args: Parameters<typeof fetch>) => fetch(...args))
  const pause = options.pause ?? ((ms: number) => new Promise<void>((done) => setTimeout(done, ms)))

  function address(endpoint: Endpoint, input: LooseInput): string {
    const slug = options.tenant()
    if (endpoint.scope === 'tenant' && !slug) throw new Error(`${endpoint.path} needs an organisation`)
    const root = endpoint.scope === 'tenant' ? `/api/v1/tenants/${encodeURIComponent(slug!)}` : '/api/v1'
    const path = endpoint.path.replace(/:([a-z_]+)/g, (_, name: string) => {
      const value = input.params?.[name]
      if (value === undefined || value === null) throw new Error(`${endpoint.path} needs ${name}`)
      return encodeURIComponent(value as string | number)
    })
    return (options.base ?? '') + root + path + queryString(input.query)
  }

  async function request(endpoint: Endpoint, input: LooseInput, extra: RequestOptions = {}) {
    const headers: Record<string, string> = {
      accept: 'application/json',
      'accept-language': options.locale(),
    }
    if (options.as) headers['x-guichet-as'] = options.as
    // One key for all attempts: the server answers a repeated one with the first outcome.
    if (endpoint.method !== 'GET') headers['idempotency-key'] = extra.idempotency_key ?? crypto.randomUUID()
    const raw = input.body instanceof Blob || input.body instanceof FormData
    let body: BodyInit | undefined
    if (raw) body = input.body as Blob | FormData
    else if (input.body !== undefined) {
      headers['content-type'] = 'application/json'
      body = JSON.stringify(input.body)
    }
    const url = address(endpoint, input)

    for (let attempt = 0; ; attempt++) {
      let response: Response | undefined
      let failure: unknown
      try {
        const signals = [extra.signal, raw ? undefined : AbortSignal.timeout(patience_ms)]
        response = await send(url, {
          method: endpoint.method,
          headers,
          body,
          credentials: 'same-origin',
          signal: AbortSignal.any(signals.filter((one) => one !== undefined)),
        })
        noteServerTime(response.headers.get('date'))
        if (response.ok) return await readReply(response)
      } catch (error) {
        if (extra.signal?.aborted) throw error
        failure = error
      }
      const lost = !response || failure !== undefined || worth_retrying.has(response.status)
      const problem = lost ? null : await readProblem(response!)
      // Our own first attempt, whose answer was lost, may still be at work.
      const in_flight = attempt > 0 && problem?.code === 'platform.request_in_flight'
      if ((lost || in_flight) && attempt < retries) {
        // Full jitter: a hundred screens that lost the same server must not return in step.
        const wait = Math.max(retryAfter(response), Math.random() * 400 * 2 ** attempt)
        await pause(wait)
        if (extra.signal?.aborted) throw extra.signal.reason
        continue
      }
      if (!response || failure !== undefined) throw new NetworkError(failure)
      const refusal = problem ?? (await readProblem(response))
      if (response.status === 401) options.on_unauthorised?.(refusal, endpoint)
      throw new ProblemError(refusal)
    }
  }

  return { request, address, tenant: options.tenant } as Api
}

interface LooseInput {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
}

function queryString(query: Record<string, unknown> | undefined): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
    }
  }
  const written = search.toString()
  return written ? `?${written}` : ''
}

async function readReply(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined
  const written = await response.text()
  return written === '' ? undefined : JSON.parse(written)
}

async function readProblem(response: Response): Promise<Problem> {
  const read: unknown = await response.json().catch(() => null)
  if (read && typeof read === 'object' && 'code' in read) return read as Problem
  // A proxy answered in our server's place.
  return {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code: worth_retrying.has(response.status) ? 'unavailable' : 'unexpected',
    request_id: response.headers.get('x-request-id') ?? '',
  }
}

function retryAfter(response: Response | undefined): number {
  const seconds = Number(response?.headers.get('retry-after') ?? 0)
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, 5000) : 0
}
