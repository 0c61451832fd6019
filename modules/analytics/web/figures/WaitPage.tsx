import { useRead } from '@guichet/kit/api'
import { Stat, Stats } from '@guichet/kit/card'
import { Empty, Notice, PartFrame } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { useText } from '@guichet/kit/texts'
import { readWaitTimes, type WaitTimes } from '../../figures/contract.ts'
import { AnalyticsFrame } from '../AnalyticsFrame.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { Filters } from './Filters.tsx'
import { useFigureWords, useFilters } from './period.ts'
import { TargetButton } from './TargetButton.tsx'
import { HourFigure, ServiceFigure, WaitFigure } from './WaitFigures.tsx'

/** What is slow, where and since when. */
export function WaitPage({ search }: PageProps) {
  return (
    <AnalyticsFrame here="wait" search={search} actions={<TargetButton search={search} />}>
      <PartFrame skeleton="form">
        <Filters search={search} />
      </PartFrame>
      <PartFrame skeleton="cards">
        <Waits search={search} />
      </PartFrame>
    </AnalyticsFrame>
  )
}

function Waits({ search }: Pick<PageProps, 'search'>) {
  const text = useText('analytics')
  const filters = useFilters(search)
  const report = useRead(readWaitTimes, { query: filters })
  if (report.issued === 0) return <Empty kind="filtered" title={text('figures.empty')} />
  return (
    <>
      <FindingLine report={report} />
      <WaitStats report={report} />
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <div className="xl:col-span-2">
          <WaitFigure report={report} />
        </div>
        <ServiceFigure report={report} />
        <HourFigure report={report} />
      </div>
      <div className="mt-5">
        <ExportMenu report="waits" filters={filters} />
      </div>
    </>
  )
}

function FindingLine({ report }: { report: WaitTimes }) {
  const { text, minutes, day, hour } = useFigureWords()
  const { finding } = report
  if (!finding) return <Notice tone="info">{text('figures.finding.none')}</Notice>
  const facts = {
    service: finding.service_name,
    site: finding.site_name,
    p50: minutes(finding.p50_s),
    target: minutes(finding.target_s),
    since: finding.since === null ? '' : day(finding.since),
    hour: finding.hour === null ? '' : hour(finding.hour),
  }
  const key = finding.kind === 'steady' ? 'steady' : finding.since === null ? 'slow' : 'slow_since'
  return (
    <Notice tone={finding.kind === 'slow' ? 'warning' : 'success'}>
      <strong className="font-semibold">{text(`figures.finding.${key}`, facts)}</strong>{' '}
      {finding.hour !== null && text('figures.finding.peak', facts)}
    </Notice>
  )
}

function WaitStats({ report }: { report: WaitTimes }) {
  const { text, minutes, percent, formats } = useFigureWords()
  const { wait, before, service, abandonment } = report
  return (
    <Stats>
      <Stat
        label={text('figures.p50')}
        value={minutes(wait.p50_s)}
        note={before.p50_s === null ? undefined : text('figures.before', { value: minutes(before.p50_s) })}
      />
      <Stat
        label={text('figures.p90')}
        value={minutes(wait.p90_s)}
        note={text('figures.p95_note', { p95: minutes(wait.p95_s), max: minutes(wait.max_s) })}
      />
      <Stat
        label={
          report.target_s === null
            ? text('figures.within_own_target')
            : text('figures.within_target', { target: minutes(report.target_s) })
        }
        value={percent(report.within_target)}
        note={text('figures.waited_note', { count: wait.n })}
      />
      <Stat
        label={text('figures.left')}
        value={formats.number(abandonment.left)}
        note={
          abandonment.average_after_s === null
            ? percent(abandonment.rate)
            : text('figures.left_note', {
                rate: percent(abandonment.rate),
                after: minutes(abandonment.average_after_s),
              })
        }
      />
      <Stat
        label={text('figures.service_average')}
        value={minutes(service.average_s)}
        note={text('figures.service_note', { p90: minutes(service.p90_s) })}
      />
    </Stats>
  )
}
