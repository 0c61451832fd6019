import { usePages } from '@guichet/kit/api'
import { Code } from '@guichet/kit/badge'
import { Card } from '@guichet/kit/card'
import { useSetSearch } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import type { Search } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { listTickets, type Ticket } from '../../contract.ts'
import { PriorityBadge, StatusBadge } from './TicketBadges.tsx'
import { VisitCell } from './VisitCell.tsx'
import { LongWaitBadge, Wait } from './Wait.tsx'
import { presentStatuses } from './words.ts'

const noFilter: Search = { status: undefined, service: undefined, search: undefined, day: undefined }

export function TicketList({ site_id, search }: { site_id: string; search: Search }) {
  const text = useText('queue')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const history = search.scope === 'history'
  const status =
    (history ? undefined : presentStatuses)?.includes(search.status as Ticket['status']) === false
      ? undefined
      : search.status
  const query = {
    scope: history ? ('history' as const) : ('present' as const),
    ...(status && { status: status as Ticket['status'] }),
    ...(search.service && { service_id: search.service }),
    ...(search.search && { search: search.search }),
    ...(history && search.day && { day: search.day }),
  }
  const list = usePages(listTickets, { params: { site_id }, query })
  const filtered = Object.keys(query).length > 1
  return (
    <Card padded={false}>
      <Table
        caption={text(history ? 'tickets.history' : 'tickets.present')}
        items={list.items}
        more={list.more}
        loadingMore={list.loading_more}
        onRowPress={(ticket) => setSearch({ ticket: ticket.id }, { push: true })}
        isSelected={(ticket) => ticket.id === search.ticket}
        empty={
          filtered ? (
            <Empty kind="filtered" onClear={() => setSearch(noFilter)} />
          ) : history ? (
            <Empty
              kind="first"
              icon="history"
              title={text('tickets.none_yet')}
              note={text('tickets.none_yet_note')}
            />
          ) : (
            <Empty kind="done" title={text('desk.nobody')} note={text('desk.nobody_note')} />
          )
        }
        columns={[
          {
            key: 'number',
            header: text('tickets.number'),
            width: '6rem',
            cell: (ticket) => <Code>{ticket.number}</Code>,
          },
          {
            key: 'status',
            header: text('tickets.status'),
            cell: (ticket) => (
              <span className="inline-flex flex-wrap items-center gap-1.5">
                <StatusBadge status={ticket.status} />
                <PriorityBadge priority={ticket.priority} />
                {ticket.status === 'waiting' && <LongWaitBadge ticket={ticket} />}
              </span>
            ),
          },
          {
            key: 'service',
            header: text('tickets.service'),
            cell: (ticket) => <VisitCell ticket={ticket} />,
          },
          { key: 'counter', header: text('live.counter'), cell: (ticket) => ticket.counter_name ?? '–' },
          {
            key: 'issued',
            header: text('tickets.issued'),
            cell: (ticket) =>
              history ? formats.date_time(ticket.issued_at) : formats.time(ticket.issued_at),
          },
          {
            key: 'wait',
            header: text('tickets.wait'),
            align: 'end',
            cell: (ticket) => <Wait ticket={ticket} />,
          },
        ]}
      />
    </Card>
  )
}
