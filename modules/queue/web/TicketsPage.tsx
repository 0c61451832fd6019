import { useNow } from '@guichet/kit/clock'
import { useSetSearch } from '@guichet/kit/link'
import { Page, PartFrame } from '@guichet/kit/page'
import { useMembership } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { Tabs } from '@guichet/kit/tabs'
import { useText } from '@guichet/kit/texts'
import { AtSite } from './staff/AtSite.tsx'
import { localDay } from './staff/local-day.ts'
import { TicketFilters } from './staff/TicketFilters.tsx'
import { TicketList } from './staff/TicketList.tsx'
import { TicketPanel } from './staff/TicketPanel.tsx'

/** Every ticket of the site: who is here now, and who came. */
export function TicketsPage({ search }: PageProps) {
  const text = useText('queue')
  const setSearch = useSetSearch()
  const time_zone = useMembership()?.tenant.time_zone
  const today = localDay(new Date(useNow(60_000)), time_zone)
  const scope = search.scope ?? 'present'
  return (
    <AtSite title={text('tickets.title')}>
      {(site) => (
        <Page key={site.id} title={text('tickets.title')} width="full">
          <Tabs
            label={text('tickets.title')}
            items={[
              { id: 'present', label: text('tickets.present') },
              { id: 'history', label: text('tickets.history') },
            ]}
            selected={scope}
            onSelect={(id) =>
              setSearch({
                scope: id === 'history' ? 'history' : undefined,
                status: undefined,
                day: undefined,
              })
            }
          >
            <PartFrame skeleton="form">
              <TicketFilters site_id={site.id} search={search} today={today} />
            </PartFrame>
            <PartFrame>
              <TicketList site_id={site.id} search={search} />
            </PartFrame>
          </Tabs>
          {search.ticket && (
            <TicketPanel
              key={search.ticket}
              ticket_id={search.ticket}
              onClose={() => setSearch({ ticket: undefined })}
            />
          )}
        </Page>
      )}
    </AtSite>
  )
}
