import { useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Form, FormActions, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { SidePanel } from '@guichet/kit/side-panel'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { changeCounter, type Counter, createCounter, listCounters, type Service } from '../../contract.ts'
import { faultsOf } from '../faults-of.ts'
import { PreferenceList } from './PreferenceList.tsx'
import { StatusBadge } from './SitesPage.tsx'

interface CounterPanelProps {
  site_id: string
  counter: Counter | undefined
  count: number
  services: readonly Service[]
  onClose: () => void
}
interface Values {
  name: string
  service_ids: string[]
}

export function CounterPanel({ site_id, counter, count, services, onClose }: CounterPanelProps) {
  const text = useText('organisation')
  const initial: Values = {
    name: counter?.name ?? text('start.services.counter_name', { number: count + 1 }),
    service_ids: counter?.service_ids ?? [],
  }
  const shared = {
    initial,
    invalidates: [listCounters],
    onProblem: (error: unknown): boolean => {
      const faults = faultsOf(error, { 'organisation.counter_name_taken': 'name' })
      if (faults.length > 0) form.setFaults(faults)
      return faults.length > 0
    },
    onDone: () => {
      toast({ text: text('saved'), tone: 'success' })
      onClose()
    },
  }
  const creation = useForm(createCounter, {
    ...shared,
    input: (values: Values) => ({ body: { ...values, site_id, position: count } }),
  })
  const change = useForm(changeCounter, {
    ...shared,
    input: (values: Values) => ({ params: { counter_id: counter?.id ?? '' }, body: values }),
  })
  const form = counter ? change : creation
  return (
    <SidePanel
      title={counter?.name ?? text('counter.new')}
      status={counter?.status === 'archived' ? <StatusBadge status="archived" /> : undefined}
      onClose={onClose}
      actions={counter && <ArchiveCounter counter={counter} onDone={onClose} />}
    >
      <Form form={form}>
        <TextField
          label={text('counter.name')}
          hint={text('counter.name_hint')}
          maxLength={40}
          isRequired
          {...form.field('name')}
        />
        <PreferenceList
          services={services}
          value={form.values.service_ids}
          onChange={(ids) => form.set('service_ids', ids)}
          all={text('counter.all_services')}
          all_hint={text('counter.all_services_hint')}
          error={form.error('service_ids')}
          ordered
        />
        <FormActions>
          <SubmitButton form={form}>{text(counter ? 'save' : 'counter.create')}</SubmitButton>
        </FormActions>
      </Form>
    </SidePanel>
  )
}

function ArchiveCounter({ counter, onDone }: { counter: Counter; onDone: () => void }) {
  const text = useText('organisation')
  const change = useSend(changeCounter, { invalidates: [listCounters] })
  const archived = counter.status === 'archived'
  const send = (status: Counter['status']) =>
    change.mutate({ params: { counter_id: counter.id }, body: { status } })

  function press() {
    send(archived ? 'active' : 'archived')
    toast({
      text: text(archived ? 'counter.restored' : 'counter.archived', { name: counter.name }),
      action: { label: text('undo'), onPress: () => send(counter.status) },
    })
    onDone()
  }
  return (
    <Button variant="quiet" onPress={press}>
      {text(archived ? 'restore' : 'archive')}
    </Button>
  )
}
