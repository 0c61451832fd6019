import { useRead } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import {
  Checkbox,
  Form,
  FormActions,
  NumberField,
  Select,
  SubmitButton,
  Switch,
  TextField,
  useForm,
} from '@guichet/kit/form'
import { useMembership } from '@guichet/kit/session'
import { useText } from '@guichet/kit/texts'
import {
  changeProduct,
  createProduct,
  listCategories,
  listProducts,
  listSuppliers,
  type Product,
  readProduct,
} from '../../catalogue/contract.ts'
import { units, usualDecimals, type Unit } from '../../catalogue/contract.ts'

interface Values {
  sku: string
  name: string
  unit: Unit
  decimals: number
  category: string
  price_minor: number | null
  cost_minor: number | null
  supplier_id: string
  tracks_lots: boolean
  active: boolean
  barcode: string
  packagings: { name: string; quantity: number | null; for_orders: boolean; barcode: string }[]
}

/** A product that exists, or a new one. */
export function ItemForm({ product, onDone }: { product?: Product; onDone: (kept: Product) => void }) {
  const text = useText('stock')
  const currency = useMembership()?.tenant.currency ?? 'XOF'
  const { items: suppliers } = useRead(listSuppliers, { query: { limit: 200 } })
  const initial: Values = {
    sku: product?.sku ?? '',
    name: product?.name ?? '',
    unit: product?.unit ?? 'piece',
    decimals: product?.decimals ?? 0,
    category: product?.category ?? '',
    price_minor: product?.price_minor ?? null,
    cost_minor: product?.cost_minor ?? null,
    supplier_id: product?.supplier_id ?? '',
    tracks_lots: product?.tracks_lots ?? false,
    active: product?.active ?? true,
    barcode: product?.barcodes.join(' ') ?? '',
    packagings: (product?.packagings ?? []).map((one) => ({ ...one, barcode: one.barcode ?? '' })),
  }
  const bodyOf = (values: Values) => ({
    sku: values.sku,
    name: values.name,
    unit: values.unit,
    decimals: values.decimals,
    category: values.category || null,
    price_minor: Math.round(values.price_minor ?? 0),
    cost_minor: values.cost_minor ?? 0,
    supplier_id: values.supplier_id || null,
    tracks_lots: values.tracks_lots,
    active: values.active,
    barcodes: values.barcode.split(/[\s,;]+/).filter(Boolean),
    packagings: values.packagings
      .filter((one) => one.name.trim() && one.quantity)
      .map((one) => ({ ...one, quantity: one.quantity!, barcode: one.barcode.trim() || null })),
  })
  const shared = { initial, invalidates: [listProducts, readProduct, listCategories], onDone }
  const creation = useForm(createProduct, {
    ...shared,
    input: (values: Values) => ({ body: bodyOf(values) }),
  })
  const change = useForm(changeProduct, {
    ...shared,
    input: (values: Values) => ({ params: { product_id: product?.id ?? '' }, body: bodyOf(values) }),
  })
  const form = product ? change : creation
  const { packagings } = form.values
  const setPackaging = (index: number, part: Partial<Values['packagings'][number]>) =>
    form.set(
      'packagings',
      packagings.map((one, at) => (at === index ? { ...one, ...part } : one)),
    )
  return (
    <Form form={form}>
      <TextField
        label={text('items.name')}
        autoComplete="off"
        maxLength={160}
        isRequired
        {...form.field('name')}
      />
      <TextField
        label={text('items.sku')}
        hint={text('items.sku_hint')}
        autoComplete="off"
        maxLength={60}
        isRequired
        {...form.field('sku')}
      />
      <Select
        label={text('items.unit')}
        isRequired
        options={units.map((value) => ({ value, label: text(`unit.${value}`, { count: 1 }) }))}
        {...form.field('unit')}
        onChange={(unit) => {
          form.set('unit', unit as Unit)
          form.set('decimals', usualDecimals[unit as Unit])
        }}
      />
      <Checkbox
        label={text('items.decimals')}
        hint={text('items.decimals_hint')}
        value={form.values.decimals > 0}
        onChange={(on) => form.set('decimals', on ? 3 : 0)}
      />
      <TextField
        label={text('items.category')}
        autoComplete="off"
        maxLength={60}
        {...form.field('category')}
      />
      <NumberField
        label={text('items.price')}
        min={0}
        currency={currency}
        isRequired
        {...form.field('price_minor')}
      />
      <NumberField
        label={text('items.cost')}
        hint={text('items.cost_hint')}
        min={0}
        currency={currency}
        {...form.field('cost_minor')}
      />
      <Select
        label={text('items.supplier')}
        placeholder={text('items.no_supplier')}
        options={suppliers.map(({ id, name }) => ({ value: id, label: name }))}
        {...form.field('supplier_id')}
      />
      <TextField
        label={text('items.barcodes')}
        hint={text('items.barcodes_hint')}
        autoComplete="off"
        inputMode="numeric"
        maxLength={300}
        {...form.field('barcode')}
      />
      <fieldset className="grid gap-3">
        <legend className="mb-1 text-sm font-medium">{text('packaging.title')}</legend>
        {packagings.map((one, index) => (
          <div key={index} className="grid gap-3 rounded border border-line p-3">
            <TextField
              label={text('packaging.name')}
              maxLength={40}
              isRequired
              value={one.name}
              onChange={(name) => setPackaging(index, { name })}
            />
            <NumberField
              label={text('packaging.quantity', { unit: text(`unit.${form.values.unit}`, { count: 2 }) })}
              min={0}
              isRequired
              value={one.quantity}
              onChange={(quantity) => setPackaging(index, { quantity })}
            />
            <TextField
              label={text('packaging.barcode')}
              inputMode="numeric"
              maxLength={60}
              value={one.barcode}
              onChange={(barcode) => setPackaging(index, { barcode })}
            />
            <Checkbox
              label={text('packaging.for_orders')}
              value={one.for_orders}
              onChange={(on) =>
                form.set(
                  'packagings',
                  packagings.map((other, at) => ({ ...other, for_orders: on && at === index })),
                )
              }
            />
            <Button
              variant="quiet"
              icon="trash"
              onPress={() =>
                form.set(
                  'packagings',
                  packagings.filter((_, at) => at !== index),
                )
              }
            >
              {text('remove')}
            </Button>
          </div>
        ))}
        {packagings.length < 6 && (
          <Button
            icon="plus"
            onPress={() =>
              form.set('packagings', [
                ...packagings,
                { name: '', quantity: null, for_orders: false, barcode: '' },
              ])
            }
          >
            {text('packaging.add')}
          </Button>
        )}
      </fieldset>
      <Switch
        label={text('items.tracks_lots')}
        hint={text('items.tracks_lots_hint')}
        {...form.field('tracks_lots')}
      />
      {product && <Switch label={text('items.active')} {...form.field('active')} />}
      <FormActions>
        <SubmitButton form={form}>{text(product ? 'save' : 'items.add')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
