import pg from 'pg'
import { Redis } from 'ioredis'
import { setTimeout as wait } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { EmittedEvent } from '../ctx.ts'

/**
 * Tells every process that the event log has grown. Only a nudge: the log is the truth, so a lost
 * nudge costs the second until the next look. Never inside the writing transaction, where NOTIFY would
 * make commits queue behind each other (measured: 9.2k to 3.4k commits per second).
 */
export interface Announcer {
  announce: (emitted: readonly EmittedEvent[]) => void
  onWake: (wake: () => void) => void
  redis: Redis | null
  close: () => Promise<void>
}

const channel = 'guichet_wake'
/** Long enough to gather a burst of calls, too short for anyone to see. */
const coalesce_ms = 10

export async function createAnnouncer(options: {
  config: Config
  log: Logger
  url: string
}): Promise<Announcer> {
  const { config, log } = options
  const listeners: (() => void)[] = []
  const wakeAll = () => {
    for (const wake of listeners) wake()
  }
  const remote = config.REDIS_URL
    ? await overRedis(config.REDIS_URL, wakeAll, log)
    : overPostgres(options.url, wakeAll, log)
  let pending: NodeJS.Timeout | null = null
  let nudged = false
  return {
    redis: remote.redis,
    announce() {
      if (!nudged) {
        nudged = true
        setImmediate(() => {
          nudged = false
          wakeAll()
        })
      }
      pending ??= setTimeout(() => {
        pending = null
        remote.publish()
      }, coalesce_ms)
    },
    onWake: (wake) => listeners.push(wake),
    async close() {
      if (pending) clearTimeout(pending)
      await remote.close()
    },
  }
}

interface Remote {
  redis: Redis | null
  publish: () => void
  close: () => Promise<void>
}

async function overRedis(url: string, wake: () => void, log: Logger): Promise<Remote> {
  const lost = (error: Error) => log.warn({ err: error }, 'redis connection lost')
  const options = { maxRetriesPerRequest: 1, lazyConnect: true, enableOfflineQueue: false }
  const commands = new Redis(url, options).on('error', lost)
  const listener = new Redis(url, { ...options, maxRetriesPerRequest: null }).on('error', lost)
  await Promise.all([commands.connect(), listener.connect()])
  await listener.subscribe(channel)
  listener.on('message', wake)
  return {
    redis: commands,
    publish: () => void commands.publish(channel, '').catch(lost),
    async close() {
      listener.disconnect()
      commands.disconnect()
    },
  }
}

function overPostgres(url: string, wake: () => void, log: Logger): Remote {
  let client: pg.Client | null = null
  let listening = false
  let closed = false
  let sending = false
  let again = false
  void keepListening()
  async function keepListening(): Promise<void> {
    for (let delay = 100; !closed; delay = Math.min(delay * 2, 5_000)) {
      const next = new pg.Client({ connectionString: url, application_name: 'guichet live', keepAlive: true })
      try {
        const ended = new Promise<void>((resolve) => {
          next.once('end', () => resolve())
          next.on('error', () => resolve())
        })
        client = next
        await next.connect()
        await next.query(`listen ${channel}`)
        next.on('notification', wake)
        listening = true
        delay = 100
        wake()
        await ended
      } catch (error) {
        if (!closed) log.warn({ err: error }, 'waiting for the database to listen again')
      }
      listening = false
      client = null
      await next.end().catch(() => {})
      if (!closed) await wait(delay * Math.random())
    }
  }
  return {
    redis: null,
    publish() {
      if (!listening || !client) return
      // One at a time, as the driver wants it; a nudge during another is not lost, it follows.
      if (sending) {
        again = true
        return
      }
      sending = true
      void client
        .query(`notify ${channel}`)
        .catch(() => {})
        .then(() => {
          sending = false
          if (!again) return
          again = false
          this.publish()
        })
    },
    async close() {
      closed = true
      await client?.end().catch(() => {})
    },
  }
}
