import { Badge } from '@guichet/kit/badge'
import { useNow } from '@guichet/kit/clock'
import { TextField } from '@guichet/kit/form'
import { Icon } from '@guichet/kit/icon'
import { useFormats, useText } from '@guichet/kit/texts'
import type { ReactNode } from 'react'
import type { Ticket } from '../../contract.ts'
import { useMinutes } from './minutes.ts'
import { AppointmentBadge, PriorityBadge, StatusBadge } from './TicketBadges.tsx'
import { WhyThisTicket } from './WhyThisTicket.tsx'
import { visitSeconds, waitedSeconds } from './wait.ts'

interface CurrentVisitorProps {
  ticket: Ticket
  note: string
  onNote: (note: string) => void
  /** The bar of actions of the present state. */
  children: ReactNode
}

/** The person at the counter, readable from a step away. */
export function CurrentVisitor({ ticket, note, onNote, children }: CurrentVisitorProps) {
  const text = useText('queue')
  const formats = useFormats()
  const minutes = useMinutes()
  return (
    <section aria-labelledby="desk-visitor" className="rounded border border-line bg-surface">
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3 px-5 pt-5">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-2">
            <StatusBadge status={ticket.status} />
            <PriorityBadge priority={ticket.priority} />
            <AppointmentBadge ticket={ticket} />
            {ticket.status === 'called' && ticket.arriving_at && (
              <Badge tone="success" icon="user_check">
                {text('desk.arriving')}
              </Badge>
            )}
          </div>
          <h2 id="desk-visitor" className="num mt-2 text-5xl font-semibold tracking-tight sm:text-6xl">
            {ticket.number}
          </h2>
          <p className="mt-2 text-lg">
            {ticket.visitor_name && <span className="font-semibold">{ticket.visitor_name} · </span>}
            {ticket.service_name}
          </p>
          <p className="mt-0.5 text-sm text-muted">
            {text('desk.waited', { time: minutes(waitedSeconds(ticket, 0)) })}
            {ticket.calls > 1 && ` · ${text('desk.calls', { count: ticket.calls })}`}
          </p>
          {ticket.visitor_phone && (
            <p className="mt-1 text-sm">
              <a
                href={`tel:${ticket.visitor_phone}`}
                className="inline-flex items-center gap-1.5 text-accent"
              >
                <Icon name="phone" size={16} />
                {formats.phone(ticket.visitor_phone)}
              </a>
            </p>
          )}
        </div>
        <VisitTimer ticket={ticket} />
      </div>
      {ticket.call_reason && (
        <div className="mt-3 px-5">
          <WhyThisTicket ticket={ticket} reason={ticket.call_reason} />
        </div>
      )}
      {ticket.note && (
        <p className="mx-5 mt-4 rounded bg-warning-soft px-3 py-2 text-sm whitespace-pre-line">
          <span className="sr-only">{text('desk.note')} : </span>
          {ticket.note}
        </p>
      )}
      <div className="mt-5 border-t border-line px-5 py-4">{children}</div>
      <div className="border-t border-line px-5 py-4">
        <TextField
          label={text('desk.note')}
          hint={text('desk.note_hint')}
          lines={2}
          maxLength={500}
          value={note}
          onChange={onNote}
        />
      </div>
    </section>
  )
}

function VisitTimer({ ticket }: { ticket: Ticket }) {
  const text = useText('queue')
  const formats = useFormats()
  const seconds = visitSeconds(ticket, useNow(1000))
  return (
    <p className="sm:text-end">
      <span className="num block text-4xl font-semibold tracking-tight">{formats.timer(seconds)}</span>
      <span className="text-sm text-muted">{text(`desk.since.${ticket.status}`)}</span>
    </p>
  )
}
