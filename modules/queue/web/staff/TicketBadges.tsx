import { Badge } from '@guichet/kit/badge'
import { useFormats, useText } from '@guichet/kit/texts'
import type { Ticket } from '../../contract.ts'
import { priorityClass, statusTones } from './words.ts'

export function StatusBadge({ status }: { status: Ticket['status'] }) {
  const text = useText('queue')
  return <Badge tone={statusTones[status]}>{text(`status.${status}`)}</Badge>
}

/** Ordinary visitors carry no badge: only what differs is worth a look. */
export function PriorityBadge({ priority }: { priority: number }) {
  const text = useText('queue')
  const found = priorityClass(priority)
  if (found === 'ordinary') return null
  return (
    <Badge tone={found === 'urgent' ? 'error' : 'info'} icon="star">
      {text(`priority.${found}`)}
    </Badge>
  )
}

/** Whoever comes for a time is called at that time. */
export function AppointmentBadge({ ticket }: { ticket: Pick<Ticket, 'appointment_at'> }) {
  const text = useText('queue')
  const formats = useFormats()
  if (!ticket.appointment_at) return null
  return (
    <Badge tone="info" icon="calendar">
      {text('desk.appointment', { time: formats.time(ticket.appointment_at) })}
    </Badge>
  )
}
