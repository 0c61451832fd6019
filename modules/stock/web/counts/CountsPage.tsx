import { usePages, useRead } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { Form, FormActions, Select, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { useGo, useSetSearch } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import { useMembership, usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { SidePanel } from '@guichet/kit/side-panel'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { listCategories, listLocations } from '../../catalogue/contract.ts'
import { listCounts, openCount } from '../../counts/contract.ts'
import { StockFrame } from '../StockFrame.tsx'

export function CountsPage({ search }: PageProps) {
  const text = useText('stock')
  const formats = useFormats({ time_zone: useMembership()?.tenant.time_zone })
  const setSearch = useSetSearch()
  const may = usePermission('stock.count.record')
  const list = usePages(listCounts, { query: {} })
  return (
    <StockFrame
      title={text('count.title')}
      section="counts"
      actions={
        may && (
          <Button variant="primary" icon="plus" onPress={() => setSearch({ open: 'new' }, { push: true })}>
            {text('count.open')}
          </Button>
        )
      }
    >
      <Card padded={false}>
        <Table
          caption={text('count.title')}
          items={list.items}
          more={list.more}
          loadingMore={list.loading_more}
          rowLink={(one) => `/stock/counts/${one.id}`}
          empty={<Empty kind="first" icon="list" title={text('count.none')} note={text('count.none_note')} />}
          columns={[
            { key: 'name', header: text('count.name'), cell: (one) => one.name },
            { key: 'location', header: text('items.location'), cell: (one) => one.location_name },
            {
              key: 'status',
              header: text('items.state'),
              cell: (one) => (
                <Badge tone={one.status === 'open' ? 'info' : 'neutral'}>
                  {text(`count.statuses.${one.status}`)}
                </Badge>
              ),
            },
            {
              key: 'counted',
              header: text('count.counted'),
              align: 'end',
              cell: (one) => `${formats.number(one.counted)} / ${formats.number(one.lines)}`,
            },
            {
              key: 'differences',
              header: text('count.differences'),
              align: 'end',
              cell: (one) => (one.status === 'applied' ? formats.number(one.differences) : '–'),
            },
            {
              key: 'created',
              header: text('count.created'),
              align: 'end',
              cell: (one) => formats.date_time(one.created_at),
            },
          ]}
        />
      </Card>
      {search.open === 'new' && may && (
        <SidePanel title={text('count.open')} onClose={() => setSearch({ open: undefined })}>
          <CountForm />
        </SidePanel>
      )}
    </StockFrame>
  )
}

function CountForm() {
  const text = useText('stock')
  const go = useGo()
  const { items: locations } = useRead(listLocations)
  const { items: categories } = useRead(listCategories)
  const form = useForm(openCount, {
    initial: { name: '', location_id: locations[0]?.id ?? '', category: '' },
    input: (values) => ({ body: { ...values, category: values.category || null } }),
    onDone: ({ id }) => go(`/stock/counts/${id}`),
  })
  return (
    <Form form={form}>
      <TextField
        label={text('count.name')}
        hint={text('count.name_hint')}
        isRequired
        maxLength={80}
        {...form.field('name')}
      />
      <Select
        label={text('items.location')}
        isRequired
        options={locations.filter((one) => one.active).map(({ id, name }) => ({ value: id, label: name }))}
        {...form.field('location_id')}
      />
      <Select
        label={text('items.category')}
        isRequired
        placeholder={text('count.everything')}
        options={categories.map(({ name, products }) => ({ value: name, label: `${name} (${products})` }))}
        {...form.field('category')}
      />
      <FormActions>
        <SubmitButton form={form}>{text('count.start')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
