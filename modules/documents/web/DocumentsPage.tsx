import { Card } from '@guichet/kit/card'
import { Select, TextField } from '@guichet/kit/form'
import { LinkButton, useSetSearch } from '@guichet/kit/link'
import { Empty, Page, PartFrame } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { useText } from '@guichet/kit/texts'
import type { DocumentSummary } from '../contract.ts'
import { DocumentTable } from './DocumentTable.tsx'
import { SearchResults } from './SearchResults.tsx'
import { UploadZone } from './UploadZone.tsx'
import { useWritten } from './use-written.ts'

type Filters = { q?: string; status?: string; client?: string; view?: string }

const statuses = ['uploading', 'queued', 'reading', 'read', 'failed', 'cancelled', 'needs_password']

/** `/documents`: everything that was handed over, and what stands in it. */
export function DocumentsPage({ search }: PageProps<Filters>) {
  const text = useText('documents')
  const setSearch = useSetSearch()
  const may_write = usePermission('documents.document.write')
  const may_limit = usePermission('documents.limits.write')
  const [written, write] = useWritten('q', search.q ?? '')
  const q = search.q?.trim() ?? ''
  const status = statuses.find((one) => one === search.status) as DocumentSummary['status'] | undefined
  const unassigned = search.client === 'none'
  const filtered = status !== undefined || unassigned
  return (
    <Page
      title={text('documents.title')}
      note={text('documents.note')}
      actions={
        <>
          {may_limit && (
            <LinkButton to="/documents/limits" icon="sliders">
              {text('limits.title')}
            </LinkButton>
          )}
          <LinkButton to="/documents/clients" variant="primary" icon="users">
            {text('clients.choose')}
          </LinkButton>
        </>
      }
    >
      <div className="mb-4 grid gap-3 sm:grid-cols-[2fr_1fr_1fr]">
        <TextField
          label={text('search.label')}
          type="search"
          autoComplete="off"
          maxLength={200}
          isRequired
          value={written}
          onChange={write}
        />
        <Select
          label={text('documents.status')}
          isRequired
          isDisabled={q !== ''}
          placeholder={text('documents.any_status')}
          options={statuses.map((value) => ({ value, label: text(`status.${value}`) }))}
          value={status ?? ''}
          onChange={(value) => setSearch({ status: value || undefined })}
        />
        <Select
          label={text('documents.client')}
          isRequired
          isDisabled={q !== ''}
          placeholder={text('documents.any_client')}
          options={[{ value: 'none', label: text('documents.no_client') }]}
          value={unassigned ? 'none' : ''}
          onChange={(value) => setSearch({ client: value || undefined })}
        />
      </div>
      {q === '' ? (
        <>
          {may_write && <UploadZone customer_id={null} />}
          <Card padded={false}>
            <PartFrame>
              <DocumentTable
                withClient
                query={{ status, customer_id: unassigned ? 'none' : undefined }}
                empty={
                  filtered ? (
                    <Empty
                      kind="filtered"
                      title={text('documents.none_such')}
                      onClear={() => setSearch({ status: undefined, client: undefined })}
                    />
                  ) : (
                    <Empty
                      kind="first"
                      icon="file"
                      title={text('documents.none')}
                      note={text('documents.none_note')}
                    />
                  )
                }
              />
            </PartFrame>
          </Card>
        </>
      ) : (
        <PartFrame>
          <SearchResults q={q} onClear={() => setSearch({ q: undefined })} />
        </PartFrame>
      )}
    </Page>
  )
}
