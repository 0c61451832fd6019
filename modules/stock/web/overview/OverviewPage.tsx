import { useRead } from '@guichet/kit/api'
import { Card, Stat, Stats } from '@guichet/kit/card'
import { Select } from '@guichet/kit/form'
import { Link, LinkButton, useSetSearch } from '@guichet/kit/link'
import { Empty, Notice, Page, PartFrame } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { readOverview, type SpanName } from '../../overview/contract.ts'
import { AtRisk } from './AtRisk.tsx'
import { CoverFigure } from './CoverFigure.tsx'
import { SalesFigure } from './SalesFigure.tsx'
import { ServiceRates } from './ServiceRates.tsx'
import { ToOrder } from './ToOrder.tsx'

const names = ['7', '28', '90', 'daily', 'weekly', 'monthly'] as const

/** Five numbers, what runs out, what to order today. */
export function OverviewPage({ search }: PageProps<{ span?: SpanName }>) {
  const text = useText('stock')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const span = search.span ?? '28'
  const all = useRead(readOverview, { query: { span } })
  const money = (minor: number) => formats.money(minor, all.currency)
  const change = all.former_sales_minor > 0 ? all.sales_minor / all.former_sales_minor - 1 : null
  const share = change === null ? null : `${change >= 0 ? '+' : '−'}${formats.percent(Math.abs(change))}`

  if (all.products === 0)
    return (
      <Page title={text('overview.title')}>
        <Empty
          kind="first"
          title={text('overview.first')}
          note={text('overview.first_note')}
          action={
            <LinkButton to="/stock/import" variant="primary">
              {text('overview.first_action')}
            </LinkButton>
          }
        />
      </Page>
    )
  return (
    <Page
      title={text('overview.title')}
      note={text('overview.service_note')}
      actions={
        <>
          <Select
            label={text('overview.span')}
            isRequired
            value={span}
            onChange={(value) => setSearch({ span: value })}
            options={names.map((name) => ({ value: name, label: text(`overview.spans.${name}`) }))}
          />
          <LinkButton to="/stock/reports">{text('overview.reports')}</LinkButton>
        </>
      }
    >
      {all.stale_since && (
        <div className="mb-4">
          <Notice
            tone="warning"
            title={text('overview.stale', { date: formats.date_time(all.stale_since) })}
          />
        </div>
      )}
      <Stats>
        <Stat
          label={text('overview.sales')}
          value={money(all.sales_minor)}
          note={share ? text('overview.more_than_before', { share }) : undefined}
        />
        <Stat label={text('overview.value')} value={money(all.stock_value_minor)} />
        <Stat
          label={text('overview.cover')}
          value={
            all.cover_days === null
              ? '–'
              : text('overview.days', { days: formats.number(Math.round(all.cover_days)) })
          }
          note={text('overview.cover_note')}
        />
        <Stat
          label={text('overview.out')}
          value={formats.number(all.products_out)}
          note={text('overview.out_of', { out: all.products_out, all: all.products })}
        />
        <Stat
          label={text('overview.alerts')}
          value={<Link to="/stock/alerts">{formats.number(all.alerts_open)}</Link>}
          note={text('overview.at_risk_count', { count: all.at_risk_count })}
        />
      </Stats>
      <div className="grid gap-5 lg:grid-cols-2">
        <div className="min-w-0 lg:col-span-2">
          <AtRisk rows={all.at_risk} />
        </div>
        <div className="min-w-0 lg:col-span-2">
          <ToOrder rows={all.to_order} money={money} />
        </div>
        <ServiceRates service={all.service} />
        <Card title={text('overview.best')} padded={false}>
          <Table
            caption={text('overview.best')}
            items={all.best.map((row) => ({ ...row, id: row.product_id }))}
            rowLink={(row) => `/stock/items/${row.product_id}/outlook`}
            empty={<Empty kind="done" title={text('overview.no_sales')} />}
            columns={[
              { key: 'name', header: text('overview.product'), cell: (row) => row.name },
              {
                key: 'amount',
                header: text('overview.sales'),
                align: 'end',
                cell: (row) => money(row.amount_minor),
              },
            ]}
          />
        </Card>
        <PartFrame>
          <SalesFigure all={all} share={share} />
        </PartFrame>
        <PartFrame>
          <CoverFigure rows={all.at_risk} />
        </PartFrame>
        <div className="min-w-0 lg:col-span-2">
          <Card
            title={text('overview.dead')}
            note={
              all.dead.length > 0
                ? text('overview.dead_note', { value: money(all.dead_value_minor) })
                : undefined
            }
            padded={false}
          >
            <Table
              caption={text('overview.dead')}
              items={all.dead.map((row) => ({ ...row, id: row.product_id }))}
              empty={<Empty kind="done" title={text('overview.no_dead')} />}
              columns={[
                { key: 'name', header: text('overview.product'), cell: (row) => row.name },
                {
                  key: 'last',
                  header: text('overview.last_sold'),
                  cell: (row) => (row.last_sold_on ? formats.date(row.last_sold_on) : text('overview.never')),
                },
                {
                  key: 'value',
                  header: text('overview.value'),
                  align: 'end',
                  cell: (row) => money(row.value_minor),
                },
              ]}
            />
          </Card>
        </div>
      </div>
    </Page>
  )
}
