import { usePages } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { Form, FormActions, NumberField, SubmitButton, Switch, TextField, useForm } from '@guichet/kit/form'
import { useSetSearch } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import { useMembership, usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { SidePanel } from '@guichet/kit/side-panel'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { changeSupplier, createSupplier, listSuppliers, type Supplier } from '../../catalogue/contract.ts'
import { StockFrame } from '../StockFrame.tsx'

/** Suppliers: what they promise, and what their deliveries showed. */
export function SuppliersPage({ search }: PageProps) {
  const text = useText('stock')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const may_write = usePermission('stock.item.write')
  const list = usePages(listSuppliers, { query: {} })
  const open = list.items.find((one) => one.id === search.open)
  const close = () => setSearch({ open: undefined })
  const days = (value: number | null) =>
    value === null ? '–' : text('supplier.days', { count: Math.round(value * 10) / 10 })
  return (
    <StockFrame
      title={text('supplier.title')}
      section="suppliers"
      actions={
        may_write && (
          <Button variant="primary" icon="plus" onPress={() => setSearch({ open: 'new' }, { push: true })}>
            {text('supplier.add')}
          </Button>
        )
      }
    >
      <Card padded={false}>
        <Table
          caption={text('supplier.title')}
          items={list.items}
          more={list.more}
          loadingMore={list.loading_more}
          onRowPress={may_write ? (one) => setSearch({ open: one.id }, { push: true }) : undefined}
          isSelected={(one) => one.id === search.open}
          empty={
            <Empty
              kind="first"
              icon="users"
              title={text('supplier.none')}
              note={text('supplier.none_note')}
            />
          }
          columns={[
            {
              key: 'name',
              header: text('supplier.name'),
              cell: (one) => one.name,
            },
            {
              key: 'products',
              header: text('items.title'),
              align: 'end',
              cell: (one) => formats.number(one.products),
            },
            {
              key: 'promised',
              header: text('supplier.promised'),
              align: 'end',
              cell: (one) => days(one.promised_lead_days),
            },
            {
              key: 'observed',
              header: text('supplier.observed'),
              align: 'end',
              cell: (one) => (
                <span className="inline-flex flex-wrap items-center justify-end gap-1.5">
                  {(one.observed.median_days ?? 0) > one.promised_lead_days + 0.5 && (
                    <Badge tone="warning">{text('supplier.slower')}</Badge>
                  )}
                  {days(one.observed.median_days)}
                </span>
              ),
            },
            {
              key: 'p90',
              header: text('supplier.p90'),
              align: 'end',
              cell: (one) => days(one.observed.p90_days),
            },
            {
              key: 'on_time',
              header: text('supplier.on_time'),
              align: 'end',
              cell: (one) =>
                one.observed.on_time_share === null ? '–' : formats.percent(one.observed.on_time_share),
            },
          ]}
        />
      </Card>
      <p className="mt-3 text-sm text-muted">{text('supplier.observed_note')}</p>
      {search.open === 'new' && may_write && (
        <SidePanel title={text('supplier.new')} onClose={close}>
          <SupplierForm onDone={close} />
        </SidePanel>
      )}
      {open && may_write && (
        <SidePanel key={open.id} title={open.name} onClose={close}>
          <SupplierForm supplier={open} onDone={close} />
        </SidePanel>
      )}
    </StockFrame>
  )
}

function SupplierForm({ supplier, onDone }: { supplier?: Supplier; onDone: () => void }) {
  const text = useText('stock')
  const currency = useMembership()?.tenant.currency ?? 'XOF'
  const initial = {
    name: supplier?.name ?? '',
    phone: supplier?.phone ?? '',
    email: supplier?.email ?? '',
    promised_lead_days: (supplier?.promised_lead_days ?? 7) as number | null,
    review_days: (supplier?.review_days ?? 7) as number | null,
    minimum_order_minor: (supplier?.minimum_order_minor ?? 0) as number | null,
    notes: supplier?.notes ?? '',
    active: supplier?.active ?? true,
  }
  const bodyOf = (values: typeof initial) => ({
    ...values,
    phone: values.phone || null,
    email: values.email || null,
    notes: values.notes || null,
    promised_lead_days: values.promised_lead_days ?? 0,
    review_days: values.review_days ?? 1,
    minimum_order_minor: Math.round(values.minimum_order_minor ?? 0),
  })
  const creation = useForm(createSupplier, {
    initial,
    onDone,
    input: (values: typeof initial) => ({ body: bodyOf(values) }),
  })
  const change = useForm(changeSupplier, {
    initial,
    onDone,
    input: (values: typeof initial) => ({
      params: { supplier_id: supplier?.id ?? '' },
      body: bodyOf(values),
    }),
  })
  const form = supplier ? change : creation
  return (
    <Form form={form}>
      <TextField
        label={text('supplier.name')}
        isRequired
        maxLength={120}
        autoComplete="off"
        {...form.field('name')}
      />
      <TextField
        label={text('supplier.phone')}
        type="tel"
        inputMode="tel"
        maxLength={24}
        autoComplete="off"
        {...form.field('phone')}
      />
      <TextField
        label={text('supplier.email')}
        type="email"
        inputMode="email"
        maxLength={254}
        autoComplete="off"
        {...form.field('email')}
      />
      <NumberField
        label={text('supplier.promised')}
        isRequired
        min={0}
        max={365}
        unit={text('supplier.unit_days')}
        {...form.field('promised_lead_days')}
      />
      <NumberField
        label={text('supplier.review')}
        hint={text('supplier.review_hint')}
        isRequired
        min={1}
        max={365}
        unit={text('supplier.unit_days')}
        {...form.field('review_days')}
      />
      <NumberField
        label={text('supplier.minimum')}
        isRequired
        min={0}
        currency={currency}
        {...form.field('minimum_order_minor')}
      />
      <TextField label={text('order.notes')} lines={3} maxLength={1000} {...form.field('notes')} />
      {supplier && <Switch label={text('supplier.active')} {...form.field('active')} />}
      <FormActions>
        <SubmitButton form={form}>{text(supplier ? 'save' : 'supplier.add')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
