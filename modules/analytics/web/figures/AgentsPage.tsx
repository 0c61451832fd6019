import { useRead } from '@guichet/kit/api'
import { Card } from '@guichet/kit/card'
import { Figure, type Drawing } from '@guichet/kit/figure'
import { Empty, PartFrame } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { useText } from '@guichet/kit/texts'
import { smallMultiples } from '@guichet/plots/small-multiples'
import { readAgentPerformance, type AgentPerformance } from '../../figures/contract.ts'
import { AnalyticsFrame } from '../AnalyticsFrame.tsx'
import { ExportMenu } from './ExportMenu.tsx'
import { Filters } from './Filters.tsx'
import { useFigureWords, useFilters } from './period.ts'

/** What the team handled: by name, on one scale, beside the mix of services; not a ranking. */
export function AgentsPage({ search }: PageProps) {
  return (
    <AnalyticsFrame here="agents" search={search}>
      <PartFrame skeleton="form">
        <Filters search={search} />
      </PartFrame>
      <PartFrame skeleton="cards">
        <Agents search={search} />
      </PartFrame>
    </AnalyticsFrame>
  )
}

function Agents({ search }: Pick<PageProps, 'search'>) {
  const text = useText('analytics')
  const filters = useFilters(search)
  const report = useRead(readAgentPerformance, { query: filters })
  if (report.agents.length === 0) return <Empty kind="filtered" title={text('figures.no_agent')} />
  return (
    <div className="grid gap-5">
      <AgentPanels report={report} />
      <AgentTable report={report} />
      <div>
        <ExportMenu report="agents" filters={filters} />
      </div>
    </div>
  )
}

function AgentPanels({ report }: { report: AgentPerformance }) {
  const words = useFigureWords()
  const { text, point, percent, minutes } = words
  const { step } = report.period
  const days = [...new Set(report.agents.flatMap((agent) => agent.series.map((row) => row.day)))].toSorted()
  const points = report.agents.flatMap((agent) => agent.series.map((row) => row.completed))
  const mean = points.length === 0 ? 0 : points.reduce((sum, value) => sum + value, 0) / points.length
  const title = text(`figures.agents_title.${step}`, {
    count: report.agents.length,
    completed: report.total.completed,
    mean: words.one_decimal(mean),
  })
  const panels = report.agents.map((agent) => {
    const known = new Map(agent.series.map((row) => [row.day, row.completed]))
    return {
      name: agent.agent_name,
      note: text('figures.agent_note', { count: agent.completed, time: minutes(agent.service_average_s) }),
      rows: days.map((day) => ({ label: point(day, step), value: known.get(day) ?? null })),
      spoken: text('figures.spoken.agent', {
        agent: agent.agent_name,
        completed: agent.completed,
        rate: percent(agent.completion_rate),
        time: minutes(agent.service_average_s),
      }),
    }
  })
  const options = {
    title,
    description: panels.map((panel) => panel.spoken).join(' '),
    unit: text(`figures.unit.served.${step}`),
    period: words.period(report.period),
    empty: text('figures.empty'),
    number: words.one_decimal,
    level: { value: mean, label: text('figures.team_mean', { mean: words.one_decimal(mean) }) },
  }
  const rows = report.agents.flatMap((agent) =>
    agent.series.map((row) => ({ agent_name: agent.agent_name, ...row })),
  )
  return (
    <Figure
      title={title}
      unit={options.unit}
      period={options.period}
      refreshed_at={report.read_at}
      rows={rows}
      columns={[
        { key: 'agent', header: text('figures.agent'), value: (row) => row.agent_name },
        { key: 'day', header: text(`figures.${step}`), value: (row) => point(row.day, step) },
        { key: 'handled', header: text('figures.handled'), value: (row) => row.handled, align: 'end' },
        { key: 'completed', header: text('figures.completed'), value: (row) => row.completed, align: 'end' },
        {
          key: 'time',
          header: text('figures.service_average'),
          value: (row) =>
            row.service_average_s === null ? null : Math.round(row.service_average_s / 6) / 10,
          cell: (row) => minutes(row.service_average_s),
          align: 'end',
        },
      ]}
      draw={(how: Drawing) => smallMultiples(panels, { ...options, ...how })}
      file={text('figures.file.agents')}
      note={text('figures.agents_scale')}
    />
  )
}

function AgentTable({ report }: { report: AgentPerformance }) {
  const { text, formats, minutes, percent } = useFigureWords()
  type Row = AgentPerformance['agents'][number]
  const count = (key: 'handled' | 'completed' | 'no_show' | 'transferred' | 'parked') => ({
    key,
    header: text(`figures.${key}`),
    cell: (row: Row) => formats.number(row[key]),
    align: 'end' as const,
  })
  return (
    <Card title={text('figures.by_agent')} note={text('figures.agents_note')} padded={false}>
      <Table
        caption={text('figures.by_agent')}
        narrow="scroll"
        items={report.agents.map((agent) => ({ ...agent, id: agent.agent_id }))}
        columns={[
          {
            key: 'agent',
            header: text('figures.agent'),
            cell: (row) => <span className="whitespace-nowrap">{row.agent_name}</span>,
          },
          count('handled'),
          count('completed'),
          count('no_show'),
          count('transferred'),
          count('parked'),
          {
            key: 'rate',
            header: text('figures.completion_rate'),
            cell: (row) => percent(row.completion_rate),
            align: 'end',
          },
          {
            key: 'average',
            header: text('figures.service_average'),
            cell: (row) => minutes(row.service_average_s),
            align: 'end',
          },
          {
            key: 'p90',
            header: text('figures.service_p90'),
            cell: (row) => minutes(row.service_p90_s),
            align: 'end',
          },
          {
            key: 'mix',
            header: text('figures.mix_ratio'),
            cell: (row) => (row.mix_ratio === null ? '–' : formats.percent(row.mix_ratio)),
            align: 'end',
          },
        ]}
      />
      <p className="px-4 py-3 text-sm text-muted">{text('figures.mix_note')}</p>
    </Card>
  )
}
