import pg from 'pg'
import type { Logger } from 'pino'

// Timestamps travel as ISO 8601 text from the database to the screen, with PostgreSQL's microseconds:
// no mapping layer, and no precision lost on the way (ranks of tickets issued in one millisecond differ).
const isoTimestamp = (text: string): string =>
  text === 'infinity' || text === '-infinity' ? text : text.replace(' ', 'T').replace(/\+00$/, 'Z')

const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (format !== 'binary') {
      if (oid === 1184) return isoTimestamp
      // Dates and times of day have no zone: a JavaScript Date would invent one.
      if (oid === 1082 || oid === 1083) return (text: string) => text
      // Counts and sums of our sizes fit a double; beyond 2^53 they would be a bug worth failing on.
      if (oid === 20) return safeInteger
    }
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint out of range: ${text}`)
  return value
}

export interface PoolOptions {
  url: string
  max: number
  name: string
  log: Logger
  statement_timeout_ms?: number
  search_path?: string
  /** Sends queries without waiting for earlier answers. Off for libraries that open cursors. */
  pipeline?: boolean
  /** Timestamps as JavaScript dates, for libraries that expect them. */
  dates?: boolean
}

/** A pool whose connections cannot wait for ever on anything: connect, statement, lock, idle transaction. */
export function createPool(options: PoolOptions): pg.Pool {
  const statement_ms = options.statement_timeout_ms ?? 10_000
  const settings = [
    `-c TimeZone=UTC -c DateStyle=ISO`,
    `-c statement_timeout=${statement_ms}`,
    `-c lock_timeout=3000`,
    `-c idle_in_transaction_session_timeout=15000`,
    ...(options.search_path ? [`-c search_path=${options.search_path}`] : []),
  ]
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    application_name: `guichet ${options.name}`,
    connectionTimeoutMillis: 5_000,
    // The server ends what is slow; this ends what will never be answered, when the network swallows it.
    query_timeout: statement_ms + 2_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    options: settings.join(' '),
    ...(options.dates ? {} : { types }),
    pipeline: options.pipeline ?? false,
  } as pg.PoolConfig)
  // Without listeners a dropped connection would end the process.
  pool.on('error', (error) =>
    options.log.warn({ err: error, pool: options.name }, 'database connection lost'),
  )
  pool.on('connect', (client) => {
    client.on('error', (error) => options.log.debug({ err: error, pool: options.name }, 'client error'))
  })
  return pool
}
