import { useRead } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Card } from '@guichet/kit/card'
import { LinkButton } from '@guichet/kit/link'
import { Empty, Page, PartFrame } from '@guichet/kit/page'
import { useMembership, usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { useText } from '@guichet/kit/texts'
import { readClient } from '../contract.ts'
import { DocumentTable } from './DocumentTable.tsx'
import { UploadZone } from './UploadZone.tsx'

/** `/documents/clients/{id}`: one client's documents, and where new ones are dropped. */
export function ClientPage({ params }: PageProps) {
  const text = useText('documents')
  const may_write = usePermission('documents.document.write')
  const may_report = useMembership()?.permissions.includes('reports.report.write') ?? false
  const customer_id = params.customer_id!
  const client = useRead(readClient, { params: { customer_id } })
  return (
    <Page
      title={client.name}
      status={client.folder && <Badge icon="folder">{client.folder}</Badge>}
      back={{ to: '/documents/clients', label: text('clients.title') }}
      actions={
        may_report && (
          <LinkButton to="/reports" search={{ client: customer_id }} icon="file">
            {text('clients.reports')}
          </LinkButton>
        )
      }
    >
      {may_write && <UploadZone customer_id={customer_id} />}
      <Card padded={false} title={text('clients.documents')}>
        <PartFrame>
          <DocumentTable
            query={{ customer_id }}
            empty={
              <Empty
                kind="first"
                icon="file"
                title={text('documents.none')}
                note={text('documents.none_note')}
              />
            }
          />
        </PartFrame>
      </Card>
    </Page>
  )
}
