import { NetworkError, ProblemError, request } from '@guichet/kit/api'
import { tenantInPath } from '@guichet/kit/link'
import { useLive } from '@guichet/kit/live'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type Count, enterCounts, readCount } from '../../counts/contract.ts'
import { keepCount, keepEntries, keptCount } from './count-store.ts'
import { decide, type Entries, enter, settle, toSend } from './outbox.ts'

interface CountState {
  count: Count | null
  entries: Entries
  /** The list comes from this device because the server could not be reached. */
  offline: boolean
  seen_at: string | null
  problem: ProblemError | null
}

/**
 * A count that does not need the network: the list and what is counted live in this device, and what is to
 * be sent goes when the network is back, when the page is looked at, at the start and every thirty seconds.
 */
export function useCount(id: string) {
  const key = `${tenantInPath() ?? ''}/${id}`
  const [state, setState] = useState<CountState>({
    count: null,
    entries: {},
    offline: false,
    seen_at: null,
    problem: null,
  })
  const entries = useRef<Entries>({})
  const sending = useRef(false)

  const change = useCallback(
    (next: Entries) => {
      entries.current = next
      setState((now) => ({ ...now, entries: next }))
      void keepEntries(key, next)
    },
    [key],
  )

  const load = useCallback(async () => {
    try {
      const count = await request(readCount, { params: { count_session_id: id } })
      await keepCount(key, count)
      setState((now) => ({ ...now, count, offline: false, seen_at: new Date().toISOString(), problem: null }))
    } catch (error) {
      if (error instanceof NetworkError) setState((now) => ({ ...now, offline: true }))
      else if (error instanceof ProblemError) setState((now) => ({ ...now, problem: error }))
      else throw error
    }
  }, [id, key])

  const flush = useCallback(async () => {
    const sent = toSend(entries.current)
    if (sent.length === 0 || sending.current || !navigator.onLine) return
    sending.current = true
    try {
      const reply = await request(enterCounts, {
        params: { count_session_id: id },
        body: {
          entries: sent.map(({ line_id, counted, counted_at, revision }) => ({
            line_id,
            counted,
            counted_at,
            revision,
          })),
        },
      })
      change(settle(entries.current, sent, reply))
      await load()
    } catch (error) {
      if (error instanceof NetworkError) setState((now) => ({ ...now, offline: true }))
      else if (error instanceof ProblemError) setState((now) => ({ ...now, problem: error }))
      else throw error
    } finally {
      sending.current = false
    }
  }, [change, id, load])

  useEffect(() => {
    void keptCount(key)
      .then(({ kept, entries: mine }) => {
        entries.current = { ...mine, ...entries.current }
        setState((now) => ({
          ...now,
          entries: entries.current,
          ...(kept && !now.count && { count: kept.count, seen_at: kept.seen_at }),
        }))
      })
      .finally(() => void load().then(flush))
    const again = () => void flush()
    const looked = () => document.visibilityState === 'visible' && again()
    const timer = setInterval(again, 30_000)
    window.addEventListener('online', again)
    document.addEventListener('visibilitychange', looked)
    return () => {
      clearInterval(timer)
      window.removeEventListener('online', again)
      document.removeEventListener('visibilitychange', looked)
    }
  }, [flush, key, load])

  useLive((event) => {
    if (event.type === 'event' && event.name.startsWith('stock.count') && event.ids.count_session_id === id)
      void load()
  })

  return {
    ...state,
    load,
    enter: (line_id: string, counted: number): void => {
      const line = state.count?.items.find((one) => one.id === line_id)
      if (!line) return
      change(enter(entries.current, line, counted, new Date()))
      void flush()
    },
    decide: (line_id: string, whose: 'mine' | 'theirs'): void => {
      change(decide(entries.current, line_id, whose, new Date()))
      void flush()
    },
  }
}
