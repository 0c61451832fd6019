import { ProblemError, request, useRead, useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card, Stat, Stats } from '@guichet/kit/card'
import { NumberField, Select, TextField } from '@guichet/kit/form'
import { useSetSearch } from '@guichet/kit/link'
import { Empty, PartFrame } from '@guichet/kit/page'
import { useMembership, usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { useShortcuts } from '@guichet/kit/shortcuts'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { lazy, Suspense, useRef, useState } from 'react'
import { findProduct, listLocations, type ProductRow } from '../../catalogue/contract.ts'
import { readSalesOfDay, recordSale, reverseMovement } from '../../ledger/contract.ts'
import { ProductPicker } from '../ProductPicker.tsx'
import { StockFrame } from '../StockFrame.tsx'
import { addLine, type Line, totalOf } from './lines.ts'

const Scanner = lazy(() => import('../Scanner.tsx').then((file) => ({ default: file.Scanner })))

/** Selling at the counter: scan or type, correct the quantity, record. */
export function SalesPage({ search }: PageProps) {
  const text = useText('stock')
  const { items } = useRead(listLocations)
  const setSearch = useSetSearch()
  const locations = items.filter((one) => one.active)
  const location_id = locations.find((one) => one.id === search.location)?.id ?? locations[0]?.id
  if (!location_id)
    return (
      <StockFrame title={text('sales.title')} section="sales">
        <Empty kind="first" icon="pin" title={text('location.none')} note={text('location.none_note')} />
      </StockFrame>
    )
  return (
    <StockFrame title={text('sales.title')} section="sales">
      <div className="mb-4 max-w-sm">
        <Select
          label={text('sales.at')}
          isRequired
          options={locations.map(({ id, name }) => ({ value: id, label: name }))}
          value={location_id}
          onChange={(location) => setSearch({ location })}
        />
      </div>
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <Till key={location_id} location_id={location_id} />
        <PartFrame>
          <Today location_id={location_id} />
        </PartFrame>
      </div>
    </StockFrame>
  )
}

function Till({ location_id }: { location_id: string }) {
  const text = useText('stock')
  const formats = useFormats()
  const currency = useMembership()?.tenant.currency ?? 'XOF'
  const [lines, setLines] = useState<readonly Line[]>([])
  const [code, setCode] = useState('')
  const [scanning, scan] = useState(false)
  const field = useRef<HTMLDivElement>(null)
  const add = (product: ProductRow, factor = 1) => setLines((now) => addLine(now, product, factor))
  const byCode = async (written: string) => {
    const sought = written.trim()
    if (!sought) return
    try {
      const { product, packaging_id } = await request(findProduct, { params: { barcode: sought } })
      add(product, product.packagings.find((one) => one.id === packaging_id)?.quantity ?? 1)
      setCode('')
    } catch (error) {
      const unknown = error instanceof ProblemError && error.problem.status === 404
      toast({
        tone: 'error',
        text: text(unknown ? 'sales.code_unknown' : 'sales.code_failed', { code: sought }),
      })
    }
  }
  const sale = useSend(recordSale, {
    onDone: ({ amount_minor }) => {
      setLines([])
      field.current?.querySelector('input')?.focus()
      toast({
        tone: 'success',
        text: text('sales.recorded', { amount: formats.money(amount_minor, currency) }),
      })
    },
  })
  const ready = lines.length > 0 && lines.every((line) => (line.quantity ?? 0) + (line.refused ?? 0) > 0)
  const record = () =>
    ready &&
    !sale.isPending &&
    sale.mutate({
      body: {
        location_id,
        lines: lines.map((line) => ({
          product_id: line.product.id,
          quantity: line.quantity ?? 0,
          refused_quantity: line.refused ?? 0,
          unit_price_minor: line.price,
        })),
      },
    })
  useShortcuts('stock.sales', { 'ctrl+enter': { label: text('sales.record'), run: () => void record() } })
  const change = (id: string, part: Partial<Line>) =>
    setLines((now) => now.map((line) => (line.product.id === id ? { ...line, ...part } : line)))
  return (
    <Card title={text('sales.new')}>
      <form
        ref={field as never}
        className="mb-4 flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void byCode(code)
        }}
      >
        <TextField
          label={text('sales.code')}
          isRequired
          className="flex-1"
          autoComplete="off"
          inputMode="numeric"
          maxLength={60}
          value={code}
          onChange={setCode}
        />
        <Button type="submit" icon="plus" aria-label={text('sales.add_code')} />
        <Button icon="qr" aria-label={text('scan.open')} onPress={() => scan(true)} />
      </form>
      <ProductPicker label={text('sales.by_name')} onPick={(product) => add(product)} />
      {lines.length === 0 && <p className="py-6 text-center text-muted">{text('sales.empty')}</p>}
      <ul className="mt-3 divide-y divide-line">
        {lines.map((line) => (
          <li
            key={line.product.id}
            className="grid gap-3 py-4 sm:grid-cols-2 xl:grid-cols-[2fr_1fr_1fr_1fr_auto]"
          >
            <div className="min-w-0 self-center sm:col-span-2 xl:col-span-1">
              <div className="font-medium">{line.product.name}</div>
              <div className="text-sm text-muted">
                {text('sales.there', { quantity: formats.number(line.product.on_hand) })}
                {line.product.on_hand < (line.quantity ?? 0) && (
                  <Badge tone="warning">{text('sales.too_many')}</Badge>
                )}
              </div>
            </div>
            <NumberField
              label={text('movement.quantity')}
              isRequired
              min={0}
              step={line.product.decimals > 0 ? 0.001 : 1}
              value={line.quantity}
              onChange={(quantity) => change(line.product.id, { quantity })}
            />
            <NumberField
              label={text('sales.price')}
              isRequired
              min={0}
              currency={currency}
              value={line.price}
              onChange={(price) => change(line.product.id, { price })}
            />
            <NumberField
              label={text('sales.refused')}
              isRequired
              min={0}
              step={line.product.decimals > 0 ? 0.001 : 1}
              value={line.refused}
              onChange={(refused) => change(line.product.id, { refused })}
            />
            <Button
              variant="quiet"
              icon="trash"
              className="self-end justify-self-start"
              aria-label={text('sales.remove', { name: line.product.name })}
              onPress={() => setLines((now) => now.filter((one) => one.product.id !== line.product.id))}
            />
          </li>
        ))}
      </ul>
      {lines.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
          <span className="text-xl font-semibold">{formats.money(totalOf(lines), currency)}</span>
          <Button
            variant="primary"
            icon="check"
            busy={sale.isPending}
            isDisabled={!ready}
            onPress={() => void record()}
          >
            {text('sales.record')}
          </Button>
        </div>
      )}
      {scanning && (
        <Suspense fallback={null}>
          <Scanner onRead={(read) => void byCode(read)} onClose={() => scan(false)} />
        </Suspense>
      )}
    </Card>
  )
}

function Today({ location_id }: { location_id: string }) {
  const text = useText('stock')
  const tenant = useMembership()?.tenant
  const formats = useFormats({ time_zone: tenant?.time_zone })
  const currency = tenant?.currency ?? 'XOF'
  const day = useRead(readSalesOfDay, { query: { location_id } })
  const may_reverse = usePermission('stock.movement.record')
  const reverse = useSend(reverseMovement, {
    onDone: () => toast({ tone: 'success', text: text('sales.taken_back') }),
  })
  return (
    <div>
      <Stats>
        <Stat label={text('sales.count')} value={formats.number(day.sales)} />
        <Stat label={text('sales.amount')} value={formats.money(Math.round(day.amount_minor), currency)} />
      </Stats>
      <Card title={text('sales.today')} padded={false}>
        <Table
          caption={text('sales.today')}
          items={day.recent.map((one) => ({ ...one, id: one.document_id }))}
          empty={<Empty kind="first" icon="list" title={text('sales.none_today')} />}
          columns={[
            { key: 'at', header: text('movement.at'), width: '4.5rem', cell: (one) => formats.time(one.at) },
            {
              key: 'what',
              header: text('sales.what'),
              cell: (one) => (
                <span className={one.reversed ? 'text-muted line-through' : ''}>
                  {one.names.join(', ')}
                  {one.lines > one.names.length && ` +${one.lines - one.names.length}`}
                </span>
              ),
            },
            {
              key: 'amount',
              header: text('sales.amount'),
              align: 'end',
              cell: (one) => formats.money(Math.round(one.amount_minor), currency),
            },
            {
              key: 'undo',
              header: text('movement.reverse'),
              quiet: true,
              cell: (one) =>
                may_reverse &&
                !one.reversed && (
                  <Button
                    size="small"
                    variant="quiet"
                    icon="undo"
                    aria-label={text('movement.reverse')}
                    busy={reverse.isPending}
                    onPress={() =>
                      reverse.mutate({
                        params: { movement_id: one.movement_id },
                        body: { whole_document: true },
                      })
                    }
                  />
                ),
            },
          ]}
        />
      </Card>
    </div>
  )
}
