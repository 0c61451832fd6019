import { usePages, useRead } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Card, Stat, Stats } from '@guichet/kit/card'
import { Select } from '@guichet/kit/form'
import { useSetSearch } from '@guichet/kit/link'
import { Empty, Page, PartFrame } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { listServices } from '@guichet/organisation/contract'
import { type Accuracy, listAccuracy, readAccuracy } from '../contract.ts'
import { AtSite } from './staff/AtSite.tsx'
import { useMinutes } from './staff/minutes.ts'

const periods = ['1', '2', '4', '12', '26'] as const
/** Below this a share would be chance. */
const enough = 20

/** Whether what visitors are told about their wait is true. */
export function AccuracyPage({ search }: PageProps) {
  const text = useText('queue')
  const weeks = Number(search.weeks ?? 4)
  return (
    <AtSite title={text('accuracy.title')}>
      {(site) => (
        <Page key={site.id} title={text('accuracy.title')} note={text('accuracy.note')} width="full">
          <PartFrame skeleton="form">
            <Filters site_id={site.id} weeks={weeks} service_id={search.service} />
          </PartFrame>
          <PartFrame skeleton="cards">
            <Overall site_id={site.id} weeks={weeks} service_id={search.service} />
          </PartFrame>
          <PartFrame>
            <Weeks site_id={site.id} weeks={weeks} service_id={search.service} />
          </PartFrame>
        </Page>
      )}
    </AtSite>
  )
}

interface PartProps {
  site_id: string
  weeks: number
  service_id: string | undefined
}

function Filters({ site_id, weeks, service_id }: PartProps) {
  const text = useText('queue')
  const setSearch = useSetSearch()
  const { items: services } = useRead(listServices, { query: { site_id, status: 'active' } })
  return (
    <div className="mb-5 grid max-w-2xl gap-4 sm:grid-cols-2">
      <Select
        label={text('accuracy.period')}
        options={periods.map((value) => ({
          value,
          label: text('accuracy.weeks', { count: Number(value) }),
        }))}
        value={String(weeks)}
        onChange={(value) => setSearch({ weeks: value === '4' ? undefined : (value ?? undefined) })}
      />
      <Select
        label={text('tickets.service')}
        options={[
          { value: 'all', label: text('accuracy.all_services') },
          ...services.map(({ id, name }) => ({ value: id, label: name })),
        ]}
        value={service_id ?? 'all'}
        onChange={(value) => setSearch({ service: value === 'all' ? undefined : (value ?? undefined) })}
      />
    </div>
  )
}

const queryOf = ({ weeks, service_id }: PartProps) => ({ weeks, ...(service_id && { service_id }) })

function Overall(props: PartProps) {
  const text = useText('queue')
  const formats = useFormats()
  const minutes = useMinutes()
  const found = useRead(readAccuracy, { params: { site_id: props.site_id }, query: queryOf(props) })
  if (found.n === 0) return null
  const share = (value: number | null, n: number) =>
    value === null || n < enough ? text('accuracy.too_few') : formats.percent(value)
  return (
    <div className="mb-5">
      <Stats>
        <Stat
          label={text('accuracy.p90_kept')}
          value={share(found.p90_kept, found.kept_n)}
          note={text('accuracy.p90_note')}
        />
        <Stat
          label={text('accuracy.p50_kept')}
          value={share(found.p50_kept, found.kept_n)}
          note={text('accuracy.p50_note')}
        />
        <Stat
          label={text('accuracy.median_error')}
          value={minutes(found.median_error_s)}
          note={text('accuracy.mape_note', { share: share(found.mape, found.mape_n) })}
        />
        <Stat
          label={text('accuracy.n')}
          value={formats.number(found.n)}
          note={text('accuracy.left_note', { count: found.left })}
        />
      </Stats>
    </div>
  )
}

function Weeks(props: PartProps) {
  const text = useText('queue')
  const formats = useFormats()
  const minutes = useMinutes()
  const setSearch = useSetSearch()
  const list = usePages(listAccuracy, { params: { site_id: props.site_id }, query: queryOf(props) })
  const share = (value: number | null, n: number) =>
    value === null || n < enough ? '–' : formats.percent(value)
  const signed = (seconds: number | null) =>
    seconds === null
      ? '–'
      : Math.abs(seconds) < 60
        ? '0'
        : `${seconds > 0 ? '+' : '−'} ${minutes(Math.abs(seconds))}`
  return (
    <Card padded={false} title={text('accuracy.by_week')}>
      <Table
        caption={text('accuracy.by_week')}
        items={list.items.map((row) => ({ ...row, id: `${row.week} ${row.service_id}` }))}
        more={list.more}
        loadingMore={list.loading_more}
        empty={
          props.service_id || props.weeks !== 4 ? (
            <Empty kind="filtered" onClear={() => setSearch({ weeks: undefined, service: undefined })} />
          ) : (
            <Empty
              kind="first"
              icon="history"
              title={text('accuracy.none')}
              note={text('accuracy.none_note')}
            />
          )
        }
        columns={[
          {
            key: 'week',
            header: text('accuracy.week'),
            cell: (row) => text('accuracy.week_of', { day: formats.date(`${row.week}T12:00:00`) }),
          },
          { key: 'service', header: text('tickets.service'), cell: (row) => row.service_name },
          {
            key: 'n',
            header: text('accuracy.n'),
            align: 'end',
            cell: (row) => (
              <span className="inline-flex flex-wrap items-center justify-end gap-1.5">
                {isFew(row) && <Badge tone="warning">{text('accuracy.few')}</Badge>}
                {formats.number(row.n)}
              </span>
            ),
          },
          {
            key: 'left',
            header: text('accuracy.left'),
            align: 'end',
            cell: (row) => formats.number(row.left),
          },
          {
            key: 'error',
            header: text('accuracy.median_error'),
            align: 'end',
            cell: (row) => minutes(row.median_error_s),
          },
          {
            key: 'mape',
            header: text('accuracy.mape'),
            align: 'end',
            cell: (row) => share(row.mape, row.mape_n),
          },
          { key: 'bias', header: text('accuracy.bias'), align: 'end', cell: (row) => signed(row.bias_s) },
          {
            key: 'p50',
            header: text('accuracy.p50_kept'),
            align: 'end',
            cell: (row) => share(row.p50_kept, row.kept_n),
          },
          {
            key: 'p90',
            header: text('accuracy.p90_kept'),
            align: 'end',
            cell: (row) => share(row.p90_kept, row.kept_n),
          },
        ]}
      />
    </Card>
  )
}

const isFew = ({ n }: Accuracy): boolean => n < enough
