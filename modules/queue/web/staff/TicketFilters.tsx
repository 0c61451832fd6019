import { useRead } from '@guichet/kit/api'
import { DateField, Select, TextField } from '@guichet/kit/form'
import { useSetSearch } from '@guichet/kit/link'
import type { Search } from '@guichet/kit/shell-route'
import { useText } from '@guichet/kit/texts'
import { listServices } from '@guichet/organisation/contract'
import { useEffect, useState } from 'react'
import { presentStatuses, statuses } from './words.ts'

interface TicketFiltersProps {
  site_id: string
  search: Search
  today: string
}

/** Filters live in the address: what one sees can be sent to a colleague. */
export function TicketFilters({ site_id, search, today }: TicketFiltersProps) {
  const text = useText('queue')
  const setSearch = useSetSearch()
  const { items: services } = useRead(listServices, { query: { site_id } })
  const history = search.scope === 'history'
  return (
    <div className="mb-4 grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
      <SearchField value={search.search ?? ''} />
      <Select
        label={text('tickets.status')}
        isRequired
        placeholder={text('tickets.any_status')}
        options={(history ? statuses : presentStatuses).map((value) => ({
          value,
          label: text(`status.${value}`),
        }))}
        value={search.status ?? ''}
        onChange={(status) => setSearch({ status: status || undefined })}
      />
      <Select
        label={text('tickets.service')}
        isRequired
        placeholder={text('tickets.any_service')}
        options={services.map((service) => ({ value: service.id, label: service.name }))}
        value={search.service ?? ''}
        onChange={(service) => setSearch({ service: service || undefined })}
      />
      {history && (
        <DateField
          label={text('tickets.day')}
          isRequired
          max={today}
          value={search.day ?? ''}
          onChange={(day) => setSearch({ day: day || undefined })}
        />
      )}
    </div>
  )
}

function SearchField({ value }: { value: string }) {
  const text = useText('queue')
  const setSearch = useSetSearch()
  const [written, write] = useState(value)
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    // Only "clear the filters" comes from outside; otherwise the address follows what is being typed.
    if (value === '') write('')
  }
  useEffect(() => {
    if (written.trim() === value) return
    const timer = setTimeout(() => setSearch({ search: written.trim() || undefined }), 300)
    return () => clearTimeout(timer)
  }, [written, value, setSearch])
  return (
    <TextField
      label={text('tickets.search')}
      isRequired
      type="search"
      name="search"
      maxLength={60}
      placeholder={text('tickets.search_hint')}
      value={written}
      onChange={write}
    />
  )
}
