import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fakeModel, type ModelReply } from '../testing/fake-model.ts'
import { until } from '../testing/until.ts'
import { languageModel } from './from-config.ts'
import { ollama } from './ollama.ts'
import { openAi } from './openai.ts'

let reply: ModelReply = { text: 'Bonjour, ceci est la réponse entière du modèle.' }
const server = await fakeModel('qwen3:8b', () => reply)
after(() => server.close())
const patience = { load_ms: 60_000, first_token_ms: 60_000, stall_ms: 60_000 }
const models = {
  ollama: ollama({ url: server.url, model: 'qwen3:8b', context: 8_192, patience }),
  openai: openAi({ base_url: `${server.url}/v1`, api_key: 'k', model: 'qwen3:8b', patience }),
}
const whole: ModelReply = { text: 'Bonjour, ceci est la réponse entière du modèle.' }
const fault = (name: string) => (error: unknown) => (error as { fault?: string }).fault === name

for (const [kind, model] of Object.entries(models)) {
  const ask = (next: Partial<ModelReply>, signal?: AbortSignal) => {
    reply = { ...whole, ...next }
    return model.answer({ system: 'Réponds.', prompt: 'Bonjour ?', schema: { type: 'object' }, signal })
  }
  test(`${kind}: a whole answer, or none`, async () => {
    assert.equal(await ask({}), whole.text)
    await assert.rejects(ask({ truncated: true }), fault('truncated'))
    await assert.rejects(ask({ dies_after: 20 }), fault('cut'))
    await assert.rejects(ask({ ends_early: true }), fault('cut'))
    await assert.rejects(
      ask({ refuses: { status: 400, message: 'the context length is exceeded' } }),
      fault('overflow'),
    )
    await assert.rejects(ask({ refuses: { status: 500, message: 'out of memory' } }), fault('refused'))
  })
  test(`${kind}: stopping closes the connection, even while it loads`, async () => {
    for (const held of [{ stalls: true }, { loads: new Promise<void>(() => {}) }]) {
      const stopping = new AbortController()
      const answer = ask(held, stopping.signal)
      answer.catch(() => {})
      await until('the model is at it', () => server.underway() === 1)
      stopping.abort(new Error('enough'))
      await assert.rejects(answer, /enough/)
      await until('the server sees it', () => server.underway() === 0, { within_ms: 1_000 })
    }
  })
  test(`${kind}: health says whether the model is there`, async () => {
    assert.deepEqual(await model.health(), { status: 'ok', model: 'qwen3:8b', available: true })
  })
}

test('ollama is told its window, refuses cutting, and a silent cut is noticed', async () => {
  reply = whole
  await models.ollama.answer({ system: 's', prompt: 'p' })
  const { body } = server.asked.at(-1)!
  assert.deepEqual(
    [body.truncate, body.shift, (body.options as { num_ctx: number }).num_ctx],
    [false, false, 8_192],
  )
  reply = { ...whole, read_tokens: 10 }
  await assert.rejects(models.ollama.answer({ system: 's', prompt: 'mot '.repeat(400) }), fault('overflow'))
  const asked = server.asked.length
  await assert.rejects(models.ollama.answer({ system: 's', prompt: 'mot '.repeat(9_000) }), fault('overflow'))
  assert.equal(server.asked.length, asked, 'what cannot fit is not sent')
})

test('each wait has its own patience', async () => {
  const hasty = (over: object) =>
    ollama({ url: server.url, model: 'qwen3:8b', context: 8_192, patience: { ...patience, ...over } })
  const ask = (model: ReturnType<typeof hasty>, next: Partial<ModelReply>) => {
    reply = { ...whole, ...next }
    return model.answer({ system: 's', prompt: 'p' })
  }
  await assert.rejects(ask(hasty({ load_ms: 20 }), { loads: new Promise(() => {}) }), fault('load_timeout'))
  await assert.rejects(
    ask(hasty({ first_token_ms: 20 }), { text: '', stalls: true }),
    fault('first_token_timeout'),
  )
  await assert.rejects(ask(hasty({ stall_ms: 20 }), { stalls: true }), fault('stalled'))
  const states: string[] = []
  let load = () => {}
  reply = { ...whole, loads: new Promise((resolve) => (load = resolve)) }
  const slow = models.ollama.answer({ system: 's', prompt: 'p', onState: (state) => states.push(state) })
  await until('it loads', () => server.underway() === 1)
  load()
  assert.equal(await slow, whole.text, 'a cold load is waited for')
  assert.deepEqual(states, ['loading', 'reading', 'writing'])
})

test('no model, one that is missing, and a server that is away', async () => {
  assert.equal(languageModel({ OLLAMA_CONTEXT: 8_192 } as never), null)
  const missing = ollama({ url: server.url, model: 'other', context: 8_192, patience })
  assert.deepEqual(await missing.health(), { status: 'model_missing', model: 'other', available: false })
  await assert.rejects(missing.answer({ system: 's', prompt: 'p' }), fault('missing'))
  const away = ollama({ url: 'http://127.0.0.1:9', model: 'x', context: 8_192, patience })
  assert.deepEqual(await away.health(), { status: 'unreachable', model: 'x', available: false })
  await assert.rejects(away.answer({ system: 's', prompt: 'p' }), fault('unreachable'))
})
