import { useRead, useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { Checkbox, Form, FormActions, SubmitButton, TextField, TimeField, useForm } from '@guichet/kit/form'
import { Page } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import {
  changePreference,
  readPreference,
  subscribeMember,
  unsubscribeMember,
} from '@guichet/platform/notifications-contract'
import { faultsOf } from '../faults-of.ts'
import { subscribeBrowser, takesPush } from './browser-push.ts'
import { channels, type Channel } from './words.ts'

/** `/my-messages`: how this organisation's messages reach the person signed in. */
export function MyMessagesPage() {
  const text = useText('organisation')
  return (
    <Page
      title={text('my_messages.title')}
      note={text('my_messages.note')}
      width="narrow"
      back={{ to: '/me', label: text('me.title') }}
    >
      <div className="grid gap-5">
        <Ways />
        <ThisBrowser />
      </div>
    </Page>
  )
}

interface Values {
  phone: string
  channels: readonly Channel[]
  quiet_from: string
  quiet_to: string
}

function Ways() {
  const text = useText('organisation')
  const kept = useRead(readPreference)
  const form = useForm(changePreference, {
    initial: {
      phone: kept.phone ?? '',
      channels: kept.channels ?? ['email', 'push', 'web_push'],
      quiet_from: kept.quiet_from ?? '',
      quiet_to: kept.quiet_to ?? '',
    } as Values,
    module: 'organisation',
    invalidates: [readPreference],
    input: (values) => ({
      body: {
        phone: values.phone || null,
        channels: [...values.channels],
        quiet_from: values.quiet_from || null,
        quiet_to: values.quiet_to || null,
      },
    }),
    onDone: () => toast({ text: text('saved'), tone: 'success' }),
    onProblem: (error) => {
      const faults = faultsOf(error, { 'platform.phone_invalid': 'phone' })
      if (faults.length > 0) form.setFaults(faults)
      return faults.length > 0
    },
  })
  return (
    <Card title={text('my_messages.ways')} note={text('my_messages.ways_note')}>
      <Form form={form}>
        <TextField
          label={text('my_messages.phone')}
          hint={text('my_messages.phone_hint')}
          type="tel"
          autoComplete="tel"
          maxLength={40}
          {...form.field('phone')}
        />
        <fieldset className="grid gap-2">
          <legend className="mb-1 font-medium">{text('my_messages.channels')}</legend>
          {channels.map((channel) => (
            <Checkbox
              key={channel}
              label={text(`channel.${channel}`)}
              value={form.values.channels.includes(channel)}
              onChange={(on) =>
                form.set(
                  'channels',
                  on
                    ? [...form.values.channels, channel]
                    : form.values.channels.filter((other) => other !== channel),
                )
              }
            />
          ))}
        </fieldset>
        <div className="grid grid-cols-2 gap-3">
          <TimeField label={text('channel_page.quiet_from')} {...form.field('quiet_from')} />
          <TimeField label={text('channel_page.quiet_to')} {...form.field('quiet_to')} />
        </div>
        <p className="text-sm text-muted">{text('my_messages.quiet_note')}</p>
        <FormActions>
          <SubmitButton form={form} isDisabled={!form.changed}>
            {text('save')}
          </SubmitButton>
        </FormActions>
      </Form>
    </Card>
  )
}

function ThisBrowser() {
  const text = useText('organisation')
  const { web_push_key, browsers } = useRead(readPreference)
  const subscribe = useSend(subscribeMember, {
    invalidates: [readPreference],
    onDone: () => toast({ text: text('my_messages.browser_on'), tone: 'success' }),
  })
  const silence = useSend(unsubscribeMember, {
    invalidates: [readPreference],
    onDone: () => toast({ text: text('my_messages.browser_off'), tone: 'success' }),
  })
  async function turnOn() {
    const subscription = await subscribeBrowser(web_push_key)
    if (subscription) subscribe.mutate({ body: { subscription } })
    else toast({ text: text('my_messages.browser_refused'), tone: 'error' })
  }
  return (
    <Card title={text('my_messages.browser')} note={text('my_messages.browser_count', { count: browsers })}>
      {takesPush() ? (
        <div className="flex flex-wrap gap-2">
          <Button icon="bell" busy={subscribe.isPending} onPress={() => void turnOn()}>
            {text('my_messages.browser_turn_on')}
          </Button>
          {browsers > 0 && (
            <Button variant="quiet" busy={silence.isPending} onPress={() => silence.mutate({})}>
              {text('my_messages.browser_turn_off')}
            </Button>
          )}
        </div>
      ) : (
        <p className="text-sm text-muted">{text('my_messages.browser_cannot')}</p>
      )}
    </Card>
  )
}
