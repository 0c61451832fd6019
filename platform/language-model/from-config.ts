import type { Config } from '../config.ts'
import type { LanguageModel } from './define.ts'
import { ollama } from './ollama.ts'
import { openAi } from './openai.ts'

export {
  ModelFailure,
  type LanguageModel,
  type ModelFault,
  type ModelHealth,
  type ModelRequest,
  type ModelState,
} from './define.ts'

type ModelConfig = Pick<
  Config,
  'OLLAMA_URL' | 'OLLAMA_MODEL' | 'OLLAMA_CONTEXT' | 'OPENAI_BASE_URL' | 'OPENAI_API_KEY' | 'OPENAI_MODEL'
>

/** The language model this installation names, or null: everything works without one. A local one comes first. */
export function languageModel(config: ModelConfig): LanguageModel | null {
  if (config.OLLAMA_URL && config.OLLAMA_MODEL)
    return ollama({ url: config.OLLAMA_URL, model: config.OLLAMA_MODEL, context: config.OLLAMA_CONTEXT })
  if (config.OPENAI_BASE_URL && config.OPENAI_MODEL)
    return openAi({
      base_url: config.OPENAI_BASE_URL,
      api_key: config.OPENAI_API_KEY ?? null,
      model: config.OPENAI_MODEL,
    })
  return null
}
