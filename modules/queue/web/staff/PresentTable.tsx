import { usePages } from '@guichet/kit/api'
import { Code } from '@guichet/kit/badge'
import { Card } from '@guichet/kit/card'
import { TextField } from '@guichet/kit/form'
import { MenuButton } from '@guichet/kit/menu'
import { Empty, PartFrame } from '@guichet/kit/page'
import { Table } from '@guichet/kit/table'
import { useText } from '@guichet/kit/texts'
import { useDeferredValue, useState } from 'react'
import { listTickets, type ServiceChoice, type Ticket } from '../../contract.ts'
import { PriorityBadge, StatusBadge } from './TicketBadges.tsx'
import { useTicketSteps } from './ticket-steps.ts'
import { TransferDialog } from './TransferDialog.tsx'
import { VisitCell } from './VisitCell.tsx'
import { Wait } from './Wait.tsx'

interface PresentTableProps {
  site_id: string
  services: readonly ServiceChoice[]
}

/** Who is here, for whoever asks at the reception. */
export function PresentTable({ site_id, services }: PresentTableProps) {
  const text = useText('queue')
  const [written, write] = useState('')
  const search = useDeferredValue(written.trim())
  return (
    <Card padded={false} title={text('reception.present')}>
      <TextField
        className="px-4 pb-3"
        label={text('reception.search')}
        isRequired
        type="search"
        value={written}
        onChange={write}
      />
      <PartFrame>
        <Rows site_id={site_id} services={services} search={search} onClear={() => write('')} />
      </PartFrame>
    </Card>
  )
}

function Rows({
  site_id,
  services,
  search,
  onClear,
}: PresentTableProps & { search: string; onClear: () => void }) {
  const text = useText('queue')
  const steps = useTicketSteps()
  const [transferring, setTransferring] = useState<Ticket | null>(null)
  const present = usePages(listTickets, {
    params: { site_id },
    query: { scope: 'present', ...(search && { search }) },
  })
  return (
    <>
      <Table
        caption={text('reception.present')}
        items={present.items}
        more={present.more}
        loadingMore={present.loading_more}
        empty={
          search ? (
            <Empty kind="filtered" onClear={onClear} />
          ) : (
            <Empty kind="done" title={text('desk.nobody')} note={text('reception.nobody_note')} />
          )
        }
        columns={[
          {
            key: 'number',
            header: text('tickets.number'),
            width: '5.5rem',
            cell: (ticket) => <Code>{ticket.number}</Code>,
          },
          {
            key: 'service',
            header: text('tickets.service'),
            cell: (ticket) => <VisitCell ticket={ticket} />,
          },
          {
            key: 'status',
            header: text('tickets.status'),
            width: '7.5rem',
            cell: (ticket) => (
              <span className="inline-flex flex-col items-start gap-1">
                <StatusBadge status={ticket.status} />
                <PriorityBadge priority={ticket.priority} />
                {ticket.counter_name && <span className="text-muted">{ticket.counter_name}</span>}
              </span>
            ),
          },
          {
            key: 'wait',
            header: text('tickets.wait'),
            align: 'end',
            cell: (ticket) => <Wait ticket={ticket} />,
          },
          {
            key: 'actions',
            header: text('tickets.actions'),
            quiet: true,
            align: 'end',
            width: '3.5rem',
            cell(ticket) {
              const entries = steps.entriesFor(ticket, () => setTransferring(ticket))
              return entries.length === 0 ? null : (
                <MenuButton
                  label={text('desk.more_about', { number: ticket.number })}
                  icon="more"
                  variant="quiet"
                  size="small"
                  items={entries}
                />
              )
            },
          },
        ]}
      />
      {transferring && (
        <TransferDialog
          ticket={transferring}
          services={services}
          onTransfer={(service_id, note) => steps.transfer(transferring, service_id, note)}
          onClose={() => setTransferring(null)}
        />
      )}
    </>
  )
}
