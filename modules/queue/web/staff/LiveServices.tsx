import { Card } from '@guichet/kit/card'
import { Empty } from '@guichet/kit/page'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import type { Statistics } from '../../contract.ts'
import { useMinutes } from './minutes.ts'
import { isLongWait } from './wait.ts'

export function LiveServices({ services }: { services: Statistics['by_service'] }) {
  const text = useText('queue')
  const formats = useFormats()
  const minutes = useMinutes()
  return (
    <Card padded={false} title={text('live.services')}>
      <Table
        caption={text('live.services')}
        items={services.map((service) => ({ ...service, id: service.service_id }))}
        empty={<Empty kind="first" icon="list" title={text('reception.no_service')} />}
        columns={[
          {
            key: 'service',
            width: '42%',
            header: text('tickets.service'),
            cell: (row) => (
              <span className="inline-flex items-baseline gap-2">
                <span aria-hidden="true" className="w-6 shrink-0 font-semibold text-accent">
                  {row.prefix}
                </span>
                <span className="min-w-0">{row.name}</span>
              </span>
            ),
          },
          {
            key: 'waiting',
            header: text('live.waiting_short'),
            align: 'end',
            cell: (row) => formats.number(row.waiting),
          },
          {
            key: 'longest',
            header: text('live.longest_short'),
            align: 'end',
            cell: (row) => (
              <span className={isLongWait(row.longest_waiting_s ?? 0) ? 'font-semibold text-warning' : ''}>
                {minutes(row.longest_waiting_s)}
              </span>
            ),
          },
          {
            key: 'average',
            header: text('live.average_short'),
            align: 'end',
            cell: (row) => minutes(row.wait_average_s),
          },
          {
            key: 'served',
            header: text('live.served'),
            align: 'end',
            cell: (row) => formats.number(row.completed),
          },
        ]}
      />
    </Card>
  )
}
