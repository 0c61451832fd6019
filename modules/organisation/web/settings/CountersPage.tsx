import { useRead, useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { useSetSearch } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import { useSite } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { useText } from '@guichet/kit/texts'
import { changeCounter, type Counter, listCounters, listServices } from '../../contract.ts'
import { CounterPanel } from './CounterPanel.tsx'
import { MoveButtons } from './MoveButtons.tsx'
import { moved } from './moved.ts'
import { NoSite } from './NoSite.tsx'
import { ServiceLetters } from './ServiceLetters.tsx'
import { SettingsPage } from './SettingsPage.tsx'
import { StatusBadge } from './SitesPage.tsx'

type Search = { open?: string }

export function CountersPage({ search }: PageProps<Search>) {
  const text = useText('organisation')
  const { site } = useSite()
  const setSearch = useSetSearch()
  return (
    <SettingsPage
      section="counters"
      actions={
        <Button variant="primary" icon="plus" onPress={() => setSearch({ open: 'new' }, { push: true })}>
          {text('counter.add')}
        </Button>
      }
    >
      {site ? <Counters key={site.id} site_id={site.id} open={search.open} /> : <NoSite />}
    </SettingsPage>
  )
}

function Counters({ site_id, open }: { site_id: string; open: string | undefined }) {
  const text = useText('organisation')
  const setSearch = useSetSearch()
  const counters = useRead(listCounters, { query: { site_id } }).items
  const services = useRead(listServices, { query: { site_id, status: 'active' } }).items
  const active = counters.filter((counter) => counter.status === 'active')
  const change = useSend(changeCounter, { invalidates: [listCounters] })
  const chosen = counters.find((counter) => counter.id === open)

  async function move(counter: Counter, by: -1 | 1) {
    const ordered = moved(active, active.indexOf(counter), by)
    for (const [position, one] of ordered.entries()) {
      if (one.position !== position)
        await change.mutateAsync({ params: { counter_id: one.id }, body: { position } })
    }
  }

  return (
    <>
      <Card padded={false}>
        <Table
          caption={text('settings.counters.title')}
          items={[...active, ...counters.filter((counter) => counter.status === 'archived')]}
          empty={
            <Empty
              kind="first"
              title={text('counter.none')}
              note={text('counter.none_note')}
              action={<Button onPress={() => setSearch({ open: 'new' })}>{text('counter.add')}</Button>}
            />
          }
          onRowPress={(counter) => setSearch({ open: counter.id }, { push: true })}
          isSelected={(counter) => counter.id === open}
          columns={[
            { key: 'name', header: text('counter.name'), cell: (counter) => counter.name },
            {
              key: 'services',
              header: text('counter.services'),
              cell: (counter) => <ServiceLetters services={services} ids={counter.service_ids} />,
            },
            {
              key: 'status',
              header: text('status.title'),
              cell: (counter) => <StatusBadge status={counter.status} />,
            },
            {
              key: 'order',
              header: text('order.title'),
              quiet: true,
              align: 'end',
              cell: (counter) =>
                counter.status === 'active' && (
                  <MoveButtons
                    name={counter.name}
                    first={counter === active[0]}
                    last={counter === active.at(-1)}
                    busy={change.isPending}
                    onMove={(by) => void move(counter, by).catch(() => undefined)}
                  />
                ),
            },
          ]}
        />
      </Card>
      {(chosen || open === 'new') && (
        <CounterPanel
          key={open}
          site_id={site_id}
          counter={chosen}
          count={counters.length}
          services={services}
          onClose={() => setSearch({ open: undefined })}
        />
      )}
    </>
  )
}
