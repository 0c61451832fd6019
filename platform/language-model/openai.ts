import { z } from 'zod'
import { ModelFailure, type LanguageModel } from './define.ts'
import { getJson, postForLines, usualPatience, type Patience } from './lines.ts'

export interface OpenAiOptions {
  /** Ends before `/chat/completions`: `https://api.openai.com/v1`. */
  base_url: string
  api_key: string | null
  model: string
  patience?: Patience
}

const Piece = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).optional(),
        finish_reason: z.string().nullish(),
      }),
    )
    .optional(),
  error: z.object({ message: z.string() }).optional(),
})
const Models = z.object({ data: z.array(z.object({ id: z.string() })) })

/** Any endpoint that speaks OpenAI's chat completions: vLLM, LM Studio, Mistral, OpenAI itself. */
export function openAi(options: OpenAiOptions): LanguageModel {
  const { model } = options
  const base = options.base_url.replace(/\/+$/, '')
  const headers: Record<string, string> = options.api_key
    ? { authorization: `Bearer ${options.api_key}` }
    : {}
  return {
    kind: 'openai',
    model,
    async answer({ system, prompt, schema, signal, onState }) {
      let text = ''
      let finished: string | null = null
      await postForLines({
        url: new URL(`${base}/chat/completions`),
        headers,
        patience: options.patience ?? usualPatience,
        signal,
        onState,
        body: {
          model,
          stream: true,
          temperature: 0,
          messages: [
            { role: 'system', content: system },
            { role: 'user', content: prompt },
          ],
          ...(schema
            ? {
                response_format: {
                  type: 'json_schema',
                  json_schema: { name: 'answer', strict: true, schema },
                },
              }
            : {}),
        },
        onLine(line) {
          if (!line.startsWith('data:')) return false
          const said = line.slice(5).trim()
          // Anything but "stop" is half an answer, even when the stream ends in good order.
          if (said === '[DONE]') {
            if (finished === null) throw new ModelFailure('cut', 'no reason to finish was given')
            return true
          }
          const piece = Piece.safeParse(safeJson(said))
          if (!piece.success) throw new ModelFailure('unreadable', said.slice(0, 120))
          if (piece.data.error) throw refusal(400, piece.data.error.message)
          const choice = piece.data.choices?.[0]
          text += choice?.delta?.content ?? ''
          if (choice?.finish_reason) {
            finished = choice.finish_reason
            if (finished === 'length') throw new ModelFailure('truncated')
            if (finished !== 'stop') throw new ModelFailure('refused', finished)
          }
          return false
        },
        onRefusal: (status, body) =>
          refusal(status, Piece.safeParse(safeJson(body)).data?.error?.message ?? body.slice(0, 200)),
      })
      return text
    },
    async health() {
      try {
        const { data } = Models.parse(await getJson(new URL(`${base}/models`), headers))
        const there = data.some(({ id }) => id === model)
        return { status: there ? 'ok' : 'model_missing', model, available: there }
      } catch {
        return { status: 'unreachable', model, available: false }
      }
    },
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
const refusal = (status: number, said: string): ModelFailure =>
  status === 404
    ? new ModelFailure('missing', said)
    : /context|too long|maximum/i.test(said)
      ? new ModelFailure('overflow', said)
      : new ModelFailure('refused', said)
