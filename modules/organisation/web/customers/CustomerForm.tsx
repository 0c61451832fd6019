import { Form, FormActions, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'
import { changeCustomer, createCustomer, type Customer, listCustomers, readCustomer } from '../../contract.ts'
import { faultsOf } from '../faults-of.ts'

interface Values {
  name: string
  phone: string
  email: string
  notes: string
}

/** A customer that exists, or a new one. */
export function CustomerForm({
  customer,
  onDone,
}: {
  customer?: Customer
  onDone: (kept: Customer) => void
}) {
  const text = useText('organisation')
  const initial: Values = {
    name: customer?.name ?? '',
    phone: customer?.phone ?? '',
    email: customer?.email ?? '',
    notes: customer?.notes ?? '',
  }
  const bodyOf = ({ name, phone, email, notes }: Values) => ({
    name,
    phone: phone || null,
    email: email || null,
    notes: notes || null,
  })
  const phoneFault = (error: unknown): boolean => {
    const faults = faultsOf(error, {
      'organisation.phone_taken': 'phone',
      'organisation.phone_invalid': 'phone',
    })
    if (faults.length > 0) form.setFaults(faults)
    return faults.length > 0
  }
  const shared = { initial, invalidates: [listCustomers, readCustomer], onDone, onProblem: phoneFault }
  const creation = useForm(createCustomer, {
    ...shared,
    input: (values: Values) => ({ body: bodyOf(values) }),
  })
  const change = useForm(changeCustomer, {
    ...shared,
    input: (values: Values) => ({ params: { customer_id: customer?.id ?? '' }, body: bodyOf(values) }),
  })
  const form = customer ? change : creation
  return (
    <Form form={form}>
      <TextField
        label={text('customer.name')}
        autoComplete="off"
        maxLength={120}
        isRequired
        {...form.field('name')}
      />
      <TextField
        label={text('customer.phone')}
        type="tel"
        inputMode="tel"
        autoComplete="off"
        maxLength={24}
        {...form.field('phone')}
      />
      <TextField
        label={text('login.email')}
        type="email"
        inputMode="email"
        autoComplete="off"
        maxLength={254}
        {...form.field('email')}
      />
      <TextField
        label={text('customer.notes')}
        hint={text('customer.notes_hint')}
        lines={4}
        maxLength={2000}
        {...form.field('notes')}
      />
      <FormActions>
        <SubmitButton form={form}>{text(customer ? 'save' : 'customer.create')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
