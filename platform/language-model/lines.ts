import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { ModelFailure, type ModelState } from './define.ts'

/** Each wait has its own patience: a large model loads from disk for minutes, but then does not pause for one. */
export interface Patience {
  /** Until the server answers at all: Ollama sends nothing while it loads. */
  load_ms: number
  first_token_ms: number
  /** Between two pieces of the answer. */
  stall_ms: number
}
export const usualPatience: Patience = { load_ms: 900_000, first_token_ms: 600_000, stall_ms: 120_000 }

const largest_answer = 4 * 1024 * 1024

export interface LineRequest {
  url: URL
  headers?: Record<string, string>
  body: unknown
  patience: Patience
  signal?: AbortSignal
  onState?: (state: ModelState) => void
  /** One line of the answer. @returns true when the answer is whole */
  onLine: (line: string) => boolean
  /** Reads an answer with an error status. */
  onRefusal: (status: number, body: string) => ModelFailure
}

/**
 * Posts and reads an answer line by line over a plain connection: `fetch` gives up after five minutes whatever
 * it is told, and some clients leave the server generating after an abort. Here the connection closes at once.
 */
export function postForLines(asked: LineRequest): Promise<void> {
  const { signal, patience } = asked
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason as Error)
    const body = JSON.stringify(asked.body)
    const send = asked.url.protocol === 'https:' ? httpsRequest : httpRequest
    let timer: NodeJS.Timeout
    let ended = false
    const outgoing = send(asked.url, {
      method: 'POST',
      agent: false,
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        ...asked.headers,
      },
    })
    const end = (error?: Error) => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      outgoing.destroy()
      if (error) reject(error)
      else resolve()
    }
    const abort = () => end(signal!.reason as Error)
    const wait = (ms: number, fault: ModelFailure['fault']) => {
      clearTimeout(timer)
      timer = setTimeout(() => end(new ModelFailure(fault)), ms)
    }
    signal?.addEventListener('abort', abort, { once: true })
    asked.onState?.('loading')
    wait(patience.load_ms, 'load_timeout')
    outgoing.on('error', (error: Error) => end(new ModelFailure('unreachable', error.message)))
    outgoing.on('response', (response: IncomingMessage) => read(response))
    outgoing.end(body)

    function read(response: IncomingMessage): void {
      const status = response.statusCode ?? 0
      response.setEncoding('utf8')
      let rest = ''
      let size = 0
      let tokens = false
      wait(patience.first_token_ms, 'first_token_timeout')
      if (status === 200) asked.onState?.('reading')
      response.on('data', (text: string) => {
        size += text.length
        if (size > largest_answer) return end(new ModelFailure('truncated', 'the answer is too long'))
        rest += text
        if (status !== 200) return
        wait(patience.stall_ms, 'stalled')
        if (!tokens) asked.onState?.('writing')
        tokens = true
        const lines = rest.split('\n')
        rest = lines.pop()!
        try {
          for (const line of lines) if (line.trim() !== '' && asked.onLine(line.trim())) return end()
        } catch (error) {
          end(error as Error)
        }
      })
      response.on('error', (error) => end(new ModelFailure('cut', error.message)))
      response.on('close', () => {
        if (ended) return
        if (status !== 200) return end(asked.onRefusal(status, rest))
        try {
          if (rest.trim() !== '' && asked.onLine(rest.trim())) return end()
        } catch (error) {
          return end(error as Error)
        }
        // An end without the word that it is one is half an answer.
        end(new ModelFailure('cut', 'the answer ended early'))
      })
    }
  })
}

/** A short question about the server itself. */
export function getJson(
  url: URL,
  headers: Record<string, string> = {},
  timeout_ms = 3_000,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const outgoing = send(
      url,
      { agent: false, headers, signal: AbortSignal.timeout(timeout_ms) },
      (response) => {
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (text: string) => {
          body += text
          if (body.length > largest_answer) response.destroy()
        })
        response.on('error', reject)
        response.on('end', () => {
          if (response.statusCode !== 200) return reject(new Error(`answered ${response.statusCode}`))
          try {
            resolve(JSON.parse(body))
          } catch (error) {
            reject(error as Error)
          }
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end()
  })
}
