import { read, useRead } from '@guichet/kit/api'
import { now } from '@guichet/kit/clock'
import { LinkButton } from '@guichet/kit/link'
import { useLive } from '@guichet/kit/live'
import { Notice, Page, PartFrame } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import { useFormats, useText } from '@guichet/kit/texts'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { readStatistics, readWaitLimits, type Statistics } from '../contract.ts'
import { AtSite } from './staff/AtSite.tsx'
import { HourBars } from './staff/HourBars.tsx'
import { LiveCounters } from './staff/LiveCounters.tsx'
import { LiveFigures } from './staff/LiveFigures.tsx'
import { LiveServices } from './staff/LiveServices.tsx'

/** The site at this moment: is anybody waiting too long, and is there a counter to open? */
export function LivePage() {
  const text = useText('queue')
  const may_operate = usePermission('queue.counter.operate')
  const may_judge = usePermission('queue.accuracy.read')
  return (
    <AtSite title={text('live.title')}>
      {(site) => (
        <Page
          key={site.id}
          title={text('live.title')}
          width="full"
          skeleton="cards"
          actions={
            <>
              {may_judge && (
                <LinkButton to="/live/accuracy" icon="clock">
                  {text('accuracy.open')}
                </LinkButton>
              )}
              {may_operate && (
                <LinkButton to="/desk" variant="primary" icon="door">
                  {text('live.open_counter')}
                </LinkButton>
              )}
            </>
          }
        >
          <Live site_id={site.id} />
        </Page>
      )}
    </AtSite>
  )
}

/** Episodes of waits beyond the limit that last. */
function LongWaits({ site_id }: { site_id: string }) {
  const text = useText('queue')
  const formats = useFormats()
  const { items } = useRead(readWaitLimits, { params: { site_id } })
  const lasting = items.filter((item) => item.beyond_since !== null)
  if (lasting.length === 0) return null
  return (
    <Notice tone="warning" title={text('limits.lasting', { count: lasting.length })}>
      <ul>
        {lasting.map((item) => (
          <li key={item.service_id}>
            {text('limits.since', {
              service: item.service_name,
              time: formats.time(item.beyond_since!),
              minutes: Math.round((item.longest_s ?? 0) / 60),
              limit: item.minutes ?? 0,
            })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function Live({ site_id }: { site_id: string }) {
  const text = useText('queue')
  const formats = useFormats()
  const cache = useQueryClient()
  const stats = useRead(readStatistics, { params: { site_id } })
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- the moment these very figures came
  const read_at = useMemo(() => now(), [stats])
  useLive((message) => {
    if (message.type !== 'stats.updated' || message.site_id !== site_id || !('by_service' in message.stats))
      return
    cache.setQueryData(read(readStatistics, { params: { site_id } }).queryKey, message.stats as Statistics)
  })
  return (
    <>
      <PartFrame>
        <LongWaits site_id={site_id} />
      </PartFrame>
      <LiveFigures stats={stats} read_at={read_at} />
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <LiveServices services={stats.by_service} />
        <PartFrame>
          <LiveCounters site_id={site_id} />
        </PartFrame>
        <HourBars by_hour={stats.by_hour} />
      </div>
      <p className="mt-4 text-sm text-muted">
        {text('live.figures_of', { day: formats.day(`${stats.day}T12:00:00`), time: formats.time(read_at) })}
      </p>
    </>
  )
}
