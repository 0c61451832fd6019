import { maySee, system, type Actor, type Tenant } from '../ctx.ts'
import { inTenant, type Platform } from '../platform.ts'

export interface Connection {
  kind: 'websocket' | 'sse'
  tenant: Tenant
  actor: Actor
  /** One site only; null for all the actor may see. */
  site_id: string | null
  send: (frame: string) => void
  close: (reason: 'gone' | 'slow' | 'refused') => void
  /** Bytes accepted but not yet taken by the network. */
  backlog: () => number
  /** Looks again whether the person or device may still listen. */
  recheck: () => Promise<Actor | null>
}

export interface LiveEvent {
  id: string
  tenant_id: string
  seq: number
  txid: string
  name: string
  site_id: string | null
  permission: string
  live: Record<string, unknown>
  at: string
}

export interface Hub {
  join: (connection: Connection, cursor: string | null) => Promise<void>
  leave: (connection: Connection) => void
  endSession: (session_id: string) => void
  count: () => number
  close: () => void
}

/** A client that leaves this much unread is dropped: it will come back and resume. */
const mostBacklog = 1_000_000
const mostReplayed = 500
const batch = 2_000
export const statsEvery_ms = 5_000
/** A person whose session ended in another process loses their open pages within five seconds. */
const recheckEvery_ms = 4_000

export function frameOf(event: LiveEvent, cursor: string): string {
  const ids: Record<string, unknown> = {}
  const facts: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(event.live))
    (field.endsWith('_id') ? ids : facts)[field] = value
  return JSON.stringify({
    type: 'event',
    id: event.id,
    name: event.name,
    site_id: event.site_id,
    ids,
    facts,
    at: event.at,
    cursor,
  })
}

const mayHear = (connection: Connection, event: LiveEvent, forDevices: ReadonlySet<string>): boolean => {
  if (connection.site_id !== null && event.site_id !== null && connection.site_id !== event.site_id)
    return false
  if (event.site_id !== null && !maySee(connection.actor, event.site_id)) return false
  if (connection.actor.permissions.has(event.permission)) return true
  // A device stands in a public hall: it hears what its screens show, on its own site.
  return connection.actor.kind === 'device' && event.site_id !== null && forDevices.has(event.name)
}

/**
 * @param heard told of every event of every organisation, for what this process remembers itself
 * @param pace_ms between two figures for one page
 */
export async function createHub(
  platform: Platform,
  heard: (event: LiveEvent) => void = () => {},
  pace_ms: number = statsEvery_ms,
): Promise<Hub> {
  const rooms = new Map<string, Set<Connection>>()
  const forDevices = new Set(
    platform.modules.flatMap((module) =>
      module.events.filter((event) => event.devices).map((event) => event.name),
    ),
  )
  const seen = new Map<number, bigint>()
  /** News for clients that are still being told what they missed: its cursor must not overtake that. */
  const held = new Map<Connection, string[]>()
  let horizon = await readHorizon(platform)
  let running = false
  let again = false
  let closed = false
  const stats = createStats(platform, pace_ms, (tenant_id) => rooms.get(tenant_id) ?? new Set())

  function push(connection: Connection, frame: string): void {
    const waiting = held.get(connection)
    if (waiting) waiting.push(frame)
    else write(connection, frame)
  }

  function write(connection: Connection, frame: string): void {
    if (connection.backlog() > mostBacklog) {
      platform.metrics.live_dropped.inc()
      connection.close('slow')
      return
    }
    platform.metrics.live_frames.inc()
    connection.send(frame)
  }

  function recheck(connection: Connection): void {
    void connection.recheck().then(
      (actor) => {
        if (actor) connection.actor = actor
        else connection.close('refused')
      },
      () => {}, // the database is away: nobody loses their page for that
    )
  }

  function deliver(event: LiveEvent, cursor: string): void {
    heard(event)
    const room = rooms.get(event.tenant_id)
    if (!room) return
    const frame = frameOf(event, cursor)
    for (const connection of room) if (mayHear(connection, event, forDevices)) push(connection, frame)
    // Somebody's rights or a device changed: whoever may no longer listen is shown out now.
    if (event.name.startsWith('platform.')) for (const connection of room) recheck(connection)
    if (event.site_id)
      stats.dirty(event.tenant_id, event.site_id, event.name.slice(0, event.name.indexOf('.')))
  }

  async function look(): Promise<void> {
    if (running) {
      again = true
      return
    }
    running = true
    try {
      do {
        again = false
        const most = seen.size >= batch ? seen.size * 4 : batch
        const { rows } = await platform.app_pool.query({
          name: 'event_tail',
          text: `select pg_snapshot_xmin(pg_current_snapshot())::text as horizon, e.*
                 from (select 1) one left join platform.event_tail($1::xid8, $2) e on true`,
          values: [horizon, most],
        })
        const events = rows.filter((row) => row.id !== null) as LiveEvent[]
        const complete = events.length < most
        // Also when there is more to read: below the oldest open transaction nothing can still appear, above it may.
        const next = complete ? (rows[0].horizon as string) : lower(rows[0].horizon, events.at(-1)!.txid)
        for (const event of events) {
          if (seen.has(event.seq)) continue
          seen.set(event.seq, BigInt(event.txid))
          // Not `next` for all: a client cut in the middle of a batch comes back for the rest of it.
          deliver(event, lower(next, event.txid))
        }
        horizon = next
        const low = BigInt(horizon)
        for (const [seq, txid] of seen) if (txid < low) seen.delete(seq)
        if (!complete) again = true
      } while (again && !closed)
    } catch (error) {
      if (!closed) platform.log.warn({ err: error }, 'could not read the event log')
    } finally {
      running = false
    }
  }

  platform.announcer.onWake(() => void look())
  // The net under lost nudges, and the way to learn of commits that a slower transaction held back.
  const poll = setInterval(() => void look(), 1_000)
  let ticks = 0
  const checks = setInterval(() => {
    ticks++
    for (const room of rooms.values()) {
      for (const connection of room) {
        const { kind } = connection.actor
        if (kind === 'visitor' || (kind === 'device' && ticks % 15 !== 0)) continue
        recheck(connection)
      }
    }
  }, recheckEvery_ms)

  return {
    async join(connection, cursor) {
      const room = rooms.get(connection.tenant.id) ?? new Set()
      rooms.set(connection.tenant.id, room)
      room.add(connection)
      platform.metrics.live_connections.inc({ kind: connection.kind })
      connection.send(JSON.stringify({ type: 'hello', cursor: cursor ?? horizon }))
      if (cursor !== null) {
        held.set(connection, [])
        try {
          await replay(platform, connection, cursor, horizon, write, forDevices)
          const late = held.get(connection) ?? []
          held.delete(connection)
          for (const frame of late) write(connection, frame)
        } finally {
          held.delete(connection)
        }
      }
      await stats.greet(connection)
    },
    leave(connection) {
      held.delete(connection)
      const room = rooms.get(connection.tenant.id)
      if (!room?.delete(connection)) return
      platform.metrics.live_connections.dec({ kind: connection.kind })
      if (room.size === 0) rooms.delete(connection.tenant.id)
    },
    endSession(session_id) {
      for (const room of rooms.values()) {
        for (const connection of room)
          if (connection.actor.session_id === session_id) connection.close('refused')
      }
    },
    count: () => [...rooms.values()].reduce((sum, room) => sum + room.size, 0),
    close() {
      closed = true
      clearInterval(poll)
      clearInterval(checks)
      stats.close()
      for (const room of rooms.values()) for (const connection of room) connection.close('gone')
    },
  }
}

const lower = (a: string, b: string): string => (BigInt(a) < BigInt(b) ? a : b)

async function readHorizon(platform: Platform): Promise<string> {
  const { rows } = await platform.app_pool.query(
    'select pg_snapshot_xmin(pg_current_snapshot())::text as horizon',
  )
  return rows[0].horizon
}

/** What happened while the client was away. Repeats are harmless; gaps are not. */
async function replay(
  platform: Platform,
  connection: Connection,
  cursor: string,
  horizon: string,
  push: (connection: Connection, frame: string) => void,
  forDevices: ReadonlySet<string>,
): Promise<void> {
  const reset = () => push(connection, JSON.stringify({ type: 'reset', cursor: horizon }))
  if (!/^\d{1,19}$/.test(cursor)) return reset()
  // Another process may have told of events that this one has not read yet.
  if (BigInt(cursor) > BigInt(horizon) && BigInt(cursor) > BigInt(await readHorizon(platform))) return reset()
  const missed = await inTenant(
    platform,
    { tenant: connection.tenant, actor: connection.actor },
    async (ctx) => {
      const rows = await ctx.transaction.db
        .selectFrom('platform.event')
        .select(['id', 'tenant_id', 'seq', 'txid', 'name', 'site_id', 'permission', 'live', 'at'])
        .where('txid', '>=', cursor)
        .orderBy('txid')
        .orderBy('seq')
        .limit(mostReplayed + 1)
        .execute()
      return rows as LiveEvent[]
    },
  )
  if (missed.length > mostReplayed) return reset()
  for (const event of missed)
    if (mayHear(connection, event, forDevices)) push(connection, frameOf(event, cursor))
}

interface SiteStats {
  /** When the last message left; the pace is kept between messages, not between the readings behind them. */
  sent_at: number
  timer: NodeJS.Timeout | null
  /** A reading is under way: what happens meanwhile is read after it, so that an older one never comes last. */
  reading: boolean
  changed: boolean
}

/** `<module>.stats`: at most one message per subscriber every five seconds, always ending on the latest state. */
function createStats(
  platform: Platform,
  pace_ms: number,
  roomOf: (tenant_id: string) => ReadonlySet<Connection>,
) {
  const sites = new Map<string, SiteStats>()
  const readers = new Map(
    platform.modules.flatMap((m) => (m.live_stats ? [[m.name, m.live_stats] as const] : [])),
  )
  let closed = false
  const wants = (connection: Connection, site_id: string, module: string) =>
    connection.site_id === site_id && connection.actor.permissions.has(`${module}.stats.read`)

  async function frame(tenant: Tenant, site_id: string, module: string): Promise<string> {
    const read = readers.get(module)!
    const figures = await inTenant(platform, { tenant, actor: system, figures: true }, (ctx) =>
      read(ctx, site_id),
    )
    return JSON.stringify({
      type: 'stats.updated',
      module,
      site_id,
      stats: figures,
      at: platform.now().toISOString(),
    })
  }
  function dirty(tenant_id: string, site_id: string, module: string): void {
    if (!readers.has(module) || closed) return
    const key = `${tenant_id}/${site_id}/${module}`
    const state = sites.get(key) ?? { sent_at: 0, timer: null, reading: false, changed: false }
    sites.set(key, state)
    if (state.reading) state.changed = true
    else if (!state.timer) {
      const wait_ms = Math.max(0, state.sent_at + pace_ms - Date.now())
      state.timer = setTimeout(() => void tell(key, state, tenant_id, site_id, module), wait_ms)
    }
  }
  async function tell(
    key: string,
    state: SiteStats,
    tenant_id: string,
    site_id: string,
    module: string,
  ): Promise<void> {
    state.timer = null
    const receivers = () => [...roomOf(tenant_id)].filter((c) => wants(c, site_id, module))
    const tenant = receivers()[0]?.tenant
    if (!tenant) return void sites.delete(key)
    state.reading = true
    state.changed = false
    try {
      const text = await frame(tenant, site_id, module)
      // Asked again: whoever left or lost the right while it was read gets nothing.
      for (const connection of receivers()) connection.send(text)
    } catch (error) {
      platform.log.warn({ err: error }, 'could not compute live figures')
      // The state that could not be read is still owed.
      state.changed = true
    }
    state.sent_at = Date.now()
    state.reading = false
    if (state.changed) dirty(tenant_id, site_id, module)
  }
  return {
    dirty,
    async greet(connection: Connection): Promise<void> {
      if (connection.site_id === null) return
      for (const module of readers.keys()) {
        // Joins the site's rhythm instead of answering at once, or a page that reconnects could be told twice in five seconds.
        if (wants(connection, connection.site_id, module))
          dirty(connection.tenant.id, connection.site_id, module)
      }
    },
    close() {
      closed = true
      for (const { timer } of sites.values()) if (timer) clearTimeout(timer)
    },
  }
}
