import { useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Checkbox, Form, FormActions, NumberField, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { SidePanel } from '@guichet/kit/side-panel'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { changeService, createService, listServices, type Service } from '../../contract.ts'
import { faultsOf } from '../faults-of.ts'
import { freePrefix } from './free-prefix.ts'
import { IconChoice } from './IconChoice.tsx'
import { StatusBadge } from './SitesPage.tsx'

interface ServicePanelProps {
  site_id: string
  service: Service | undefined
  others: readonly Service[]
  onClose: () => void
}

interface Values {
  name: string
  name_en: string
  prefix: string
  description: string
  icon: string | null
  expected_minutes: number
  waiting_limit: number | null
  public: boolean
}

export function ServicePanel({ site_id, service, others, onClose }: ServicePanelProps) {
  const text = useText('organisation')
  const initial: Values = {
    name: service?.name ?? '',
    name_en: service?.name_en ?? '',
    prefix: service?.prefix ?? freePrefix(others.map(({ prefix }) => prefix)),
    description: service?.description ?? '',
    icon: service?.icon ?? 'ticket',
    expected_minutes: service?.expected_minutes ?? 10,
    waiting_limit: service?.waiting_limit ?? null,
    public: service?.public ?? true,
  }
  const bodyOf = ({ name_en, description, ...rest }: Values) => ({
    ...rest,
    name_en: name_en || null,
    description: description || null,
  })
  const shared = {
    initial,
    invalidates: [listServices],
    onProblem: (error: unknown): boolean => {
      const faults = faultsOf(error, { 'organisation.prefix_taken': 'prefix' })
      if (faults.length > 0) form.setFaults(faults)
      return faults.length > 0
    },
  }
  const creation = useForm(createService, {
    ...shared,
    input: (values: Values) => ({ body: { ...bodyOf(values), site_id, position: others.length } }),
    onDone: ({ name }) => {
      toast({ text: text('service.created', { name }), tone: 'success' })
      onClose()
    },
  })
  const change = useForm(changeService, {
    ...shared,
    input: (values: Values) => ({ params: { service_id: service?.id ?? '' }, body: bodyOf(values) }),
    onDone: () => {
      toast({ text: text('saved'), tone: 'success' })
      onClose()
    },
  })
  const form = service ? change : creation
  return (
    <SidePanel
      title={service?.name ?? text('service.new')}
      status={service?.status === 'archived' ? <StatusBadge status="archived" /> : undefined}
      onClose={onClose}
      actions={service && <ArchiveService service={service} onDone={onClose} />}
    >
      <Form form={form}>
        <TextField
          label={text('service.name')}
          hint={text('service.name_hint')}
          maxLength={80}
          isRequired
          {...form.field('name')}
        />
        <TextField
          label={text('service.name_en')}
          hint={text('service.name_en_hint')}
          maxLength={80}
          {...form.field('name_en')}
        />
        <TextField
          label={text('service.prefix')}
          hint={text('service.prefix_hint')}
          maxLength={3}
          isRequired
          {...form.field('prefix')}
          onChange={(prefix) => form.set('prefix', prefix.toUpperCase())}
        />
        <NumberField
          label={text('service.expected_minutes')}
          hint={text('service.expected_minutes_hint')}
          min={1}
          max={480}
          unit={text('unit.minutes')}
          isRequired
          {...form.field('expected_minutes')}
          onChange={(minutes) => form.set('expected_minutes', minutes ?? 10)}
        />
        <NumberField
          label={text('service.waiting_limit')}
          hint={text('service.waiting_limit_hint')}
          min={1}
          max={10_000}
          unit={text('unit.tickets')}
          {...form.field('waiting_limit')}
        />
        <TextField
          label={text('service.description')}
          hint={text('service.description_hint')}
          lines={2}
          maxLength={500}
          {...form.field('description')}
        />
        <IconChoice value={form.values.icon} onChange={(icon) => form.set('icon', icon)} />
        <Checkbox
          label={text('service.public')}
          hint={text('service.public_hint')}
          {...form.field('public')}
        />
        <FormActions>
          <SubmitButton form={form}>{text(service ? 'save' : 'service.create')}</SubmitButton>
        </FormActions>
      </Form>
    </SidePanel>
  )
}

function ArchiveService({ service, onDone }: { service: Service; onDone: () => void }) {
  const text = useText('organisation')
  const change = useSend(changeService, { invalidates: [listServices] })
  const archived = service.status === 'archived'
  const send = (status: Service['status']) =>
    change.mutate({ params: { service_id: service.id }, body: { status } })

  function press() {
    send(archived ? 'active' : 'archived')
    toast({
      text: text(archived ? 'service.restored' : 'service.archived', { name: service.name }),
      action: { label: text('undo'), onPress: () => send(service.status) },
    })
    onDone()
  }
  return (
    <Button variant="quiet" onPress={press}>
      {text(archived ? 'restore' : 'archive')}
    </Button>
  )
}
