import { Button } from '@guichet/kit/button'
import { Form, FormActions, RadioGroup, Select, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { useRead } from '@guichet/kit/api'
import { useSite } from '@guichet/kit/session'
import { SidePanel } from '@guichet/kit/side-panel'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { listDevices, pairDevice } from '@guichet/platform/auth-contract'
import { useState } from 'react'
import { listCounters } from '../../contract.ts'
import { faultsOf } from '../faults-of.ts'
import { openDisplayHere } from './open-display-here.ts'

type Kind = 'kiosk' | 'display' | 'counter'
interface Values {
  code: string
  kind: Kind
  site_id: string
  name: string
  counter_id: string
}

/** Adopts the machine that shows a code, whatever it is and wherever it stands. */
export function PairPanel({
  sites,
  onClose,
}: {
  sites: readonly { id: string; name: string }[]
  onClose: () => void
}) {
  const text = useText('organisation')
  const { site } = useSite()
  const address = `${location.host}/device`
  const [opening, setOpening] = useState(false)
  const counters = useRead(listCounters, { query: {} }).items
  const form = useForm<typeof pairDevice, Values>(pairDevice, {
    initial: {
      code: '',
      kind: 'display',
      site_id: site?.id ?? sites[0]?.id ?? '',
      name: '',
      counter_id: '',
    } as Values,
    input: ({ counter_id, ...body }) => ({
      body: body.kind === 'counter' ? { ...body, settings: { counter_id } } : body,
    }),
    module: 'organisation',
    invalidates: [listDevices],
    onDone: ({ name }) => {
      toast({ text: text('device.paired', { name }), tone: 'success' })
      onClose()
    },
    onProblem: (error) => {
      const faults = faultsOf(error, { 'platform.pairing_unknown': 'code' })
      if (faults.length > 0) form.setFaults(faults)
      return faults.length > 0
    },
  })

  async function here() {
    setOpening(true)
    try {
      await openDisplayHere(form.values.site_id, form.values.name || text('device.new_display'))
      onClose()
    } catch {
      toast({ tone: 'error', text: text('start.ready.display_failed') })
    } finally {
      setOpening(false)
    }
  }

  return (
    <SidePanel
      title={text('device.add')}
      onClose={onClose}
      actions={
        <Button variant="quiet" icon="external" busy={opening} onPress={() => void here()}>
          {text('device.use_this_browser')}
        </Button>
      }
    >
      <ol className="mb-5 list-decimal space-y-1 ps-5 text-sm">
        <li>
          {text('device.step_open')}{' '}
          <a
            href="/device"
            target="_blank"
            rel="noreferrer"
            className="font-medium break-all text-accent underline"
          >
            {address}
          </a>
        </li>
        <li>{text('device.step_code')}</li>
      </ol>
      <Form form={form}>
        <TextField
          label={text('device.code')}
          hint={text('device.code_hint')}
          autoComplete="off"
          maxLength={12}
          isRequired
          {...form.field('code')}
          onChange={(code) => form.set('code', code.toUpperCase())}
        />
        <RadioGroup
          label={text('device.kind')}
          isRequired
          options={(['display', 'kiosk', 'counter'] as const).map((kind) => ({
            value: kind,
            label: text(`device.kinds.${kind}`),
            note: text(`device.kind_note.${kind}`),
          }))}
          value={form.values.kind}
          onChange={(kind) => form.set('kind', kind as Kind)}
        />
        {sites.length > 1 && (
          <Select
            label={text('device.site')}
            isRequired
            options={sites.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.field('site_id')}
          />
        )}
        {form.values.kind === 'counter' && (
          <Select
            label={text('device.counter')}
            hint={text('device.counter_hint')}
            isRequired
            placeholder={text('device.counter_hint')}
            options={counters
              .filter((counter) => counter.site_id === form.values.site_id && counter.status === 'active')
              .map(({ id, name }) => ({ value: id, label: name }))}
            {...form.field('counter_id')}
          />
        )}
        <TextField
          label={text('device.name')}
          hint={text('device.name_hint')}
          maxLength={80}
          isRequired
          {...form.field('name')}
        />
        <FormActions>
          <SubmitButton form={form}>{text('device.pair')}</SubmitButton>
        </FormActions>
      </Form>
    </SidePanel>
  )
}
