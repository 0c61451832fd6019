import { request, useRead } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import {
  DateField,
  Form,
  FormActions,
  NumberField,
  Select,
  SubmitButton,
  TextField,
  useForm,
} from '@guichet/kit/form'
import { useMembership } from '@guichet/kit/session'
import { useFormats, useText } from '@guichet/kit/texts'
import { listLocations, listSuppliers, type ProductRow, readProduct } from '../../catalogue/contract.ts'
import { changeOrder, createOrder, type Order } from '../../orders/contract.ts'
import { ProductPicker } from '../ProductPicker.tsx'

interface Line {
  product_id: string
  name: string
  quantity: number | null
  packaging_id: string | null
  /** Base units in one of what is counted. */
  factor: number
  packaging_name: string | null
  unit_cost_minor: number | null
}
interface Values {
  supplier_id: string
  location_id: string
  expected_on: string
  notes: string
  lines: Line[]
}

/** A draft to write, or one to change. Quantities are in the packaging one orders by. */
export function OrderForm({ order, onDone }: { order?: Order; onDone: (kept: Order) => void }) {
  const text = useText('stock')
  const formats = useFormats()
  const currency = useMembership()?.tenant.currency ?? 'XOF'
  const { items: suppliers } = useRead(listSuppliers, { query: { limit: 200 } })
  const { items: locations } = useRead(listLocations)
  const initial: Values = {
    supplier_id: order?.supplier_id ?? suppliers[0]?.id ?? '',
    location_id:
      order?.location_id ?? locations.find((one) => one.kind === 'depot')?.id ?? locations[0]?.id ?? '',
    expected_on: order?.expected_on ?? '',
    notes: order?.notes ?? '',
    lines: (order?.items ?? []).map((item) => ({
      product_id: item.product_id,
      name: item.product_name,
      packaging_id: item.packaging_id,
      packaging_name: item.packaging_name,
      factor: item.packaging_quantity ?? 1,
      quantity: item.quantity / (item.packaging_quantity ?? 1),
      unit_cost_minor: item.unit_cost_minor,
    })),
  }
  const bodyOf = (values: Values) => ({
    supplier_id: values.supplier_id,
    location_id: values.location_id,
    expected_on: values.expected_on || null,
    notes: values.notes || null,
    lines: values.lines.map((line) => ({
      product_id: line.product_id,
      quantity: Math.round((line.quantity ?? 0) * line.factor * 1e3) / 1e3,
      packaging_id: line.packaging_id,
      unit_cost_minor: line.unit_cost_minor ?? 0,
    })),
  })
  const creation = useForm(createOrder, {
    initial,
    onDone,
    input: (values: Values) => ({ body: bodyOf(values) }),
  })
  const change = useForm(changeOrder, {
    initial,
    onDone,
    input: (values: Values) => ({ params: { purchase_order_id: order?.id ?? '' }, body: bodyOf(values) }),
  })
  const form = order ? change : creation
  const { lines } = form.values
  const setLine = (id: string, part: Partial<Line>) =>
    form.set(
      'lines',
      lines.map((line) => (line.product_id === id ? { ...line, ...part } : line)),
    )
  const add = async (row: ProductRow) => {
    if (lines.some((line) => line.product_id === row.id)) return
    const product = await request(readProduct, { params: { product_id: row.id } })
    const packaging = product.packagings.find((one) => one.for_orders)
    form.set('lines', [
      ...lines,
      {
        product_id: product.id,
        name: product.name,
        packaging_id: packaging?.id ?? null,
        packaging_name: packaging?.name ?? null,
        factor: packaging?.quantity ?? 1,
        quantity: 1,
        unit_cost_minor: product.cost_minor,
      },
    ])
  }
  const supplier = suppliers.find((one) => one.id === form.values.supplier_id)
  const total = lines.reduce(
    (sum, line) => sum + (line.quantity ?? 0) * line.factor * (line.unit_cost_minor ?? 0),
    0,
  )
  const short = supplier !== undefined && total < supplier.minimum_order_minor
  return (
    <Form form={form}>
      <Select
        label={text('items.supplier')}
        isRequired
        options={suppliers.filter((one) => one.active).map(({ id, name }) => ({ value: id, label: name }))}
        {...form.field('supplier_id')}
      />
      <Select
        label={text('order.to')}
        isRequired
        options={locations.filter((one) => one.active).map(({ id, name }) => ({ value: id, label: name }))}
        {...form.field('location_id')}
      />
      <ProductPicker label={text('order.add_product')} onPick={(product) => void add(product)} />
      {lines.map((line) => (
        <div key={line.product_id} className="grid gap-3 rounded border border-line p-3">
          <div className="flex items-start justify-between gap-2">
            <span className="font-medium">{line.name}</span>
            <Button
              variant="quiet"
              size="small"
              icon="trash"
              aria-label={text('sales.remove', { name: line.name })}
              onPress={() =>
                form.set(
                  'lines',
                  lines.filter((one) => one.product_id !== line.product_id),
                )
              }
            />
          </div>
          <NumberField
            label={
              line.packaging_name
                ? text('order.in_packaging', { name: line.packaging_name, count: line.factor })
                : text('movement.quantity')
            }
            isRequired
            min={0}
            value={line.quantity}
            onChange={(quantity) => setLine(line.product_id, { quantity })}
          />
          <NumberField
            label={text('movement.cost')}
            isRequired
            min={0}
            currency={currency}
            value={line.unit_cost_minor}
            onChange={(unit_cost_minor) => setLine(line.product_id, { unit_cost_minor })}
          />
        </div>
      ))}
      {lines.length > 0 && (
        <p className="font-semibold">
          {text('order.total')} : {formats.money(Math.round(total), currency)}
          {short && (
            <span className="block text-sm font-normal text-warning">
              {text('order.below_minimum', { amount: formats.money(supplier.minimum_order_minor, currency) })}
            </span>
          )}
        </p>
      )}
      <DateField
        label={text('order.expected')}
        hint={text('order.expected_hint')}
        {...form.field('expected_on')}
      />
      <TextField label={text('order.notes')} lines={3} maxLength={1000} {...form.field('notes')} />
      <FormActions>
        <SubmitButton form={form} isDisabled={lines.length === 0}>
          {text('order.keep')}
        </SubmitButton>
      </FormActions>
    </Form>
  )
}
