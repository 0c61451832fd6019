import { Code } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { MenuButton, type MenuEntry } from '@guichet/kit/menu'
import { useText } from '@guichet/kit/texts'
import type { Ticket } from '../../contract.ts'

interface ParkedListProps {
  tickets: readonly Ticket[]
  /** While the agent is free; otherwise the visitor may only go back in line. */
  onCall?: (ticket: Ticket) => void
  onReturn: (ticket: Ticket) => void
  actionsFor: (ticket: Ticket) => readonly MenuEntry[]
}

/** People who fill a form or fetch a paper: they come back to a counter without waiting again. */
export function ParkedList({ tickets, onCall, onReturn, actionsFor }: ParkedListProps) {
  const text = useText('queue')
  if (tickets.length === 0) return null
  return (
    <Card padded={false} title={text('desk.parked_title')} className="mt-4">
      <ul className="border-t border-line">
        {tickets.map((ticket) => (
          <li
            key={ticket.id}
            className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line py-1.5 ps-4 pe-2 last:border-b-0"
          >
            <span className="w-16 shrink-0">
              <Code>{ticket.number}</Code>
            </span>
            <span className="min-w-0 grow basis-24 text-sm">
              <span className="line-clamp-1">{ticket.visitor_name ?? ticket.service_name}</span>
              {ticket.note && <span className="line-clamp-1 text-muted">{ticket.note}</span>}
            </span>
            <span className="ms-auto flex items-center gap-1">
              {onCall && (
                <Button
                  size="small"
                  aria-label={text('desk.call_number', { number: ticket.number })}
                  onPress={() => onCall(ticket)}
                >
                  {text('action.call')}
                </Button>
              )}
              {!onCall && (
                <Button
                  size="small"
                  aria-label={text('desk.return_number', { number: ticket.number })}
                  onPress={() => onReturn(ticket)}
                >
                  {text('action.reactivate')}
                </Button>
              )}
              <MenuButton
                label={text('desk.more_about', { number: ticket.number })}
                icon="more"
                variant="quiet"
                size="small"
                items={actionsFor(ticket)}
              />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
