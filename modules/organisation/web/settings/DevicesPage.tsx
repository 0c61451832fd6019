import { useRead } from '@guichet/kit/api'
import { Dot } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { useNow } from '@guichet/kit/clock'
import { Icon } from '@guichet/kit/icon'
import { useSetSearch } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { listDevices } from '@guichet/platform/auth-contract'
import { listSites } from '../../contract.ts'
import { DevicePanel } from './DevicePanel.tsx'
import { PairPanel } from './PairPanel.tsx'
import { SettingsPage } from './SettingsPage.tsx'

type Search = { open?: string; pair?: string }

export function DevicesPage({ search }: PageProps<Search>) {
  const text = useText('organisation')
  const setSearch = useSetSearch()
  return (
    <SettingsPage
      section="devices"
      actions={
        <Button
          variant="primary"
          icon="plus"
          onPress={() => setSearch({ pair: '1', open: undefined }, { push: true })}
        >
          {text('device.add')}
        </Button>
      }
    >
      <Devices open={search.open} pair={search.pair === '1'} />
    </SettingsPage>
  )
}

const silent_after_ms = 2 * 60_000

function Devices({ open, pair }: { open: string | undefined; pair: boolean }) {
  const text = useText('organisation')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const now = useNow(30_000)
  const devices = useRead(listDevices).items
  const sites = useRead(listSites).items
  const chosen = devices.find((device) => device.id === open)
  const close = () => setSearch({ open: undefined, pair: undefined })
  return (
    <>
      <Card padded={false}>
        <Table
          caption={text('settings.devices.title')}
          items={devices}
          empty={
            <Empty
              kind="first"
              icon="tv"
              title={text('device.none')}
              note={text('device.none_note')}
              action={<Button onPress={() => setSearch({ pair: '1' })}>{text('device.add')}</Button>}
            />
          }
          onRowPress={(device) => setSearch({ open: device.id, pair: undefined }, { push: true })}
          isSelected={(device) => device.id === open}
          columns={[
            {
              key: 'name',
              header: text('device.name'),
              cell: (device) => (
                <span className="flex items-center gap-2.5">
                  <Icon name={device.kind === 'display' ? 'tv' : 'tablet'} className="text-muted" />
                  {device.name}
                </span>
              ),
            },
            {
              key: 'kind',
              header: text('device.kind'),
              cell: (device) => text(`device.kinds.${device.kind}`),
            },
            {
              key: 'site',
              header: text('device.site'),
              cell: (device) =>
                sites.find((site) => site.id === device.site_id)?.name ?? text('site.unknown'),
            },
            {
              key: 'seen',
              header: text('device.seen'),
              cell: (device) => {
                const seen = device.last_seen_at ? Date.parse(device.last_seen_at) : null
                if (seen === null) return <span className="text-muted">{text('device.never_seen')}</span>
                const silent = now - seen > silent_after_ms
                return (
                  <span className="inline-flex items-center gap-2">
                    <Dot tone={silent ? 'warning' : 'success'} />
                    {silent ? formats.age(seen, now) : text('device.online')}
                  </span>
                )
              },
            },
          ]}
        />
      </Card>
      {pair && <PairPanel sites={sites.filter((site) => site.status === 'active')} onClose={close} />}
      {chosen && <DevicePanel key={chosen.id} device={chosen} onClose={close} />}
    </>
  )
}
