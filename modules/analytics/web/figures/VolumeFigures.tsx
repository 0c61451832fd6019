import { Figure, type Drawing } from '@guichet/kit/figure'
import { funnel } from '@guichet/plots/funnel'
import { heatmap } from '@guichet/plots/heatmap'
import { line } from '@guichet/plots/line'
import { stackedBars } from '@guichet/plots/stacked-bars'
import type { QueueStats } from '../../figures/contract.ts'
import { type FigureWords, useFigureWords } from './period.ts'

const frameOf = (words: FigureWords, report: QueueStats) => ({
  unit: words.text('figures.unit.tickets'),
  period: words.period(report.period),
  empty: words.text('figures.empty'),
  number: words.one_decimal,
})

/** Arrivals of a usual week: the mean of all such hours of the period. */
export function ArrivalsFigure({ report }: { report: QueueStats }) {
  const words = useFigureWords()
  const { text, hour } = words
  const weekday = (n: number) => text(`figures.weekday_name.${n}`)
  const cells = report.arrivals
    .filter((cell) => cell.days > 0)
    .map((cell) => ({ ...cell, mean: cell.issued / cell.days }))
  const busy = cells.filter((cell) => cell.issued > 0)
  const first = Math.min(...busy.map((cell) => cell.hour))
  const last = Math.max(...busy.map((cell) => cell.hour))
  const busiest = busy.toSorted((a, b) => b.mean - a.mean)[0]
  if (!busiest) return null
  const shown = cells.filter((cell) => cell.hour >= first && cell.hour <= last)
  const title = text('figures.arrivals_title', {
    weekday: weekday(busiest.weekday),
    hour: hour(busiest.hour),
    count: words.one_decimal(busiest.mean),
  })
  const rows = shown.map((cell) => ({
    weekday: cell.weekday,
    hour: cell.hour,
    value: cell.mean,
    spoken: text('figures.spoken.cell', {
      weekday: weekday(cell.weekday),
      hour: hour(cell.hour),
      mean: words.one_decimal(cell.mean),
      count: cell.issued,
    }),
  }))
  const options = {
    ...frameOf(words, report),
    unit: text('figures.unit.tickets_hour'),
    title,
    description: text('figures.arrivals_note'),
    weekdays: [1, 2, 3, 4, 5, 6, 7].map((n) => text(`figures.weekday_short.${n}`)),
    hour,
  }
  return (
    <Figure
      title={title}
      unit={options.unit}
      period={options.period}
      refreshed_at={report.read_at}
      rows={shown}
      columns={[
        { key: 'weekday', header: text('figures.weekday'), value: (row) => weekday(row.weekday) },
        {
          key: 'hour',
          header: text('figures.hour'),
          value: (row) => row.hour,
          cell: (row) => hour(row.hour),
        },
        { key: 'issued', header: text('figures.issued'), value: (row) => row.issued, align: 'end' },
        {
          key: 'mean',
          header: text('figures.mean'),
          value: (row) => Math.round(row.mean * 10) / 10,
          cell: (row) => words.one_decimal(row.mean),
          align: 'end',
        },
      ]}
      draw={(how: Drawing) => heatmap(rows, { ...options, ...how })}
      file={text('figures.file.arrivals')}
      note={text('figures.arrivals_note')}
    />
  )
}

/** What became of those who took a ticket, and where they were lost. */
export function JourneyFigure({ report }: { report: QueueStats }) {
  const words = useFigureWords()
  const { text, formats, percent } = words
  const { issued, called, completed, no_show, cancelled, expired } = report.totals
  const ratio = issued === 0 ? null : completed / issued
  const title = text('figures.journey_title', { rate: percent(ratio) })
  const steps = [
    { key: 'joined', value: issued, lost: undefined },
    { key: 'called', value: called, lost: text('figures.journey.left', { count: cancelled + expired }) },
    { key: 'served', value: completed, lost: text('figures.journey.absent', { count: no_show }) },
  ]
  const rows = steps.map((step) => ({
    label: text(`figures.journey.${step.key}`),
    value: step.value,
    ...(step.lost ? { lost: step.lost } : {}),
    spoken: text('figures.spoken.step', {
      step: text(`figures.journey.${step.key}`),
      value: formats.number(step.value),
      rate: percent(issued === 0 ? null : step.value / issued),
    }),
  }))
  const options = {
    ...frameOf(words, report),
    title,
    description: rows.map((row) => row.spoken).join(' '),
    percent: (value: number) => formats.percent(value),
  }
  return (
    <Figure
      title={title}
      unit={options.unit}
      period={options.period}
      refreshed_at={report.read_at}
      rows={steps}
      columns={[
        {
          key: 'step',
          header: text('figures.step_name'),
          value: (row) => text(`figures.journey.${row.key}`),
        },
        { key: 'value', header: text('figures.issued'), value: (row) => row.value, align: 'end' },
        {
          key: 'rate',
          header: text('figures.share'),
          value: (row) => (issued === 0 ? null : Math.round((row.value / issued) * 1000) / 10),
          cell: (row) => percent(issued === 0 ? null : row.value / issued),
          align: 'end',
        },
      ]}
      draw={(how: Drawing) => funnel(rows, { ...options, ...how })}
      file={text('figures.file.journey')}
      note={text('figures.journey_note')}
    />
  )
}

export function VolumeFigure({ report }: { report: QueueStats }) {
  const words = useFigureWords()
  const { text, point } = words
  const { step } = report.period
  const most = report.series.toSorted((a, b) => b.issued - a.issued)[0]
  if (!most) return null
  const title = text(`figures.volume_title.${step}`, { day: point(most.day, step), count: most.issued })
  const rows = report.series.map((row) => ({
    label: point(row.day, step),
    value: row.issued,
    spoken: text('figures.spoken.volume', {
      point: point(row.day, step),
      count: row.issued,
      completed: row.completed,
    }),
  }))
  const options = {
    ...frameOf(words, report),
    title,
    description: rows.at(-1)?.spoken ?? '',
    words: { value: text('figures.issued') },
  }
  const counts = ['issued', 'completed', 'no_show', 'cancelled', 'expired', 'present'] as const
  return (
    <Figure
      title={title}
      unit={options.unit}
      period={options.period}
      refreshed_at={report.read_at}
      rows={report.series}
      columns={[
        { key: 'day', header: text(`figures.${step}`), value: (row) => point(row.day, step) },
        ...counts.map((key) => ({
          key,
          header: text(`figures.${key}`),
          value: (row: QueueStats['series'][number]) => row[key],
          align: 'end' as const,
        })),
      ]}
      draw={(how: Drawing) => line(rows, { ...options, ...how })}
      file={text('figures.file.volumes')}
    />
  )
}

/** The statuses of each service, as shares. */
export function OutcomeFigure({ report }: { report: QueueStats }) {
  const words = useFigureWords()
  const { text, formats, percent } = words
  const services = report.by_service.filter((row) => row.issued > 0)
  const several = new Set(services.map((row) => row.site_id)).size > 1
  const name = (row: QueueStats['by_service'][number]) =>
    several ? `${row.service_name} · ${row.site_name}` : row.service_name
  const worst = services
    .filter((row) => row.issued >= 10)
    .toSorted(
      (a, b) =>
        (b.no_show + b.cancelled + b.expired) / b.issued - (a.no_show + a.cancelled + a.expired) / a.issued,
    )[0]
  if (services.length === 0) return null
  const title = worst
    ? text('figures.outcome_title', {
        service: worst.service_name,
        rate: percent((worst.no_show + worst.cancelled + worst.expired) / worst.issued),
      })
    : text('figures.outcome_plain')
  const rows = services.map((row) => ({
    label: name(row),
    counts: [row.completed, row.no_show, row.cancelled + row.expired, row.present],
    note: formats.number(row.issued),
    spoken: text('figures.spoken.outcome', {
      service: name(row),
      count: row.issued,
      completed: row.completed,
      no_show: row.no_show,
      left: row.cancelled + row.expired,
    }),
  }))
  const options = {
    ...frameOf(words, report),
    unit: text('figures.unit.share'),
    title,
    description: rows.map((row) => row.spoken).join(' '),
    parts: ['completed', 'no_show', 'left', 'present'].map((key) => text(`figures.${key}`)),
    share: (ratio: number) => formats.percent(ratio),
    tone: 'series' as const,
  }
  return (
    <Figure
      title={title}
      unit={options.unit}
      period={options.period}
      refreshed_at={report.read_at}
      rows={services}
      columns={[
        { key: 'service', header: text('figures.service'), value: name },
        ...(['issued', 'completed', 'no_show', 'cancelled', 'expired', 'present'] as const).map((key) => ({
          key,
          header: text(`figures.${key}`),
          value: (row: QueueStats['by_service'][number]) => row[key],
          align: 'end' as const,
        })),
      ]}
      draw={(how: Drawing) => stackedBars(rows, { ...options, ...how })}
      file={text('figures.file.outcomes')}
    />
  )
}
