import { useRead } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Card, Facts } from '@guichet/kit/card'
import { useSetSearch } from '@guichet/kit/link'
import { Page } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { SidePanel } from '@guichet/kit/side-panel'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { readCustomer } from '../../contract.ts'
import { CustomerForm } from './CustomerForm.tsx'

type Search = { edit?: string }

export function CustomerPage({ params, search }: PageProps<Search>) {
  const text = useText('organisation')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const may_write = usePermission('organisation.customer.write')
  const customer = useRead(readCustomer, { params: { customer_id: params.customer_id! } })
  const close = () => setSearch({ edit: undefined })
  return (
    <Page
      title={customer.name}
      back={{ to: '/clients', label: text('customer.title') }}
      actions={
        may_write && (
          <Button icon="edit" onPress={() => setSearch({ edit: '1' }, { push: true })}>
            {text('edit')}
          </Button>
        )
      }
    >
      <div className="grid max-w-4xl items-start gap-5 md:grid-cols-2">
        <Card title={text('customer.contact')}>
          <Facts
            items={[
              {
                label: text('customer.phone'),
                value: customer.phone ? (
                  <a href={`tel:${customer.phone}`} className="num text-accent underline">
                    {formats.phone(customer.phone)}
                  </a>
                ) : (
                  '–'
                ),
              },
              {
                label: text('login.email'),
                value: customer.email ? (
                  <a href={`mailto:${customer.email}`} className="text-accent underline">
                    {customer.email}
                  </a>
                ) : (
                  '–'
                ),
              },
              { label: text('customer.since'), value: formats.date(customer.created_at) },
            ]}
          />
        </Card>
        <Card title={text('customer.notes')}>
          <p className={customer.notes ? 'whitespace-pre-line' : 'text-muted'}>
            {customer.notes ?? text('customer.no_notes')}
          </p>
        </Card>
      </div>
      {search.edit === '1' && may_write && (
        <SidePanel title={text('customer.change')} onClose={close}>
          <CustomerForm
            customer={customer}
            onDone={() => {
              toast({ text: text('saved'), tone: 'success' })
              close()
            }}
          />
        </SidePanel>
      )}
    </Page>
  )
}
