import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import formbody from '@fastify/formbody'
import fastifyStatic from '@fastify/static'
import websocket from '@fastify/websocket'
import fastify, { LogController, type FastifyInstance } from 'fastify'
import { drawnByBrowser } from '../addresses.ts'
import { createDirectory, type Directory } from '../auth/identity.ts'
import { notFound } from '../errors.ts'
import { newId } from '../ids.ts'
import { registerReceipts } from '../notifications/receipts.ts'
import type { Platform } from '../platform.ts'
import { createHub, type Hub } from '../realtime/hub.ts'
import { registerFiles } from '../storage/link.ts'
import { registerSocket } from '../realtime/socket.ts'
import { readAssets } from './assets.ts'
import { registerDocs } from './docs.ts'
import { registerHealth } from './health.ts'
import { generalLimit, registerLimits } from './limits.ts'
import { openApi } from './openapi.ts'
import { callOf, registerPages, sendProblemPage } from './pages.ts'
import { answerProblem } from './problem.ts'
import { registerRoutes } from './routes.ts'
import { registerSecurity, securityHeaders } from './security.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    page?: boolean
  }
}

export interface Server {
  app: FastifyInstance
  directory: Directory
  hub: Hub
  openapi: Record<string, unknown>
}

export interface ServerOptions {
  version: string
  /** Folder of the built web; null serves the API and the public pages only. */
  web_directory: string | null
}

export async function createServer(platform: Platform, options: ServerOptions): Promise<Server> {
  const { config, log } = platform
  const app = fastify({
    loggerInstance: log,
    // One line a request, written below with the route's name.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId(),
    trustProxy: config.TRUSTED_PROXIES
      ? config.TRUSTED_PROXIES.split(',').map((proxy) => proxy.trim())
      : false,
    bodyLimit: 256 * 1024,
    // Fastify's own default is none: a dripping request would be held for ever.
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    keepAliveTimeout: 72_000,
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: 'idle',
    // Addresses that cannot be decoded are refused before any hook has run.
    frameworkErrors(error, request, reply) {
      void reply.headers(securityHeaders(config, request as never))
      void answerProblem(platform, request as never, reply as never, error)
    },
  }) as unknown as FastifyInstance
  const directory = createDirectory(platform)
  const hub = await createHub(platform, (event) => {
    // Rights and devices changed, in whichever process: what was remembered of them is forgotten here too.
    if (event.name.startsWith('platform.')) directory.forget()
  })
  platform.endSession = hub.endSession
  const assets = readAssets(options.web_directory)

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    platform.metrics.request_s.observe(
      { method: request.method, route, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
    if (route.startsWith('/assets') || route === '/health') return
    // The route, not the address: visitors' tokens stay out of the log.
    request.log.info(
      { method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    )
  })
  app.setErrorHandler((error, request, reply) =>
    request.routeOptions.config?.page
      ? sendProblemPage(platform, assets, callOf(platform, directory, hub, request, reply), error)
      : answerProblem(platform, request, reply, error),
  )
  app.setSchemaErrorFormatter(() => new Error('unreadable'))
  registerSecurity(app, config)
  await app.register(cookie)
  await app.register(formbody, { bodyLimit: 64 * 1024 })
  await registerLimits(app, platform, directory)
  await app.register(compress, { global: true, threshold: 1_024, encodings: ['br', 'gzip'] })
  // Before the plugin's own hook, which closes sockets without a word: ours says 1001, going away.
  app.addHook('preClose', async () => hub.close())
  await app.register(websocket, { options: { maxPayload: 4_096, perMessageDeflate: false } })

  registerHealth(app, platform, options.version)
  app.get('/.well-known/jwks.json', async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=300').send(await platform.sign_in.publicKeys()),
  )
  const openapi = openApi(platform.modules, { version: options.version, url: platform.sign_in.issuer })
  await registerDocs(app, openapi)
  registerSocket(app, platform, directory, hub)
  registerRoutes(app, platform, directory)
  await registerReceipts(app, platform, directory)
  registerPages(app, platform, directory, hub, assets)
  registerFiles(app, platform)

  if (assets.directory) {
    await app.register(fastifyStatic, {
      root: assets.directory,
      // One route per file that was built: everything else stays free for pages.
      wildcard: false,
      index: false,
      preCompressed: true,
      globIgnore: ['**/*.html', '**/*.br', '**/*.gz', '.vite/**'],
      setHeaders(reply, path) {
        const hashed = /[/\\]assets[/\\]/.test(path)
        void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
  }
  app.setNotFoundHandler({ preHandler: app.rateLimit(generalLimit) }, async (request, reply) => {
    const [path = '/'] = request.url.split('?')
    if (request.method === 'GET' && !path.startsWith('/api/')) {
      const shell = drawnByBrowser.index.test(path)
        ? assets.shell('index')
        : drawnByBrowser.device.test(path)
          ? assets.shell('device')
          : null
      if (shell) return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(shell)
      if (request.headers.accept?.includes('text/html')) {
        return sendProblemPage(
          platform,
          assets,
          callOf(platform, directory, hub, request, reply),
          notFound('platform.not_found'),
        )
      }
    }
    return answerProblem(platform, request, reply, notFound('platform.not_found'))
  })
  return { app, directory, hub, openapi }
}
