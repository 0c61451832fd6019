import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a fake model was asked. */
export interface ModelAsk {
  api: 'ollama' | 'openai'
  system: string
  prompt: string
  body: Record<string, unknown>
}
/** How it answers: whole, or wrong in one of the ways that real servers are. */
export interface ModelReply {
  text: string
  /** Sends this many signs, then breaks the connection. */
  dies_after?: number
  /** Ends in good order but for length. */
  truncated?: boolean
  /** Ends in good order without saying why. */
  ends_early?: boolean
  /** Says it read this many tokens, whatever was sent. */
  read_tokens?: number
  /** Answers this status and message instead. */
  refuses?: { status: number; message: string }
  /** Says nothing at all until released: a model that loads. */
  loads?: Promise<void>
  /** Stops in the middle and keeps the line open. */
  stalls?: boolean
}

export interface FakeModel {
  url: string
  asked: ModelAsk[]
  /** Connections with an answer under way. */
  underway: () => number
  close: () => Promise<void>
}

/**
 * A language model's server, as Ollama and as OpenAI-compatible ones publish their APIs: NDJSON pieces with a
 * last `done` line, or server-sent chunks with a finish reason. Written from their documentation.
 */
export async function fakeModel(
  model: string,
  answer: (ask: ModelAsk, number: number) => ModelReply,
): Promise<FakeModel> {
  const asked: ModelAsk[] = []
  let underway = 0
  const server = createServer((request, response) => void serve(request, response))
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const json = (value: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (request.url === '/api/tags') return void json({ models: [{ name: model }] })
    if (request.url === '/v1/models') return void json({ data: [{ id: model }] })
    const api =
      request.url === '/api/chat' ? 'ollama' : request.url === '/v1/chat/completions' ? 'openai' : null
    if (!api) return void json({ error: 'not found' }, 404)
    let written = ''
    for await (const part of request) written += String(part)
    const body = JSON.parse(written) as { model: string; messages: { role: string; content: string }[] }
    const said = (role: string) => body.messages.find((message) => message.role === role)?.content ?? ''
    const ask = { api, system: said('system'), prompt: said('user'), body } as ModelAsk
    asked.push(ask)
    const reply = answer(ask, asked.length)
    underway++
    response.on('close', () => underway--)
    if (body.model !== model) return refuse(404, `model '${body.model}' not found`)
    await reply.loads
    if (response.destroyed) return
    if (reply.refuses) return refuse(reply.refuses.status, reply.refuses.message)
    response.writeHead(200, {
      'content-type': api === 'ollama' ? 'application/x-ndjson' : 'text/event-stream',
    })
    response.flushHeaders()
    const text = reply.dies_after === undefined ? reply.text : reply.text.slice(0, reply.dies_after)
    for (const piece of text.match(/[\s\S]{1,40}/g) ?? []) response.write(chunk(piece))
    if (reply.stalls) return
    // A little later, so that what was sent is out before the line breaks.
    if (reply.dies_after !== undefined) return void setImmediate(() => response.destroy())
    if (reply.ends_early) return void response.end()
    const reason = reply.truncated ? 'length' : 'stop'
    const tokens = reply.read_tokens ?? Math.ceil((ask.system.length + ask.prompt.length) / 4)
    response.end(
      api === 'ollama'
        ? `${JSON.stringify({ model, message: { role: 'assistant', content: '' }, done: true, done_reason: reason, prompt_eval_count: tokens, eval_count: 1 })}\n`
        : `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: reason }] })}\n\ndata: [DONE]\n\n`,
    )

    function chunk(content: string): string {
      return api === 'ollama'
        ? `${JSON.stringify({ model, message: { role: 'assistant', content }, done: false })}\n`
        : `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content }, finish_reason: null }] })}\n\n`
    }
    function refuse(status: number, message: string): void {
      json(
        api === 'ollama' ? { error: message } : { error: { message, type: 'invalid_request_error' } },
        status,
      )
    }
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    underway: () => underway,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
