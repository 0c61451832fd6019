import { usePages } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { Select } from '@guichet/kit/form'
import { useGo, useSetSearch } from '@guichet/kit/link'
import { Empty, PartFrame } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import type { PageProps, Search } from '@guichet/kit/shell-route'
import { SidePanel } from '@guichet/kit/side-panel'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { listOrders, type OrderRow } from '../../orders/contract.ts'
import { orderStatuses, type OrderStatus } from '../../orders/contract.ts'
import { StockFrame } from '../StockFrame.tsx'
import { OrderForm } from './OrderForm.tsx'

const tones = {
  draft: 'neutral',
  sent: 'info',
  partly_received: 'warning',
  received: 'success',
  closed: 'neutral',
  cancelled: 'neutral',
} as const

export function OrderBadge({ order }: { order: Pick<OrderRow, 'status' | 'late'> }) {
  const text = useText('stock')
  return (
    <span className="inline-flex flex-wrap gap-1.5">
      <Badge tone={tones[order.status]}>{text(`order.statuses.${order.status}`)}</Badge>
      {order.late && <Badge tone="error">{text('order.late')}</Badge>}
    </span>
  )
}

export function OrdersPage({ search }: PageProps) {
  const text = useText('stock')
  const go = useGo()
  const setSearch = useSetSearch()
  const may_write = usePermission('stock.order.write')
  return (
    <StockFrame
      title={text('order.title')}
      section="orders"
      actions={
        may_write && (
          <Button variant="primary" icon="plus" onPress={() => setSearch({ open: 'new' }, { push: true })}>
            {text('order.new')}
          </Button>
        )
      }
    >
      <div className="mb-4 max-w-xs">
        <Select
          label={text('order.status')}
          isRequired
          placeholder={text('order.any_status')}
          options={['open', ...orderStatuses].map((value) => ({
            value,
            label: text(`order.statuses.${value}`),
          }))}
          value={search.status ?? ''}
          onChange={(status) => setSearch({ status: status || undefined })}
        />
      </div>
      <PartFrame>
        <Orders search={search} />
      </PartFrame>
      {search.open === 'new' && may_write && (
        <SidePanel title={text('order.new')} onClose={() => setSearch({ open: undefined })}>
          <OrderForm onDone={({ id }) => go(`/stock/orders/${id}`)} />
        </SidePanel>
      )}
    </StockFrame>
  )
}

function Orders({ search }: { search: Search }) {
  const text = useText('stock')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const list = usePages(listOrders, {
    query: { ...(search.status && { status: search.status as OrderStatus }) },
  })
  return (
    <Card padded={false}>
      <Table
        caption={text('order.title')}
        items={list.items}
        more={list.more}
        loadingMore={list.loading_more}
        stale={list.stale}
        rowLink={(order) => `/stock/orders/${order.id}`}
        empty={
          search.status ? (
            <Empty kind="filtered" onClear={() => setSearch({ status: undefined })} />
          ) : (
            <Empty kind="first" icon="list" title={text('order.none')} note={text('order.none_note')} />
          )
        }
        columns={[
          {
            key: 'number',
            header: text('order.number'),
            cell: (order) => <span className="num">{order.number}</span>,
          },
          { key: 'supplier', header: text('items.supplier'), cell: (order) => order.supplier_name },
          { key: 'status', header: text('order.status'), cell: (order) => <OrderBadge order={order} /> },
          {
            key: 'expected',
            header: text('order.expected'),
            cell: (order) => (order.expected_on ? formats.date(order.expected_on) : '–'),
          },
          {
            key: 'lines',
            header: text('order.lines'),
            align: 'end',
            cell: (order) => formats.number(order.lines),
          },
          {
            key: 'total',
            header: text('order.total'),
            align: 'end',
            cell: (order) => formats.money(order.total_minor, order.currency),
          },
        ]}
      />
    </Card>
  )
}
