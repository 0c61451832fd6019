import { request, usePages, useSend } from '@guichet/kit/api'
import { ConfirmDialog } from '@guichet/kit/dialog'
import { MenuButton, type MenuEntry } from '@guichet/kit/menu'
import { usePermission } from '@guichet/kit/session'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { type ReactNode, useState } from 'react'
import {
  cancelReading,
  createLink,
  createReading,
  type DocumentSummary,
  listDocuments,
  removeDocument,
} from '../contract.ts'
import { DocumentStatus, PageCounts } from './DocumentStatus.tsx'
import { PasswordDialog } from './PasswordDialog.tsx'
import { usePoll } from './use-poll.ts'

interface DocumentTableProps {
  query: { customer_id?: string; status?: DocumentSummary['status'] }
  /** Whose each document is, where that is not said already. */
  withClient?: boolean
  empty: ReactNode
}

/** Documents, newest first, each with what may be done about it. */
export function DocumentTable({ query, withClient = false, empty }: DocumentTableProps) {
  const text = useText('documents')
  const formats = useFormats()
  const { items, more, loading_more, stale } = usePages(listDocuments, { query })
  usePoll(items)
  return (
    <Table
      caption={text('documents.title')}
      items={items}
      more={more}
      loadingMore={loading_more}
      stale={stale}
      empty={empty}
      rowLink={(document) => `/documents/${document.id}`}
      columns={[
        {
          key: 'name',
          header: text('documents.name'),
          cell: (document) => (
            <span className="break-words whitespace-normal">
              {document.name}
              {document.parent_id && (
                <span className="block text-sm text-muted">{text('documents.attached')}</span>
              )}
            </span>
          ),
        },
        ...(withClient
          ? [
              {
                key: 'client',
                header: text('documents.client'),
                cell: (document: DocumentSummary) =>
                  document.customer_name ?? <span className="text-muted">{text('documents.no_client')}</span>,
              },
            ]
          : []),
        {
          key: 'status',
          header: text('documents.status'),
          cell: (document) => <DocumentStatus document={document} />,
        },
        {
          key: 'pages',
          header: text('documents.pages'),
          cell: (document) => <PageCounts document={document} />,
        },
        {
          key: 'date',
          header: text('documents.date'),
          align: 'end',
          cell: (document) => (
            <span className="whitespace-nowrap">
              {formats.date_time(document.created_at)}
              <span className="block text-sm text-muted">{formats.bytes(document.bytes)}</span>
            </span>
          ),
        },
        {
          key: 'acts',
          header: text('documents.acts'),
          quiet: true,
          align: 'end',
          cell: (document) => <DocumentActs document={document} />,
        },
      ]}
    />
  )
}

/** What may be done about a document in its state. */
export function DocumentActs({ document, onRemoved }: { document: DocumentSummary; onRemoved?: () => void }) {
  const text = useText('documents')
  const may_write = usePermission('documents.document.write')
  const may_remove = usePermission('documents.document.remove')
  const [asking, setAsking] = useState<'password' | 'removal' | null>(null)
  const reading = useSend(createReading)
  const cancel = useSend(cancelReading)
  const remove = useSend(removeDocument, { onDone: () => onRemoved?.() })
  const params = { document_id: document.id }
  const { status } = document
  const arrived = document.received === document.bytes
  const underway = ['uploading', 'queued', 'reading'].includes(status)
  async function save() {
    const { url } = await request(createLink, { params })
    location.assign(url)
  }
  const again = (method?: 'auto' | 'text' | 'ocr') => reading.mutate({ params, body: { method } })
  const items: (MenuEntry | false)[] = [
    may_write &&
      status === 'needs_password' && {
        id: 'password',
        label: text('acts.password'),
        icon: 'key',
        onPress: () => setAsking('password'),
      },
    may_write &&
      underway && {
        id: 'cancel',
        label: text('acts.cancel'),
        icon: 'close',
        onPress: () => cancel.mutate({ params }),
      },
    may_write &&
      arrived &&
      ['failed', 'cancelled'].includes(status) && {
        id: 'again',
        label: text('acts.again'),
        icon: 'refresh',
        onPress: () => again(),
      },
    may_write &&
      status === 'read' && { id: 'ocr', label: text('acts.ocr'), icon: 'eye', onPress: () => again('ocr') },
    may_write &&
      status === 'read' &&
      document.method !== 'auto' && {
        id: 'auto',
        label: text('acts.auto'),
        icon: 'refresh',
        onPress: () => again('auto'),
      },
    arrived && { id: 'save', label: text('acts.save'), icon: 'download', onPress: () => void save() },
    may_remove && {
      id: 'remove',
      label: text('acts.remove'),
      icon: 'trash',
      tone: 'danger',
      onPress: () => setAsking('removal'),
    },
  ]
  return (
    <>
      <MenuButton
        label={text('documents.acts_of', { name: document.name })}
        icon="more"
        variant="quiet"
        items={items.filter((item) => item !== false)}
      />
      {asking === 'password' && <PasswordDialog document={document} onClose={() => setAsking(null)} />}
      <ConfirmDialog
        isOpen={asking === 'removal'}
        onClose={() => setAsking(null)}
        title={text('remove.title', { name: document.name })}
        consequence={text('remove.note')}
        confirm={text('remove.confirm')}
        onConfirm={() => {
          setAsking(null)
          remove.mutate({ params })
        }}
      />
    </>
  )
}
