import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { Locale } from '../ctx.ts'
import { Failure } from '../errors.ts'
import type { Problem } from '../contract.ts'
import { preferredLocale, sayer } from '../texts.ts'
import type { Platform } from '../platform.ts'

/** PostgreSQL's own refusals that a caller can act upon; their messages never leave the server. */
const byState: Record<string, () => Failure> = {
  '55P03': () => new Failure('unavailable', 'platform.busy', { retry_after_s: 1 }),
  '57014': () => new Failure('unavailable', 'platform.too_slow', { retry_after_s: 2 }),
  '57P01': () => new Failure('unavailable', 'platform.database_away', { retry_after_s: 2 }),
  '57P03': () => new Failure('unavailable', 'platform.database_away', { retry_after_s: 2 }),
  '53300': () => new Failure('unavailable', 'platform.busy', { retry_after_s: 2 }),
  // A number or a date beyond what a column holds: the year 0 passes for a date everywhere but in the database.
  '22003': () => new Failure('invalid', 'platform.invalid_input'),
  '22007': () => new Failure('invalid', 'platform.invalid_input'),
  '22008': () => new Failure('invalid', 'platform.invalid_input'),
  '25P03': () => new Failure('unavailable', 'platform.too_slow', { retry_after_s: 2 }),
}
const connectionLost =
  /ECONNREFUSED|ECONNRESET|EPIPE|Connection terminated|timeout exceeded when trying to connect|Query read timeout|not queryable/

/** Every thrown thing becomes one of our failures, or null: a bug. */
export function failureOf(error: unknown): Failure | null {
  if (error instanceof Failure) return error
  const { code, message, statusCode, validation } = error as FastifyError & { code?: string }
  if (code && byState[code]) return byState[code]()
  if (connectionLost.test(`${code ?? ''} ${message ?? ''}`)) {
    return new Failure('unavailable', 'platform.database_away', { retry_after_s: 2 })
  }
  // A pooled connection that died is reported by node-postgres without a state of its own.
  if (error instanceof AggregateError && error.errors.some((e) => connectionLost.test(String(e?.code)))) {
    return new Failure('unavailable', 'platform.database_away', { retry_after_s: 2 })
  }
  if (validation || code === 'FST_ERR_CTP_INVALID_JSON_BODY' || code === 'FST_ERR_CTP_EMPTY_JSON_BODY') {
    return new Failure('invalid', 'platform.unreadable_request')
  }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Failure('invalid', 'platform.too_large', { status: 413 })
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Failure('invalid', 'platform.media_type', { status: 415 })
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) {
    return new Failure('invalid', 'platform.unreadable_request', { status: statusCode })
  }
  return null
}

export function problemFor(
  platform: Platform,
  request: FastifyRequest,
  error: unknown,
  locale: Locale = preferredLocale(request.headers['accept-language'], 'fr'),
): { problem: Problem; failure: Failure | null } {
  const failure = failureOf(error)
  const say = sayer(platform.texts, locale)
  if (!failure) {
    return {
      failure,
      problem: {
        type: 'about:blank',
        title: say('platform', 'problem.unexpected'),
        status: 500,
        code: 'platform.unexpected',
        request_id: request.id,
      },
    }
  }
  const [module = 'platform', ...rest] = failure.code.split('.')
  return {
    failure,
    problem: {
      type: `urn:guichet:problem:${failure.code}`,
      title: say(module, `problem.${rest.join('.')}`, withoutNull(failure.facts)),
      status: failure.status,
      code: failure.code,
      request_id: request.id,
      ...(failure.fields.length > 0 ? { fields: failure.fields.slice(0, 50) } : {}),
      ...(Object.keys(failure.facts).length > 0 ? { facts: failure.facts } : {}),
    },
  }
}

const withoutNull = (facts: Failure['facts']): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(facts).map(([key, value]) => [
      key,
      value === null ? '' : typeof value === 'boolean' ? String(value) : value,
    ]),
  )

export async function answerProblem(
  platform: Platform,
  request: FastifyRequest,
  reply: FastifyReply,
  error: unknown,
): Promise<FastifyReply> {
  const { problem, failure } = problemFor(platform, request, error)
  if (!failure) request.log.error({ err: error }, 'unexpected failure')
  else if (failure.kind === 'unavailable') request.log.warn({ code: failure.code }, 'could not serve')
  if (failure?.retry_after_s) reply.header('retry-after', String(failure.retry_after_s))
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(problem)
}
