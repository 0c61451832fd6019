import { useRead, useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { useSetSearch } from '@guichet/kit/link'
import { SidePanel } from '@guichet/kit/side-panel'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { Tabs } from '@guichet/kit/tabs'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { changeSite, listSites, type Site } from '../../contract.ts'
import { Closures } from './Closures.tsx'
import { HoursEditor } from './HoursEditor.tsx'
import { SettingsPage } from './SettingsPage.tsx'
import { SiteForm } from './SiteForm.tsx'

type Search = { open?: string; tab?: string }

export function SitesPage({ search }: PageProps<Search>) {
  const text = useText('organisation')
  const setSearch = useSetSearch()
  return (
    <SettingsPage
      section="sites"
      actions={
        <Button
          variant="primary"
          icon="plus"
          onPress={() => setSearch({ open: 'new', tab: undefined }, { push: true })}
        >
          {text('site.add')}
        </Button>
      }
    >
      <Sites search={search} />
    </SettingsPage>
  )
}

function Sites({ search }: { search: Search }) {
  const text = useText('organisation')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const { items } = useRead(listSites)
  const open = items.find((site) => site.id === search.open)
  const close = () => setSearch({ open: undefined, tab: undefined })
  return (
    <>
      <Card padded={false}>
        <Table
          caption={text('settings.sites.title')}
          items={items}
          onRowPress={(site) => setSearch({ open: site.id, tab: undefined }, { push: true })}
          isSelected={(site) => site.id === search.open}
          columns={[
            { key: 'name', header: text('site.name'), cell: (site) => site.name },
            { key: 'address', header: text('site.address'), cell: (site) => site.address ?? '–' },
            {
              key: 'phone',
              header: text('site.phone'),
              cell: (site) => (site.phone ? formats.phone(site.phone.replace(/(?!^\+)\D/g, '')) : '–'),
            },
            {
              key: 'status',
              header: text('status.title'),
              cell: (site) => <StatusBadge status={site.status} />,
            },
          ]}
        />
      </Card>
      {search.open === 'new' && (
        <SidePanel title={text('site.new')} onClose={close}>
          <SiteForm onDone={close} />
        </SidePanel>
      )}
      {open && <SitePanel key={open.id} site={open} tab={search.tab ?? 'hours'} onClose={close} />}
    </>
  )
}

export function StatusBadge({ status }: { status: 'active' | 'archived' }) {
  const text = useText('organisation')
  return <Badge tone={status === 'active' ? 'success' : 'neutral'}>{text(`status.${status}`)}</Badge>
}

function SitePanel({ site, tab, onClose }: { site: Site; tab: string; onClose: () => void }) {
  const text = useText('organisation')
  const setSearch = useSetSearch()
  const change = useSend(changeSite, { invalidates: [listSites, 'me'] })
  const archived = site.status === 'archived'

  function setStatus(status: Site['status']) {
    const send = (next: Site['status']) =>
      change.mutate({ params: { site_id: site.id }, body: { status: next } })
    send(status)
    toast({
      text: text(status === 'archived' ? 'site.archived' : 'site.restored', { name: site.name }),
      action: { label: text('undo'), onPress: () => send(site.status) },
    })
  }

  return (
    <SidePanel
      title={site.name}
      status={archived ? <StatusBadge status="archived" /> : undefined}
      onClose={onClose}
      actions={
        <Button
          variant="quiet"
          onPress={() => setStatus(archived ? 'active' : 'archived')}
          busy={change.isPending}
        >
          {text(archived ? 'restore' : 'archive')}
        </Button>
      }
    >
      <Tabs
        label={site.name}
        items={[
          { id: 'hours', label: text('hours.title') },
          { id: 'closures', label: text('closure.title') },
          { id: 'site', label: text('site.place') },
        ]}
        selected={['hours', 'closures', 'site'].includes(tab) ? tab : 'hours'}
        onSelect={(id) => setSearch({ tab: id })}
      >
        {tab === 'closures' && <Closures site_id={site.id} />}
        {tab === 'site' && (
          <SiteForm site={site} onDone={() => toast({ text: text('saved'), tone: 'success' })} />
        )}
        {tab !== 'closures' && tab !== 'site' && <HoursEditor site_id={site.id} />}
      </Tabs>
    </SidePanel>
  )
}
