import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { deviceCookie, type Directory } from '../auth/identity.ts'
import { tooMany } from '../errors.ts'
import { hashSecret } from '../ids.ts'
import type { Platform } from '../platform.ts'

/**
 * Limits per address, shared through Redis when there is one. Answers carry `RateLimit` and
 * `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-11) and, when refused, `Retry-After`.
 */
export async function registerLimits(
  app: FastifyInstance,
  platform: Platform,
  directory: Directory,
): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    max: platform.config.RATE_LIMIT,
    timeWindow: 60_000,
    enableDraftSpec: true,
    ...(platform.announcer.redis ? { redis: platform.announcer.redis, skipOnError: true } : {}),
    keyGenerator: (request) => whoAsks(request, directory),
    allowList: (request) => /^\/(assets|health|api\/health|metrics|favicon)/.test(request.url),
    errorResponseBuilder: (_request, context) => tooMany(Math.ceil(context.ttl / 1000)),
  })
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('ratelimit-limit')) return
    const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
      Number(reply.getHeader(`ratelimit-${name}`)),
    )
    reply.header('ratelimit-policy', `"default";q=${limit};w=60`)
    reply.header('ratelimit', `"default";r=${remaining};t=${reset}`)
    for (const old of ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset']) reply.removeHeader(old)
  })
}

/** Routes without a limit of their own share one count. */
export const generalLimit = { groupId: 'general' } as const

/**
 * Whose requests are counted together. Devices and staff of one hall share an address: a paired device is
 * counted by itself. Only once it has proved to be one, or a new made-up cookie with every request would
 * escape all counting. An IPv6 household owns 2^64 addresses and counts as one.
 */
function whoAsks(request: FastifyRequest, directory: Directory): string {
  const token = request.cookies[deviceCookie]
  if (token && directory.isKnownDevice(token)) return `device:${hashSecret(token)}`
  const { ip } = request
  return ip.includes(':') && !ip.startsWith('::ffff:') ? ip.split(':').slice(0, 4).join(':') : ip
}
