import { z } from 'zod'
import { ModelFailure, type LanguageModel } from './define.ts'
import { getJson, postForLines, usualPatience, type Patience } from './lines.ts'

export interface OllamaOptions {
  url: string
  model: string
  /** One value per model: another one makes the server load it again. */
  context: number
  patience?: Patience
}

const Piece = z.object({
  message: z.object({ content: z.string() }).optional(),
  done: z.boolean().optional(),
  done_reason: z.string().optional(),
  prompt_eval_count: z.number().optional(),
  error: z.string().optional(),
})
const Tags = z.object({ models: z.array(z.object({ name: z.string() })) })

/** What an answer may take of the window. */
const answer_share = 0.3
/** French takes three to four signs a token; fewer than eight were certainly read. */
const signs_per_token = { expected: 3, most: 8 }

/**
 * Ollama through its own API. Left to itself it cuts a long question to half the window and answers 200 as if
 * nothing had happened: so the window is named, cutting refused, and the count of what was read looked at.
 */
export function ollama(options: OllamaOptions): LanguageModel {
  const { model, context } = options
  const patience = options.patience ?? usualPatience
  const base = options.url.replace(/\/+$/, '')
  return {
    kind: 'ollama',
    model,
    async answer({ system, prompt, schema, signal, onState }) {
      const signs = system.length + prompt.length
      const room = Math.floor(context * (1 - answer_share))
      if (signs / signs_per_token.expected > room) throw new ModelFailure('overflow')
      let text = ''
      await postForLines({
        url: new URL(`${base}/api/chat`),
        patience,
        signal,
        onState,
        body: {
          model,
          stream: true,
          truncate: false,
          shift: false,
          keep_alive: '10m',
          ...(schema ? { format: schema } : {}),
          options: {
            num_ctx: context,
            num_predict: Math.floor(context * answer_share),
            temperature: 0,
            seed: 1,
          },
          messages: [
            { role: 'system', content: system },
            { role: 'user', content: prompt },
          ],
        },
        onLine(line) {
          const piece = parse(line)
          if (piece.error !== undefined) throw refusal(piece.error)
          text += piece.message?.content ?? ''
          if (!piece.done) return false
          const read = piece.prompt_eval_count
          if (read !== undefined && read < signs / signs_per_token.most)
            throw new ModelFailure('overflow', `${read} tokens of ${signs} signs were read`)
          if (piece.done_reason === 'length') throw new ModelFailure('truncated')
          if (piece.done_reason !== undefined && piece.done_reason !== 'stop')
            throw new ModelFailure('refused', piece.done_reason)
          return true
        },
        onRefusal: (status, body) => {
          const said = Piece.safeParse(safeJson(body)).data?.error ?? body.slice(0, 200)
          return status === 404 ? new ModelFailure('missing', said) : refusal(said)
        },
      })
      return text
    },
    async health() {
      try {
        const { models } = Tags.parse(await getJson(new URL(`${base}/api/tags`)))
        const there = models.some(({ name }) => name === model || name === `${model}:latest`)
        return { status: there ? 'ok' : 'model_missing', model, available: there }
      } catch {
        return { status: 'unreachable', model, available: false }
      }
    },
  }
}

function parse(line: string): z.output<typeof Piece> {
  const piece = Piece.safeParse(safeJson(line))
  if (!piece.success) throw new ModelFailure('unreadable', line.slice(0, 120))
  return piece.data
}
function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
const refusal = (said: string): ModelFailure =>
  /context|too long|truncat|exceed/i.test(said)
    ? new ModelFailure('overflow', said)
    : /not found/i.test(said)
      ? new ModelFailure('missing', said)
      : new ModelFailure('refused', said)
