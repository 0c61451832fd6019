import { getApi } from '@guichet/kit/api'
import { MenuButton } from '@guichet/kit/menu'
import { useText } from '@guichet/kit/texts'
import {
  exportAgentPerformance,
  exportQueueStats,
  exportTickets,
  exportWaitTimes,
} from '../../figures/contract.ts'
import type { useFilters } from './period.ts'

const reports = { waits: exportWaitTimes, agents: exportAgentPerformance, volumes: exportQueueStats } as const

/** The same filters, as files: the report's tables, and every ticket behind them. */
export function ExportMenu({
  report,
  filters,
}: {
  report: keyof typeof reports
  filters: ReturnType<typeof useFilters>
}) {
  const text = useText('analytics')
  const save = (endpoint: (typeof reports)['waits'], format: 'csv' | 'xlsx') =>
    location.assign(getApi().address(endpoint, { query: { ...filters, format } }))
  const reading = reports[report] as (typeof reports)['waits']
  const tickets = exportTickets as unknown as (typeof reports)['waits']
  return (
    <MenuButton
      label={text('figures.export.label')}
      items={[
        { id: 'xlsx', label: text('figures.export.xlsx'), onPress: () => save(reading, 'xlsx') },
        { id: 'csv', label: text('figures.export.csv'), onPress: () => save(reading, 'csv') },
        {
          id: 'tickets_xlsx',
          label: text('figures.export.tickets_xlsx'),
          onPress: () => save(tickets, 'xlsx'),
        },
        { id: 'tickets_csv', label: text('figures.export.tickets_csv'), onPress: () => save(tickets, 'csv') },
      ]}
    />
  )
}
