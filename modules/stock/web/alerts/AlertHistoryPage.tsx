import { usePages } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Card } from '@guichet/kit/card'
import { Select } from '@guichet/kit/form'
import { useSetSearch } from '@guichet/kit/link'
import { Empty, Page } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { type Formats, type Text, useFormats, useText } from '@guichet/kit/texts'
import { type AlertMoment, listAlertMoments } from '../../alerts/contract.ts'
import { kinds, toneOf } from './AlertsPage.tsx'

/** Everything that happened to alerts, newest first. */
export function AlertHistoryPage({ search }: PageProps<{ kind?: AlertMoment['kind'] }>) {
  const text = useText('stock')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const { kind } = search
  const moments = usePages(listAlertMoments, { query: kind ? { kind } : {} })
  return (
    <Page
      title={text('alerts.history_title')}
      back={{ to: '/stock/alerts', label: text('alerts.title') }}
      actions={
        <Select
          label={text('alerts.alert')}
          isRequired
          value={kind ?? 'all'}
          onChange={(value) => setSearch({ kind: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: text('alerts.all') },
            ...kinds.map((value) => ({ value, label: text(`alerts.kinds.${value}`) })),
          ]}
        />
      }
    >
      <Card padded={false}>
        <Table
          caption={text('alerts.history_title')}
          {...moments}
          empty={<Empty kind="done" title={text('alerts.no_history')} />}
          columns={[
            { key: 'when', header: text('alerts.when'), cell: (moment) => formats.date_time(moment.at) },
            {
              key: 'alert',
              header: text('alerts.alert'),
              cell: (moment) => (
                <Badge tone={toneOf[moment.kind]}>{text(`alerts.kinds.${moment.kind}`)}</Badge>
              ),
            },
            {
              key: 'product',
              header: text('alerts.product'),
              cell: (moment) =>
                moment.product_name
                  ? [moment.product_name, moment.location_name].filter(Boolean).join(' · ')
                  : moment.episodes > 0 && moment.recipients + moment.failures >= 0 && isMessage(moment)
                    ? text('alerts.named', { count: moment.episodes })
                    : text('alerts.whole_shop'),
            },
            { key: 'what', header: text('alerts.what'), cell: (moment) => story(moment, text, formats) },
          ]}
        />
      </Card>
    </Page>
  )
}

const isMessage = ({ what }: AlertMoment): boolean =>
  what === 'told' || what === 'reminded' || what === 'escalated'

function story(moment: AlertMoment, text: Text, formats: Formats): string {
  return [
    text(`alerts.moments.${moment.what}`),
    moment.what === 'acknowledged' && moment.by && text('alerts.by', { name: moment.by }),
    moment.minutes !== null &&
      text('alerts.lasted', { duration: formats.duration(Math.round(moment.minutes)) }),
    isMessage(moment) && text('alerts.went_to', { count: moment.recipients }),
    moment.failures > 0 &&
      text('alerts.failed', { count: moment.failures, reason: moment.failure_reason ?? '' }),
    moment.flaps > 0 && text('alerts.flaps', { count: moment.flaps }),
  ]
    .filter(Boolean)
    .join(' · ')
}
