import { read, useRead, useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { Checkbox, ComboBox, RadioGroup } from '@guichet/kit/form'
import { LinkButton, useGo, useSetSearch } from '@guichet/kit/link'
import { Empty, Page, PartFrame } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { useFormats, useLocale, useText } from '@guichet/kit/texts'
import { listDocuments } from '@guichet/documents/contract'
import { listCustomers, readCustomer } from '@guichet/organisation/contract'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { createReport } from '../contract.ts'
import { listTemplates } from '../templates/contract.ts'

type Search = { client?: string }

/** `/reports/new`: client, documents, template, language, and go. */
export function NewReportPage({ search }: PageProps<Search>) {
  const text = useText('reports')
  const setSearch = useSetSearch()
  const [sought, setSought] = useState('')
  const found = useQuery({
    ...read(listCustomers, { query: { search: sought.slice(0, 80) || undefined, limit: 30 } }),
    placeholderData: keepPreviousData,
  })
  const chosen = useQuery({
    ...read(readCustomer, { params: { customer_id: search.client ?? '' } }),
    enabled: search.client !== undefined,
  })
  const known = chosen.data
  const options = [
    ...(known ? [known] : []),
    ...(found.data?.items ?? []).filter(({ id }) => id !== known?.id),
  ].map(({ id, name, phone }) => ({ value: id, label: name, note: phone ?? undefined }))

  return (
    <Page
      title={text('new.title')}
      note={text('new.note')}
      width="narrow"
      back={{ to: '/reports', label: text('list.title') }}
      skeleton="form"
    >
      <div className="grid gap-5">
        <Card title={text('new.client')}>
          {/* The name of a client named by the address arrives after the field. */}
          <ComboBox
            key={known?.id ?? 'none'}
            label={text('new.client_name')}
            hint={text('new.client_hint')}
            isRequired
            options={options}
            value={search.client ?? null}
            onChange={(client) => setSearch({ client: client ?? undefined })}
            onSearch={setSought}
          />
        </Card>
        {search.client && (
          <PartFrame key={search.client} skeleton="form">
            <Choices client_id={search.client} />
          </PartFrame>
        )}
      </div>
    </Page>
  )
}

const readable = new Set(['read', 'queued', 'reading'])

function Choices({ client_id }: { client_id: string }) {
  const text = useText('reports')
  const formats = useFormats()
  const go = useGo()
  const locale = useLocale()
  const documents = useRead(listDocuments, { query: { customer_id: client_id, limit: 200 } })
  const templates = useRead(listTemplates, { query: { limit: 100 } })
  // What is unticked is kept, so that a document that arrives meanwhile is in.
  const [left_out, setLeftOut] = useState<readonly string[]>([])
  const [template, setTemplate] = useState(templates.items.find(({ chosen }) => chosen)?.id ?? 'usual')
  const [language, setLanguage] = useState<string>(locale)
  const [method, setMethod] = useState('auto')
  const start = useSend(createReport, { onDone: ({ job_id }) => go(`/reports/${job_id}`) })
  const taken = documents.items.filter(({ id }) => !left_out.includes(id))

  if (documents.items.length === 0)
    return (
      <Card title={text('new.documents')}>
        <Empty
          kind="first"
          icon="file"
          title={text('new.no_documents')}
          note={text('new.no_documents_note')}
          action={
            <LinkButton to={`/documents?customer_id=${client_id}`}>{text('new.add_documents')}</LinkButton>
          }
        />
      </Card>
    )
  return (
    <>
      <Card
        title={text('new.documents')}
        note={text('new.documents_count', { count: taken.length })}
        actions={
          <Button
            size="small"
            variant="quiet"
            onPress={() => setLeftOut(taken.length > 0 ? documents.items.map(({ id }) => id) : [])}
          >
            {text(taken.length > 0 ? 'new.none' : 'new.all')}
          </Button>
        }
      >
        <ul className="divide-y divide-line">
          {documents.items.map((document) => (
            <li key={document.id} className="flex flex-wrap items-center justify-between gap-x-4 py-1.5">
              <Checkbox
                label={<span className="wrap-anywhere">{document.name}</span>}
                value={!left_out.includes(document.id)}
                onChange={(on) =>
                  setLeftOut(on ? left_out.filter((id) => id !== document.id) : [...left_out, document.id])
                }
              />
              <span className="flex items-center gap-3 ps-7.5 text-sm text-muted sm:ps-0">
                {document.page_count !== null && text('new.pages', { count: document.page_count })}
                {document.unreadable_pages > 0 && (
                  <Badge tone="warning">{text('new.unreadable', { count: document.unreadable_pages })}</Badge>
                )}
                {!readable.has(document.status) && <Badge tone="error">{text('new.not_read')}</Badge>}
                <span>{formats.date(document.created_at)}</span>
              </span>
            </li>
          ))}
        </ul>
      </Card>
      <Card title={text('new.form')}>
        <div className="grid gap-5">
          <RadioGroup
            label={text('new.template')}
            isRequired
            value={template}
            onChange={setTemplate}
            options={[
              ...templates.items.map(({ id, name, version }) => ({
                value: id,
                label: name,
                note: text('new.version', { version }),
              })),
              { value: 'usual', label: text('new.usual'), note: text('new.usual_note') },
            ]}
          />
          <RadioGroup
            label={text('new.language')}
            isRequired
            inline
            value={language}
            onChange={setLanguage}
            options={[
              { value: 'fr', label: text('language.fr') },
              { value: 'en', label: text('language.en') },
            ]}
          />
          <RadioGroup
            label={text('new.method')}
            isRequired
            value={method}
            onChange={setMethod}
            options={[
              { value: 'auto', label: text('new.auto'), note: text('new.auto_note') },
              { value: 'text', label: text('new.text'), note: text('new.text_note') },
              { value: 'ocr', label: text('new.ocr'), note: text('new.ocr_note') },
            ]}
          />
        </div>
      </Card>
      <div>
        <Button
          variant="primary"
          size="large"
          icon="play"
          busy={start.isPending}
          isDisabled={taken.length === 0}
          onPress={() =>
            start.mutate({
              body: {
                client_id,
                document_ids: taken.map(({ id }) => id),
                template_id: template === 'usual' ? null : template,
                language: language as 'fr',
                extract_method: method as 'auto',
              },
            })
          }
        >
          {text('new.start')}
        </Button>
      </div>
    </>
  )
}
