import { usePages, useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { FormActions, TextField } from '@guichet/kit/form'
import { useGo, useSetSearch } from '@guichet/kit/link'
import { Empty, Page, PartFrame } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { SidePanel } from '@guichet/kit/side-panel'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { useState } from 'react'
import { createClient, listClients } from '../contract.ts'
import { useWritten } from './use-written.ts'

/** `/documents/clients`: whose documents they are. */
export function ClientsPage({ search }: PageProps<{ q?: string; open?: string }>) {
  const text = useText('documents')
  const setSearch = useSetSearch()
  const may_write = usePermission('documents.document.write')
  const [written, write] = useWritten('q', search.q ?? '')
  return (
    <Page
      title={text('clients.title')}
      note={text('clients.note')}
      back={{ to: '/documents', label: text('documents.title') }}
      actions={
        may_write && (
          <Button icon="plus" onPress={() => setSearch({ open: 'new' }, { push: true })}>
            {text('clients.add')}
          </Button>
        )
      }
    >
      <div className="mb-4 max-w-md">
        <TextField
          label={text('clients.search')}
          type="search"
          autoComplete="off"
          maxLength={80}
          isRequired
          value={written}
          onChange={write}
        />
      </div>
      <Card padded={false}>
        <PartFrame>
          <Clients q={search.q?.trim() ?? ''} onClear={() => setSearch({ q: undefined })} />
        </PartFrame>
      </Card>
      {search.open === 'new' && may_write && (
        <SidePanel title={text('clients.add')} onClose={() => setSearch({ open: undefined })}>
          <NewClient />
        </SidePanel>
      )}
    </Page>
  )
}

function Clients({ q, onClear }: { q: string; onClear: () => void }) {
  const text = useText('documents')
  const formats = useFormats()
  const { items, more, loading_more, stale } = usePages(listClients, { query: { search: q || undefined } })
  return (
    <Table
      caption={text('clients.title')}
      items={items}
      more={more}
      loadingMore={loading_more}
      stale={stale}
      rowLink={(client) => `/documents/clients/${client.id}`}
      empty={
        q ? (
          <Empty kind="filtered" title={text('clients.nobody', { q })} onClear={onClear} />
        ) : (
          <Empty kind="first" icon="users" title={text('clients.none')} note={text('clients.none_note')} />
        )
      }
      columns={[
        { key: 'name', header: text('documents.client'), cell: (client) => client.name },
        {
          key: 'folder',
          header: text('clients.folder'),
          cell: (client) =>
            client.folder ? (
              <Badge icon="folder">{client.folder}</Badge>
            ) : (
              <span className="text-muted">–</span>
            ),
        },
        {
          key: 'count',
          header: text('documents.title'),
          align: 'end',
          cell: (client) => <span className="num">{formats.number(client.document_count)}</span>,
        },
        {
          key: 'last',
          header: text('clients.last'),
          align: 'end',
          cell: (client) => (client.last_document_at ? formats.date(client.last_document_at) : '–'),
        },
      ]}
    />
  )
}

function NewClient() {
  const text = useText('documents')
  const go = useGo()
  const [name, write] = useState('')
  const create = useSend(createClient, { onDone: ({ id }) => go(`/documents/clients/${id}`) })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (name.trim()) create.mutate({ body: { name } })
      }}
    >
      <TextField
        label={text('clients.name')}
        autoComplete="off"
        maxLength={120}
        isRequired
        value={name}
        onChange={write}
      />
      <FormActions>
        <Button variant="primary" type="submit" busy={create.isPending}>
          {text('clients.add')}
        </Button>
      </FormActions>
    </form>
  )
}
