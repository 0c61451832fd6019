import { useRead, useSend } from '@guichet/kit/api'
import { useNow } from '@guichet/kit/clock'
import { Button } from '@guichet/kit/button'
import { DateField, NumberField, RadioGroup, Select, TextField } from '@guichet/kit/form'
import { useMembership } from '@guichet/kit/session'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { useState } from 'react'
import { listLocations, type Product, type ProductRow, readProduct } from '../../catalogue/contract.ts'
import { recordMovements, transferGoods } from '../../ledger/contract.ts'
import { ProductPicker } from '../ProductPicker.tsx'

const choices = ['receipt', 'loss', 'adjustment', 'return', 'transfer'] as const
type Choice = (typeof choices)[number]

/** Enters goods that come, leave or move otherwise than by sale, order or count. */
export function MovementForm({ product, onDone }: { product?: Product; onDone: () => void }) {
  const text = useText('stock')
  const [picked, pick] = useState<ProductRow | undefined>(product)
  return picked ? (
    <Known product_id={picked.id} onDone={onDone} />
  ) : (
    <ProductPicker label={text('movement.product')} onPick={pick} />
  )
}

function Known({ product_id, onDone }: { product_id: string; onDone: () => void }) {
  const text = useText('stock')
  const product = useRead(readProduct, { params: { product_id } })
  const tenant = useMembership()?.tenant
  const now = useNow(60_000)
  const { items } = useRead(listLocations)
  const locations = items.filter((one) => one.active).map(({ id, name }) => ({ value: id, label: name }))
  const [kind, setKind] = useState<Choice>('receipt')
  const [location, setLocation] = useState(locations[0]?.value ?? '')
  const [to, setTo] = useState(locations[1]?.value ?? '')
  const [direction, setDirection] = useState<'in' | 'out'>('out')
  const [quantity, setQuantity] = useState<number | null>(null)
  const [packaging, setPackaging] = useState('')
  const [cost, setCost] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const [lot, setLot] = useState('')
  const [expires, setExpires] = useState('')
  const [day, setDay] = useState('')
  const done = () => {
    toast({ tone: 'success', text: text('movement.done') })
    onDone()
  }
  const movements = useSend(recordMovements, { onDone: done })
  const transfer = useSend(transferGoods, { onDone: done })
  const busy = movements.isPending || transfer.isPending
  const send = () => {
    const line = { product_id, quantity: quantity!, packaging_id: packaging || null }
    // A day without an hour is its noon; the server refuses what lies ahead.
    const at = day ? { at: `${day}T12:00:00Z` } : {}
    if (kind === 'transfer')
      transfer.mutate({ body: { from_location_id: location, to_location_id: to, ...at, lines: [line] } })
    else
      movements.mutate({
        body: {
          kind,
          location_id: location,
          ...at,
          reason: reason || null,
          lines: [
            {
              ...line,
              direction,
              unit_cost_minor: kind === 'receipt' ? cost : null,
              lot_code: lot || null,
              expires_on: expires || null,
            },
          ],
        },
      })
  }
  return (
    <form
      className="grid gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        if (quantity && !busy) send()
      }}
    >
      <p className="font-semibold">{product.name}</p>
      <RadioGroup
        label={text('movement.kind')}
        isRequired
        options={choices
          .filter((one) => one !== 'transfer' || locations.length > 1)
          .map((value) => ({ value, label: text(`movement.choices.${value}`) }))}
        value={kind}
        onChange={(value) => setKind(value as Choice)}
      />
      <Select
        label={text(kind === 'transfer' ? 'movement.from' : 'items.location')}
        isRequired
        options={locations}
        value={location}
        onChange={setLocation}
      />
      {kind === 'transfer' && (
        <Select label={text('movement.to')} isRequired options={locations} value={to} onChange={setTo} />
      )}
      {kind === 'adjustment' && (
        <RadioGroup
          label={text('movement.direction')}
          isRequired
          inline
          options={[
            { value: 'out', label: text('movement.out') },
            { value: 'in', label: text('movement.in') },
          ]}
          value={direction}
          onChange={(value) => setDirection(value as 'in' | 'out')}
        />
      )}
      {product.packagings.length > 0 && (
        <Select
          label={text('movement.counted_in')}
          isRequired
          placeholder={text(`unit.${product.unit}`, { count: 2 })}
          options={product.packagings.map((one) => ({
            value: one.id,
            label: text('packaging.of', { name: one.name, count: one.quantity }),
          }))}
          value={packaging}
          onChange={setPackaging}
        />
      )}
      <NumberField
        label={text('movement.quantity')}
        isRequired
        min={0}
        step={product.decimals > 0 && !packaging ? 0.001 : 1}
        value={quantity}
        onChange={setQuantity}
      />
      {kind === 'receipt' && (
        <NumberField
          label={text(packaging ? 'movement.cost_packaging' : 'movement.cost')}
          min={0}
          currency={product.currency}
          value={cost}
          onChange={setCost}
        />
      )}
      {kind === 'receipt' && product.tracks_lots && (
        <>
          <TextField label={text('lot.code')} isRequired maxLength={60} value={lot} onChange={setLot} />
          <DateField label={text('lot.expires')} value={expires} onChange={setExpires} />
        </>
      )}
      {kind !== 'transfer' && (
        <TextField label={text('movement.reason')} maxLength={200} value={reason} onChange={setReason} />
      )}
      <DateField
        label={text('movement.day')}
        hint={text('movement.day_hint')}
        max={new Date(now).toLocaleDateString('sv', { timeZone: tenant?.time_zone })}
        value={day}
        onChange={setDay}
      />
      <Button variant="primary" type="submit" busy={busy} isDisabled={!quantity}>
        {text('movement.record')}
      </Button>
    </form>
  )
}
