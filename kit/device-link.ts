import { createApi, NetworkError, ProblemError, type Api } from './client.ts'
import { connectLive, type LiveEvent, type LiveState } from './live-client.ts'
import { currentLocale, setLocale } from './texts.ts'
import { setTenantColours } from './theme.ts'
import { readThisDevice } from '@guichet/platform/auth-contract'
import type { ReplyOf } from '@guichet/platform/contract'
import { useEffect, useEffectEvent, useMemo, useState } from 'react'

export type Paired = ReplyOf<typeof readThisDevice>
export type DeviceKind = Paired['device']['kind']

const screens: Record<DeviceKind, string> = {
  kiosk: '/device/kiosk',
  display: '/device/tv',
  counter: '/device/counter',
}
export const screenOf = (kind: DeviceKind): string => screens[kind]

/** Speaks as the device, also in the browser of somebody who is signed in beside it. */
export const apiFor = (slug: string | null): Api =>
  createApi({ tenant: () => slug, locale: currentLocale, as: 'device' })

/** A device that was revoked, or never paired, shows its code again. */
export const isUnpaired = (error: unknown): boolean =>
  error instanceof ProblemError && [401, 403, 404].includes(error.problem.status)
export const isLost = (error: unknown): boolean =>
  error instanceof NetworkError || (error instanceof ProblemError && error.problem.status >= 500)

const again_ms = 5_000

/** Who this screen is; tries for as long as it takes, because nobody stands beside it to press "retry". */
export function useDevice(kind: DeviceKind): { paired: Paired | null; unreachable: boolean } {
  const [paired, setPaired] = useState<Paired | null>(null)
  const [unreachable, setUnreachable] = useState(false)
  useEffect(() => {
    let ended = false
    let retry: ReturnType<typeof setTimeout> | undefined
    const api = apiFor(null)
    async function ask(): Promise<void> {
      try {
        const answer = await api.request(readThisDevice, {})
        if (ended) return
        if (answer.device.kind !== kind) return location.replace(screenOf(answer.device.kind))
        setTenantColours(answer.tenant.accent)
        await setLocale(answer.tenant.locale)
        setPaired(answer)
      } catch (error) {
        if (ended) return
        if (isUnpaired(error)) return location.replace('/device')
        setUnreachable(true)
        retry = setTimeout(() => void ask(), again_ms)
      }
    }
    void ask()
    return () => {
      ended = true
      clearTimeout(retry)
    }
  }, [kind])
  return { paired, unreachable: unreachable && paired === null }
}

/** The hall's feed for this device's site, and the client that speaks for it. */
export function useHall(
  { device, tenant }: Paired,
  hear: { onEvent: (event: LiveEvent) => void; onReset: () => void },
): { api: Api; live: LiveState } {
  const api = useMemo(() => apiFor(tenant.slug), [tenant.slug])
  const [live, setLive] = useState<LiveState>({ kind: 'resuming', heard_at: 0 })
  const onReset = useEffectEvent(hear.onReset)
  const onEvent = useEffectEvent((event: LiveEvent) => {
    // Renamed, given other settings, or taken away: start again as what it is now.
    if (event.name === 'platform.device_changed' && event.ids.device_id === device.id)
      return location.reload()
    hear.onEvent(event)
  })
  useEffect(() => {
    let last: LiveState['kind'] = 'resuming'
    const line = connectLive({
      url: `/api/v1/tenants/${tenant.slug}/live?site_id=${device.site_id}&as=device`,
      onEvent: (event) => onEvent(event),
      onReset: () => onReset(),
      onJoined: () => onReset(),
      onState(state) {
        // Every message is a state: a screen that hears a thousand a day need not be drawn for each.
        if (state.kind !== last || state.kind !== 'live') setLive(state)
        if (state.kind === 'live' && last === 'stale') onReset()
        last = state.kind
      },
    })
    return () => line.close()
  }, [tenant.slug, device.site_id])
  return { api, live }
}

/** Keeps the panel lit, where the browser can. */
export function useScreenOn(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null
    const hold = (): void => {
      if (document.visibilityState === 'hidden') return
      navigator.wakeLock?.request('screen').then(
        (held) => (lock = held),
        () => undefined, // refused on a low battery: not ours to insist
      )
    }
    hold()
    document.addEventListener('visibilitychange', hold)
    return () => {
      document.removeEventListener('visibilitychange', hold)
      void lock?.release()
    }
  }, [])
}
