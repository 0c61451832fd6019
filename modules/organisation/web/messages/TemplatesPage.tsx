import { useRead } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Card } from '@guichet/kit/card'
import { Icon } from '@guichet/kit/icon'
import { useSetSearch } from '@guichet/kit/link'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { useLocale, useText } from '@guichet/kit/texts'
import { listNotices } from '@guichet/platform/notifications-contract'
import { SettingsPage } from '../settings/SettingsPage.tsx'
import { TemplatePanel } from './TemplatePanel.tsx'
import { channelIcons } from './words.ts'

/** `/settings/templates`: the words of every message, by channel and language. */
export function TemplatesPage({ search }: PageProps<{ notice?: string }>) {
  const text = useText('organisation')
  const locale = useLocale()
  const setSearch = useSetSearch()
  const { items } = useRead(listNotices)
  const chosen = items.find(({ id }) => id === search.notice)
  return (
    <SettingsPage section="templates">
      <Card padded={false}>
        <Table
          caption={text('settings.templates.title')}
          items={items}
          onRowPress={({ id }) => setSearch({ notice: id })}
          isSelected={({ id }) => id === search.notice}
          columns={[
            { key: 'title', header: text('outbox.message'), cell: (notice) => notice.own[locale].title },
            {
              key: 'audience',
              header: text('template.audience'),
              cell: (notice) => text(`template.audiences.${notice.audience}`),
            },
            {
              key: 'channels',
              header: text('template.channels'),
              cell: (notice) => (
                <span className="inline-flex gap-2 text-muted">
                  {notice.channels.map((channel) => (
                    <span key={channel} title={text(`channel.${channel}`)}>
                      <Icon name={channelIcons[channel]} />
                      <span className="sr-only">{text(`channel.${channel}`)}</span>
                    </span>
                  ))}
                </span>
              ),
            },
            {
              key: 'own',
              header: text('status.title'),
              cell: (notice) =>
                notice.templates.length > 0 ? (
                  <Badge tone="accent">{text('template.changed', { count: notice.templates.length })}</Badge>
                ) : (
                  <Badge>{text('template.usual')}</Badge>
                ),
            },
          ]}
        />
      </Card>
      {chosen && (
        <TemplatePanel key={chosen.id} notice={chosen} onClose={() => setSearch({ notice: undefined })} />
      )}
    </SettingsPage>
  )
}
