import { useRead } from '@guichet/kit/api'
import { DateField, Select } from '@guichet/kit/form'
import { useSetSearch } from '@guichet/kit/link'
import type { Search } from '@guichet/kit/shell-route'
import { useText } from '@guichet/kit/texts'
import { listReportChoices } from '../../figures/contract.ts'
import { lastDays } from './period.ts'

/** Period, site, service and agent, all in the address: what one sees can be sent to a colleague. */
export function Filters({ search, by_agent = true }: { search: Search; by_agent?: boolean }) {
  const text = useText('analytics')
  const setSearch = useSetSearch()
  const { today, sites, services, agents } = useRead(listReportChoices)
  const chosen = search.last === 'chosen'
  const here = services.filter((service) => !search.where || service.site_id === search.where)
  const many = new Set(here.map((service) => service.site_id)).size > 1
  const names = new Map(sites.map((site) => [site.id, site.name]))
  const period = lastDays(28, today)
  return (
    <div className="mb-5 grid grid-cols-2 gap-3 lg:grid-cols-4 print:hidden">
      <Select
        label={text('figures.filter.period')}
        isRequired
        options={['1', '7', '28', '90', '365', 'chosen'].map((last) => ({
          value: last,
          label: text(`figures.filter.last.${last}`),
        }))}
        value={search.last ?? '28'}
        onChange={(last) =>
          setSearch({
            last: last === '28' ? undefined : last,
            from: last === 'chosen' ? period.from : undefined,
            to: last === 'chosen' ? period.to : undefined,
          })
        }
      />
      {sites.length > 1 && (
        <Select
          label={text('figures.filter.site')}
          isRequired
          placeholder={text('figures.filter.all_sites')}
          options={sites.map((site) => ({ value: site.id, label: site.name }))}
          value={search.where ?? ''}
          onChange={(where) => setSearch({ where: where || undefined, service: undefined })}
        />
      )}
      <Select
        label={text('figures.filter.service')}
        isRequired
        placeholder={text('figures.filter.all_services')}
        options={here.map((service) => ({
          value: service.id,
          label: many ? `${service.name} · ${names.get(service.site_id) ?? ''}` : service.name,
        }))}
        value={search.service ?? ''}
        onChange={(service) => setSearch({ service: service || undefined })}
      />
      {by_agent && (
        <Select
          label={text('figures.filter.agent')}
          isRequired
          placeholder={text('figures.filter.all_agents')}
          options={agents.map((agent) => ({ value: agent.id, label: agent.name }))}
          value={search.agent ?? ''}
          onChange={(agent) => setSearch({ agent: agent || undefined })}
        />
      )}
      {chosen && (
        <>
          <DateField
            label={text('figures.filter.from')}
            isRequired
            max={search.to ?? today}
            value={search.from ?? ''}
            onChange={(from) => setSearch({ from: from || undefined })}
          />
          <DateField
            label={text('figures.filter.to')}
            isRequired
            min={search.from}
            max={today}
            value={search.to ?? ''}
            onChange={(to) => setSearch({ to: to || undefined })}
          />
        </>
      )}
    </div>
  )
}
