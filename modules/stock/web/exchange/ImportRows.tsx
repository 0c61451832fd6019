import { usePages, useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { Empty } from '@guichet/kit/page'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { decideImportRow, type ImportBatch, type ImportRow, listImportRows } from '../../exchange/contract.ts'

/** Rows as understood; what is doubtful or refused names its row and column. */
export function ImportRows({ batch, which }: { batch: ImportBatch; which: 'all' | 'doubtful' | 'refused' }) {
  const text = useText('stock')
  const formats = useFormats()
  const list = usePages(listImportRows, { params: { import_batch_id: batch.id }, query: { which } })
  const adds = batch.kind === 'stock' && batch.mapping.mode === 'add'
  return (
    <Card padded={false}>
      <Table
        caption={text('exchange.rows')}
        items={list.items}
        more={list.more}
        loadingMore={list.loading_more}
        empty={
          <Empty
            kind="done"
            title={text(which === 'refused' ? 'exchange.none_refused' : 'exchange.none_doubtful')}
          />
        }
        columns={[
          {
            key: 'row',
            header: text('exchange.row'),
            width: '5rem',
            cell: (row) => <span className="num">{row.row_number}</span>,
          },
          {
            key: 'product',
            header: text('items.name'),
            cell: (row) => (
              <span className="inline-flex flex-wrap items-center gap-1.5">
                {row.name ?? row.cells.filter(Boolean).slice(0, 3).join(' · ')}
                {row.is_new && <Badge tone="info">{text('exchange.is_new')}</Badge>}
              </span>
            ),
          },
          {
            key: 'quantity',
            header: text(
              batch.kind === 'sales' ? 'exchange.sold' : adds ? 'exchange.adds' : 'exchange.replaces',
            ),
            align: 'end',
            cell: (row) =>
              row.quantity === null || row.before === null || row.after === null
                ? '–'
                : batch.kind === 'sales'
                  ? formats.number(row.quantity)
                  : adds
                    ? `${formats.number(row.before)} + ${formats.number(row.quantity)} = ${formats.number(row.after)}`
                    : `${formats.number(row.before)} → ${formats.number(row.after)}`,
          },
          {
            key: 'remarks',
            header: text('exchange.remarks'),
            cell: (row) => <Remarks batch={batch} row={row} />,
          },
        ]}
      />
    </Card>
  )
}

function Remarks({ batch, row }: { batch: ImportBatch; row: ImportRow }) {
  const text = useText('stock')
  const formats = useFormats()
  const decide = useSend(decideImportRow)
  const understood = ({ code, understood: value }: ImportRow['remarks'][number]): string => {
    if (value === null) return ''
    if (code === 'other_unit') return text(`unit.${value}`, { count: 1 })
    if (/^-?\d+(\.\d+)?$/.test(value)) return formats.number(Number(value))
    return /^\d{4}-\d\d-\d\d$/.test(value) ? formats.date(value) : value
  }
  const open = batch.status === 'checked' || batch.status === 'read'
  if (row.remarks.length === 0 && !row.near)
    return <span className="text-muted">{text('exchange.clear')}</span>
  const asked = row.remarks.some((one) => one.code === 'near_duplicate')
  return (
    <div className="grid gap-2">
      <ul className="grid gap-1">
        {row.remarks.map((one) => (
          <li key={`${one.column}${one.code}`} className="text-sm">
            <Badge tone={one.severity === 'refused' ? 'error' : 'warning'}>
              {one.column
                ? text('exchange.cell', { cell: `${one.column}${row.row_number}`, header: one.header ?? '' })
                : text('exchange.whole_row')}
            </Badge>{' '}
            {one.said && <q className="text-muted">{one.said}</q>}{' '}
            {text(`exchange.remark.${one.code}`, {
              understood: understood(one),
            })}
          </li>
        ))}
      </ul>
      {open && (asked || row.near) && (
        <div className="flex flex-wrap gap-2">
          {([true, false] as const).map((same) => (
            <Button
              key={String(same)}
              size="small"
              variant={row.near?.same === same && !asked ? 'primary' : 'secondary'}
              busy={decide.isPending}
              onPress={() =>
                decide.mutate({
                  params: { import_batch_id: batch.id },
                  body: { row_number: row.row_number, same },
                })
              }
            >
              {text(same ? 'exchange.same' : 'exchange.another')}
            </Button>
          ))}
        </div>
      )}
    </div>
  )
}
