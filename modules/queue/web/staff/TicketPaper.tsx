import { QrCode } from '@guichet/kit/qr'
import { useFormats, useText } from '@guichet/kit/texts'
import { createPortal } from 'react-dom'
import type { Ticket } from '../../contract.ts'
import type { PaperWidth } from './print-preferences.ts'
import './ticket-paper.css'

export interface GivenTicket {
  ticket: Ticket
  /** Where the visitor follows the ticket. */
  address: string
  ahead: number
  range: { from_minutes: number; to_minutes: number } | null
}

interface TicketPaperProps {
  given: GivenTicket
  width: PaperWidth
  organisation: string
  site: string
}

/** What the printer gives: seen on paper only, while the page itself is not. */
export function TicketPaper({ given, width, organisation, site }: TicketPaperProps) {
  const text = useText('queue')
  const formats = useFormats()
  const { ticket, ahead, range, address } = given
  return createPortal(
    <div className="ticket-paper" data-width={width} aria-hidden="true">
      <p className="ticket-paper-place">
        {organisation}
        <br />
        {site}
      </p>
      <p
        className="ticket-paper-number"
        data-long={ticket.number.length > 4 ? '' : undefined}
        data-longer={ticket.number.length > 6 ? '' : undefined}
      >
        {ticket.number}
      </p>
      <p className="ticket-paper-service">{ticket.service_name}</p>
      <p>
        {text('reception.ahead', { count: ahead })}
        {range && (
          <>
            <br />
            {text('reception.expected', { range: formats.range(range.from_minutes, range.to_minutes) })}
          </>
        )}
      </p>
      <QrCode text={address} label={text('reception.qr_label')} size={125} />
      <p>{text('reception.paper_follow')}</p>
      <p>{formats.date_time(ticket.issued_at)}</p>
    </div>,
    document.body,
  )
}
