import { usePages, useRefresh } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Card } from '@guichet/kit/card'
import { Select, TextField } from '@guichet/kit/form'
import { Icon } from '@guichet/kit/icon'
import { useSetSearch } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { listMessages, readMessage } from '@guichet/platform/notifications-contract'
import { Suspense, useDeferredValue } from 'react'
import { SettingsPage } from '../settings/SettingsPage.tsx'
import { MessagePanel } from './MessagePanel.tsx'
import { channelIcons, channels, statuses, statusTones } from './words.ts'

type Search = { status?: string; channel?: string; to?: string; message?: string }

/** `/settings/outbox`: what people were told, and what they would have been. */
export function OutboxPage({ search }: PageProps<Search>) {
  const text = useText('organisation')
  const setSearch = useSetSearch()
  const shown = useDeferredValue(search)
  useRefresh([listMessages, readMessage], 5)
  return (
    <SettingsPage section="outbox">
      <div className="mb-4 grid gap-3 sm:grid-cols-3">
        <TextField
          label={text('outbox.to')}
          type="search"
          maxLength={80}
          value={search.to ?? ''}
          onChange={(to) => setSearch({ to: to || undefined })}
        />
        <Select
          label={text('outbox.channel')}
          isRequired
          placeholder={text('outbox.all_channels')}
          options={channels.map((channel) => ({ value: channel, label: text(`channel.${channel}`) }))}
          value={search.channel ?? ''}
          onChange={(channel) => setSearch({ channel: channel || undefined })}
        />
        <Select
          label={text('status.title')}
          isRequired
          placeholder={text('outbox.all_statuses')}
          options={statuses.map((status) => ({ value: status, label: text(`message.status.${status}`) }))}
          value={search.status ?? ''}
          onChange={(status) => setSearch({ status: status || undefined })}
        />
      </div>
      <Card padded={false}>
        <Suspense>
          <Messages search={shown} selected={search.message} />
        </Suspense>
      </Card>
      {search.message && (
        <MessagePanel
          key={search.message}
          id={search.message}
          onClose={() => setSearch({ message: undefined })}
        />
      )}
    </SettingsPage>
  )
}

function Messages({ search, selected }: { search: Search; selected: string | undefined }) {
  const text = useText('organisation')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const status = statuses.find((one) => one === search.status)
  const channel = channels.find((one) => one === search.channel)
  const filtered = Boolean(status || channel || search.to)
  const { items, more, loading_more, stale } = usePages(listMessages, {
    query: { status, channel, address: search.to },
  })
  return (
    <Table
      caption={text('settings.outbox.title')}
      items={items}
      more={more}
      loadingMore={loading_more}
      stale={stale}
      onRowPress={(message) => setSearch({ message: message.id })}
      isSelected={(message) => message.id === selected}
      empty={
        filtered ? (
          <Empty
            kind="filtered"
            onClear={() => setSearch({ status: undefined, channel: undefined, to: undefined })}
          />
        ) : (
          <Empty kind="first" icon="mail" title={text('outbox.none')} note={text('outbox.none_note')} />
        )
      }
      columns={[
        {
          key: 'title',
          header: text('outbox.message'),
          cell: (message) => message.title ?? text('outbox.not_yet_worded'),
        },
        {
          key: 'to',
          header: text('outbox.recipient'),
          cell: (message) => <span className="break-all">{message.recipient ?? '–'}</span>,
        },
        {
          key: 'channel',
          header: text('outbox.channel'),
          cell: (message) =>
            message.channel ? (
              <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
                <Icon name={channelIcons[message.channel]} className="text-muted" />
                {text(`channel.${message.channel}`)}
              </span>
            ) : (
              '–'
            ),
        },
        {
          key: 'status',
          header: text('status.title'),
          cell: (message) => (
            <Badge tone={statusTones[message.status]}>{text(`message.status.${message.status}`)}</Badge>
          ),
        },
        {
          key: 'when',
          header: text('outbox.when'),
          align: 'end',
          cell: (message) => (
            <time dateTime={message.created_at} className="whitespace-nowrap">
              {formats.date_time(message.created_at)}
            </time>
          ),
        },
      ]}
    />
  )
}
