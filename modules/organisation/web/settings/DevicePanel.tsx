import { useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { ConfirmDialog } from '@guichet/kit/dialog'
import { Checkbox, Form, FormActions, NumberField, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { SidePanel } from '@guichet/kit/side-panel'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { changeDevice, listDevices, revokeDevice } from '@guichet/platform/auth-contract'
import type { ReplyOf } from '@guichet/platform/contract'
import { useState } from 'react'
import { letterHeight } from './letter-height.ts'

type Device = ReplyOf<typeof changeDevice>
interface Values {
  name: string
  diagonal_inches: number | null
  farthest_metres: number | null
  auto_print: boolean
  ask_phone: boolean
}

const asNumber = (value: unknown): number | null => (typeof value === 'number' ? value : null)

export function DevicePanel({ device, onClose }: { device: Device; onClose: () => void }) {
  const text = useText('organisation')
  const display = device.kind === 'display'
  const form = useForm(changeDevice, {
    initial: {
      name: device.name,
      diagonal_inches: asNumber(device.settings.diagonal_inches),
      farthest_metres: asNumber(device.settings.farthest_metres),
      auto_print: device.settings.auto_print === true,
      ask_phone: device.settings.ask_phone === true,
    } as Values,
    module: 'organisation',
    input: ({ name, diagonal_inches, farthest_metres, auto_print, ask_phone }) => ({
      params: { device_id: device.id },
      body: {
        name,
        settings: {
          ...(device.settings as Record<string, string | number | boolean | null>),
          ...(display ? { diagonal_inches, farthest_metres } : { auto_print, ask_phone }),
        },
      },
    }),
    invalidates: [listDevices],
    onDone: () => {
      toast({ text: text('saved'), tone: 'success' })
      onClose()
    },
  })
  return (
    <SidePanel title={device.name} onClose={onClose} actions={<Revoke device={device} onDone={onClose} />}>
      <Form form={form}>
        <TextField label={text('device.name')} maxLength={80} isRequired {...form.field('name')} />
        {display ? (
          <>
            <NumberField
              label={text('device.diagonal')}
              hint={text('device.diagonal_hint')}
              min={7}
              max={120}
              unit={text('unit.inches')}
              {...form.field('diagonal_inches')}
            />
            <NumberField
              label={text('device.farthest')}
              hint={text('device.farthest_hint')}
              min={1}
              max={40}
              unit={text('unit.metres')}
              {...form.field('farthest_metres')}
            />
            <LetterHeight
              diagonal_inches={form.values.diagonal_inches}
              farthest_metres={form.values.farthest_metres}
            />
          </>
        ) : (
          <>
            <Checkbox
              label={text('device.auto_print')}
              hint={text('device.auto_print_hint')}
              {...form.field('auto_print')}
            />
            <Checkbox
              label={text('device.ask_phone')}
              hint={text('device.ask_phone_hint')}
              {...form.field('ask_phone')}
            />
          </>
        )}
        <FormActions>
          <SubmitButton form={form}>{text('save')}</SubmitButton>
        </FormActions>
      </Form>
    </SidePanel>
  )
}

function LetterHeight({
  diagonal_inches,
  farthest_metres,
}: Pick<Values, 'diagonal_inches' | 'farthest_metres'>) {
  const text = useText('organisation')
  const formats = useFormats()
  if (!diagonal_inches || !farthest_metres) return null
  const { millimetres, share } = letterHeight(diagonal_inches, farthest_metres)
  return (
    <p className="rounded bg-sunken px-3 py-2 text-sm">
      {text('device.letters', {
        height: formats.number(Math.round(millimetres / 10)),
        share: formats.percent(share),
      })}
      {share > 0.4 && <span className="mt-1 block font-medium text-warning">{text('device.too_small')}</span>}
    </p>
  )
}

function Revoke({ device, onDone }: { device: Device; onDone: () => void }) {
  const text = useText('organisation')
  const [asked, setAsked] = useState(false)
  const revoke = useSend(revokeDevice, {
    invalidates: [listDevices],
    onDone: () => {
      toast({ text: text('device.revoked', { name: device.name }), tone: 'success' })
      onDone()
    },
  })
  return (
    <>
      <Button variant="danger" onPress={() => setAsked(true)}>
        {text('device.revoke')}
      </Button>
      <ConfirmDialog
        isOpen={asked}
        onClose={() => setAsked(false)}
        title={text('device.revoke_title', { name: device.name })}
        consequence={text('device.revoke_consequence')}
        confirm={text('device.revoke')}
        busy={revoke.isPending}
        onConfirm={() => revoke.mutate({ params: { device_id: device.id } })}
      />
    </>
  )
}
