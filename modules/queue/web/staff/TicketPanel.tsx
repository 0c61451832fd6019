import { useRead } from '@guichet/kit/api'
import { MenuButton } from '@guichet/kit/menu'
import { Facts } from '@guichet/kit/card'
import { PartFrame } from '@guichet/kit/page'
import { SidePanel } from '@guichet/kit/side-panel'
import { useFormats, useText } from '@guichet/kit/texts'
import { listServices } from '@guichet/organisation/contract'
import { useState } from 'react'
import { readTicket, type Ticket } from '../../contract.ts'
import { AppointmentBadge, PriorityBadge, StatusBadge } from './TicketBadges.tsx'
import { TicketHistory } from './TicketHistory.tsx'
import { useTicketSteps } from './ticket-steps.ts'
import { TransferDialog } from './TransferDialog.tsx'
import { Wait } from './Wait.tsx'
import { WhyThisTicket } from './WhyThisTicket.tsx'

/** One ticket, beside its list: who, where, and everything that happened. */
export function TicketPanel({ ticket_id, onClose }: { ticket_id: string; onClose: () => void }) {
  const text = useText('queue')
  return (
    <SidePanel title={text('tickets.single')} onClose={onClose}>
      <Detail ticket_id={ticket_id} />
    </SidePanel>
  )
}

function Detail({ ticket_id }: { ticket_id: string }) {
  const text = useText('queue')
  const formats = useFormats()
  const { ticket, history } = useRead(readTicket, { params: { ticket_id } })
  const dash = '–'
  return (
    <>
      <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
        <div>
          <p className="num text-4xl font-semibold tracking-tight">{ticket.number}</p>
          <p className="mt-1.5 flex flex-wrap items-center gap-1.5">
            <StatusBadge status={ticket.status} />
            <PriorityBadge priority={ticket.priority} />
            <AppointmentBadge ticket={ticket} />
          </p>
        </div>
        <PartFrame>
          <Acts ticket={ticket} />
        </PartFrame>
      </div>
      <Facts
        items={[
          { label: text('tickets.service'), value: ticket.service_name },
          { label: text('reception.name'), value: ticket.visitor_name ?? dash },
          ...(ticket.visitor_phone
            ? [
                {
                  label: text('reception.phone'),
                  value: (
                    <a className="text-accent" href={`tel:${ticket.visitor_phone}`}>
                      {formats.phone(ticket.visitor_phone)}
                    </a>
                  ),
                },
              ]
            : []),
          { label: text('tickets.issued'), value: formats.date_time(ticket.issued_at) },
          { label: text('tickets.source'), value: text(`source.${ticket.source}`) },
          { label: text('tickets.wait'), value: <Wait ticket={ticket} /> },
          { label: text('live.counter'), value: ticket.counter_name ?? dash },
          ...(ticket.outcome
            ? [{ label: text('desk.outcome'), value: text(`outcome.${ticket.outcome}`) }]
            : []),
          ...(ticket.note
            ? [
                {
                  label: text('desk.note'),
                  value: <span className="whitespace-pre-line">{ticket.note}</span>,
                },
              ]
            : []),
        ]}
      />
      {ticket.call_reason && (
        <div className="mt-4">
          <WhyThisTicket ticket={ticket} reason={ticket.call_reason} />
        </div>
      )}
      <h3 className="mt-6 mb-3 font-semibold">{text('tickets.what_happened')}</h3>
      <TicketHistory steps={history} />
    </>
  )
}

function Acts({ ticket }: { ticket: Ticket }) {
  const text = useText('queue')
  const steps = useTicketSteps()
  const { items: services } = useRead(listServices, { query: { site_id: ticket.site_id, status: 'active' } })
  const [transferring, setTransferring] = useState(false)
  const entries = steps.entriesFor(ticket, () => setTransferring(true))
  if (entries.length === 0) return null
  return (
    <>
      <MenuButton label={text('tickets.actions')} items={entries} />
      {transferring && (
        <TransferDialog
          ticket={ticket}
          services={services}
          onTransfer={(service_id, note) => steps.transfer(ticket, service_id, note)}
          onClose={() => setTransferring(false)}
        />
      )}
    </>
  )
}
