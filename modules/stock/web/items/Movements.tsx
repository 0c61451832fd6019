import { usePages, useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { Empty } from '@guichet/kit/page'
import { useMembership } from '@guichet/kit/session'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { listMovements, type Movement, reverseMovement } from '../../ledger/contract.ts'
import { useQuantity } from '../quantity.ts'

/** What moved, newest first, with what it left and what it was worth. */
export function Movements({ product_id, may_reverse }: { product_id: string; may_reverse: boolean }) {
  const text = useText('stock')
  const tenant = useMembership()?.tenant
  const formats = useFormats({ time_zone: tenant?.time_zone })
  const quantity = useQuantity()
  const list = usePages(listMovements, { query: { product_id, limit: 30 } })
  const reverse = useSend(reverseMovement, {
    onDone: () => toast({ tone: 'success', text: text('movement.reversed_done') }),
  })
  const currency = tenant?.currency ?? 'XOF'
  return (
    <Card title={text('movement.history')} note={text('movement.history_note')} padded={false}>
      <Table
        caption={text('movement.history')}
        items={list.items}
        more={list.more}
        loadingMore={list.loading_more}
        empty={<Empty kind="first" icon="history" title={text('movement.none')} />}
        columns={[
          { key: 'at', header: text('movement.at'), cell: (one) => formats.date_time(one.at) },
          { key: 'kind', header: text('movement.kind'), cell: (one) => <Kind movement={one} /> },
          { key: 'location', header: text('items.location'), cell: (one) => one.location_name },
          {
            key: 'quantity',
            header: text('movement.quantity'),
            align: 'end',
            cell: (one) => (
              <span className={one.quantity > 0 ? 'text-success' : ''}>
                {one.quantity > 0 ? '+' : ''}
                {quantity(one.quantity, one.unit)}
              </span>
            ),
          },
          {
            key: 'value',
            header: text('movement.value'),
            align: 'end',
            cell: (one) =>
              one.value_minor === null ? '–' : formats.money(Math.round(one.value_minor), currency),
          },
          {
            key: 'after',
            header: text('movement.after'),
            align: 'end',
            cell: (one) => (one.quantity_after === null ? '–' : formats.number(one.quantity_after)),
          },
          {
            key: 'reverse',
            header: text('movement.reverse'),
            quiet: true,
            cell: (one) =>
              may_reverse &&
              !one.reversed &&
              one.reverses_id === null &&
              one.quantity !== 0 && (
                <Button
                  size="small"
                  variant="quiet"
                  icon="undo"
                  busy={reverse.isPending}
                  onPress={() => reverse.mutate({ params: { movement_id: one.id }, body: {} })}
                >
                  {text('movement.reverse')}
                </Button>
              ),
          },
        ]}
      />
    </Card>
  )
}

function Kind({ movement }: { movement: Movement }) {
  const text = useText('stock')
  const formats = useFormats()
  return (
    <span className="inline-flex flex-wrap items-center gap-1.5">
      {text(`kind.${movement.kind}`)}
      {movement.reverses_id !== null && <Badge tone="neutral">{text('movement.reversal')}</Badge>}
      {movement.reversed && <Badge tone="neutral">{text('movement.reversed')}</Badge>}
      {movement.refused_quantity > 0 && (
        <Badge tone="warning">
          {text('movement.refused', { quantity: formats.number(movement.refused_quantity) })}
        </Badge>
      )}
      {(movement.lot_code ?? movement.reference ?? movement.reason) && (
        <span className="text-sm text-muted">
          {[movement.lot_code, movement.reference, movement.reason].filter(Boolean).join(' · ')}
        </span>
      )}
    </span>
  )
}
