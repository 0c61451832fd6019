import { usePages, useRead } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { Select, TextField } from '@guichet/kit/form'
import { useGo, useSetSearch } from '@guichet/kit/link'
import { Empty, PartFrame } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import type { PageProps, Search } from '@guichet/kit/shell-route'
import { SidePanel } from '@guichet/kit/side-panel'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { useEffect, useState } from 'react'
import { listCategories, listLocations, listProducts } from '../../catalogue/contract.ts'
import { useQuantity } from '../quantity.ts'
import { StockFrame } from '../StockFrame.tsx'
import { ItemForm } from './ItemForm.tsx'
import { MovementForm } from './MovementForm.tsx'

/** Every article: what is there, set aside, on its way, and worth. */
export function ItemsPage({ search }: PageProps) {
  const text = useText('stock')
  const go = useGo()
  const setSearch = useSetSearch()
  const may_write = usePermission('stock.item.write')
  const may_move = usePermission('stock.movement.record')
  return (
    <StockFrame
      title={text('items.title')}
      section="items"
      actions={
        <>
          {may_move && (
            <Button icon="transfer" onPress={() => setSearch({ open: 'movement' }, { push: true })}>
              {text('movement.enter')}
            </Button>
          )}
          {may_write && (
            <Button variant="primary" icon="plus" onPress={() => setSearch({ open: 'new' }, { push: true })}>
              {text('items.add')}
            </Button>
          )}
        </>
      }
    >
      <PartFrame skeleton="form">
        <Filters search={search} />
      </PartFrame>
      <PartFrame>
        <Items search={search} />
      </PartFrame>
      {search.open === 'new' && may_write && (
        <SidePanel title={text('items.new')} onClose={() => setSearch({ open: undefined })}>
          <ItemForm onDone={({ id }) => go(`/stock/items/${id}`)} />
        </SidePanel>
      )}
      {search.open === 'movement' && may_move && (
        <SidePanel title={text('movement.enter')} onClose={() => setSearch({ open: undefined })}>
          <MovementForm onDone={() => setSearch({ open: undefined })} />
        </SidePanel>
      )}
    </StockFrame>
  )
}

function Filters({ search }: { search: Search }) {
  const text = useText('stock')
  const setSearch = useSetSearch()
  const { items: categories } = useRead(listCategories)
  const { items: locations } = useRead(listLocations)
  return (
    <div className="mb-4 grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <Sought value={search.search ?? ''} />
      <Select
        label={text('items.category')}
        isRequired
        placeholder={text('items.any_category')}
        options={categories.map(({ name, products }) => ({ value: name, label: `${name} (${products})` }))}
        value={search.category ?? ''}
        onChange={(category) => setSearch({ category: category || undefined })}
      />
      <Select
        label={text('items.location')}
        isRequired
        placeholder={text('items.any_location')}
        options={locations.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.location ?? ''}
        onChange={(location) => setSearch({ location: location || undefined })}
      />
      <Select
        label={text('items.state')}
        isRequired
        options={(['all', 'in_stock', 'out', 'inactive'] as const).map((value) => ({
          value,
          label: text(`items.states.${value}`),
        }))}
        value={search.state ?? 'all'}
        onChange={(state) => setSearch({ state: state === 'all' ? undefined : state })}
      />
    </div>
  )
}

function Sought({ value }: { value: string }) {
  const text = useText('stock')
  const setSearch = useSetSearch()
  const [written, write] = useState(value)
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    if (value === '') write('')
  }
  useEffect(() => {
    if (written.trim() === value) return
    const timer = setTimeout(() => setSearch({ search: written.trim() || undefined }), 300)
    return () => clearTimeout(timer)
  }, [written, value, setSearch])
  return (
    <TextField
      label={text('items.search')}
      isRequired
      type="search"
      name="search"
      autoComplete="off"
      maxLength={80}
      value={written}
      onChange={write}
    />
  )
}

function Items({ search }: { search: Search }) {
  const text = useText('stock')
  const formats = useFormats()
  const quantity = useQuantity()
  const setSearch = useSetSearch()
  const query = {
    ...(search.search && { search: search.search }),
    ...(search.category && { category: search.category }),
    ...(search.location && { location_id: search.location }),
    ...(search.state && { state: search.state as 'in_stock' | 'out' | 'inactive' }),
  }
  const list = usePages(listProducts, { query })
  return (
    <Card padded={false}>
      <Table
        caption={text('items.title')}
        items={list.items}
        more={list.more}
        loadingMore={list.loading_more}
        stale={list.stale}
        rowLink={(product) => `/stock/items/${product.id}`}
        empty={
          Object.keys(query).length > 0 ? (
            <Empty
              kind="filtered"
              onClear={() =>
                setSearch({ search: undefined, category: undefined, location: undefined, state: undefined })
              }
            />
          ) : (
            <Empty kind="first" icon="list" title={text('items.none')} note={text('items.none_note')} />
          )
        }
        columns={[
          {
            key: 'name',
            header: text('items.name'),
            cell: (product) => product.name,
          },
          {
            key: 'sku',
            header: text('items.sku'),
            cell: (product) => <span className="num">{product.sku}</span>,
          },
          { key: 'category', header: text('items.category'), cell: (product) => product.category ?? '–' },
          {
            key: 'on_hand',
            header: text('items.on_hand'),
            align: 'end',
            cell: (product) => (
              <span className="inline-flex flex-wrap items-center justify-end gap-1.5">
                {product.on_hand <= 0 && <Badge tone="error">{text('items.out')}</Badge>}
                <span className="num font-medium">{quantity(product.on_hand, product.unit)}</span>
              </span>
            ),
          },
          {
            key: 'incoming',
            header: text('items.incoming'),
            align: 'end',
            cell: (product) => (product.incoming > 0 ? formats.number(product.incoming) : '–'),
          },
          {
            key: 'price',
            header: text('items.price'),
            align: 'end',
            cell: (product) => formats.money(product.price_minor, product.currency),
          },
          {
            key: 'value',
            header: text('items.value'),
            align: 'end',
            cell: (product) => formats.money(product.value_minor, product.currency),
          },
        ]}
      />
    </Card>
  )
}
