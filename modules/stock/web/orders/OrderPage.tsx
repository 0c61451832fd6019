import { useRead, useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Card, Facts } from '@guichet/kit/card'
import { ConfirmDialog } from '@guichet/kit/dialog'
import { useSetSearch } from '@guichet/kit/link'
import { useMembership, usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { SidePanel } from '@guichet/kit/side-panel'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { useState } from 'react'
import { cancelOrder, closeOrder, type Order, readOrder, sendOrder } from '../../orders/contract.ts'
import { mayTake } from '../../orders/contract.ts'
import { useQuantity } from '../quantity.ts'
import { StockFrame } from '../StockFrame.tsx'
import { OrderForm } from './OrderForm.tsx'
import { OrderBadge } from './OrdersPage.tsx'
import { ReceiptForm } from './ReceiptForm.tsx'

/** One order from draft to its last delivery. */
export function OrderPage({ params, search }: PageProps) {
  const text = useText('stock')
  const setSearch = useSetSearch()
  const order = useRead(readOrder, { params: { purchase_order_id: params.purchase_order_id! } })
  const may_receive = usePermission('stock.movement.record')
  const close = () => setSearch({ open: undefined })
  return (
    <StockFrame
      title={order.number}
      section="orders"
      back={{ to: '/stock/orders', label: text('order.title') }}
      status={<OrderBadge order={order} />}
      actions={
        <>
          <Steps order={order} />
          {may_receive && mayTake('receive', order.status) && (
            <Button
              variant="primary"
              icon="download"
              onPress={() => setSearch({ open: 'receipt' }, { push: true })}
            >
              {text('order.receive')}
            </Button>
          )}
        </>
      }
    >
      <div className="grid items-start gap-5 lg:grid-cols-[2fr_1fr]">
        <Lines order={order} />
        <OrderFacts order={order} />
      </div>
      {search.open === 'edit' && (
        <SidePanel title={text('order.change')} onClose={close}>
          <OrderForm order={order} onDone={close} />
        </SidePanel>
      )}
      {search.open === 'receipt' && may_receive && (
        <SidePanel title={text('order.receive')} onClose={close}>
          <ReceiptForm order={order} onDone={close} />
        </SidePanel>
      )}
    </StockFrame>
  )
}

function Steps({ order }: { order: Order }) {
  const text = useText('stock')
  const setSearch = useSetSearch()
  const may_write = usePermission('stock.order.write')
  const [asked, ask] = useState<'close' | 'cancel' | null>(null)
  const params = { purchase_order_id: order.id }
  const send = useSend(sendOrder)
  const shut = useSend(closeOrder)
  const cancel = useSend(cancelOrder)
  if (!may_write) return null
  return (
    <>
      {mayTake('cancel', order.status) && (
        <Button variant="quiet" onPress={() => ask('cancel')}>
          {text('order.cancel')}
        </Button>
      )}
      {mayTake('close', order.status) && order.status === 'partly_received' && (
        <Button variant="quiet" onPress={() => ask('close')}>
          {text('order.close')}
        </Button>
      )}
      {mayTake('change', order.status) && (
        <Button icon="edit" onPress={() => setSearch({ open: 'edit' }, { push: true })}>
          {text('edit')}
        </Button>
      )}
      {mayTake('send', order.status) && (
        <Button variant="primary" busy={send.isPending} onPress={() => send.mutate({ params, body: {} })}>
          {text('order.mark_sent')}
        </Button>
      )}
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => ask(null)}
        title={text(asked === 'close' ? 'order.close_title' : 'order.cancel_title', { number: order.number })}
        consequence={text(asked === 'close' ? 'order.close_note' : 'order.cancel_note')}
        confirm={text(asked === 'close' ? 'order.close' : 'order.cancel')}
        onConfirm={() => {
          if (asked === 'close') shut.mutate({ params, body: {} })
          else cancel.mutate({ params, body: {} })
          ask(null)
        }}
      />
    </>
  )
}

function Lines({ order }: { order: Order }) {
  const text = useText('stock')
  const formats = useFormats()
  const quantity = useQuantity()
  return (
    <Card padded={false}>
      <Table
        caption={text('order.lines')}
        items={order.items}
        rowLink={(item) => `/stock/items/${item.product_id}`}
        columns={[
          { key: 'product', header: text('items.name'), cell: (item) => item.product_name },
          {
            key: 'quantity',
            header: text('order.ordered'),
            align: 'end',
            cell: (item) => (
              <>
                {quantity(item.quantity, item.unit)}
                {item.packaging_name && item.packaging_quantity && (
                  <span className="block text-sm text-muted">
                    {formats.number(item.quantity / item.packaging_quantity)} × {item.packaging_name}
                  </span>
                )}
              </>
            ),
          },
          {
            key: 'received',
            header: text('order.received'),
            align: 'end',
            cell: (item) => formats.number(item.received),
          },
          {
            key: 'cost',
            header: text('sales.price'),
            align: 'end',
            cell: (item) => formats.money(Math.round(item.unit_cost_minor), order.currency),
          },
          {
            key: 'total',
            header: text('order.total'),
            align: 'end',
            cell: (item) => formats.money(Math.round(item.quantity * item.unit_cost_minor), order.currency),
          },
        ]}
      />
    </Card>
  )
}

function OrderFacts({ order }: { order: Order }) {
  const text = useText('stock')
  const tenant = useMembership()?.tenant
  const formats = useFormats({ time_zone: tenant?.time_zone })
  const moment = (at: string | null) => (at ? formats.date_time(at) : '–')
  return (
    <Card title={text('order.facts')}>
      <Facts
        items={[
          { label: text('items.supplier'), value: order.supplier_name },
          { label: text('order.to'), value: order.location_name },
          { label: text('order.sent'), value: moment(order.sent_at) },
          { label: text('order.expected'), value: order.expected_on ? formats.date(order.expected_on) : '–' },
          ...order.receipts.map((receipt) => ({
            label: text('order.delivery'),
            value: [moment(receipt.received_at), receipt.reference].filter(Boolean).join(' · '),
          })),
          { label: text('order.total'), value: formats.money(order.total_minor, order.currency) },
          ...(order.notes ? [{ label: text('order.notes'), value: order.notes }] : []),
        ]}
      />
    </Card>
  )
}
