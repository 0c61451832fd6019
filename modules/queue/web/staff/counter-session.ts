import { read, useSend } from '@guichet/kit/api'
import { useQueryClient } from '@tanstack/react-query'
import {
  closeCounter,
  type CounterSession,
  openCounter,
  pauseCounter,
  readDesk,
  resumeCounter,
} from '../../contract.ts'
import type { Desk } from './desk-model.ts'

const kept = (site_id: string) => `guichet_counter_${site_id}`

/** The counter this device's agent sat at last. */
export function usualCounter(site_id: string): string | null {
  return localStorage.getItem(kept(site_id))
}

/** Taking, resting and leaving a counter. */
export function useCounterSession(site_id: string, session: CounterSession | null) {
  const cache = useQueryClient()
  function keep(next: CounterSession | null): void {
    const key = read(readDesk, { params: { site_id } }).queryKey
    cache.setQueryData<Desk>(key, (before) => before && { ...before, session: next })
  }

  const open = useSend(openCounter, {
    onDone(next) {
      localStorage.setItem(kept(site_id), next.counter_id)
      keep(next)
    },
  })
  const close = useSend(closeCounter, { onDone: () => keep(null) })
  const pause = useSend(pauseCounter, { onDone: keep })
  const resume = useSend(resumeCounter, { onDone: keep })
  const params = session && { params: { counter_id: session.counter_id } }

  return {
    opening: open.isPending ? (open.variables?.params.counter_id ?? null) : null,
    open: (counter_id: string) => {
      if (!open.isPending) open.mutate({ params: { counter_id } })
    },
    close: () => {
      if (params && !close.isPending) close.mutate(params)
    },
    pause: (reason: string, returns_in_minutes: number | null) => {
      if (params && !pause.isPending)
        pause.mutate({
          ...params,
          body: { ...(reason && { reason }), ...(returns_in_minutes !== null && { returns_in_minutes }) },
        })
    },
    resume: () => {
      if (params && !resume.isPending) resume.mutate(params)
    },
  }
}
