import { usePages } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { TextField } from '@guichet/kit/form'
import { useGo, useSetSearch } from '@guichet/kit/link'
import { Empty, Page } from '@guichet/kit/page'
import { useMembership, usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { useShortcuts } from '@guichet/kit/shortcuts'
import { SidePanel } from '@guichet/kit/side-panel'
import { Skeleton } from '@guichet/kit/skeleton'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { Suspense, useDeferredValue, useEffect, useRef, useState } from 'react'
import { listCustomers } from '../../contract.ts'
import { CustomerForm } from './CustomerForm.tsx'

type Search = { q?: string; open?: string }

/** `/clients`: found by the beginning of a name or of a telephone number. */
export function CustomersPage({ search }: PageProps<Search>) {
  const text = useText('organisation')
  const go = useGo()
  const setSearch = useSetSearch()
  const may_write = usePermission('organisation.customer.write')
  const [written, setWritten] = useState(search.q ?? '')
  const sought = useDeferredValue(search.q?.trim() ?? '')
  const field = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (written === (search.q ?? '')) return
    // The address follows when the fingers rest: each letter would cost the server a search.
    const timer = setTimeout(() => setSearch({ q: written || undefined }), 250)
    return () => clearTimeout(timer)
  }, [written, search.q, setSearch])

  useShortcuts('customers', {
    '/': { label: text('customer.search'), run: () => field.current?.querySelector('input')?.focus() },
  })

  function clear() {
    setWritten('')
    setSearch({ q: undefined })
  }

  return (
    <Page
      title={text('customer.title')}
      actions={
        may_write && (
          <Button variant="primary" icon="plus" onPress={() => setSearch({ open: 'new' }, { push: true })}>
            {text('customer.add')}
          </Button>
        )
      }
    >
      <div ref={field} className="mb-4 max-w-md">
        <TextField
          label={text('customer.search')}
          hint={text('customer.search_hint')}
          type="search"
          autoComplete="off"
          maxLength={80}
          isRequired
          value={written}
          onChange={setWritten}
        />
      </div>
      <Card padded={false}>
        <Suspense fallback={<Skeleton />}>
          <Customers sought={sought} onClear={clear} />
        </Suspense>
      </Card>
      {search.open === 'new' && may_write && (
        <SidePanel title={text('customer.new')} onClose={() => setSearch({ open: undefined })}>
          <CustomerForm onDone={({ id }) => go(`/clients/${id}`)} />
        </SidePanel>
      )}
    </Page>
  )
}

function Customers({ sought, onClear }: { sought: string; onClear: () => void }) {
  const text = useText('organisation')
  const formats = useFormats({ time_zone: useMembership()?.tenant.time_zone })
  const { items, more, loading_more } = usePages(listCustomers, { query: { search: sought || undefined } })
  return (
    <Table
      caption={text('customer.title')}
      items={items}
      more={more}
      loadingMore={loading_more}
      rowLink={(customer) => `/clients/${customer.id}`}
      empty={
        sought ? (
          <Empty kind="filtered" title={text('customer.nobody', { sought })} onClear={onClear} />
        ) : (
          <Empty kind="first" icon="users" title={text('customer.none')} note={text('customer.none_note')} />
        )
      }
      columns={[
        { key: 'name', header: text('customer.name'), cell: (customer) => customer.name },
        {
          key: 'phone',
          header: text('customer.phone'),
          cell: (customer) =>
            customer.phone ? <span className="num">{formats.phone(customer.phone)}</span> : '–',
        },
        { key: 'email', header: text('login.email'), cell: (customer) => customer.email ?? '–' },
        {
          key: 'since',
          header: text('customer.since'),
          align: 'end',
          cell: (customer) => formats.date(customer.created_at),
        },
      ]}
    />
  )
}
