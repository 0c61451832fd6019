import { Code } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { MenuButton, type MenuEntry } from '@guichet/kit/menu'
import { Empty } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Ticket } from '../../contract.ts'
import { AppointmentBadge, PriorityBadge } from './TicketBadges.tsx'
import { LongWaitBadge, Wait } from './Wait.tsx'

interface WaitingListProps {
  tickets: readonly Ticket[]
  count: number
  selected: string | null
  onSelect: (ticket_id: string) => void
  /** Where the organisation lets agents choose whom they call. */
  onCall?: (ticket: Ticket) => void
  actionsFor: (ticket: Ticket) => readonly MenuEntry[]
}

/** Who comes next, in the order of the calls. */
export function WaitingList({ tickets, count, selected, onSelect, onCall, actionsFor }: WaitingListProps) {
  const text = useText('queue')
  const rest = count - tickets.length
  return (
    <Card
      padded={false}
      title={text('desk.waiting_title')}
      actions={
        <span role="status" className="num text-sm text-muted">
          {text('desk.waiting_count', { count })}
        </span>
      }
    >
      {tickets.length === 0 ? (
        <Empty kind="done" title={text('desk.nobody')} note={text('desk.nobody_note')} />
      ) : (
        <ol className="border-t border-line lg:max-h-[calc(100dvh-17rem)] lg:overflow-y-auto">
          {tickets.map((ticket, at) => (
            <Row
              key={ticket.id}
              ticket={ticket}
              next={at === 0}
              selected={ticket.id === selected}
              onSelect={onSelect}
              actions={
                <>
                  {onCall && (
                    <Button
                      size="small"
                      aria-label={text('desk.call_number', { number: ticket.number })}
                      onPress={() => onCall(ticket)}
                    >
                      {text('action.call')}
                    </Button>
                  )}
                  <MenuButton
                    label={text('desk.more_about', { number: ticket.number })}
                    icon="more"
                    variant="quiet"
                    size="small"
                    items={actionsFor(ticket)}
                  />
                </>
              }
            />
          ))}
          {rest > 0 && (
            <li className="px-4 py-2.5 text-sm text-muted">{text('desk.more_waiting', { count: rest })}</li>
          )}
        </ol>
      )}
    </Card>
  )
}

interface RowProps {
  ticket: Ticket
  next: boolean
  selected: boolean
  onSelect: (ticket_id: string) => void
  actions: ReactNode
}

function Row({ ticket, next, selected, onSelect, actions }: RowProps) {
  const text = useText('queue')
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // Chosen by J or K: the reader is told the row, and sees it.
    if (selected && !row.current?.contains(document.activeElement)) row.current?.focus()
  }, [selected])
  return (
    <li
      ref={row}
      tabIndex={-1}
      aria-current={selected ? 'true' : undefined}
      onPointerDown={() => onSelect(ticket.id)}
      className={`flex min-h-14 items-center gap-3 border-b border-line py-1.5 ps-4 pe-2 last:border-b-0 ${
        selected ? 'bg-accent-soft shadow-[inset_3px_0_0_var(--accent)]' : 'hover:bg-sunken'
      }`}
    >
      <span className="w-16 shrink-0">
        <Code>{ticket.number}</Code>
        {next && <span className="block text-sm text-muted">{text('desk.next')}</span>}
      </span>
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 text-sm">{ticket.service_name}</span>
        {ticket.visitor_name && (
          <span className="line-clamp-1 text-sm text-muted">{ticket.visitor_name}</span>
        )}
        <span className="mt-0.5 flex flex-wrap gap-1 empty:hidden">
          <PriorityBadge priority={ticket.priority} />
          <AppointmentBadge ticket={ticket} />
          <LongWaitBadge ticket={ticket} />
        </span>
      </span>
      <span className="shrink-0 text-sm">
        <Wait ticket={ticket} />
      </span>
      <span className="flex shrink-0 items-center gap-0.5">{actions}</span>
    </li>
  )
}
