import { usePages } from '@guichet/kit/api'
import { Card } from '@guichet/kit/card'
import { Select, TextField } from '@guichet/kit/form'
import { LinkButton, useSetSearch } from '@guichet/kit/link'
import { Empty, Page, PartFrame } from '@guichet/kit/page'
import { useMembership, usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { useEffect, useState } from 'react'
import { listReports } from '../contract.ts'
import { StatusBadge } from './StatusBadge.tsx'
import { type Status, statuses } from './words.ts'

type Search = { q?: string; status?: Status }

/** `/reports`: those asked for, newest first. */
export function ReportsPage({ search }: PageProps<Search>) {
  const text = useText('reports')
  const setSearch = useSetSearch()
  const may_write = usePermission('reports.report.write')
  const may_plan = usePermission('reports.template.write')
  const [written, setWritten] = useState(search.q ?? '')
  useEffect(() => {
    if (written === (search.q ?? '')) return
    const timer = setTimeout(() => setSearch({ q: written || undefined }), 250)
    return () => clearTimeout(timer)
  }, [written, search.q, setSearch])

  return (
    <Page
      title={text('list.title')}
      note={text('list.note')}
      actions={
        <>
          <LinkButton to="/reports/templates" variant="quiet" icon="file">
            {text('templates.title')}
          </LinkButton>
          {may_plan && (
            <LinkButton to="/reports/plan" variant="quiet" icon="list">
              {text('sections.title')}
            </LinkButton>
          )}
          {may_write && (
            <LinkButton to="/reports/new" variant="primary" icon="plus">
              {text('list.new')}
            </LinkButton>
          )}
        </>
      }
    >
      <div className="mb-4 grid gap-3 sm:grid-cols-[minmax(0,20rem)_14rem]">
        <TextField
          label={text('list.search')}
          type="search"
          autoComplete="off"
          maxLength={120}
          isRequired
          value={written}
          onChange={setWritten}
        />
        <Select
          label={text('list.status')}
          isRequired
          placeholder={text('list.all')}
          options={statuses.map((value) => ({ value, label: text(`status.${value}`) }))}
          value={search.status ?? ''}
          onChange={(status) => setSearch({ status: status || undefined })}
        />
      </div>
      <Card padded={false}>
        <PartFrame>
          <Reports
            search={search}
            may_write={may_write}
            onClear={() => {
              setWritten('')
              setSearch({ q: undefined, status: undefined })
            }}
          />
        </PartFrame>
      </Card>
    </Page>
  )
}

function Reports({
  search,
  may_write,
  onClear,
}: {
  search: Search
  may_write: boolean
  onClear: () => void
}) {
  const text = useText('reports')
  const formats = useFormats({ time_zone: useMembership()?.tenant.time_zone })
  const { items, more, loading_more, stale } = usePages(listReports, {
    query: { search: search.q?.trim() || undefined, status: search.status },
  })
  return (
    <Table
      caption={text('list.title')}
      items={items}
      more={more}
      loadingMore={loading_more}
      stale={stale}
      rowLink={(report) => `/reports/${report.id}`}
      empty={
        search.q || search.status ? (
          <Empty kind="filtered" title={text('list.none_found')} onClear={onClear} />
        ) : (
          <Empty
            kind="first"
            icon="file"
            title={text('list.none')}
            note={text('list.none_note')}
            action={may_write && <LinkButton to="/reports/new">{text('list.new')}</LinkButton>}
          />
        )
      }
      columns={[
        { key: 'client', header: text('list.client'), cell: (report) => report.client_name },
        {
          key: 'status',
          header: text('list.status'),
          cell: (report) => (
            <span className="inline-flex items-center gap-2">
              <StatusBadge status={report.status} />
              {report.status === 'RUNNING' && (
                <span className="text-muted">{formats.percent(report.percent / 100)}</span>
              )}
            </span>
          ),
        },
        {
          key: 'documents',
          header: text('list.documents'),
          align: 'end',
          cell: (report) => formats.number(report.document_count),
        },
        {
          key: 'method',
          header: text('list.method'),
          cell: (report) =>
            report.method === null ? '–' : report.method === 'model' ? report.model : text('list.extractive'),
        },
        { key: 'by', header: text('list.by'), cell: (report) => report.created_by_name ?? '–' },
        {
          key: 'at',
          header: text('list.at'),
          align: 'end',
          cell: (report) => formats.date_time(report.created_at),
        },
      ]}
    />
  )
}
