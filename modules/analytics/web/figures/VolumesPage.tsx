import { useRead } from '@guichet/kit/api'
import { Stat, Stats } from '@guichet/kit/card'
import { Empty, PartFrame } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { useText } from '@guichet/kit/texts'
import { listReportChoices, readQueueStats, type QueueStats } from '../../figures/contract.ts'
import { AnalyticsFrame } from '../AnalyticsFrame.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { Filters } from './Filters.tsx'
import { useFigureWords, useFilters } from './period.ts'
import { TodayFigure } from './TodayFigure.tsx'
import { ArrivalsFigure, JourneyFigure, OutcomeFigure, VolumeFigure } from './VolumeFigures.tsx'

/** How many come, when, and what becomes of them. */
export function VolumesPage({ search }: PageProps) {
  return (
    <AnalyticsFrame here="volumes" search={search}>
      <PartFrame skeleton="form">
        <Filters search={search} />
      </PartFrame>
      <PartFrame skeleton="cards">
        <Volumes search={search} />
      </PartFrame>
    </AnalyticsFrame>
  )
}

function Volumes({ search }: Pick<PageProps, 'search'>) {
  const text = useText('analytics')
  const filters = useFilters(search)
  const { sites } = useRead(listReportChoices)
  const report = useRead(readQueueStats, { query: filters })
  // The day's own figure speaks of one site.
  const site_id = search.where ?? (sites.length === 1 ? sites[0]!.id : undefined)
  const today = site_id ? (
    <PartFrame skeleton="cards">
      <TodayFigure site_id={site_id} />
    </PartFrame>
  ) : null
  if (report.totals.issued === 0)
    return (
      <>
        <Empty kind="filtered" title={text('figures.empty')} />
        {today}
      </>
    )
  return (
    <>
      <VolumeStats report={report} />
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <div className="xl:col-span-2">
          <ArrivalsFigure report={report} />
        </div>
        <JourneyFigure report={report} />
        <VolumeFigure report={report} />
        <div className="xl:col-span-2">
          <OutcomeFigure report={report} />
        </div>
        {today && <div className="xl:col-span-2">{today}</div>}
      </div>
      <div className="mt-5">
        <ExportMenu report="volumes" filters={filters} />
      </div>
    </>
  )
}

function VolumeStats({ report }: { report: QueueStats }) {
  const { text, formats, percent } = useFigureWords()
  const { totals, period } = report
  const share = (count: number) => percent(totals.issued === 0 ? null : count / totals.issued)
  return (
    <Stats>
      <Stat
        label={text('figures.issued')}
        value={formats.number(totals.issued)}
        note={text('figures.a_day', { value: formats.number(Math.round(totals.issued / period.days)) })}
      />
      <Stat
        label={text('figures.completed')}
        value={formats.number(totals.completed)}
        note={share(totals.completed)}
      />
      <Stat
        label={text('figures.no_show')}
        value={formats.number(totals.no_show)}
        note={share(totals.no_show)}
      />
      <Stat
        label={text('figures.left')}
        value={formats.number(totals.cancelled + totals.expired)}
        note={share(totals.cancelled + totals.expired)}
      />
      <Stat
        label={text('figures.present')}
        value={formats.number(totals.present)}
        note={text('figures.transferred_note', { count: totals.transferred })}
      />
    </Stats>
  )
}
