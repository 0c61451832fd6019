import '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { authorise, ownOrigin } from '../http/routes.ts'
import type { Directory } from '../auth/identity.ts'
import { maySee } from '../ctx.ts'
import { Failure } from '../errors.ts'
import { failureOf } from '../http/problem.ts'
import type { Platform } from '../platform.ts'
import type { Connection, Hub } from './hub.ts'

const Query = z.object({
  site_id: z.uuid().optional(),
  cursor: z.string().max(20).optional(),
  as: z.literal('device').optional(),
})
const heartbeat_ms = 15_000

/** `GET /api/v1/tenants/{slug}/live`, upgraded: the feed of what happened. Messages are described in the API documentation. */
export function registerSocket(
  app: FastifyInstance,
  platform: Platform,
  directory: Directory,
  hub: Hub,
): void {
  app.route({
    method: 'GET',
    url: '/api/v1/tenants/:slug/live',
    handler: async (_request, reply) => {
      void reply.header('upgrade', 'websocket')
      throw new Failure('invalid', 'platform.upgrade_needed', { status: 426 })
    },
    wsHandler: async (socket, request) => {
      const query = Query.safeParse(request.query)
      const site_id = query.data?.site_id ?? null
      try {
        if (request.headers.origin && !ownOrigin(platform, request, request.headers.origin))
          throw new Error('foreign origin')
        if (!query.success) throw new Error('bad query')
        const look = async (fresh: boolean) => {
          const identity = await directory.identityOf(request, fresh)
          const { tenant, actor } = await authorise(
            directory,
            { scope: 'tenant', permission: ['member', 'device'] },
            request,
            identity,
            { fresh },
          )
          return { tenant: tenant!, actor }
        }
        const { tenant, actor } = await look(false)
        // Gone while we looked: its close event is past, and nothing would ever take it out of the room.
        if (socket.readyState !== socket.OPEN) return
        if (site_id !== null && !maySee(actor, site_id)) throw new Error('site refused')
        let alive = true
        const connection: Connection = {
          kind: 'websocket',
          tenant,
          actor,
          site_id,
          send: (frame) => socket.send(frame),
          backlog: () => socket.bufferedAmount,
          close: (reason) =>
            reason === 'slow' ? socket.terminate() : socket.close(reason === 'gone' ? 1001 : 4401, reason),
          recheck: async () => {
            try {
              return (await look(true)).actor
            } catch (error) {
              if (failureOf(error)?.kind === 'unavailable') throw error
              return null
            }
          },
        }
        const beat = setInterval(() => {
          if (!alive) return socket.terminate()
          alive = false
          socket.ping()
          socket.send('{"type":"ping"}')
        }, heartbeat_ms)
        socket.on('pong', () => (alive = true))
        // Clients have nothing to say here but that they are alive.
        socket.on('message', () => (alive = true))
        socket.on('error', () => socket.terminate())
        socket.on('close', () => {
          clearInterval(beat)
          hub.leave(connection)
        })
        await hub.join(connection, query.data.cursor ?? null)
      } catch (error) {
        const failure = failureOf(error)
        if (failure?.kind === 'unavailable') socket.close(1013, 'try again later')
        else socket.close(failure?.status === 401 ? 4401 : 4403, failure?.code ?? 'refused')
      }
    },
  })
}
