/** What a language model is doing while it is waited for: a cold one first loads for minutes. */
export type ModelState = 'loading' | 'reading' | 'writing'

export interface ModelRequest {
  system: string
  prompt: string
  /** A JSON schema the answer must follow, where the model can be held to one. */
  schema?: Record<string, unknown>
  signal?: AbortSignal
  onState?: (state: ModelState) => void
}

export interface ModelHealth {
  status: 'ok' | 'unconfigured' | 'unreachable' | 'model_missing'
  model: string | null
  available: boolean
}

/** A language model somewhere else. Optional everywhere: nothing of the product needs one. */
export interface LanguageModel {
  kind: 'ollama' | 'openai'
  model: string
  /** The whole answer, or a `ModelFailure`: half an answer is none. */
  answer: (request: ModelRequest) => Promise<string>
  health: () => Promise<ModelHealth>
}

/**
 * `unreachable`, `missing` (no such model), `refused` (an error of the server), `overflow` (the question does not
 * fit), `truncated` (the answer was cut for length), `cut` (the connection ended early), `load_timeout`,
 * `first_token_timeout`, `stalled`, `unreadable` (not the format asked for).
 */
export type ModelFault =
  | 'unreachable'
  | 'missing'
  | 'refused'
  | 'overflow'
  | 'truncated'
  | 'cut'
  | 'load_timeout'
  | 'first_token_timeout'
  | 'stalled'
  | 'unreadable'

export class ModelFailure extends Error {
  readonly fault: ModelFault
  constructor(fault: ModelFault, detail = '') {
    super(detail ? `${fault}: ${detail}` : fault)
    this.name = 'ModelFailure'
    this.fault = fault
  }
}
