import { type InputFor, read, useSend } from '@guichet/kit/api'
import { now } from '@guichet/kit/clock'
import { useOnline } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import type { Endpoint } from '@guichet/platform/contract'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import {
  callTicket,
  cancelTicket,
  closeTicket,
  markNoShow,
  parkTicket,
  pauseTicket,
  reactivateTicket,
  readDesk,
  recallTicket,
  resumeTicket,
  startService,
  type Ticket,
  transferTicket,
  undoStep,
} from '../../contract.ts'
import { type Desk, lastUndoable, placeTicket } from './desk-model.ts'
import { createSerial } from './serial.ts'
import type { Outcome } from './words.ts'

const deskOf = (site_id: string) => read(readDesk, { params: { site_id } })

/** What a step will most likely make of the ticket, shown while the server decides. */
type Guess = (ticket: Ticket, at: string) => Partial<Ticket>

function useStep<E extends Endpoint>(endpoint: E, site_id: string, guess?: Guess) {
  return useSend(endpoint, {
    optimistic(input: InputFor<E>, cache: QueryClient) {
      const key = deskOf(site_id).queryKey
      const before = cache.getQueryData<Desk>(key)
      const id = (input as { params?: { ticket_id?: string } }).params?.ticket_id
      const ticket =
        before && [before.current, ...before.waiting, ...before.parked].find((one) => one?.id === id)
      if (!before || !ticket || !guess) return
      // An answer asked for before this step would put the past back on the screen.
      void cache.cancelQueries({ queryKey: key })
      const after = guess(ticket, new Date(now()).toISOString())
      cache.setQueryData<Desk>(key, placeTicket(before, { ...ticket, ...after }))
      return () => cache.setQueryData(key, before)
    },
  })
}

/** Every step an agent may take with a visitor: shown at once where that is safe, and taken back by one key. */
export function useDeskSteps(site_id: string, desk: Desk) {
  const text = useText('queue')
  const cache = useQueryClient()
  const online = useOnline()
  const [serial] = useState(createSerial)
  const [said, say] = useState('')
  const last = useRef<Ticket | null>(null)
  const close_toast = useRef<(() => void) | null>(null)

  // Somebody else may get the next visitor first, so a call is never guessed.
  const call = useStep(callTicket, site_id)
  const recall = useStep(recallTicket, site_id, (ticket) => ({ calls: ticket.calls + 1 }))
  const start = useStep(startService, site_id, (_, at) => ({ status: 'serving', started_at: at }))
  const close = useStep(closeTicket, site_id, (_, at) => ({
    status: 'completed',
    ended_at: at,
    undo_until: null,
  }))
  const transfer = useStep(transferTicket, site_id, () => ({ status: 'waiting', undo_until: null }))
  const pause = useStep(pauseTicket, site_id, (_, at) => ({ status: 'paused', paused_at: at }))
  const resume = useStep(resumeTicket, site_id, () => ({ status: 'serving', paused_at: null }))
  const park = useStep(parkTicket, site_id, () => ({ status: 'parked', undo_until: null }))
  const absent = useStep(markNoShow, site_id, (_, at) => ({
    status: 'no_show',
    ended_at: at,
    undo_until: null,
  }))
  const reactivate = useStep(reactivateTicket, site_id, () => ({ status: 'waiting' }))
  const cancel = useStep(cancelTicket, site_id, () => ({ status: 'cancelled' }))
  const back = useStep(undoStep, site_id)

  function settle(ticket: Ticket): void {
    last.current = ticket
    cache.setQueryData<Desk>(deskOf(site_id).queryKey, (before) => before && placeTicket(before, ticket))
  }

  function run(
    name: string,
    ticket_id: string | null,
    step: () => Promise<Ticket>,
    tell: (ticket: Ticket) => void,
  ): void {
    if (!online) {
      toast({ text: text('desk.offline_refused') })
      return
    }
    serial.run(name, ticket_id, async () => {
      const ticket = await step()
      settle(ticket)
      tell(ticket)
    })
  }

  function offerUndo(sentence: string, ticket: Ticket, label = text('desk.undo')): void {
    close_toast.current?.()
    const seconds = ticket.undo_until ? Math.floor((Date.parse(ticket.undo_until) - now()) / 1000) : 0
    close_toast.current = toast({
      text: sentence,
      ...(seconds > 0 && {
        seconds,
        action: { label, onPress: () => undo(ticket) },
      }),
    })
  }

  const of = (ticket: Ticket) => ({ params: { ticket_id: ticket.id }, body: {} })

  function undo(
    ticket: Ticket | null = lastUndoable([last.current, desk.current, desk.undoable], now()),
  ): void {
    if (!ticket) {
      say(text('desk.nothing_to_undo'))
      return
    }
    close_toast.current?.()
    run(
      'undo',
      ticket.id,
      () => back.mutateAsync(of(ticket)),
      ({ number }) => {
        close_toast.current = toast({ text: text('desk.undone', { number }) })
      },
    )
  }

  return {
    /** For `role="status"`: what just happened, where nothing on screen says it aloud. */
    said,
    say,
    calling: call.isPending,
    closing: close.isPending,
    call: (counter_id: string, ticket_id?: string) =>
      run(
        'call',
        null, // a counter receives one visitor: a second call meanwhile is a slip, whoever it names
        () => call.mutateAsync({ params: { counter_id }, body: ticket_id ? { ticket_id } : {} }),
        (ticket) =>
          offerUndo(
            text('desk.called', { number: ticket.number, counter: ticket.counter_name ?? '' }),
            ticket,
          ),
      ),
    recall: (ticket: Ticket) =>
      run(
        'recall',
        ticket.id,
        () => recall.mutateAsync(of(ticket)),
        ({ number }) => say(text('desk.recalled', { number })),
      ),
    start: (ticket: Ticket) =>
      run(
        'start',
        ticket.id,
        () => start.mutateAsync(of(ticket)),
        ({ number }) => say(text('desk.started', { number })),
      ),
    close: (ticket: Ticket, outcome: Outcome, note?: string) =>
      run(
        'close',
        ticket.id,
        () => close.mutateAsync({ ...of(ticket), body: note ? { outcome, note } : { outcome } }),
        (done) =>
          offerUndo(text('desk.closed', { number: done.number, outcome: text(`outcome.${outcome}`) }), done),
      ),
    pause: (ticket: Ticket) =>
      run(
        'pause',
        ticket.id,
        () => pause.mutateAsync(of(ticket)),
        ({ number }) => say(text('desk.interrupted', { number })),
      ),
    resume: (ticket: Ticket) =>
      run(
        'resume',
        ticket.id,
        () => resume.mutateAsync(of(ticket)),
        ({ number }) => say(text('desk.resumed', { number })),
      ),
    park: (ticket: Ticket) =>
      run(
        'park',
        ticket.id,
        () => park.mutateAsync(of(ticket)),
        (done) => offerUndo(text('desk.parked', { number: done.number }), done),
      ),
    absent: (ticket: Ticket) =>
      run(
        'absent',
        ticket.id,
        () => absent.mutateAsync(of(ticket)),
        (done) => offerUndo(text('desk.marked_absent', { number: done.number }), done),
      ),
    transfer: (ticket: Ticket, service_id: string, note?: string) =>
      run(
        'transfer',
        ticket.id,
        () => transfer.mutateAsync({ ...of(ticket), body: note ? { service_id, note } : { service_id } }),
        (done) =>
          offerUndo(text('desk.transferred', { number: done.number, service: done.service_name }), done),
      ),
    reactivate: (ticket: Ticket) =>
      run(
        'reactivate',
        ticket.id,
        () => reactivate.mutateAsync(of(ticket)),
        (done) => offerUndo(text('desk.reactivated', { number: done.number }), done),
      ),
    cancel: (ticket: Ticket) =>
      run(
        'cancel',
        ticket.id,
        () => cancel.mutateAsync(of(ticket)),
        (done) => offerUndo(text('desk.cancelled', { number: done.number }), done, text('desk.restore')),
      ),
    undo,
  }
}

export type DeskSteps = ReturnType<typeof useDeskSteps>
