import { useRead } from '@guichet/kit/api'
import { Badge, Code } from '@guichet/kit/badge'
import { Card } from '@guichet/kit/card'
import { useNow } from '@guichet/kit/clock'
import { Empty } from '@guichet/kit/page'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { type CounterSession, listCounterSessions, type Ticket } from '../../contract.ts'
import { StatusBadge } from './TicketBadges.tsx'
import { secondsBetween, visitSeconds } from './wait.ts'

/** Every counter of the site: who is there, and with whom. Those that work come first. */
export function LiveCounters({ site_id }: { site_id: string }) {
  const text = useText('queue')
  const { items } = useRead(listCounterSessions, { params: { site_id } })
  const rows = items
    .map((item) => ({ ...item, id: item.counter_id }))
    .toSorted((a, b) => Number(b.session !== null) - Number(a.session !== null))
  return (
    <Card padded={false} title={text('live.counters')}>
      <Table
        caption={text('live.counters')}
        items={rows}
        empty={
          <Empty
            kind="first"
            icon="desk"
            title={text('desk.no_counter')}
            note={text('desk.no_counter_note')}
          />
        }
        columns={[
          { key: 'counter', header: text('live.counter'), cell: (row) => row.counter_name },
          { key: 'agent', header: text('live.agent'), cell: (row) => row.session?.agent_name ?? '–' },
          { key: 'state', header: text('live.state'), cell: (row) => <State session={row.session} /> },
          {
            key: 'ticket',
            header: text('live.visitor'),
            cell: (row) => row.ticket && <Visitor ticket={row.ticket} />,
          },
          {
            key: 'since',
            header: text('live.since'),
            align: 'end',
            cell: (row) => <Since ticket={row.ticket} session={row.session} />,
          },
        ]}
      />
    </Card>
  )
}

function State({ session }: { session: CounterSession | null }) {
  const text = useText('queue')
  const formats = useFormats()
  if (!session) return <Badge>{text('session.closed')}</Badge>
  if (session.status === 'paused') {
    return (
      <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <Badge tone="warning" icon="pause">
          {text('session.paused')}
        </Badge>
        {session.pause_reason && <span className="text-muted">{session.pause_reason}</span>}
        {session.returns_at && (
          <span className="text-muted">
            {text('desk.back_at', { time: formats.time(session.returns_at) })}
          </span>
        )}
      </span>
    )
  }
  return <Badge tone="success">{text('session.open')}</Badge>
}

function Visitor({ ticket }: { ticket: Ticket }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Code>{ticket.number}</Code>
      <StatusBadge status={ticket.status} />
    </span>
  )
}

function Since({ ticket, session }: { ticket: Ticket | null; session: CounterSession | null }) {
  const formats = useFormats()
  const now = useNow(1000)
  const seconds = ticket
    ? visitSeconds(ticket, now)
    : session?.status === 'paused' && session.paused_at
      ? secondsBetween(session.paused_at, now)
      : null
  return seconds === null ? null : <span className="num">{formats.timer(seconds)}</span>
}
