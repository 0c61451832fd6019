import type { Ticket } from '../../contract.ts'

/** What somebody came for, and their name where it is known. */
export function VisitCell({ ticket }: { ticket: Ticket }) {
  return (
    <div>
      {ticket.service_name}
      {ticket.visitor_name && <span className="block text-muted">{ticket.visitor_name}</span>}
    </div>
  )
}
