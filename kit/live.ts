import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { getApi } from './api.ts'
import { connectLive, type LiveEvent, type LiveState, type LiveStats } from './live-client.ts'

export type { LiveEvent, LiveState, LiveStats } from './live-client.ts'

let state: LiveState = { kind: 'resuming', heard_at: 0 }
const onState = new Set<() => void>()
const handlers = new Set<(event: LiveEvent | LiveStats) => void>()

/** Held open by the shell, one line for the site one works in. */
export function useLiveLine(site_id: string | null): void {
  const cache = useQueryClient()
  const tenant = getApi().tenant()
  useEffect(() => {
    if (!tenant) return
    const refresh = refresher(cache)
    const query = site_id ? `?site_id=${encodeURIComponent(site_id)}` : ''
    const line = connectLive({
      url: `/api/v1/tenants/${encodeURIComponent(tenant)}/live${query}`,
      onEvent(event) {
        refresh.note(event.name)
        handlers.forEach((handle) => handle(event))
      },
      onStats: (stats) => handlers.forEach((handle) => handle(stats)),
      onJoined: () => refetchEarlier(cache),
      onReset: () => void cache.invalidateQueries(),
      // The session tells: it has ended, or the role has changed.
      onRefused: () => void cache.invalidateQueries({ queryKey: ['me'] }),
      onState(next) {
        // Every message renews `heard_at`; only a change of kind is worth a render.
        const changed = next.kind !== state.kind
        state = next
        if (changed) onState.forEach((tell) => tell())
      },
    })
    return () => {
      line.close()
      refresh.stop()
    }
  }, [cache, tenant, site_id])
}

/** Asks again for what was asked before the line was open: news between the answer and the line went unheard. */
function refetchEarlier(cache: QueryClient): void {
  for (const query of cache.getQueryCache().getAll()) {
    // What one may do is decided anew by the server at each request: asking twice at every load buys nothing.
    if (query.queryKey[0] === 'me') continue
    const again = () => void cache.invalidateQueries({ predicate: (one) => one === query })
    // A first answer still on its way is as old; asking a second time meanwhile would only join it.
    if (query.state.fetchStatus === 'idle') again()
    else query.promise?.then(again, () => undefined)
  }
}

/** What every module shows: names of places, services and people, opening hours, what one may do. */
const shared =
  /^(organisation\.(site|service|counter|agent|hours|organisation)_changed|platform\.(member_changed|invitation_accepted))$/

/**
 * Turns events into refetches: a burst becomes one, 150 ms after its first event and never more often
 * than twice a second, whatever the site's pace.
 */
function refresher(cache: QueryClient) {
  const stale = new Set<string>()
  let all_stale = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let flushed_at = 0

  function flush(): void {
    timer = undefined
    flushed_at = Date.now()
    // Unseen pages only learn that they are stale; they fetch when looked at.
    const refetchType = document.visibilityState === 'hidden' ? 'none' : 'active'
    if (all_stale) void cache.invalidateQueries({ refetchType })
    else for (const module of stale) void cache.invalidateQueries({ queryKey: [module], refetchType })
    stale.clear()
    all_stale = false
  }

  return {
    note(event: string) {
      stale.add(event.split('.')[0]!)
      all_stale ||= shared.test(event)
      timer ??= setTimeout(flush, Math.max(150, 500 - (Date.now() - flushed_at)))
    },
    stop: () => clearTimeout(timer),
  }
}

/** For pages that want the event itself, to announce or to move something. Reads refresh without this. */
export function useLive(handle: (event: LiveEvent | LiveStats) => void): void {
  const latest = useRef(handle)
  useEffect(() => {
    latest.current = handle
  })
  useEffect(() => {
    const listener = (event: LiveEvent | LiveStats) => latest.current(event)
    handlers.add(listener)
    return () => void handlers.delete(listener)
  }, [])
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (listener) => {
      onState.add(listener)
      return () => onState.delete(listener)
    },
    () => state,
  )
}
