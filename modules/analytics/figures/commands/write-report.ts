import type { Readable } from 'node:stream'
import type { Site } from '@guichet/organisation'
import { line } from '@guichet/plots/line'
import { bars } from '@guichet/plots/bars'
import type { Locale, Tenant } from '@guichet/platform/ctx'
import { figure_width, pdfDocument } from '@guichet/platform/pdf'
import type { Say } from '@guichet/platform/texts'
import type { AgentPerformance, Finding, QueueStats, WaitTimes } from '../contract.ts'

export interface DayOf {
  tenant: Tenant
  site: Site
  local_day: string
  due_at: Date
  made_at: Date
  late: boolean
  waits: WaitTimes
  volumes: QueueStats
  agents: AgentPerformance
}

/** How the report of this organisation writes numbers, days and durations. */
export function reportWords(say: Say, locale: Locale, time_zone: string) {
  const tag = locale === 'fr' ? 'fr-FR' : 'en-GB'
  const numbers = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })
  const percents = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 })
  const days = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeZone: 'UTC' })
  const moments = new Intl.DateTimeFormat(tag, {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: time_zone,
  })
  return {
    text: (key: string, values?: Record<string, string | number>) =>
      say('analytics', `figures.${key}`, values),
    number: (value: number) => numbers.format(value),
    percent: (value: number | null) => (value === null ? '–' : percents.format(value)),
    minutes: (seconds: number | null) => {
      if (seconds === null) return '–'
      const small = seconds < 90
      const value = numbers.format(small ? Math.round(seconds) : Math.round(seconds / 6) / 10)
      return say('analytics', small ? 'figures.unit.s' : 'figures.unit.min', { value })
    },
    day: (day: string) => days.format(new Date(`${day}T12:00:00Z`)),
    moment: (at: Date) => moments.format(at),
    hour: (hour: number) => say('analytics', 'figures.unit.hour', { hour }),
  }
}
export type ReportWords = ReturnType<typeof reportWords>

export function findingWords({ text, minutes, day, hour }: ReportWords, finding: Finding | null): string {
  if (!finding) return text('finding.none')
  const facts = {
    service: finding.service_name,
    p50: minutes(finding.p50_s),
    target: minutes(finding.target_s),
    since: finding.since === null ? '' : day(finding.since),
    hour: finding.hour === null ? '' : hour(finding.hour),
  }
  const sentence = text(finding.kind === 'slow' ? 'finding.slow_today' : 'finding.steady', facts)
  return finding.hour === null ? sentence : `${sentence} ${text('finding.peak', facts)}`
}

/** The day of one site on paper: what stood out, the figures, the waits by hour, services and agents. */
export function writeReport(say: Say, report: DayOf): Readable {
  const { tenant, site, waits, volumes, agents } = report
  const words = reportWords(say, tenant.locale, site.time_zone)
  const { text, number, percent, minutes } = words
  const day = words.day(report.local_day)
  const pdf = pdfDocument({
    title: text('report.title', { site: site.name }),
    subtitle: day,
    tenant,
    locale: tenant.locale,
    created_at: report.made_at,
  })
  if (report.late)
    pdf.paragraph(
      text('report.late', { due: words.moment(report.due_at), made: words.moment(report.made_at) }),
      'muted',
    )
  pdf.paragraph(volumes.totals.issued === 0 ? text('report.nobody') : findingWords(words, waits.finding))
  if (volumes.totals.issued > 0) {
    pdf.facts([
      { label: text('issued'), value: number(volumes.totals.issued) },
      { label: text('completed'), value: number(volumes.totals.completed) },
      { label: text('no_show'), value: number(volumes.totals.no_show) },
      {
        label: text('left'),
        value: `${number(waits.abandonment.left)} (${percent(waits.abandonment.rate)})`,
      },
      { label: text('p50'), value: minutes(waits.wait.p50_s) },
      { label: text('p90'), value: minutes(waits.wait.p90_s) },
      {
        label: text('within_target', { target: minutes(waits.target_s) }),
        value: percent(waits.within_target),
      },
      { label: text('service_average'), value: minutes(waits.service.average_s) },
    ])
    waitsByHour(pdf, words, report, day)
    arrivalsByHour(pdf, words, report, day)
    pdf.heading(text('by_service'))
    pdf.table({
      caption: text('by_service'),
      columns: [
        { header: text('service') },
        ...['issued', 'left', 'p50', 'p90', 'service_average'].map((key) => ({
          header: text(key),
          align: 'right' as const,
        })),
      ],
      rows: waits.by_service.map((row) => [
        row.service_name,
        number(row.issued),
        number(row.left),
        minutes(row.p50_s),
        minutes(row.p90_s),
        minutes(row.service_average_s),
      ]),
    })
    if (agents.agents.length > 0) {
      pdf.heading(text('by_agent'))
      pdf.table({
        caption: text('by_agent'),
        columns: [
          { header: text('agent') },
          ...['handled', 'completed', 'no_show', 'transferred', 'service_average'].map((key) => ({
            header: text(key),
            align: 'right' as const,
          })),
        ],
        rows: agents.agents.map((row) => [
          row.agent_name,
          number(row.handled),
          number(row.completed),
          number(row.no_show),
          number(row.transferred),
          minutes(row.service_average_s),
        ]),
      })
    }
    pdf.paragraph(text('report.reading'), 'muted')
  }
  return pdf.finish()
}

type Pdf = ReturnType<typeof pdfDocument>

function waitsByHour(pdf: Pdf, words: ReportWords, { waits }: DayOf, day: string): void {
  const { text, minutes, hour, number } = words
  const slowest = waits.by_hour.toSorted((a, b) => (b.p50_s ?? 0) - (a.p50_s ?? 0))[0]
  if (!slowest) return
  const title = text('report.waits_title', { hour: hour(slowest.hour), p50: minutes(slowest.p50_s) })
  const rows = waits.by_hour.map((row) => ({
    label: hour(row.hour),
    value: inMinutes(row.p50_s),
    low: inMinutes(row.p10_s),
    high: inMinutes(row.p90_s),
    spoken: text('spoken.wait', {
      point: hour(row.hour),
      p50: minutes(row.p50_s),
      p90: minutes(row.p90_s),
      count: row.n,
    }),
  }))
  const options = {
    title,
    description: rows.map((row) => row.spoken).join(' '),
    unit: text('unit.minutes'),
    period: day,
    empty: text('empty'),
    width: figure_width.portrait,
    theme: 'paper' as const,
    heading: true,
    number,
    words: { value: text('p50'), band: text('band') },
    ...(waits.target_s === null
      ? {}
      : {
          target: { value: waits.target_s / 60, label: text('target', { target: minutes(waits.target_s) }) },
        }),
  }
  pdf.figure(line(rows, options), `${title}. ${options.description}`)
}

function arrivalsByHour(pdf: Pdf, words: ReportWords, { volumes }: DayOf, day: string): void {
  const { text, hour, number } = words
  const arrivals = volumes.arrivals.filter((cell) => cell.issued > 0)
  const busiest = arrivals.toSorted((a, b) => b.issued - a.issued)[0]
  if (!busiest) return
  const title = text('report.arrivals_title', { hour: hour(busiest.hour), count: busiest.issued })
  const rows = arrivals.map((cell) => ({
    label: hour(cell.hour),
    value: cell.issued,
    spoken: text('spoken.arrivals', { point: hour(cell.hour), count: cell.issued }),
  }))
  const options = {
    title,
    description: rows.map((row) => row.spoken).join(' '),
    unit: text('unit.tickets'),
    period: day,
    empty: text('empty'),
    width: figure_width.portrait,
    theme: 'paper' as const,
    heading: true,
    number,
  }
  pdf.figure(bars(rows, options as never), `${title}. ${options.description}`)
}

const inMinutes = (seconds: number | null): number | null => (seconds === null ? null : seconds / 60)
