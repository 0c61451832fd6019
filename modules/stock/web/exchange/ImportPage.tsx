import { useRead, useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Card, Stat, Stats } from '@guichet/kit/card'
import { RadioGroup, Select } from '@guichet/kit/form'
import { useSetSearch } from '@guichet/kit/link'
import { Notice, PartFrame } from '@guichet/kit/page'
import { useMembership } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { Tabs } from '@guichet/kit/tabs'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { listLocations } from '../../catalogue/contract.ts'
import {
  applyImport,
  type ImportBatch,
  mapImport,
  type Mapping,
  readImport,
  undoImport,
  usable,
} from '../../exchange/contract.ts'
import { StockFrame } from '../StockFrame.tsx'
import { ImportBadge } from './ImportsPage.tsx'
import { ImportRows } from './ImportRows.tsx'

/** Columns, then what every cell was understood as, then one button. */
export function ImportPage({ params, search }: PageProps) {
  const text = useText('stock')
  const batch = useRead(readImport, { params: { import_batch_id: params.import_batch_id! } })
  const open = batch.status === 'read' || batch.status === 'checked'
  return (
    <StockFrame
      title={batch.file_name}
      section="imports"
      back={{ to: '/stock/import', label: text('exchange.title') }}
      status={<ImportBadge batch={batch} />}
      actions={<Steps batch={batch} />}
    >
      <Verdict batch={batch} />
      {open && <Columns batch={batch} />}
      {batch.summary && <Figures batch={batch} />}
      {batch.missing.length === 0 && <Rows batch={batch} which={search.rows} />}
    </StockFrame>
  )
}

function Steps({ batch }: { batch: ImportBatch }) {
  const text = useText('stock')
  const params = { import_batch_id: batch.id }
  const undo = useSend(undoImport, {
    onDone: () => toast({ text: text('exchange.undone'), tone: 'success' }),
  })
  const apply = useSend(applyImport, {
    onDone: () =>
      toast({
        text: text('exchange.applied'),
        tone: 'success',
        action: { label: text('exchange.undo'), onPress: () => undo.mutate({ params, body: {} }) },
      }),
  })
  if (batch.status === 'applied')
    return (
      <Button icon="undo" busy={undo.isPending} onPress={() => undo.mutate({ params, body: {} })}>
        {text('exchange.undo')}
      </Button>
    )
  if (batch.status !== 'checked') return null
  return (
    <Button
      variant="primary"
      icon="check"
      busy={apply.isPending}
      isDisabled={batch.refused_count > 0}
      onPress={() => apply.mutate({ params, body: {} })}
    >
      {text('exchange.confirm')}
    </Button>
  )
}

function Verdict({ batch }: { batch: ImportBatch }) {
  const text = useText('stock')
  const formats = useFormats({ time_zone: useMembership()?.tenant.time_zone })
  const encoding = text(`exchange.encodings.${batch.encoding}`)
  const sign = batch.delimiter === '\t' ? text('exchange.tab') : batch.delimiter
  return (
    <>
      {batch.status === 'applied' && batch.applied_at && (
        <Notice tone="success">
          {text('exchange.applied_at', { at: formats.date_time(batch.applied_at) })}
        </Notice>
      )}
      {batch.status === 'undone' && batch.undone_at && (
        <Notice>{text('exchange.undone_at', { at: formats.date_time(batch.undone_at) })}</Notice>
      )}
      {batch.missing.length > 0 && (
        <Notice tone="warning">
          {text('exchange.missing', {
            fields: formats.list(batch.missing.map((field) => text(`exchange.fields.${field}`))),
          })}
        </Notice>
      )}
      {batch.refused_count > 0 && (
        <Notice tone="error">{text('exchange.refused', { count: batch.refused_count })}</Notice>
      )}
      <p className="mb-4 text-sm text-muted">
        {text('exchange.read_as', { encoding, count: batch.row_count })}
        {sign && ` ${text('exchange.delimiter', { sign })}`} {text('exchange.dates')}
      </p>
    </>
  )
}

function Columns({ batch }: { batch: ImportBatch }) {
  const text = useText('stock')
  const { items } = useRead(listLocations)
  const map = useSend(mapImport)
  const change = (part: Partial<Mapping>) =>
    map.mutate({ params: { import_batch_id: batch.id }, body: { ...batch.mapping, ...part } })
  const setColumn = (index: number, field: Mapping['columns'][number]) =>
    change({
      // Each field belongs to one column: the newest choice takes it from the other.
      columns: batch.headers.map((_, at) => {
        const now = batch.mapping.columns[at] ?? 'ignore'
        if (at === index) return field
        return now === field ? 'ignore' : now
      }),
    })
  return (
    <Card title={text('exchange.columns')} note={text('exchange.columns_note')} className="mb-5">
      <div className="mb-5 grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        <Select
          label={text('exchange.location')}
          isRequired
          isDisabled={map.isPending}
          options={items.filter((one) => one.active).map(({ id, name }) => ({ value: id, label: name }))}
          value={batch.mapping.location_id ?? ''}
          onChange={(location_id) => change({ location_id: location_id || null })}
        />
        {batch.kind === 'stock' && (
          <RadioGroup
            className="sm:col-span-2"
            label={text('exchange.mode')}
            isRequired
            inline
            options={(['replace', 'add'] as const).map((value) => ({
              value,
              label: text(`exchange.modes.${value}`),
              note: text(`exchange.mode_notes.${value}`),
            }))}
            value={batch.mapping.mode}
            onChange={(mode) => change({ mode: mode as Mapping['mode'] })}
          />
        )}
      </div>
      <ul className="grid gap-x-5 gap-y-4 sm:grid-cols-2 lg:grid-cols-4">
        {batch.headers.map((header, index) => (
          <li key={index} className="min-w-0">
            <Select
              label={header}
              isRequired
              isDisabled={map.isPending}
              options={usable[batch.kind].map((value) => ({
                value,
                label: text(`exchange.fields.${value}`),
              }))}
              value={batch.mapping.columns[index] ?? 'ignore'}
              onChange={(field) => setColumn(index, field as Mapping['columns'][number])}
            />
            <p className="mt-1 truncate text-sm text-muted">
              {batch.sample
                .map((cells) => cells[index])
                .filter(Boolean)
                .join(' · ') || '–'}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Figures({ batch }: { batch: ImportBatch }) {
  const text = useText('stock')
  const formats = useFormats()
  const currency = useMembership()?.tenant.currency ?? 'XOF'
  const summary = batch.summary!
  return (
    <Stats>
      <Stat
        label={text('exchange.rows')}
        value={formats.number(batch.row_count)}
        note={text('exchange.doubts', { count: batch.doubtful_count })}
      />
      {batch.kind === 'stock' && (
        <Stat label={text('exchange.new_products')} value={formats.number(summary.new_products)} />
      )}
      <Stat label={text('exchange.known_products')} value={formats.number(summary.known_products)} />
      {batch.kind === 'sales' && (
        <Stat label={text('exchange.already')} value={formats.number(summary.already_taken)} />
      )}
      <Stat label={text('exchange.quantity')} value={formats.number(summary.quantity)} />
      <Stat
        label={text(batch.kind === 'stock' ? 'exchange.cost' : 'sales.amount')}
        value={formats.money(summary.amount_minor, currency)}
      />
    </Stats>
  )
}

function Rows({ batch, which }: { batch: ImportBatch; which: string | undefined }) {
  const text = useText('stock')
  const setSearch = useSetSearch()
  const remarked = batch.refused_count > 0 ? 'refused' : batch.doubtful_count > 0 ? 'doubtful' : 'all'
  const selected = which === 'all' || which === 'doubtful' || which === 'refused' ? which : remarked
  return (
    <Tabs
      label={text('exchange.rows')}
      items={[
        { id: 'refused', label: text('exchange.tab_refused', { count: batch.refused_count }) },
        { id: 'doubtful', label: text('exchange.tab_doubtful', { count: batch.doubtful_count }) },
        { id: 'all', label: text('exchange.tab_all', { count: batch.row_count }) },
      ]}
      selected={selected}
      onSelect={(rows) => setSearch({ rows })}
    >
      <PartFrame>
        <ImportRows batch={batch} which={selected} />
      </PartFrame>
    </Tabs>
  )
}
