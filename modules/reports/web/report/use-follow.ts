import { getApi } from '@guichet/kit/api'
import { useLocale } from '@guichet/kit/texts'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type LogLine, type Report, streamReport } from '../../contract.ts'
import { isOver } from '../words.ts'

export interface State {
  status: Report['status']
  stage: Report['stage']
  percent: number
}

/** A proxy that has passed nothing on by then keeps everything to the end: shorter streams get through it. */
const patience_ms = 4_000
const short_hold_s = 2

/** How the report goes on from what is known: the state now, and every line of its log, none twice. */
export function useFollow(report: Report): { state: State; log: LogLine[] } {
  const cache = useQueryClient()
  const locale = useLocale()
  const [state, setState] = useState<State>(report)
  const [lines, setLines] = useState<readonly LogLine[]>([])
  const over = isOver(report.status)
  const { id } = report
  const known = report.log.at(-1)?.number ?? 0

  useEffect(() => {
    if (over) return
    let source: EventSource | null = null
    let timer: ReturnType<typeof setTimeout> | undefined
    let after = known
    let closed = false
    const open = (hold_s: number | undefined) => {
      source?.close()
      source = new EventSource(
        getApi().address(streamReport, { params: { report_id: id }, query: { after, hold_s, locale } }),
      )
      let heard = false
      const hear = () => {
        heard = true
      }
      source.addEventListener('open', () => clearTimeout(timer))
      source.addEventListener('log', (event) => {
        hear()
        const line = JSON.parse(event.data as string) as LogLine
        after = Math.max(after, line.number)
        setLines((before) =>
          before.some(({ number }) => number === line.number) ? before : [...before, line],
        )
      })
      source.addEventListener('beat', hear)
      source.addEventListener('state', (event) => {
        hear()
        const next = JSON.parse(event.data as string) as State
        setState(next)
        if (!isOver(next.status)) return
        closed = true
        source?.close()
        void cache.invalidateQueries({ queryKey: ['reports'] })
      })
      if (hold_s === undefined)
        timer = setTimeout(() => {
          if (!heard && !closed) open(short_hold_s)
        }, patience_ms)
    }
    open(undefined)
    return () => {
      closed = true
      clearTimeout(timer)
      source?.close()
    }
    // `known` only says where to begin.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [id, over, locale, cache, report.started_at])

  const log = [...report.log, ...lines.filter(({ number }) => number > known)]
  return { state: over ? report : state, log }
}
