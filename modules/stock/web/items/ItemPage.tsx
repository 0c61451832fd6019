import { useRead, useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card, Facts, Stat, Stats } from '@guichet/kit/card'
import { useNow } from '@guichet/kit/clock'
import { useSetSearch } from '@guichet/kit/link'
import { Empty, PartFrame } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { SidePanel } from '@guichet/kit/side-panel'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { type Product, readProduct } from '../../catalogue/contract.ts'
import { releaseReservation } from '../../ledger/contract.ts'
import { useQuantity } from '../quantity.ts'
import { StockFrame } from '../StockFrame.tsx'
import { ItemForm } from './ItemForm.tsx'
import { MovementForm } from './MovementForm.tsx'
import { Movements } from './Movements.tsx'
import { ReserveForm } from './ReserveForm.tsx'

/** One article: where it is, its lots and packagings, and everything that ever moved it. */
export function ItemPage({ params, search }: PageProps) {
  const text = useText('stock')
  const setSearch = useSetSearch()
  const may_write = usePermission('stock.item.write')
  const may_move = usePermission('stock.movement.record')
  const may_sell = usePermission('stock.sale.record')
  const product = useRead(readProduct, { params: { product_id: params.product_id! } })
  const close = () => setSearch({ open: undefined })
  return (
    <StockFrame
      title={product.name}
      section="items"
      back={{ to: '/stock', label: text('items.title') }}
      status={product.active ? undefined : <Badge tone="neutral">{text('items.inactive')}</Badge>}
      actions={
        <>
          {may_sell && (
            <Button icon="hand" onPress={() => setSearch({ open: 'reserve' }, { push: true })}>
              {text('reservation.set_aside')}
            </Button>
          )}
          {may_move && (
            <Button icon="transfer" onPress={() => setSearch({ open: 'movement' }, { push: true })}>
              {text('movement.enter')}
            </Button>
          )}
          {may_write && (
            <Button icon="edit" onPress={() => setSearch({ open: 'edit' }, { push: true })}>
              {text('edit')}
            </Button>
          )}
        </>
      }
    >
      <Figures product={product} />
      <div className="mb-5 grid items-start gap-5 lg:grid-cols-2">
        <Places product={product} />
        <Card title={text('items.card')}>
          <Facts
            items={[
              { label: text('items.sku'), value: <span className="num">{product.sku}</span> },
              { label: text('items.category'), value: product.category ?? '–' },
              { label: text('items.supplier'), value: product.supplier_name ?? '–' },
              {
                label: text('packaging.title'),
                value:
                  product.packagings
                    .map((one) => text('packaging.of', { name: one.name, count: one.quantity }))
                    .join(', ') || '–',
              },
              {
                label: text('items.barcodes'),
                value: <span className="num">{product.barcodes.join(', ') || '–'}</span>,
              },
            ]}
          />
        </Card>
        {product.lots.length > 0 && <Lots product={product} />}
        {product.reservations.length > 0 && <Reservations product={product} may_release={may_sell} />}
      </div>
      <PartFrame>
        <Movements product_id={product.id} may_reverse={may_move} />
      </PartFrame>
      {search.open === 'edit' && may_write && (
        <SidePanel title={text('items.change')} onClose={close}>
          <ItemForm product={product} onDone={close} />
        </SidePanel>
      )}
      {search.open === 'movement' && may_move && (
        <SidePanel title={text('movement.enter')} onClose={close}>
          <MovementForm product={product} onDone={close} />
        </SidePanel>
      )}
      {search.open === 'reserve' && may_sell && (
        <SidePanel title={text('reservation.set_aside')} onClose={close}>
          <ReserveForm product={product} onDone={close} />
        </SidePanel>
      )}
    </StockFrame>
  )
}

function Figures({ product }: { product: Product }) {
  const text = useText('stock')
  const formats = useFormats()
  const quantity = useQuantity()
  const [arrival] = product.arrivals
  return (
    <Stats>
      <Stat
        label={text('items.on_hand')}
        value={quantity(product.on_hand, product.unit)}
        note={
          product.reserved > 0
            ? text('items.of_which_reserved', { quantity: formats.number(product.reserved) })
            : undefined
        }
      />
      <Stat
        label={text('items.incoming')}
        value={formats.number(product.incoming)}
        note={
          arrival
            ? arrival.expected_on
              ? text('items.arrives', { number: arrival.number, day: formats.date(arrival.expected_on) })
              : arrival.number
            : undefined
        }
      />
      <Stat
        label={text('items.value')}
        value={formats.money(product.value_minor, product.currency)}
        note={
          product.unit_value_minor === null
            ? undefined
            : text('items.each', {
                amount: formats.money(Math.round(product.unit_value_minor), product.currency),
              })
        }
      />
      <Stat label={text('items.price')} value={formats.money(product.price_minor, product.currency)} />
    </Stats>
  )
}

function Places({ product }: { product: Product }) {
  const text = useText('stock')
  const quantity = useQuantity()
  const formats = useFormats()
  return (
    <Card title={text('items.where')} padded={false}>
      <Table
        caption={text('items.where')}
        items={product.balances.map((one) => ({ ...one, id: one.location_id }))}
        empty={<Empty kind="first" icon="pin" title={text('location.none')} />}
        columns={[
          { key: 'location', header: text('items.location'), cell: (one) => one.location_name },
          {
            key: 'on_hand',
            header: text('items.on_hand'),
            align: 'end',
            cell: (one) => quantity(one.on_hand, product.unit),
          },
          {
            key: 'reserved',
            header: text('items.reserved'),
            align: 'end',
            cell: (one) => (one.reserved > 0 ? formats.number(one.reserved) : '–'),
          },
          {
            key: 'incoming',
            header: text('items.incoming'),
            align: 'end',
            cell: (one) => (one.incoming > 0 ? formats.number(one.incoming) : '–'),
          },
        ]}
      />
    </Card>
  )
}

function Lots({ product }: { product: Product }) {
  const text = useText('stock')
  const formats = useFormats()
  const quantity = useQuantity()
  const today = new Date(useNow(60_000)).toISOString().slice(0, 10)
  return (
    <Card title={text('lot.title')} note={text('lot.note')} padded={false}>
      <Table
        caption={text('lot.title')}
        items={product.lots.map((lot) => ({ ...lot, lot_id: lot.id, id: `${lot.id}${lot.location_id}` }))}
        columns={[
          { key: 'code', header: text('lot.code'), cell: (lot) => lot.code },
          {
            key: 'expires',
            header: text('lot.expires'),
            cell: (lot) => (
              <span className="inline-flex flex-wrap items-center gap-1.5">
                {lot.expires_on ? formats.date(lot.expires_on) : '–'}
                {lot.expires_on && lot.expires_on < today && (
                  <Badge tone="error">{text('lot.expired')}</Badge>
                )}
              </span>
            ),
          },
          { key: 'location', header: text('items.location'), cell: (lot) => lot.location_name },
          {
            key: 'on_hand',
            header: text('items.on_hand'),
            align: 'end',
            cell: (lot) => quantity(lot.on_hand, product.unit),
          },
        ]}
      />
    </Card>
  )
}

function Reservations({ product, may_release }: { product: Product; may_release: boolean }) {
  const text = useText('stock')
  const formats = useFormats()
  const quantity = useQuantity()
  const release = useSend(releaseReservation, {
    onDone: () => toast({ tone: 'success', text: text('reservation.released') }),
  })
  return (
    <Card title={text('reservation.title')} padded={false}>
      <Table
        caption={text('reservation.title')}
        items={product.reservations}
        columns={[
          { key: 'for', header: text('reservation.for_whom'), cell: (one) => one.for_whom },
          {
            key: 'quantity',
            header: text('movement.quantity'),
            align: 'end',
            cell: (one) => quantity(one.quantity, product.unit),
          },
          { key: 'since', header: text('reservation.since'), cell: (one) => formats.date(one.created_at) },
          {
            key: 'release',
            header: text('reservation.release'),
            quiet: true,
            cell: (one) =>
              may_release && (
                <Button
                  size="small"
                  busy={release.isPending}
                  onPress={() => release.mutate({ params: { reservation_id: one.id } })}
                >
                  {text('reservation.release')}
                </Button>
              ),
          },
        ]}
      />
    </Card>
  )
}
