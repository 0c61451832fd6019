import { useRead, useSend } from '@guichet/kit/api'
import { Badge, Code } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { useSetSearch } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import { useSite } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { listServices, type Service, changeService } from '../../contract.ts'
import { ServiceIcon } from '../ServiceIcon.tsx'
import { MoveButtons } from './MoveButtons.tsx'
import { moved } from './moved.ts'
import { NoSite } from './NoSite.tsx'
import { ServicePanel } from './ServicePanel.tsx'
import { SettingsPage } from './SettingsPage.tsx'
import { StatusBadge } from './SitesPage.tsx'

type Search = { open?: string }

export function ServicesPage({ search }: PageProps<Search>) {
  const text = useText('organisation')
  const { site } = useSite()
  const setSearch = useSetSearch()
  return (
    <SettingsPage
      section="services"
      actions={
        <Button variant="primary" icon="plus" onPress={() => setSearch({ open: 'new' }, { push: true })}>
          {text('service.add')}
        </Button>
      }
    >
      {site ? <Services key={site.id} site_id={site.id} open={search.open} /> : <NoSite />}
    </SettingsPage>
  )
}

function Services({ site_id, open }: { site_id: string; open: string | undefined }) {
  const text = useText('organisation')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const { items } = useRead(listServices, { query: { site_id } })
  const active = items.filter((service) => service.status === 'active')
  const change = useSend(changeService, { invalidates: [listServices] })
  const chosen = items.find((service) => service.id === open)

  async function move(service: Service, by: -1 | 1) {
    const ordered = moved(active, active.indexOf(service), by)
    for (const [position, one] of ordered.entries()) {
      if (one.position !== position)
        await change.mutateAsync({ params: { service_id: one.id }, body: { position } })
    }
  }

  return (
    <>
      <Card padded={false}>
        <Table
          caption={text('settings.services.title')}
          items={[...active, ...items.filter((service) => service.status === 'archived')]}
          empty={
            <Empty
              kind="first"
              title={text('service.none')}
              note={text('service.none_note')}
              action={<Button onPress={() => setSearch({ open: 'new' })}>{text('service.add')}</Button>}
            />
          }
          onRowPress={(service) => setSearch({ open: service.id }, { push: true })}
          isSelected={(service) => service.id === open}
          columns={[
            {
              key: 'name',
              header: text('service.name'),
              cell: (service) => (
                <span className="flex items-center gap-2.5">
                  <ServiceIcon name={service.icon} className="text-muted" />
                  {service.name}
                </span>
              ),
            },
            {
              key: 'prefix',
              header: text('service.prefix'),
              cell: (service) => <Code>{service.prefix}</Code>,
            },
            {
              key: 'minutes',
              header: text('service.expected_short'),
              align: 'end',
              cell: (service) => formats.duration(service.expected_minutes),
            },
            {
              key: 'limit',
              header: text('service.limit_short'),
              align: 'end',
              cell: (service) =>
                service.waiting_limit === null ? '–' : formats.number(service.waiting_limit),
            },
            {
              key: 'status',
              header: text('status.title'),
              cell: (service) => (
                <span className="inline-flex flex-wrap gap-1">
                  {service.status === 'archived' ? (
                    <StatusBadge status="archived" />
                  ) : (
                    <Badge tone={service.public ? 'success' : 'neutral'}>
                      {text(service.public ? 'service.is_public' : 'service.is_private')}
                    </Badge>
                  )}
                </span>
              ),
            },
            {
              key: 'order',
              header: text('order.title'),
              quiet: true,
              align: 'end',
              cell: (service) =>
                service.status === 'active' && (
                  <MoveButtons
                    name={service.name}
                    first={service === active[0]}
                    last={service === active.at(-1)}
                    busy={change.isPending}
                    onMove={(by) => void move(service, by).catch(() => undefined)}
                  />
                ),
            },
          ]}
        />
      </Card>
      {(chosen || open === 'new') && (
        <ServicePanel
          key={open}
          site_id={site_id}
          service={chosen}
          others={items}
          onClose={() => setSearch({ open: undefined })}
        />
      )}
    </>
  )
}
