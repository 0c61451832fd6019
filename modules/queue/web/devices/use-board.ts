import type { LiveState } from '@guichet/kit/live-client'
import { now } from '@guichet/kit/clock'
import type { ReplyOf } from '@guichet/platform/contract'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { readBoard } from '../../contract.ts'
import { fresh_ms, heardIn, most_listed, withListed, type BoardCall } from './board-calls.ts'
import { isUnpaired, type Paired, useHall } from '@guichet/kit/device-link'
import { createRefetch } from './refetch.ts'
import { emptyTakeover, nextStep, stepped, type Takeover, withCall, withoutTicket } from './takeover.ts'

export type Board = ReplyOf<typeof readBoard>

const jitter_ms = 2_000
/** Opening hours and the like change without an event. */
const unasked_ms = 60_000

export interface BoardNews {
  onBoard: (board: Board) => void
  onCall: (call: BoardCall) => void
  onRetract: (ticket_id: string) => void
}

/** What the display shows: news at once as it is heard, and the server's truth a moment later. */
export function useBoard(
  paired: Paired,
  news: BoardNews,
): { board: Board | null; calls: readonly BoardCall[]; takeover: Takeover; live: LiveState } {
  const [board, setBoard] = useState<Board | null>(null)
  const [calls, setCalls] = useState<readonly BoardCall[]>([])
  const [takeover, setTakeover] = useState<Takeover>(emptyTakeover)
  /** Counts calls and retractions: an answer that was on its way meanwhile knows less than we do. */
  const heard = useRef(0)
  const refetch = useRef<ReturnType<typeof createRefetch> | null>(null)

  const { api, live } = useHall(paired, {
    onReset: () => refetch.current?.soon(),
    onEvent(event) {
      const meaning = heardIn(event)
      if (!meaning) return
      const at = performance.now()
      if (meaning.kind === 'called' && now() - Date.parse(event.at) < fresh_ms) {
        const { call } = meaning
        heard.current++
        setCalls((list) => withListed(list, call))
        setTakeover((shown) => withCall(shown, call, at))
        news.onCall(call)
      } else if (meaning.kind === 'retracted') {
        const { ticket_id } = meaning
        heard.current++
        setCalls((list) => list.filter((one) => one.ticket_id !== ticket_id))
        setTakeover((shown) => withoutTicket(shown, ticket_id, at))
        news.onRetract(ticket_id)
      }
      refetch.current?.soon()
    },
  })

  const { site_id } = paired.device
  const tellBoard = useEffectEvent(news.onBoard)
  useEffect(() => {
    const asking = createRefetch(async () => {
      const known = heard.current
      try {
        const answer = await api.request(readBoard, { params: { site_id } })
        setBoard(answer)
        tellBoard(answer)
        if (known === heard.current) setCalls(listed(answer))
      } catch (error) {
        if (isUnpaired(error)) location.replace('/device')
        // Otherwise what is shown stays, and its age is told.
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

  useEffect(() => {
    const wait = nextStep(takeover, performance.now())
    if (wait === null) return
    const timer = setTimeout(() => setTakeover((shown) => stepped(shown, performance.now())), wait + 20)
    return () => clearTimeout(timer)
  }, [takeover])

  return useMemo(() => ({ board, calls, takeover, live }), [board, calls, takeover, live])
}

const listed = ({ calls }: Board): BoardCall[] =>
  calls.slice(0, most_listed).map(({ ticket_id, number, counter_name, status }) => ({
    ticket_id,
    number,
    counter_name,
    awaited: status === 'called',
  }))
