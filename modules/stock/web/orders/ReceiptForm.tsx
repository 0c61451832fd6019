import {
  Form,
  FormActions,
  DateField,
  NumberField,
  SubmitButton,
  TextField,
  useForm,
} from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { type Order, receiveOrder } from '../../orders/contract.ts'

/** What came, line by line; what is left at zero did not come yet. */
export function ReceiptForm({ order, onDone }: { order: Order; onDone: () => void }) {
  const text = useText('stock')
  const open = order.items.filter((item) => item.completed_at === null)
  const form = useForm(receiveOrder, {
    initial: {
      reference: '',
      lines: open.map((item) => ({
        line_id: item.id,
        quantity: Math.max(0, Math.round((item.quantity - item.received) * 1e3) / 1e3) as number | null,
        unit_cost_minor: item.unit_cost_minor as number | null,
        lot_code: '',
        expires_on: '',
      })),
    },
    input: (values) => ({
      params: { purchase_order_id: order.id },
      body: {
        reference: values.reference || null,
        lines: values.lines
          .filter((line) => (line.quantity ?? 0) > 0)
          .map((line) => ({
            ...line,
            quantity: line.quantity!,
            lot_code: line.lot_code || null,
            expires_on: line.expires_on || null,
          })),
      },
    }),
    onDone: () => {
      toast({ tone: 'success', text: text('order.received_done') })
      onDone()
    },
  })
  const { lines } = form.values
  const set = (index: number, part: Partial<(typeof lines)[number]>) =>
    form.set(
      'lines',
      lines.map((line, at) => (at === index ? { ...line, ...part } : line)),
    )
  return (
    <Form form={form}>
      <TextField label={text('order.delivery_note')} maxLength={80} {...form.field('reference')} />
      {open.map((item, index) => (
        <fieldset key={item.id} className="grid gap-3 rounded border border-line p-3">
          <legend className="px-1 font-medium">{item.product_name}</legend>
          <NumberField
            label={text('order.came', { unit: text(`unit.${item.unit}`, { count: 2 }) })}
            isRequired
            min={0}
            step={item.decimals > 0 ? 0.001 : 1}
            value={lines[index]?.quantity ?? null}
            onChange={(quantity) => set(index, { quantity })}
          />
          <NumberField
            label={text('movement.cost')}
            isRequired
            min={0}
            currency={order.currency}
            value={lines[index]?.unit_cost_minor ?? null}
            onChange={(unit_cost_minor) => set(index, { unit_cost_minor })}
          />
          {item.tracks_lots && (
            <>
              <TextField
                label={text('lot.code')}
                isRequired
                maxLength={60}
                value={lines[index]?.lot_code ?? ''}
                onChange={(lot_code) => set(index, { lot_code })}
              />
              <DateField
                label={text('lot.expires')}
                value={lines[index]?.expires_on ?? ''}
                onChange={(expires_on) => set(index, { expires_on })}
              />
            </>
          )}
        </fieldset>
      ))}
      <FormActions>
        <SubmitButton form={form} isDisabled={lines.every((line) => !line.quantity)}>
          {text('order.enter_delivery')}
        </SubmitButton>
      </FormActions>
    </Form>
  )
}
