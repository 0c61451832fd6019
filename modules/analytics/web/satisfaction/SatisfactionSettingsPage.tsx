import { useRead } from '@guichet/kit/api'
import { Card } from '@guichet/kit/card'
import { Checkbox, Form, FormActions, NumberField, SubmitButton, useForm } from '@guichet/kit/form'
import { Page } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import {
  changeSatisfactionSettings,
  readSatisfactionSettings,
  type SatisfactionSettings,
} from '../../satisfaction/contract.ts'

const channels = ['page', 'counter', 'kiosk', 'message'] as const

interface Values extends Omit<SatisfactionSettings, 'ask_after_minutes' | 'alert_bad' | 'alert_latest'> {
  ask_after_minutes: number | null
  alert_bad: number | null
  alert_latest: number | null
}

/** When and where visitors are asked, who may read what, and when an alert rings. */
export function SatisfactionSettingsPage() {
  const text = useText('analytics')
  return (
    <Page
      title={text('satisfaction.setting.title')}
      note={text('satisfaction.setting.note')}
      back={{ to: '/analytics/satisfaction', label: text('figures.page.satisfaction') }}
      width="narrow"
      skeleton="form"
    >
      <Settings />
    </Page>
  )
}

function Settings() {
  const text = useText('analytics')
  const settings = useRead(readSatisfactionSettings)
  const form = useForm<typeof changeSatisfactionSettings, Values>(changeSatisfactionSettings, {
    initial: settings,
    module: 'analytics',
    input: (values) => ({
      body: {
        ...values,
        ask_after_minutes: values.ask_after_minutes ?? 0,
        alert_bad: values.alert_bad ?? 0,
        alert_latest: values.alert_latest ?? 0,
      },
    }),
    onDone: () => toast({ tone: 'success', text: text('satisfaction.setting.saved') }),
  })
  const { values } = form
  return (
    <Form form={form}>
      <Card title={text('satisfaction.setting.where')}>
        {channels.map((channel) => (
          <Checkbox
            key={channel}
            label={text(`satisfaction.setting.channel.${channel}`)}
            hint={text(`satisfaction.setting.channel_note.${channel}`)}
            value={values.channels.includes(channel)}
            onChange={(chosen) =>
              form.set(
                'channels',
                channels.filter((other) => (other === channel ? chosen : values.channels.includes(other))),
              )
            }
          />
        ))}
        {values.channels.includes('message') && (
          <NumberField
            label={text('satisfaction.setting.ask_after')}
            isRequired
            className="mt-3 max-w-72"
            min={0}
            max={1440}
            step={15}
            {...form.field('ask_after_minutes')}
          />
        )}
      </Card>
      <Card title={text('satisfaction.setting.questions')}>
        <Checkbox label={text('satisfaction.setting.ask_nps')} {...form.field('ask_nps')} />
        <Checkbox label={text('satisfaction.setting.ask_comment')} {...form.field('ask_comment')} />
      </Card>
      <Card title={text('satisfaction.setting.privacy')}>
        <Checkbox
          label={text('satisfaction.setting.by_agent')}
          hint={text('satisfaction.setting.by_agent_note')}
          {...form.field('by_agent')}
        />
      </Card>
      <Card title={text('satisfaction.setting.alert')} note={text('satisfaction.setting.alert_note')}>
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <NumberField
            label={text('satisfaction.setting.alert_bad')}
            isRequired
            min={2}
            max={20}
            {...form.field('alert_bad')}
          />
          <NumberField
            label={text('satisfaction.setting.alert_latest')}
            isRequired
            min={3}
            max={40}
            {...form.field('alert_latest')}
          />
        </div>
      </Card>
      <FormActions>
        <SubmitButton form={form}>{text('satisfaction.setting.save')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
