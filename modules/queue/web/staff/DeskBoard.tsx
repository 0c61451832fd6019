import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import type { MenuEntry } from '@guichet/kit/menu'
import { MenuButton } from '@guichet/kit/menu'
import { Notice, Page, useOnline } from '@guichet/kit/page'
import { useSite } from '@guichet/kit/session'
import { useText } from '@guichet/kit/texts'
import { useEffect, useRef, useState } from 'react'
import type { Ticket } from '../../contract.ts'
import { CounterChoice, ownCounter } from './CounterChoice.tsx'
import { useCounterSession, usualCounter } from './counter-session.ts'
import { CurrentVisitor } from './CurrentVisitor.tsx'
import { DeskActions, type VisitorActs } from './DeskActions.tsx'
import { type Desk, type DeskState, deskState, neighbour } from './desk-model.ts'
import { useDeskKeys } from './desk-keys.ts'
import { useDeskSteps } from './desk-steps.ts'
import { FreeDesk } from './FreeDesk.tsx'
import { useNoteDraft } from './note-draft.ts'
import { ParkedList } from './ParkedList.tsx'
import { PauseDialog } from './PauseDialog.tsx'
import { TransferDialog } from './TransferDialog.tsx'
import { WaitingList } from './WaitingList.tsx'

export function DeskBoard({ site_id, desk }: { site_id: string; desk: Desk }) {
  const text = useText('queue')
  const steps = useDeskSteps(site_id, desk)
  const counter = useCounterSession(site_id, desk.session)
  const state = deskState(desk, site_id)
  // A visitor who stands at a counter of another site is looked after there.
  const here = state !== 'elsewhere'
  const current = here ? desk.current : null
  const session = here ? desk.session : null
  const [selected, select] = useState<string | null>(null)
  const [transferring, setTransferring] = useState<Ticket | null>(null)
  const [choosing_pause, choosePause] = useState(false)
  const draft = useNoteDraft(current)
  useFocusFollows(state)

  const chosen = desk.waiting.find((ticket) => ticket.id === selected) ?? null
  const own = ownCounter(desk.counters, usualCounter(site_id))
  const may_call = state === 'free' && session !== null

  function callNext() {
    if (may_call) steps.call(session.counter_id)
    else if (current) steps.say(text('desk.finish_first', { number: current.number }))
    else if (!here) steps.say(text('desk.elsewhere_note'))
    else steps.say(text(state === 'resting' ? 'desk.resume_first' : 'desk.open_first'))
  }
  const pick =
    desk.may_pick && may_call ? (ticket: Ticket) => steps.call(session.counter_id, ticket.id) : undefined

  const acts: VisitorActs | null = current && {
    start: () => steps.start(current),
    recall: () => steps.recall(current),
    absent: () => steps.absent(current),
    close: (outcome) => steps.close(current, outcome, draft.whole),
    pause: () => steps.pause(current),
    resume: () => steps.resume(current),
    transfer: () => setTransferring(current),
    park: () => steps.park(current),
  }

  useDeskKeys({
    state,
    acts,
    callNext,
    callChosen: pick && chosen ? () => pick(chosen) : undefined,
    undo: () => steps.undo(),
    move: (by) =>
      select(
        neighbour(
          desk.waiting.map((ticket) => ticket.id),
          selected,
          by,
        ),
      ),
    transferChosen: chosen ? () => setTransferring(chosen) : undefined,
    restOrResume: state === 'resting' ? counter.resume : () => choosePause(true),
    open: own && (() => counter.open(own.id)),
  })

  const actionsFor = (ticket: Ticket): MenuEntry[] => [
    {
      id: 'transfer',
      label: text('action.transfer'),
      icon: 'transfer',
      onPress: () => setTransferring(ticket),
    },
    ...(ticket.status === 'waiting'
      ? [{ id: 'park', label: text('action.park'), icon: 'file' as const, onPress: () => steps.park(ticket) }]
      : [
          {
            id: 'reactivate',
            label: text('action.reactivate'),
            icon: 'undo' as const,
            onPress: () => steps.reactivate(ticket),
          },
        ]),
    { id: 'cancel', label: text('action.cancel'), icon: 'close', onPress: () => steps.cancel(ticket) },
  ]

  return (
    <Page
      title={session?.counter_name ?? text('desk.title')}
      status={session && <SessionBadge status={session.status} />}
      note={text('desk.served_today', { count: desk.served_today })}
      actions={
        session && (
          <>
            {state === 'free' && (
              <Button icon="pause" shortcut="P" onPress={() => choosePause(true)}>
                {text('desk.pause_counter')}
              </Button>
            )}
            <MenuButton
              label={text('desk.counter_menu')}
              icon="more"
              items={[
                {
                  id: 'close',
                  label: text('desk.close_counter'),
                  icon: 'door',
                  note: current ? text('desk.finish_first', { number: current.number }) : undefined,
                  isDisabled: current !== null,
                  onPress: counter.close,
                },
              ]}
            />
          </>
        )
      }
      width="full"
    >
      <OfflineAdvice current={current} />
      <p role="status" className="sr-only">
        {steps.said}
      </p>
      <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(21rem,26rem)]">
        <div className="min-w-0">
          {current && acts ? (
            <CurrentVisitor ticket={current} note={draft.note} onNote={draft.write}>
              <DeskActions state={state as 'called' | 'serving' | 'interrupted'} acts={acts} />
            </CurrentVisitor>
          ) : state === 'elsewhere' ? (
            <Elsewhere session={desk.session!} />
          ) : state === 'closed' ? (
            <CounterChoice
              counters={desk.counters}
              own={own}
              opening={counter.opening}
              onOpen={counter.open}
            />
          ) : (
            <FreeDesk
              resting={state === 'resting'}
              reason={session?.pause_reason ?? null}
              returns_at={session?.returns_at ?? null}
              next={desk.waiting[0]}
              busy={steps.calling}
              onCall={callNext}
              onResume={counter.resume}
            />
          )}
        </div>
        {here && (
          <div className="min-w-0">
            <WaitingList
              tickets={desk.waiting}
              count={desk.waiting_count}
              selected={selected}
              onSelect={select}
              onCall={pick}
              actionsFor={actionsFor}
            />
            <ParkedList
              tickets={desk.parked}
              onCall={may_call ? (ticket) => steps.call(session.counter_id, ticket.id) : undefined}
              onReturn={steps.reactivate}
              actionsFor={actionsFor}
            />
          </div>
        )}
      </div>
      {transferring && (
        <TransferDialog
          ticket={transferring}
          services={desk.services}
          note={transferring.id === current?.id ? draft.note : ''}
          onTransfer={(service_id, note) => steps.transfer(transferring, service_id, note)}
          onClose={() => setTransferring(null)}
        />
      )}
      {choosing_pause && <PauseDialog onPause={counter.pause} onClose={() => choosePause(false)} />}
    </Page>
  )
}

function SessionBadge({ status }: { status: 'open' | 'paused' | 'closed' }) {
  const text = useText('queue')
  return (
    <Badge tone={status === 'open' ? 'success' : 'warning'} icon={status === 'paused' ? 'pause' : undefined}>
      {text(`session.${status}`)}
    </Badge>
  )
}

/** Says what can still be done, next to the frame's own banner. */
function OfflineAdvice({ current }: { current: Ticket | null }) {
  const text = useText('queue')
  const online = useOnline()
  if (online) return null
  return (
    <Notice tone="info" title={text('desk.offline_title')}>
      {current ? text('desk.offline_current', { number: current.number }) : text('desk.offline_free')}
    </Notice>
  )
}

function Elsewhere({ session }: { session: NonNullable<Desk['session']> }) {
  const text = useText('queue')
  const { sites, setSite } = useSite()
  const site = sites.find((one) => one.id === session.site_id)
  return (
    <Card title={text('desk.elsewhere', { counter: session.counter_name, site: site?.name ?? '' })}>
      <p className="mb-4 text-muted">{text('desk.elsewhere_note')}</p>
      {site && (
        <Button id="desk-primary" variant="primary" onPress={() => setSite(site.id)}>
          {text('desk.go_there', { site: site.name })}
        </Button>
      )}
    </Card>
  )
}

/** The button that had the focus is gone with its state: its successor takes it, unless the person is elsewhere. */
function useFocusFollows(state: DeskState): void {
  const before = useRef(state)
  useEffect(() => {
    if (before.current === state) return
    before.current = state
    const active = document.activeElement
    if (!active || active === document.body || active.tagName === 'H1')
      document.getElementById('desk-primary')?.focus({ preventScroll: true })
  }, [state])
}
