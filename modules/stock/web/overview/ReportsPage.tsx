import { usePages, useRead, useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Card, Facts } from '@guichet/kit/card'
import { Checkbox, Form, FormActions, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { MenuButton } from '@guichet/kit/menu'
import { Empty, Page } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import {
  changeReportSettings,
  listReports,
  makeReport,
  readReport,
  readReportSettings,
  type Report,
  type ReportSettings,
} from '../../overview/contract.ts'
import { noon } from './AtRisk.tsx'

const kinds = ['daily', 'weekly', 'monthly'] as const
const tones = { making: 'info', ready: 'success', failed: 'error' } as const

/** The inbox of reports, and which come by themselves. */
export function ReportsPage() {
  const text = useText('stock')
  const formats = useFormats()
  const reports = usePages(listReports, {})
  const make = useSend(makeReport, { onDone: () => toast({ text: text('report.asked') }) })
  const may_make = usePermission('stock.report.make')
  const may_set = usePermission('stock.setting.write')
  return (
    <Page
      title={text('report.title')}
      actions={
        may_make && (
          <MenuButton
            label={text('report.make')}
            icon="plus"
            items={kinds.map((kind) => ({
              id: kind,
              label: text(`report.kinds.${kind}`),
              onPress: () => make.mutate({ body: { kind } }),
            }))}
          />
        )
      }
    >
      <Card padded={false} className="mb-5">
        <Table
          caption={text('report.title')}
          {...reports}
          rowLink={(report) => `/stock/reports/${report.id}`}
          empty={<Empty kind="first" title={text('report.empty')} note={text('report.empty_note')} />}
          columns={[
            {
              key: 'report',
              header: text('report.report'),
              cell: (report) => text(`report.titles.${report.kind}`),
            },
            { key: 'period', header: text('overview.span'), cell: (report) => <PeriodOf report={report} /> },
            {
              key: 'sales',
              header: text('overview.sales'),
              align: 'end',
              cell: (report) =>
                report.sales_minor === null ? '–' : formats.money(report.sales_minor, report.currency),
            },
            {
              key: 'by',
              header: text('report.by'),
              cell: (report) => report.asked_by ?? text('report.by_clock'),
            },
            {
              key: 'state',
              header: text('report.state'),
              cell: (report) => <Badge tone={tones[report.status]}>{text(`report.${report.status}`)}</Badge>,
            },
            { key: 'files', header: text('report.files'), cell: (report) => <FilesOf report={report} /> },
          ]}
        />
      </Card>
      {may_set && <Settings />}
    </Page>
  )
}

function PeriodOf({ report }: { report: Report }) {
  const text = useText('stock')
  const formats = useFormats()
  const [from, to] = [formats.date(noon(report.from_day)), formats.date(noon(report.to_day))]
  return from === to ? from : text('report.period', { from, to })
}

function FilesOf({ report }: { report: Report }) {
  const text = useText('stock')
  if (!report.pdf || !report.xlsx) return '–'
  return (
    <span className="flex flex-wrap gap-3">
      <a className="text-accent underline" href={report.pdf}>
        {text('report.pdf')}
      </a>
      <a className="text-accent underline" href={report.xlsx}>
        {text('report.xlsx')}
      </a>
    </span>
  )
}

function Settings() {
  const text = useText('stock')
  const settings = useRead(readReportSettings, {})
  const form = useForm(changeReportSettings, {
    initial: {
      daily: settings.daily,
      weekly: settings.weekly,
      monthly: settings.monthly,
      to_owner: settings.recipients.some(({ role }) => role === 'owner'),
      to_manager: settings.recipients.some(({ role }) => role === 'manager'),
      email: settings.recipients.find(({ email }) => email)?.email ?? '',
    },
    input: ({ to_owner, to_manager, email, ...which }) => ({
      body: {
        ...which,
        recipients: [
          ...(to_owner ? [{ role: 'owner' as const }] : []),
          ...(to_manager ? [{ role: 'manager' as const }] : []),
          ...(email ? [{ email }] : []),
        ] satisfies ReportSettings['recipients'],
      },
    }),
    onDone: () => toast({ text: text('report.saved'), tone: 'success' }),
  })
  return (
    <Card title={text('report.settings')} note={text('report.settings_note')}>
      <Form form={form}>
        <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
          <div className="grid gap-3">
            {kinds.map((kind) => (
              <Checkbox key={kind} label={text(`report.${kind}`)} {...form.field(kind)} />
            ))}
          </div>
          <div className="grid gap-3">
            <p className="text-sm text-muted">{text('report.roles')}</p>
            <Checkbox label={text('report.to_owner')} {...form.field('to_owner')} />
            <Checkbox label={text('report.to_manager')} {...form.field('to_manager')} />
            <TextField label={text('report.email')} type="email" {...form.field('email')} />
          </div>
        </div>
        <FormActions>
          <SubmitButton form={form}>{text('report.save')}</SubmitButton>
        </FormActions>
      </Form>
    </Card>
  )
}

/** One report on screen: the figures its files print. */
export function ReportPage({ params }: PageProps) {
  const text = useText('stock')
  const formats = useFormats()
  const report = useRead(readReport, { params: { stock_report_id: params.report_id! } })
  const { figures } = report
  return (
    <Page
      title={text(`report.titles.${report.kind}`)}
      note={<PeriodOf report={report} />}
      back={{ to: '/stock/reports', label: text('report.title') }}
      actions={<FilesOf report={report} />}
      width="narrow"
    >
      {figures ? (
        <Card>
          <Facts
            items={[
              { label: text('overview.sales'), value: formats.money(figures.sales_minor, figures.currency) },
              {
                label: text('overview.value'),
                value: formats.money(figures.stock_value_minor, figures.currency),
              },
              {
                label: text('overview.cover'),
                value:
                  figures.cover_days === null
                    ? '–'
                    : text('overview.days', { days: formats.number(Math.round(figures.cover_days)) }),
              },
              {
                label: text('overview.out'),
                value: text('overview.out_of', { out: figures.products_out, all: figures.products }),
              },
              {
                label: text(figures.service.estimated ? 'overview.fill_estimated' : 'overview.fill'),
                value:
                  figures.service.fill_rate === null ? '–' : formats.percent(figures.service.fill_rate, 1),
              },
              {
                label: text('overview.otif'),
                value: figures.service.otif === null ? '–' : formats.percent(figures.service.otif, 1),
              },
              {
                label: text('overview.ready'),
                value:
                  figures.service.ready_rate === null ? '–' : formats.percent(figures.service.ready_rate, 1),
              },
            ]}
          />
        </Card>
      ) : (
        <Empty kind="done" title={text('report.not_ready')} />
      )}
    </Page>
  )
}
