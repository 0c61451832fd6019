import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { DocumentSummary } from '../contract.ts'

const underway = ['uploading', 'queued', 'reading']

/** Pages are read too often to tell each to every browser: whoever looks at a reading asks how far it is. */
export function usePoll(documents: readonly Pick<DocumentSummary, 'status'>[]): void {
  const cache = useQueryClient()
  const busy = documents.some(({ status }) => underway.includes(status))
  useEffect(() => {
    if (!busy) return
    const timer = setInterval(() => {
      if (globalThis.document.visibilityState === 'visible')
        void cache.invalidateQueries({ queryKey: ['documents'] })
    }, 1_500)
    return () => clearInterval(timer)
  }, [busy, cache])
}
