import type { Api } from '@guichet/kit/client'
import type { ReplyOf } from '@guichet/platform/contract'
import { useEffect, useRef, useState } from 'react'
import { listChoices } from '../../contract.ts'
import { isUnpaired, type Paired, useHall } from '@guichet/kit/device-link'
import { createRefetch } from './refetch.ts'

export type Choices = ReplyOf<typeof listChoices>

const jitter_ms = 2_000
/** Opening hours change without an event. */
const unasked_ms = 30_000

/** Services to choose among, kept fresh by the hall's feed. */
export function useChoices(paired: Paired): { api: Api; choices: Choices | null; offline: boolean } {
  const [choices, setChoices] = useState<Choices | null>(null)
  const [failed, setFailed] = useState(false)
  const refetch = useRef<ReturnType<typeof createRefetch> | null>(null)
  const { api, live } = useHall(paired, {
    onEvent: ({ name }) => void (/^(queue|organisation)\./.test(name) && refetch.current?.soon()),
    onReset: () => refetch.current?.soon(),
  })
  const { site_id } = paired.device
  useEffect(() => {
    const asking = createRefetch(async () => {
      try {
        setChoices(await api.request(listChoices, { params: { site_id } }))
        setFailed(false)
      } catch (error) {
        if (isUnpaired(error)) location.replace('/device')
        else setFailed(true)
      }
    }, jitter_ms)
    refetch.current = asking
    asking.now()
    const unasked = setInterval(() => asking.soon(), unasked_ms)
    return () => {
      clearInterval(unasked)
      asking.end()
    }
  }, [api, site_id])
  // While unheard, asking is what finds the way back; once heard again, what we know may be old.
  useEffect(() => {
    if (!failed) return
    const timer = setInterval(() => refetch.current?.soon(), 3_000)
    return () => clearInterval(timer)
  }, [failed])
  return { api, choices, offline: failed || live.kind === 'stale' }
}
