import { Form, FormActions, SubmitButton, TextField, TimeField, useForm } from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'
import { changeSite, createSite, listSites, type Site } from '../../contract.ts'

interface Values {
  name: string
  address: string
  phone: string
  day_starts_at: string
}

/** A site that exists, or a new one. */
export function SiteForm({ site, onDone }: { site?: Site; onDone: () => void }) {
  const text = useText('organisation')
  const initial: Values = {
    name: site?.name ?? '',
    address: site?.address ?? '',
    phone: site?.phone ?? '',
    day_starts_at: site?.day_starts_at ?? '00:00',
  }
  const bodyOf = ({ address, phone, ...rest }: Values) => ({
    ...rest,
    address: address || null,
    phone: phone || null,
  })
  const shared = { initial, invalidates: [listSites, 'me'], onDone }
  const creation = useForm(createSite, { ...shared, input: (values: Values) => ({ body: bodyOf(values) }) })
  const change = useForm(changeSite, {
    ...shared,
    input: (values: Values) => ({ params: { site_id: site?.id ?? '' }, body: bodyOf(values) }),
  })
  const form = site ? change : creation
  return (
    <Form form={form}>
      <TextField
        label={text('site.name')}
        hint={text('site.name_hint')}
        maxLength={120}
        isRequired
        {...form.field('name')}
      />
      <TextField label={text('site.address')} lines={2} maxLength={300} {...form.field('address')} />
      <TextField
        label={text('site.phone')}
        type="tel"
        inputMode="tel"
        maxLength={24}
        {...form.field('phone')}
      />
      <TimeField
        label={text('site.day_starts_at')}
        hint={text('site.day_starts_at_hint')}
        isRequired
        {...form.field('day_starts_at')}
      />
      <FormActions>
        <SubmitButton form={form}>{text(site ? 'save' : 'site.create')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
