import { useRead } from '@guichet/kit/api'
import { Card, Facts } from '@guichet/kit/card'
import { Link, useGo, useSetSearch } from '@guichet/kit/link'
import { Empty, Page, PartFrame } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { useFormats, useText } from '@guichet/kit/texts'
import { type DocumentSummary, readDocument } from '../contract.ts'
import { DocumentStatus, PageCounts } from './DocumentStatus.tsx'
import { DocumentActs } from './DocumentTable.tsx'
import { OnePage } from './OnePage.tsx'
import { PageRail } from './PageRail.tsx'
import { usePoll } from './use-poll.ts'

/** `/documents/{id}?page=3`: a page beside its text. Reports cite this address. */
export function DocumentPage({ params, search }: PageProps<{ page?: string; q?: string }>) {
  const text = useText('documents')
  const formats = useFormats()
  const go = useGo()
  const setSearch = useSetSearch()
  const document = useRead(readDocument, { params: { document_id: params.document_id! } })
  usePoll([document])
  const last = Math.max(document.page_count ?? 0, 1)
  const page = Math.min(Math.max(Number(search.page ?? 1), 1), last)
  const from = document.customer_id
    ? { to: `/documents/clients/${document.customer_id}`, label: document.customer_name ?? '' }
    : { to: '/documents', label: text('documents.title') }
  return (
    <Page
      title={document.name}
      width="full"
      back={from}
      actions={<DocumentActs document={document} onRemoved={() => go(from.to)} />}
    >
      <div className="mb-5 max-w-4xl">
        <Facts
          items={[
            { label: text('documents.status'), value: <DocumentStatus document={document} /> },
            { label: text('documents.pages'), value: <PageCounts document={document} /> },
            {
              label: text('documents.file'),
              value: [document.type && text(`type.${document.type}`), formats.bytes(document.bytes)]
                .filter(Boolean)
                .join(', '),
            },
            ...(document.parent_id
              ? [
                  {
                    label: text('documents.attached_to'),
                    value: (
                      <Link to={`/documents/${document.parent_id}`} className="text-accent underline">
                        {text('documents.letter')}
                      </Link>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </div>
      {document.text_pages + document.ocr_pages + document.unreadable_pages === 0 ? (
        <Card>
          <Nothing document={document} />
        </Card>
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[9rem_minmax(0,1fr)]">
          <PartFrame>
            <PageRail
              document={document}
              page={page}
              onChoose={(chosen) => setSearch({ page: String(chosen) }, { push: true })}
            />
          </PartFrame>
          <PartFrame skeleton="cards">
            <OnePage document={document} page={page} last={last} q={search.q} />
          </PartFrame>
        </div>
      )}
    </Page>
  )
}

function Nothing({ document }: { document: DocumentSummary }) {
  const text = useText('documents')
  const waiting = ['uploading', 'queued', 'reading'].includes(document.status)
  return (
    <Empty
      kind={waiting ? 'done' : 'first'}
      icon="file"
      title={text(waiting ? 'page.soon' : 'page.nothing')}
      note={document.reason ? text(`reason.${document.reason}`) : undefined}
    />
  )
}
