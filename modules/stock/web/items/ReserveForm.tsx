import { useRead } from '@guichet/kit/api'
import { Form, FormActions, NumberField, Select, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { listLocations, type Product } from '../../catalogue/contract.ts'
import { reserveGoods } from '../../ledger/contract.ts'

/** Sets goods aside for a customer, who finds them there. */
export function ReserveForm({ product, onDone }: { product: Product; onDone: () => void }) {
  const text = useText('stock')
  const { items } = useRead(listLocations)
  const form = useForm(reserveGoods, {
    initial: { for_whom: '', quantity: 1 as number | null, location_id: items[0]?.id ?? '' },
    input: (values) => ({ body: { ...values, quantity: values.quantity ?? 0, product_id: product.id } }),
    onDone: () => {
      toast({ tone: 'success', text: text('reservation.done') })
      onDone()
    },
  })
  return (
    <Form form={form}>
      <TextField
        label={text('reservation.for_whom')}
        isRequired
        maxLength={120}
        {...form.field('for_whom')}
      />
      <Select
        label={text('items.location')}
        isRequired
        options={items.filter((one) => one.active).map(({ id, name }) => ({ value: id, label: name }))}
        {...form.field('location_id')}
      />
      <NumberField label={text('movement.quantity')} isRequired min={0} {...form.field('quantity')} />
      <FormActions>
        <SubmitButton form={form}>{text('reservation.set_aside')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
