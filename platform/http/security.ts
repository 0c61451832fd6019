import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'

/** Only our own files may run, style or connect; no page may frame us. */
const policy = [
  `default-src 'self'`,
  `script-src 'self'`,
  `style-src 'self'`,
  // Photos of services may live on the organisation's own site; what they are asked with names no page of ours.
  `img-src 'self' data: blob: https:`,
  `media-src 'self' blob:`,
  `connect-src 'self'`,
  `worker-src 'self'`,
  `object-src 'none'`,
  `base-uri 'none'`,
  `form-action 'self'`,
  `frame-ancestors 'none'`,
].join('; ')
/** The interactive API documentation writes style attributes and inline images. */
const docsPolicy = policy.replace(`style-src 'self'`, `style-src 'self' 'unsafe-inline'`)

export const securityHeaders = (config: Config, request: FastifyRequest): Record<string, string> => ({
  'content-security-policy': request.url.startsWith('/api/v1/docs') ? docsPolicy : policy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'geolocation=(), microphone=(), payment=(), camera=(self)',
  'x-request-id': request.id,
  ...(config.PUBLIC_URL?.startsWith('https:')
    ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }
    : {}),
})

export function registerSecurity(app: FastifyInstance, config: Config): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders(config, request))
    const origin = request.headers.origin
    if (origin && config.CORS_ORIGINS.includes(origin)) {
      reply.headers({
        'access-control-allow-origin': origin,
        'access-control-allow-headers': 'authorization, content-type, idempotency-key, accept-language',
        'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
        'access-control-expose-headers':
          'x-request-id, retry-after, ratelimit, ratelimit-policy, idempotency-replayed',
        'access-control-max-age': '600',
        'cross-origin-resource-policy': 'cross-origin',
        vary: 'origin',
      })
      if (request.method === 'OPTIONS') return reply.code(204).send()
    }
  })
}
