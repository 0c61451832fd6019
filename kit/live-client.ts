/** A fact from the server: its name and identifiers, never rows. */
export interface LiveEvent {
  type: 'event'
  name: string
  site_id: string | null
  ids: Record<string, string>
  facts: Record<string, string | number | boolean | null>
  at: string
  cursor: string
}

export interface LiveStats {
  type: 'stats.updated'
  site_id: string
  stats: Record<string, unknown>
}

export interface LiveState {
  /** `resuming` for the first five seconds without a line, `stale` from then on. */
  kind: 'live' | 'resuming' | 'stale'
  /** When the server was last heard, in epoch milliseconds; 0 before the first time. */
  heard_at: number
}

export interface LiveOptions {
  /** The address without cursor: `/api/v1/tenants/x/live?site_id=…`. */
  url: string
  onEvent: (event: LiveEvent) => void
  onStats?: (stats: LiveStats) => void
  /** The first greeting: whatever was asked for before it may lack what happened since. */
  onJoined?: () => void
  /** Too much was missed to be told: fetch everything again. */
  onReset: () => void
  onState?: (state: LiveState) => void
  /** The server closed the line on purpose: the session has ended, or the site is not ours to see. */
  onRefused?: () => void
  open?: (url: string) => WebSocket
  random?: () => number
}

const silence_ms = 35_000 // two pings of 15 s may be lost
const grace_ms = 5_000
const longest_wait_ms = 30_000

/** Keeps one line to the server open, and resumes after a break from the last thing it was told. */
export function connectLive(options: LiveOptions): { close: () => void; nudge: () => void } {
  const open = options.open ?? ((url: string) => new WebSocket(url))
  const random = options.random ?? Math.random
  let socket: WebSocket | null = null
  let cursor: string | null = null
  let attempt = 0
  let heard_at = 0
  let closed = false
  let retry: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let grace: ReturnType<typeof setTimeout> | undefined
  let shown: LiveState['kind'] | undefined

  function show(kind: LiveState['kind']): void {
    if (closed || (kind === shown && kind !== 'live')) return
    shown = kind
    options.onState?.({ kind, heard_at })
  }

  function connect(): void {
    clearTimeout(retry)
    retry = undefined
    const address = new URL(options.url, location.href)
    address.protocol = address.protocol.replace('http', 'ws')
    if (cursor !== null) address.searchParams.set('cursor', cursor)
    const line = open(address.href)
    socket = line
    // A line that neither opens nor fails (a captive portal) is given up like a silent one.
    listen(line)
    line.addEventListener('message', (message) => line === socket && receive(line, String(message.data)))
    line.addEventListener('close', ({ code }) => {
      if (line !== socket) return
      const refused = code === 4401 || code === 4403
      if (refused) attempt = 20 // asking again at once would get the same answer
      lost()
      if (refused) options.onRefused?.()
    })
  }

  function listen(line: WebSocket): void {
    clearTimeout(silence)
    silence = setTimeout(() => {
      if (line !== socket) return
      // The close event of a dead line may itself take minutes.
      line.close()
      lost()
    }, silence_ms)
  }

  function receive(line: WebSocket, written: string): void {
    heard_at = Date.now()
    listen(line)
    const message = JSON.parse(written) as
      | { type: 'hello' | 'reset'; cursor: string }
      | { type: 'ping' }
      | LiveEvent
      | LiveStats
    if (message.type === 'hello' && cursor === null) options.onJoined?.()
    // A greeting names the newest event; ours is older until what was missed has been told.
    if ('cursor' in message && !(message.type === 'hello' && cursor !== null)) cursor = message.cursor
    if (message.type === 'ping') line.send('{"type":"pong"}')
    else if (message.type === 'event') options.onEvent(message)
    else if (message.type === 'stats.updated') options.onStats?.(message)
    else if (message.type === 'reset') options.onReset()
    if (message.type === 'hello') attempt = 0
    clearTimeout(grace)
    grace = undefined
    show('live')
  }

  function lost(): void {
    socket = null
    clearTimeout(silence)
    if (closed) return
    show(shown === 'stale' ? 'stale' : 'resuming')
    grace ??= setTimeout(() => show('stale'), grace_ms)
    // Full jitter: after a restart of the server its screens return spread out.
    retry ??= setTimeout(connect, random() * Math.min(longest_wait_ms, 500 * 2 ** attempt++))
  }

  function nudge(): void {
    if (closed || document.visibilityState === 'hidden') return
    if (!socket) {
      attempt = 0
      connect()
    } else if (Date.now() - heard_at > 20_000) {
      // The machine slept: the line looks open and is not.
      socket.close()
      lost()
    }
  }

  window.addEventListener('online', nudge)
  document.addEventListener('visibilitychange', nudge)
  show('resuming')
  grace = setTimeout(() => show('stale'), grace_ms)
  connect()

  return {
    nudge,
    close() {
      closed = true
      for (const timer of [retry, silence, grace]) clearTimeout(timer)
      window.removeEventListener('online', nudge)
      document.removeEventListener('visibilitychange', nudge)
      socket?.close()
      socket = null
    },
  }
}
