import { useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Form, FormActions, NumberField, SubmitButton, Switch, TextField, useForm } from '@guichet/kit/form'
import { Notice } from '@guichet/kit/page'
import { SidePanel } from '@guichet/kit/side-panel'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { listChannels, removeAccount, saveAccount } from '@guichet/platform/notifications-contract'
import type { ChannelState } from './words.ts'

type Vendor = 'twilio' | 'sendgrid' | 'smtp' | 'fcm'

const empty = {
  account_sid: '',
  auth_token: '',
  sms_from: '',
  whatsapp_from: '',
  api_key: '',
  webhook_key: '',
  host: '',
  port: 587 as number | null,
  secure: false,
  user: '',
  password: '',
  from: '',
  service_account: '',
}
type Values = typeof empty
type Field = Exclude<keyof Values, 'port' | 'secure'>

/** Which fields each vendor asks for. */
const asked: Record<Vendor, { plain: readonly Field[]; secret: readonly Field[] }> = {
  twilio: { plain: ['account_sid', 'sms_from', 'whatsapp_from'], secret: ['auth_token'] },
  sendgrid: { plain: ['from', 'webhook_key'], secret: ['api_key'] },
  smtp: { plain: ['host', 'user', 'from'], secret: ['password'] },
  fcm: { plain: [], secret: [] },
}
const optional: readonly Field[] = ['sms_from', 'whatsapp_from', 'webhook_key', 'user', 'password']

/** The organisation's own account with a vendor: typed once, sealed, never shown again. */
export function AccountPanel({
  vendor,
  carrier,
  onClose,
}: {
  vendor: Vendor
  carrier: ChannelState['carriers'][number]
  onClose: () => void
}) {
  const text = useText('organisation')
  const form = useForm(saveAccount, {
    initial: { ...empty } as Values,
    module: 'organisation',
    invalidates: [listChannels],
    input: ({ port, secure, ...texts }) => ({
      params: { vendor },
      body: { ...texts, ...(vendor === 'smtp' ? { port: port ?? 587, secure } : {}) },
    }),
    onDone: () => {
      toast({ text: text('account.kept'), tone: 'success' })
      onClose()
    },
  })
  const remove = useSend(removeAccount, {
    invalidates: [listChannels],
    onDone: () => {
      toast({ text: text('account.removed'), tone: 'success' })
      onClose()
    },
  })
  const { plain, secret } = asked[vendor]
  return (
    <SidePanel title={text(`vendor.${vendor}`)} onClose={onClose}>
      <Notice icon="lock">{text('account.sealed_note')}</Notice>
      <Form form={form}>
        {plain.map((field) => (
          <TextField
            key={field}
            label={text(`account.field.${field}`)}
            isRequired={!optional.includes(field)}
            {...form.field(field)}
          />
        ))}
        {vendor === 'smtp' && (
          <>
            <NumberField label={text('account.field.port')} min={1} max={65_535} {...form.field('port')} />
            <Switch label={text('account.field.secure')} {...form.field('secure')} />
          </>
        )}
        {secret.map((field) => (
          <TextField
            key={field}
            type="password"
            autoComplete="off"
            label={text(`account.field.${field}`)}
            isRequired={!optional.includes(field)}
            {...form.field(field)}
          />
        ))}
        {vendor === 'fcm' && (
          <TextField
            label={text('account.field.service_account')}
            hint={text('account.service_account_hint')}
            lines={8}
            isRequired
            {...form.field('service_account')}
          />
        )}
        <FormActions>
          <SubmitButton form={form} isDisabled={!form.changed}>
            {text('save')}
          </SubmitButton>
          {carrier.whose === 'organisation' && (
            <Button
              variant="quiet"
              busy={remove.isPending}
              onPress={() => remove.mutate({ params: { vendor } })}
            >
              {text('account.remove')}
            </Button>
          )}
        </FormActions>
      </Form>
    </SidePanel>
  )
}
