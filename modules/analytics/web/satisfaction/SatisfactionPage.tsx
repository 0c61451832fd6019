import { useRead } from '@guichet/kit/api'
import { Stat, Stats } from '@guichet/kit/card'
import { LinkButton } from '@guichet/kit/link'
import { Empty, Notice, PartFrame } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { useText } from '@guichet/kit/texts'
import {
  readSatisfaction,
  readSatisfactionSettings,
  type SatisfactionReport,
} from '../../satisfaction/contract.ts'
import { AnalyticsFrame } from '../AnalyticsFrame.tsx'
import { Filters } from '../figures/Filters.tsx'
import { useFigureWords, useFilters } from '../figures/period.ts'
import { Comments } from './Comments.tsx'
import { NpsFigure, RatingsFigure } from './RatingFigures.tsx'

/** What visitors thought, of which service, and what they wrote. */
export function SatisfactionPage({ search }: PageProps) {
  const text = useText('analytics')
  const may_set = usePermission('analytics.setting.write')
  return (
    <AnalyticsFrame
      here="satisfaction"
      search={search}
      actions={
        may_set && (
          <LinkButton to="/analytics/satisfaction/settings" icon="sliders">
            {text('satisfaction.settings')}
          </LinkButton>
        )
      }
    >
      <PartFrame skeleton="form">
        <SatisfactionFilters search={search} />
      </PartFrame>
      <PartFrame skeleton="cards">
        <Ratings search={search} />
      </PartFrame>
      <PartFrame skeleton="table">
        <Comments search={search} />
      </PartFrame>
    </AnalyticsFrame>
  )
}

function SatisfactionFilters({ search }: Pick<PageProps, 'search'>) {
  const { by_agent } = useRead(readSatisfactionSettings)
  return <Filters search={search} by_agent={by_agent} />
}

function Ratings({ search }: Pick<PageProps, 'search'>) {
  const text = useText('analytics')
  const { by_agent } = useRead(readSatisfactionSettings)
  const { agent_id, ...filters } = useFilters(search)
  const query = by_agent && agent_id ? { ...filters, agent_id } : filters
  const report = useRead(readSatisfaction, { query })
  if (report.total.votes === 0)
    return (
      <Empty kind="first" title={text('satisfaction.empty.title')} note={text('satisfaction.empty.note')} />
    )
  return (
    <>
      <Alerts report={report} />
      <RatingStats report={report} />
      <div className="grid items-start gap-5 xl:grid-cols-2">
        <RatingsFigure
          report={report}
          of="service"
          groups={report.by_service.map((row) => ({ ...row, label: row.service_name }))}
        />
        <RatingsFigure
          report={report}
          of="week"
          groups={report.by_week.map((row) => ({ ...row, label: row.week }))}
        />
        <NpsFigure report={report} />
        {report.by_agent && (
          <RatingsFigure
            report={report}
            of="agent"
            groups={report.by_agent.map((row) => ({ ...row, label: row.agent_name }))}
          />
        )}
      </div>
    </>
  )
}

function Alerts({ report }: { report: SatisfactionReport }) {
  const { text, formats } = useFigureWords()
  if (report.alerts.length === 0) return null
  return (
    <Notice tone="warning" title={text('satisfaction.alert.title', { count: report.alerts.length })}>
      <ul>
        {report.alerts.map((alert) => (
          <li key={alert.id}>
            {text('satisfaction.alert.line', {
              service: alert.service_name,
              bad: alert.bad,
              latest: alert.latest,
              since: formats.date_time(alert.opened_at),
            })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function RatingStats({ report }: { report: SatisfactionReport }) {
  const { text, formats, percent } = useFigureWords()
  const { total, before, least_shown } = report
  const hidden = text('satisfaction.stat.hidden', { least: least_shown })
  const signed = (value: number) => formats.number(Math.round(value))
  return (
    <Stats>
      <Stat
        label={text('satisfaction.stat.votes')}
        value={formats.number(total.votes)}
        note={text('satisfaction.stat.before', { value: before.votes })}
      />
      <Stat
        label={text('satisfaction.stat.mean')}
        value={
          total.csat
            ? text('satisfaction.stat.mean_value', { mean: formats.number(total.csat.mean, 1) })
            : '–'
        }
        note={
          total.csat
            ? before.csat && text('satisfaction.stat.before', { value: formats.number(before.csat.mean, 1) })
            : hidden
        }
      />
      <Stat
        label={text('satisfaction.stat.satisfied')}
        value={percent(total.csat?.satisfied ?? null)}
        note={total.csat ? text('satisfaction.stat.satisfied_note') : hidden}
      />
      <Stat
        label={text('satisfaction.stat.nps')}
        value={total.nps ? signed(total.nps.score) : '–'}
        note={
          total.nps
            ? text('satisfaction.stat.nps_note', { low: signed(total.nps.low), high: signed(total.nps.high) })
            : hidden
        }
      />
    </Stats>
  )
}
