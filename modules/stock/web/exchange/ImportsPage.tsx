import { getApi, usePages, useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Card } from '@guichet/kit/card'
import { RadioGroup } from '@guichet/kit/form'
import { Icon } from '@guichet/kit/icon'
import { useGo, useSetSearch } from '@guichet/kit/link'
import { Empty, PartFrame } from '@guichet/kit/page'
import { useMembership } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { useId, useState } from 'react'
import {
  downloadSample,
  exportProducts,
  type ImportBatch,
  listImports,
  uploadImport,
} from '../../exchange/contract.ts'
import { StockFrame } from '../StockFrame.tsx'

/** The file one already keeps, taken in: stock or sales. */
export function ImportsPage({ search }: PageProps) {
  const text = useText('stock')
  return (
    <StockFrame title={text('exchange.title')} section="imports">
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <Upload kind={search.kind === 'sales' ? 'sales' : 'stock'} />
        <Downloads />
      </div>
      <PartFrame>
        <Former />
      </PartFrame>
    </StockFrame>
  )
}

function Upload({ kind }: { kind: 'stock' | 'sales' }) {
  const text = useText('stock')
  const go = useGo()
  const setSearch = useSetSearch()
  const id = useId()
  const [over, setOver] = useState(false)
  const upload = useSend(uploadImport, { onDone: (batch) => go(`/stock/import/${batch.id}`) })
  const take = (file: File | undefined) => {
    if (file && !upload.isPending)
      upload.mutate({ query: { kind, file_name: file.name.slice(-160) }, body: file as never })
  }
  return (
    <Card title={text('exchange.new')}>
      <RadioGroup
        label={text('exchange.kind')}
        isRequired
        inline
        options={(['stock', 'sales'] as const).map((value) => ({
          value,
          label: text(`exchange.kinds.${value}`),
          note: text(`exchange.kind_notes.${value}`),
        }))}
        value={kind}
        onChange={(next) => setSearch({ kind: next === 'sales' ? 'sales' : undefined })}
      />
      <label
        htmlFor={id}
        className={`relative mt-4 flex min-h-40 flex-col items-center justify-center gap-2 rounded border-2 border-dashed p-6 text-center focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent ${
          over ? 'border-accent bg-accent-soft' : 'border-control hover:border-ink'
        }`}
      >
        <Icon
          name={upload.isPending ? 'loader' : 'upload'}
          size={28}
          className={upload.isPending ? 'animate-spin' : ''}
        />
        <span className="font-medium">{text(upload.isPending ? 'exchange.reading' : 'exchange.drop')}</span>
        <span className="text-sm text-muted">{text('exchange.limits')}</span>
        {/* The field itself covers the place: browsers take dropped files in by themselves. */}
        <input
          id={id}
          type="file"
          accept=".csv,.txt,.xlsx"
          disabled={upload.isPending}
          className="absolute inset-0 cursor-pointer opacity-0"
          onDragEnter={() => setOver(true)}
          onDragLeave={() => setOver(false)}
          onChange={(event) => {
            setOver(false)
            take(event.target.files?.[0])
            // The same file, corrected, may be chosen again.
            event.target.value = ''
          }}
        />
      </label>
    </Card>
  )
}

function Downloads() {
  const text = useText('stock')
  const link = (href: string, label: string) => (
    <a
      href={href}
      download
      className="flex min-h-10 items-center gap-2 text-accent underline pointer-coarse:min-h-12"
    >
      <Icon name="download" />
      {label}
    </a>
  )
  const sample = (kind: 'stock' | 'sales') => getApi().address(downloadSample, { query: { kind } })
  const whole = (format: 'csv' | 'xlsx') => getApi().address(exportProducts, { query: { format } })
  return (
    <Card title={text('exchange.files')}>
      <p className="mb-2 text-sm text-muted">{text('exchange.files_note')}</p>
      {link(sample('stock'), text('exchange.sample_stock'))}
      {link(sample('sales'), text('exchange.sample_sales'))}
      {link(whole('csv'), text('exchange.export_csv'))}
      {link(whole('xlsx'), text('exchange.export_xlsx'))}
    </Card>
  )
}

const tones = {
  read: 'neutral',
  checked: 'info',
  applied: 'success',
  undone: 'neutral',
  abandoned: 'neutral',
} as const

export function ImportBadge({ batch }: { batch: Pick<ImportBatch, 'status'> }) {
  const text = useText('stock')
  return <Badge tone={tones[batch.status]}>{text(`exchange.statuses.${batch.status}`)}</Badge>
}

function Former() {
  const text = useText('stock')
  const formats = useFormats({ time_zone: useMembership()?.tenant.time_zone })
  const list = usePages(listImports, { query: {} })
  return (
    <Card title={text('exchange.former')} padded={false} className="mt-5">
      <Table
        caption={text('exchange.former')}
        items={list.items}
        more={list.more}
        loadingMore={list.loading_more}
        rowLink={(batch) => `/stock/import/${batch.id}`}
        empty={
          <Empty kind="first" icon="upload" title={text('exchange.none')} note={text('exchange.none_note')} />
        }
        columns={[
          { key: 'file', header: text('exchange.file'), cell: (batch) => batch.file_name },
          {
            key: 'kind',
            header: text('exchange.kind'),
            cell: (batch) => text(`exchange.kinds.${batch.kind}`),
          },
          { key: 'status', header: text('items.state'), cell: (batch) => <ImportBadge batch={batch} /> },
          {
            key: 'rows',
            header: text('exchange.rows'),
            align: 'end',
            cell: (batch) => formats.number(batch.row_count),
          },
          { key: 'by', header: text('exchange.by'), cell: (batch) => batch.created_by ?? '–' },
          {
            key: 'at',
            header: text('movement.at'),
            align: 'end',
            cell: (batch) => formats.date_time(batch.created_at),
          },
        ]}
      />
    </Card>
  )
}
