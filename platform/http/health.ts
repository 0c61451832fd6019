import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { isLoopback } from '../config.ts'
import { forbidden } from '../errors.ts'
import { languageModel } from '../language-model/from-config.ts'
import type { Platform } from '../platform.ts'

/** Alive says that the process answers; ready, that it can serve (the database does too). */
export function registerHealth(app: FastifyInstance, platform: Platform, version: string): void {
  const { config } = platform
  app.get('/health', async () => ({ status: 'ok', environment: config.NODE_ENV, version }))
  app.get('/api/health', async () => ({ status: 'healthy', version }))
  app.get('/api/health/ollama', async () => {
    const model = languageModel(config)
    return model ? model.health() : { status: 'unconfigured', model: null, available: false }
  })
  app.get('/health/ready', async (_request, reply) => {
    const deadline = new Promise<'late'>((resolve) => setTimeout(resolve, 2_000, 'late').unref())
    const database = await Promise.race([
      platform.app_pool.query('select 1').then(
        () => 'ok' as const,
        () => 'away' as const,
      ),
      deadline,
    ])
    const redis = platform.announcer.redis ? platform.announcer.redis.status : 'unused'
    const ready = database === 'ok'
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'not_ready', database, redis })
  })
  app.get('/metrics', async (request, reply) => {
    const sent = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
    const token = config.METRICS_TOKEN
    const known =
      token && sent.length === token.length && timingSafeEqual(Buffer.from(sent), Buffer.from(token))
    // Without a token, only somebody on this machine itself: what a proxy passes on comes from elsewhere.
    const passedOn = request.headers.forwarded ?? request.headers['x-forwarded-for'] ?? request.headers.via
    const local = isLoopback(request.socket.remoteAddress ?? '') && passedOn === undefined
    if (token ? !known : !local) throw forbidden('platform.not_permitted')
    return reply.type(platform.metrics.registry.contentType).send(await platform.metrics.registry.metrics())
  })
}
