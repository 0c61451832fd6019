/**
 * The five kinds of failure a caller can do something about. Anything else that is thrown is a bug:
 * it answers 500, is logged once with its reference, and its message is never shown.
 */
export type ErrorKind = 'invalid' | 'forbidden' | 'not_found' | 'conflict' | 'unavailable'

export type Facts = Record<string, string | number | boolean | null>
export interface FieldError {
  path: string
  code: string
}

export class Failure extends Error {
  readonly kind: ErrorKind
  /** Owned by the module that throws: `queue.nobody_waiting`. Its text is in that module's locales. */
  readonly code: string
  /** Values the text may mention; they reach the caller, so never put another tenant's data here. */
  readonly facts: Facts
  readonly fields: FieldError[]
  /** Overrides the kind's HTTP status where a standard asks for another (401, 429…). */
  readonly status: number
  readonly retry_after_s: number | undefined

  constructor(
    kind: ErrorKind,
    code: string,
    options: { facts?: Facts; fields?: FieldError[]; status?: number; retry_after_s?: number } = {},
  ) {
    super(code)
    this.name = 'Failure'
    this.kind = kind
    this.code = code
    this.facts = options.facts ?? {}
    this.fields = options.fields ?? []
    this.status = options.status ?? statusOf[kind]
    this.retry_after_s = options.retry_after_s
  }
}

const statusOf: Record<ErrorKind, number> = {
  invalid: 400,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  unavailable: 503,
}

export const invalid = (code: string, fields: FieldError[] = [], facts: Facts = {}) =>
  new Failure('invalid', code, { fields, facts })
export const forbidden = (code: string, facts: Facts = {}) => new Failure('forbidden', code, { facts })
export const notFound = (code: string, facts: Facts = {}) => new Failure('not_found', code, { facts })
export const conflict = (code: string, facts: Facts = {}) => new Failure('conflict', code, { facts })
export const unavailable = (code: string, retry_after_s = 5) =>
  new Failure('unavailable', code, { retry_after_s })
export const unauthenticated = () => new Failure('forbidden', 'platform.not_signed_in', { status: 401 })
export const tooMany = (retry_after_s: number) =>
  new Failure('unavailable', 'platform.too_many_requests', {
    status: 429,
    retry_after_s,
    facts: { retry_after_s },
  })
