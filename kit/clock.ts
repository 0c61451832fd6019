import { useSyncExternalStore } from 'react'

let ahead_ms = 0

/**
 * Learns how far this device's clock is off from an answer's `Date` header. Shared desks and cheap
 * tablets are minutes wrong, and a wait of −3 min would be shown.
 */
export function noteServerTime(header: string | null): void {
  const server = header ? Date.parse(header) : Number.NaN
  if (Number.isNaN(server)) return
  const off = server - Date.now()
  // The header has whole seconds and the answer took time to arrive: small differences are noise.
  ahead_ms = Math.abs(off) < 3000 ? 0 : off
}

/** Milliseconds since 1970 as the server counts them. */
export function now(): number {
  return Date.now() + ahead_ms
}

const every_second = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  every_second.add(listener)
  timer ??= setInterval(() => every_second.forEach((tell) => tell()), 1000)
  return () => {
    every_second.delete(listener)
    if (every_second.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The present, rounded down to `step_ms`, so that a component renders only when its text may change. */
export function useNow(step_ms = 1000): number {
  return useSyncExternalStore(subscribe, () => Math.floor(now() / step_ms) * step_ms)
}
