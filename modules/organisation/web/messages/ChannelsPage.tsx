import { useRead, useRefresh, useSend } from '@guichet/kit/api'
import { Badge, type Tone } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card, Facts } from '@guichet/kit/card'
import { Form, FormActions, SubmitButton, TimeField, useForm } from '@guichet/kit/form'
import { Icon } from '@guichet/kit/icon'
import { useSetSearch } from '@guichet/kit/link'
import { Notice } from '@guichet/kit/page'
import { useMembership } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { changeQuietHours, listChannels, testChannel } from '@guichet/platform/notifications-contract'
import { CopyField } from '../settings/CopyField.tsx'
import { SettingsPage } from '../settings/SettingsPage.tsx'
import { AccountPanel } from './AccountPanel.tsx'
import { ChannelPanel } from './ChannelPanel.tsx'
import { channelIcons, type ChannelState } from './words.ts'

const tones: Record<ChannelState['state'], Tone> = { live: 'success', simulated: 'warning', off: 'neutral' }
const vendors = ['twilio', 'sendgrid', 'smtp', 'fcm'] as const

/** `/settings/channels`: by what messages leave, what that costs, and what has trouble. */
export function ChannelsPage({ search }: PageProps<{ channel?: string; account?: string }>) {
  const text = useText('organisation')
  const setSearch = useSetSearch()
  const { items, quiet_from, quiet_to, receipts } = useRead(listChannels)
  useRefresh([listChannels], 10)
  const channel = items.find(({ id }) => id === search.channel)
  const account = vendors.find((vendor) => vendor === search.account)
  return (
    <SettingsPage section="channels">
      {items.some(({ state }) => state === 'simulated') && (
        <Notice tone="warning" title={text('message.simulation')}>
          {text('channel_page.simulation_note')}
        </Notice>
      )}
      <div className="grid gap-4 md:grid-cols-2">
        {items.map((one) => (
          <ChannelCard key={one.id} channel={one} />
        ))}
        <QuietHours quiet_from={quiet_from} quiet_to={quiet_to} />
        {receipts && (
          <Card title={text('channel_page.receipts')} note={text('channel_page.receipts_note')}>
            <div className="grid gap-3">
              <CopyField label={text('channel_page.receipts_twilio')} value={receipts.twilio_incoming} />
              <CopyField label={text('channel_page.receipts_sendgrid')} value={receipts.sendgrid} />
            </div>
          </Card>
        )}
      </div>
      {channel && (
        <ChannelPanel key={channel.id} channel={channel} onClose={() => setSearch({ channel: undefined })} />
      )}
      {account && (
        <AccountPanel
          key={account}
          vendor={account}
          carrier={items.flatMap(({ carriers }) => carriers).find(({ vendor }) => vendor === account)!}
          onClose={() => setSearch({ account: undefined })}
        />
      )}
    </SettingsPage>
  )
}

function ChannelCard({ channel }: { channel: ChannelState }) {
  const text = useText('organisation')
  const formats = useFormats()
  const membership = useMembership()
  const setSearch = useSetSearch()
  const may_change = membership?.permissions.includes('platform.channel.write') ?? false
  const test = useSend(testChannel, {
    invalidates: [listChannels],
    onDone: () => toast({ text: text('channel_page.test_sent'), tone: 'success' }),
  })
  const currency = membership?.tenant.currency ?? 'XOF'
  return (
    <Card
      title={
        <span className="inline-flex items-center gap-2">
          <Icon name={channelIcons[channel.id]} className="text-muted" />
          {text(`channel.${channel.id}`)}
        </span>
      }
      actions={<Badge tone={tones[channel.state]}>{text(`channel_page.state.${channel.state}`)}</Badge>}
    >
      <Facts
        items={[
          {
            label: text('channel_page.today'),
            value:
              channel.daily_cap === null
                ? formats.number(channel.sent_today)
                : text('channel_page.of', {
                    used: formats.number(channel.sent_today),
                    most: formats.number(channel.daily_cap),
                  }),
          },
          {
            label: text('channel_page.month'),
            value: text('channel_page.month_value', {
              sent: formats.number(channel.sent_month),
              simulated: formats.number(channel.simulated_month),
            }),
          },
          ...(channel.cost_month > 0 || channel.monthly_budget !== null
            ? [
                {
                  label: text('channel_page.cost'),
                  value:
                    channel.monthly_budget === null
                      ? formats.money(channel.cost_month, currency)
                      : text('channel_page.of', {
                          used: formats.money(channel.cost_month, currency),
                          most: formats.money(channel.monthly_budget, currency),
                        }),
                },
              ]
            : []),
          ...channel.carriers.map((carrier) => ({
            label: text(`vendor.${carrier.vendor}`),
            value: <Carrier carrier={carrier} may_change={may_change} />,
          })),
        ]}
      />
      {may_change && (
        <div className="mt-4 flex flex-wrap gap-2">
          <Button size="small" icon="settings" onPress={() => setSearch({ channel: channel.id })}>
            {text('channel_page.set')}
          </Button>
          <Button
            size="small"
            variant="quiet"
            busy={test.isPending}
            onPress={() => test.mutate({ params: { channel: channel.id } })}
          >
            {text('channel_page.test')}
          </Button>
        </div>
      )}
    </Card>
  )
}

function Carrier({
  carrier,
  may_change,
}: {
  carrier: ChannelState['carriers'][number]
  may_change: boolean
}) {
  const text = useText('organisation')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const shown = Object.values(carrier.shown).filter(Boolean)
  return (
    <>
      {text(`channel_page.whose.${carrier.whose ?? 'nobody'}`)}
      {shown.length > 0 && <span className="block break-all text-muted">{shown.join(' · ')}</span>}
      {carrier.resting_until && (
        <span className="mt-1 block text-error">
          {text('channel_page.resting', { time: formats.time(carrier.resting_until) })}
        </span>
      )}
      {carrier.failures > 0 && carrier.last_failure && (
        <span className="block break-words text-muted">{carrier.last_failure}</span>
      )}
      {may_change && carrier.vendor !== 'web_push' && (
        <button
          type="button"
          className="block py-1 text-accent underline"
          onClick={() => setSearch({ account: carrier.vendor })}
        >
          {text(
            carrier.whose === 'organisation' ? 'channel_page.change_account' : 'channel_page.add_account',
          )}
        </button>
      )}
    </>
  )
}

function QuietHours({ quiet_from, quiet_to }: { quiet_from: string; quiet_to: string }) {
  const text = useText('organisation')
  const may_change = useMembership()?.permissions.includes('platform.channel.write') ?? false
  const form = useForm(changeQuietHours, {
    initial: { quiet_from, quiet_to },
    module: 'organisation',
    invalidates: [listChannels],
    onDone: () => toast({ text: text('saved'), tone: 'success' }),
  })
  return (
    <Card title={text('channel_page.quiet')} note={text('channel_page.quiet_note')}>
      <Form form={form}>
        <div className="grid grid-cols-2 gap-3">
          <TimeField
            label={text('channel_page.quiet_from')}
            isRequired
            isDisabled={!may_change}
            {...form.field('quiet_from')}
          />
          <TimeField
            label={text('channel_page.quiet_to')}
            isRequired
            isDisabled={!may_change}
            {...form.field('quiet_to')}
          />
        </div>
        {may_change && (
          <FormActions>
            <SubmitButton form={form} variant="secondary" isDisabled={!form.changed}>
              {text('save')}
            </SubmitButton>
          </FormActions>
        )}
      </Form>
    </Card>
  )
}
