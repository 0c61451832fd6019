import type { Readable } from 'node:stream'
import type { Ctx } from '@guichet/platform/ctx'
import { figure_width, pdfDocument } from '@guichet/platform/pdf'
import { writeXlsx } from '@guichet/platform/spreadsheet'
import { line } from '@guichet/plots/line'
import type { Overview, Period } from '../contract.ts'
import { reportWords } from './report-words.ts'

interface Report {
  kind: Period
  figures: Overview
  created_at: Date
}

/** The report as a document: what the dashboard shows, on paper. */
export function reportPdf(ctx: Pick<Ctx, 'tenant'>, { kind, figures, created_at }: Report): Readable {
  const { tenant } = ctx
  const { say, money, number, percent, date } = reportWords(tenant.locale, figures.currency)
  const period =
    figures.from_day === figures.to_day
      ? date(figures.from_day)
      : say('report.period', { from: date(figures.from_day), to: date(figures.to_day) })
  const pdf = pdfDocument({
    title: say(`report.titles.${kind}`),
    subtitle: period,
    tenant,
    locale: tenant.locale,
    created_at,
  })
  const { service } = figures
  if (figures.stale_since) pdf.paragraph(say('report.stale'))
  pdf.facts([
    { label: say('overview.sales'), value: money(figures.sales_minor) },
    { label: say('overview.former_sales'), value: money(figures.former_sales_minor) },
    { label: say('overview.value'), value: money(figures.stock_value_minor) },
    {
      label: say('overview.cover'),
      value:
        figures.cover_days === null
          ? '–'
          : say('overview.days', { days: number(Math.round(figures.cover_days)) }),
    },
    {
      label: say('overview.out'),
      value: say('overview.out_of', { out: figures.products_out, all: figures.products }),
    },
    {
      label: say(service.estimated ? 'overview.fill_estimated' : 'overview.fill'),
      value: percent(service.fill_rate),
    },
    { label: say('overview.otif'), value: percent(service.otif) },
    { label: say('overview.ready'), value: percent(service.ready_rate) },
  ])
  pdf.paragraph(say('overview.definitions'), 'muted')
  if (figures.sales_by_day.length > 2) {
    const svg = line(
      figures.sales_by_day.map(({ day, amount_minor }) => ({
        label: date(day).slice(0, 5),
        value: amount_minor,
        spoken: `${date(day)} : ${money(amount_minor)}`,
      })),
      {
        title: say('overview.sales_by_day'),
        description: say('overview.sales_by_day'),
        unit: figures.currency === 'XOF' ? 'F CFA' : '€',
        period,
        empty: say('overview.no_sales'),
        words: { value: say('overview.sales') },
        number: (value: number) => number(figures.currency === 'XOF' ? value : value / 100),
        width: figure_width.portrait,
        theme: 'paper',
        heading: true,
      },
    )
    pdf.figure(svg, say('overview.sales_by_day'))
  }
  pdf.heading(say('overview.at_risk'))
  if (figures.at_risk.length === 0) pdf.paragraph(say('overview.nothing_at_risk'))
  else
    pdf.table({
      caption: say('overview.at_risk'),
      columns: riskHeads(say).map((header, index) => ({
        header,
        ...(index > 1 ? { align: 'right' as const } : {}),
      })),
      rows: figures.at_risk.map((row) => [
        row.product_name,
        row.location_name,
        number(row.stock),
        date(row.out_median),
        percent(row.within_7),
        row.order_quantity > 0 ? number(row.order_quantity) : '–',
      ]),
    })
  pdf.heading(say('overview.to_order'))
  if (figures.to_order.length === 0) pdf.paragraph(say('overview.nothing_to_order'))
  else
    pdf.table({
      caption: say('overview.to_order'),
      columns: [
        { header: say('overview.supplier') },
        { header: say('overview.products') },
        { header: say('overview.lines'), align: 'right' },
        { header: say('overview.cost'), align: 'right' },
      ],
      rows: figures.to_order.map((row) => [
        row.supplier_name ?? say('overview.no_supplier'),
        row.names.join(', '),
        number(row.lines),
        money(row.cost_minor),
      ]),
    })
  pdf.heading(say('overview.best'))
  if (figures.best.length === 0) pdf.paragraph(say('overview.no_sales'))
  else
    pdf.table({
      caption: say('overview.best'),
      columns: [
        { header: say('overview.product') },
        { header: say('overview.quantity'), align: 'right' },
        { header: say('overview.sales'), align: 'right' },
      ],
      rows: figures.best.map((row) => [row.name, number(row.quantity), money(row.amount_minor)]),
    })
  pdf.heading(say('overview.dead'))
  if (figures.dead.length === 0) pdf.paragraph(say('overview.no_dead'))
  else
    pdf.table({
      caption: say('overview.dead'),
      columns: [
        { header: say('overview.product') },
        { header: say('overview.last_sold') },
        { header: say('overview.value'), align: 'right' },
      ],
      rows: figures.dead.map((row) => [row.name, date(row.last_sold_on), money(row.value_minor)]),
    })
  return pdf.finish()
}

const riskHeads = (say: (key: string) => string): string[] =>
  ['product', 'location', 'stock', 'out_on', 'within_7', 'order'].map((key) => say(`overview.${key}`))

/** The same figures as a workbook, one sheet a subject, to be worked on. */
export function reportXlsx(ctx: Pick<Ctx, 'tenant'>, { figures }: Report): Readable {
  const { tenant } = ctx
  const { say } = reportWords(tenant.locale, figures.currency)
  const { service, currency } = figures
  const money = { kind: 'money' as const, currency }
  return writeXlsx(
    [
      {
        name: say('report.summary'),
        columns: [
          { header: say('report.figure') },
          { header: say('report.amount'), ...money },
          { header: say('report.number'), kind: 'number' },
          { header: say('report.rate'), kind: 'percent' },
        ],
        rows: [
          [say('overview.sales'), figures.sales_minor, null, null],
          [say('overview.former_sales'), figures.former_sales_minor, null, null],
          [say('overview.value'), figures.stock_value_minor, null, null],
          [say('overview.cover'), null, figures.cover_days, null],
          [say('overview.out'), null, figures.products_out, null],
          [
            say(service.estimated ? 'overview.fill_estimated' : 'overview.fill'),
            null,
            null,
            service.fill_rate,
          ],
          [say('overview.otif'), null, null, service.otif],
          [say('overview.ready'), null, null, service.ready_rate],
        ],
      },
      {
        name: say('overview.sales_by_day'),
        columns: [
          { header: say('report.day'), kind: 'date' },
          { header: say('overview.sales'), ...money },
        ],
        rows: figures.sales_by_day.map(({ day, amount_minor }) => [day, amount_minor]),
      },
      {
        name: say('overview.at_risk'),
        columns: [
          { header: say('overview.product') },
          { header: say('overview.location') },
          { header: say('overview.stock'), kind: 'number' },
          { header: say('overview.out_on'), kind: 'date' },
          { header: say('overview.within_7'), kind: 'percent' },
          { header: say('overview.order'), kind: 'number' },
        ],
        rows: figures.at_risk.map((row) => [
          row.product_name,
          row.location_name,
          row.stock,
          row.out_median,
          row.within_7,
          row.order_quantity,
        ]),
      },
      {
        name: say('overview.to_order'),
        columns: [
          { header: say('overview.supplier') },
          { header: say('overview.products') },
          { header: say('overview.lines'), kind: 'integer' },
          { header: say('overview.cost'), ...money },
        ],
        rows: figures.to_order.map((row) => [
          row.supplier_name ?? say('overview.no_supplier'),
          row.names.join(', '),
          row.lines,
          row.cost_minor,
        ]),
      },
      {
        name: say('overview.best'),
        columns: [
          { header: say('overview.product') },
          { header: say('overview.quantity'), kind: 'number' },
          { header: say('overview.sales'), ...money },
        ],
        rows: figures.best.map((row) => [row.name, row.quantity, row.amount_minor]),
      },
      {
        name: say('overview.dead'),
        columns: [
          { header: say('overview.product') },
          { header: say('overview.last_sold'), kind: 'date' },
          { header: say('overview.value'), ...money },
        ],
        rows: figures.dead.map((row) => [row.name, row.last_sold_on, row.value_minor]),
      },
    ],
    { locale: tenant.locale, time_zone: tenant.time_zone },
  )
}
