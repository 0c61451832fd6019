import { Form, FormActions, NumberField, SubmitButton, Switch, useForm } from '@guichet/kit/form'
import { useMembership } from '@guichet/kit/session'
import { SidePanel } from '@guichet/kit/side-panel'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { changeChannel, listChannels } from '@guichet/platform/notifications-contract'
import type { ChannelState } from './words.ts'

interface Values {
  enabled: boolean
  price: number | null
  daily_cap: number | null
  monthly_budget: number | null
}

/** Opens or closes a channel, and says how far it may go. */
export function ChannelPanel({ channel, onClose }: { channel: ChannelState; onClose: () => void }) {
  const text = useText('organisation')
  const currency = useMembership()?.tenant.currency ?? 'XOF'
  const form = useForm(changeChannel, {
    initial: {
      enabled: channel.enabled,
      price: channel.price,
      daily_cap: channel.daily_cap,
      monthly_budget: channel.monthly_budget,
    } as Values,
    module: 'organisation',
    invalidates: [listChannels],
    input: (values) => ({ params: { channel: channel.id }, body: { ...values, price: values.price ?? 0 } }),
    onDone: () => {
      toast({ text: text('saved'), tone: 'success' })
      onClose()
    },
  })
  return (
    <SidePanel title={text(`channel.${channel.id}`)} onClose={onClose}>
      <Form form={form}>
        <Switch
          label={text('channel_page.enabled')}
          hint={text('channel_page.enabled_hint')}
          {...form.field('enabled')}
        />
        <NumberField
          label={text('channel_page.price')}
          hint={text('channel_page.price_hint')}
          currency={currency}
          min={0}
          {...form.field('price')}
        />
        <NumberField
          label={text('channel_page.daily_cap')}
          hint={text('channel_page.cap_hint')}
          min={0}
          {...form.field('daily_cap')}
        />
        <NumberField
          label={text('channel_page.budget')}
          hint={text('channel_page.cap_hint')}
          currency={currency}
          min={0}
          {...form.field('monthly_budget')}
        />
        <FormActions>
          <SubmitButton form={form} isDisabled={!form.changed}>
            {text('save')}
          </SubmitButton>
        </FormActions>
      </Form>
    </SidePanel>
  )
}
